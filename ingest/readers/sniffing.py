"""What a file is by its first bytes, where its suffix says something else."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from ingest.errors import ReadError

OPENING_BYTES = 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")
_NEVER_PICTURES = ("pdf", "docx", "ole", "html")
# The part that tells one format of zip from another, and the module that reads it.
PARTS = (("word/document.xml", "docx"), ("xl/workbook.xml", "sheets"), ("OFD.xml", "ofd"))
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,200}?-->\s*)?<(?:!doctype html|html|head|body)",
    re.IGNORECASE | re.DOTALL,
)


def content_module(path: Path, named: str) -> str:
    """The reader for the file's content: ``named`` unless the first bytes are surely another format's."""
    with path.open("rb") as stream:
        opening = stream.read(OPENING_BYTES)
    if not opening:
        raise ReadError(f"{path}: 文件是空的 (the file is empty)")
    if opening.startswith(b"{\\rtf"):
        raise ReadError(f"{path}: 是 RTF 文件,请另存为 docx (an RTF file; save it as docx)")
    found = named
    if opening.startswith(b"%PDF-"):
        found = "pdf"
    elif opening.startswith(OLE):
        found = _ole_module(path, named)
    elif opening.startswith(ZIP):
        found = _zip_module(path, named)
    elif _PAGE.match(opening):
        found = "html"
    elif opening.startswith(PICTURES) and named in _NEVER_PICTURES:
        found = "ocr"
    return found


def _ole_module(path: Path, named: str) -> str:
    """Old Word, old Excel, or a new file with a password, which is wrapped in the old format."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as container:
            if container.exists("EncryptedPackage"):
                raise ReadError(
                    f"{path}: 有密码保护,请先解除密码 (password-protected; remove the password first)"
                )
            if container.exists("Workbook") or container.exists("Book"):
                return "sheets"
            return "ole" if container.exists("WordDocument") or named != "sheets" else named
    except (OSError, ValueError, IndexError, struct.error):
        return named if named in ("ole", "sheets") else "ole"


def _zip_module(path: Path, named: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return named
    return next((module for part, module in PARTS if part in names), named)
