"""Zip files of documents: members put under names of our own; what is unsafe is refused with a line each."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.errors import ReadError
from ingest.readers.containers import MAX_RATIO, MEBI, MIN_BOMB_BYTES
from ingest.types import Skipped

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 256 * MEBI
MAX_TOTAL_BYTES = 1024 * MEBI
# How a member is named in lists and messages: folder/notices.zip!/2024/notice.docx
MEMBER_MARK = "!/"
# Short names in GBK may be valid UTF-8 by chance (通知, 联通): Latin or Hebrew letters that nobody wrote.
_NOT_CHINESE = re.compile(r"[^\x00-\x7f·—‘-”…\u2160-\u216f\u2460-\u249b\u3000-\u9fff\uff00-\uffef]")
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a zip: the name it is known under and where it lies now."""

    name: str
    path: Path


def extract(path: Path, folder: Path, suffixes: frozenset[str]) -> tuple[list[Member], list[Skipped]]:
    """The members with a known suffix, unpacked into ``folder``, and the others with the reason.

    Raise ReadError if the whole zip is refused: damaged, too many members, too much to unpack.
    """
    members: list[Member] = []
    skipped: list[Skipped] = []
    if not path.stat().st_size:
        raise ReadError(f"{path}: 文件是空的 (the file is empty)")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_whole(path, entries)
            for number, entry in enumerate(entries):
                name = decoded_name(entry)
                shown = f"{path}{MEMBER_MARK}{name}"
                reason = refusal(entry, name, suffixes)
                target = folder / f"{number:05d}{PurePosixPath(name).suffix.lower()}"
                if reason is None:
                    reason = _unpack(archive, entry, target)
                if reason is None:
                    members.append(Member(shown, target))
                elif not name.endswith(_NOISE[1:]) and not name.startswith(_NOISE[0]):
                    skipped.append(Skipped(shown, reason))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ReadError(f"{path}: 压缩包损坏或不完整 (damaged or truncated zip): {error}") from error
    return members, skipped


def _check_whole(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_MEMBERS:
        raise ReadError(
            f"{path}: 压缩包内有 {len(entries)} 个文件,上限 {MAX_MEMBERS} (too many files in the zip)"
        )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise ReadError(
            f"{path}: 解压后 {total // MEBI} MB,上限 {MAX_TOTAL_BYTES // MEBI} MB "
            "(unpacks to too much: a zip bomb?)"
        )


def decoded_name(entry: zipfile.ZipInfo) -> str:
    """The member's name; Windows writes it in GBK and zipfile reads that as code page 437."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    readings = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    chinese = (reading for reading in readings if not _NOT_CHINESE.search(reading))
    return next(chinese, readings[0] if readings else entry.filename)


def refusal(entry: zipfile.ZipInfo, name: str, suffixes: frozenset[str]) -> str | None:
    """Why a member is not read, None if it may be."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    suffix = PurePosixPath(name).suffix.lower()
    reason = None
    if name.startswith(("/", "\\")) or ".." in parts or ":" in (parts[0] if parts else ""):
        reason = "路径越出压缩包 (the member's path leads out of the zip)"
    elif stat.S_ISLNK(entry.external_attr >> 16):
        reason = "压缩包内的链接 (a link in a zip is not followed)"
    elif entry.flag_bits & _ENCRYPTED:
        reason = "有密码保护,请先解除密码 (password-protected; remove the password first)"
    elif suffix == ".zip":
        reason = "压缩包内的压缩包不展开,请先解压 (a zip within a zip is not opened; unpack it first)"
    elif suffix not in suffixes:
        reason = f"不支持的文件类型 (unknown suffix) {suffix or '(无)'}"
    elif entry.file_size > MAX_MEMBER_BYTES:
        reason = f"解压后 {entry.file_size // MEBI} MB,过大 (too large)"
    elif entry.file_size > MIN_BOMB_BYTES and entry.file_size > max(entry.compress_size, 1) * MAX_RATIO:
        reason = "压缩比异常 (packed too tightly: a zip bomb?)"
    return reason


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> str | None:
    """Write one member; the reason if it is damaged. zipfile stops at the size the member declares."""
    try:
        with archive.open(entry) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, MEBI)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        target.unlink(missing_ok=True)
        return f"压缩包内的文件损坏 (damaged member): {error}"
    return None
