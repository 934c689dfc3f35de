"""The parts of an OFD file, whatever slashes, case and namespaces its writer used."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.containers import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element


class Package:
    """The parts of an OFD file; their names are matched whatever slashes and case the file writes."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._names = {tidy(name).lower(): name for name in archive.namelist()}
        self.path = path
        self.warnings: list[str] = []

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return tidy(name).lower() in self._names

    def xml(self, name: str) -> _Element:
        """The root of a part."""
        stored = self._names.get(tidy(name).lower())
        if stored is None:
            raise ReadError(f"{self.path}: OFD 文件缺少 {name} (a part is missing: not a sound OFD file)")
        return parse_xml(self._archive.read(stored), f"{self.path}: {name}")

    def content(self, name: str) -> bytes:
        """The bytes of a part; b'' if it is missing."""
        stored = self._names.get(tidy(name).lower())
        return b"" if stored is None else self._archive.read(stored)

    def resolve(self, base: str, location: str) -> str:
        """A location relative to the folder ``base``, or to the package if it is not there."""
        if location.startswith("/"):
            return tidy(location)
        inside = tidy(posixpath.join(base, location))
        return inside if self.has(inside) or not self.has(location) else tidy(location)


def tidy(name: str) -> str:
    """A part's name with plain slashes."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def name_of(element: _Element) -> str:
    """The element's name without its namespace, which some writers leave out."""
    return str(element.tag).rsplit("}", 1)[-1]


def child_of(element: _Element, name: str) -> _Element | None:
    """The first child of that name."""
    return next((child for child in element if name_of(child) == name), None)
