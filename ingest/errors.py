"""Every error a caller may meet, as one tree.

WenzhengError            one line for the user: what, which value, what to do
├── UsageError           the request itself cannot be carried out as worded (exit 2)
├── ReadError            a file could not be turned into text
├── ShelfError           a shelf is missing, not a shelf, locked, damaged or built otherwise
└── ModelError           an embedding model could not be found, prepared or loaded
"""

from __future__ import annotations


class WenzhengError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one line fit to show a user."""


class UsageError(WenzhengError):
    """The request cannot be carried out as worded: an empty question, an unknown region, a bad date."""


class ReadError(WenzhengError):
    """A file could not be turned into text; the rest of a folder still goes in."""


class ShelfError(WenzhengError):
    """The shelf cannot be used: missing, not a shelf, locked, damaged, or built with another model."""


class ModelError(WenzhengError):
    """An embedding model could not be found, prepared or loaded."""
