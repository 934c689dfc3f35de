"""Errors of sharing a shelf.

WenzhengError
├── BusyError            too many people at once, or somebody else is writing: later it will work
├── MissingError         what the request names is not there
└── AccessError          who asks may not do this
"""

from __future__ import annotations

from ingest import WenzhengError


class BusyError(WenzhengError):
    """Too many people at once, or somebody else is writing; later it will work."""


class MissingError(WenzhengError):
    """What the request names is not there."""


class AccessError(WenzhengError):
    """Who asks may not do this."""
