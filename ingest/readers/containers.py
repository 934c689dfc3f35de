"""Zip files from strangers (docx, xlsx, OFD, plain zip), held to limits before anything is parsed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError

if TYPE_CHECKING:
    from lxml import etree

MEBI = 1024 * 1024
# A 2,000-page docx with pictures has some 3,000 members; a bomb of empty members has 65,535.
MAX_MEMBERS = 20_000
# The largest official docx and xlsx seen unpack to 60 MB; a bomb to gigabytes.
MAX_UNPACKED_BYTES = 512 * MEBI
# XML of a long table packs 1:60; a run of zeros 1:1000. Small members may be anything.
MAX_RATIO = 250
MIN_BOMB_BYTES = 8 * MEBI
# No XML part of a real file needed more; lxml takes five to ten times this in memory.
MAX_XML_BYTES = 128 * MEBI
_ENCRYPTED_FLAG = 0x1
# A document type can hold entities that unpack to gigabytes or name other files; no office format has one.
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@contextmanager
def open_zip(path: Path, what: str) -> Iterator[zipfile.ZipFile]:
    """The zip at ``path``, checked against the limits; ReadError with ``what`` it should have been."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_limits(archive, path)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ReadError(
            f"{path}: 文件损坏或不完整,不是有效的 {what} (damaged or not a {what}): {error}"
        ) from error


def check_limits(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ReadError for a zip bomb or an encrypted member; zipfile never reads past a declared size."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ReadError(
            f"{path}: 压缩包内有 {len(members)} 个文件,超过上限 {MAX_MEMBERS} (too many members in the zip)"
        )
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES:
        raise ReadError(
            f"{path}: 解压后 {total // MEBI} MB,超过上限 {MAX_UNPACKED_BYTES // MEBI} MB "
            "(unpacks to too much: a zip bomb?)"
        )
    for member in members:
        if member.file_size > MIN_BOMB_BYTES and member.file_size > max(member.compress_size, 1) * MAX_RATIO:
            raise ReadError(
                f"{path}: 压缩比异常 {member.filename!r} {member.file_size // MEBI} MB "
                "(packed too tightly: a zip bomb?)"
            )
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise ReadError(
                f"{path}: 有密码保护,请先解除密码 (password-protected; remove the password first)"
            )


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root of an XML part; no entities, no document type, no network. ReadError if it is not sound."""
    from lxml import etree

    if len(content) > MAX_XML_BYTES:
        raise ReadError(f"{name}: XML 部件过大 {len(content) // MEBI} MB (XML part too large)")
    if any(mark in content for mark in _DOCTYPES):
        raise ReadError(
            f"{name}: XML 含 DOCTYPE/实体声明,已拒绝 (XML with a document type or entities is refused)"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{name}: XML 损坏 (damaged XML): {error}") from error
