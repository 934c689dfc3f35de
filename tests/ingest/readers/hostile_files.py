"""Files as they come from strangers: encrypted, cut short, misnamed, made to exhaust a reader."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

MEBI = 1024 * 1024
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{"&lol;" if n == 1 else f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def write_encrypted_zip(path: Path) -> None:
    """A zip whose only member says that it is encrypted, in its own header and in the directory."""
    write_zip(path, {"notice.txt": b"secret"})
    packed = bytearray(path.read_bytes())
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(packed)


def encrypt_members(path: Path) -> None:
    """Have every member of a zip say that it is encrypted."""
    packed = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            packed[member.header_offset + 6] |= 1
    at = packed.index(b"PK\x01\x02")
    while at >= 0:
        packed[at + 8] |= 1
        at = packed.find(b"PK\x01\x02", at + 1)
    path.write_bytes(packed)


def encrypted_workbook() -> bytes:
    """The stream of an old Excel file that begins with a password record."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0x41, 6))
    password = record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    return begin + password + bytes(4096) + record(0x000A, b"")


def write_sheet(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["认定奖励", "15万元"])
    book.save(path)


def with_member(path: Path, name: str, content: bytes) -> None:
    """The zip with one member replaced."""
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    write_zip(path, {**members, name: content})


def hostile_files(notices: ModuleType) -> dict[str, Callable[[Path], object]]:
    """What writes each file, by its name."""

    def cut(path: Path, write: Callable[[Path], object], share: float) -> None:
        write(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    def laughing_docx(path: Path) -> None:
        notices.write_docx(path)
        paragraph = "<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>"
        body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph}</w:body></w:document>'
        with_member(path, "word/document.xml", (LAUGHS + body).encode())

    def laughing_xlsx(path: Path) -> None:
        write_sheet(path)
        with_member(path, "xl/sharedStrings.xml", (LAUGHS + "<sst><si><t>&lol9;</t></si></sst>").encode())

    def laughing_ofd(path: Path) -> None:
        notices.write_ofd(path)
        with_member(path, "OFD.xml", (LAUGHS + "<OFD>&lol9;</OFD>").encode())

    def huge(path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(200 * MEBI)

    def locked(path: Path, write: Callable[[Path], object]) -> None:
        write(path)
        encrypt_members(path)

    noise = random.Random(7).randbytes(20_000)
    package = {"EncryptedPackage": noise, "EncryptionInfo": b"\4\0\4\0" + noise[:100]}
    return {
        "encrypted.pdf": lambda path: notices.write_pdf(path, password="secret"),
        "encrypted.docx": lambda path: notices.write_ole(path, package),
        "encrypted.xlsx": lambda path: notices.write_ole(path, package),
        "encrypted.doc": lambda path: notices.write_doc(path, flags=0x0300),
        "encrypted.wps": lambda path: notices.write_doc(path, flags=0x0300),
        "encrypted.xls": lambda path: notices.write_ole(path, {"Workbook": encrypted_workbook()}),
        "encrypted.ofd": lambda path: locked(path, notices.write_ofd),
        "encrypted-members.docx": lambda path: locked(path, notices.write_docx),
        "encrypted-members.xlsx": lambda path: locked(path, write_sheet),
        "encrypted.zip": write_encrypted_zip,
        "bomb.zip": lambda path: write_zip(path, {"a.txt": b"\0" * (16 * MEBI)}),
        "bomb.docx": lambda path: write_zip(path, {"word/document.xml": b" " * (16 * MEBI)}),
        "bomb.xlsx": lambda path: write_zip(path, {"xl/workbook.xml": b" " * (16 * MEBI)}),
        "bomb.ofd": lambda path: write_zip(path, {"OFD.xml": b" " * (16 * MEBI)}),
        "many.zip": lambda path: write_zip(path, {f"{n}.txt": b"" for n in range(5_001)}),
        "nested.zip": lambda path: write_zip(path, {"in.zip": b"PK\x05\x06" + bytes(18)}),
        "escaping.zip": lambda path: write_zip(path, {"../../evil.txt": b"x"}),
        "drive.zip": lambda path: write_zip(path, {"C:\\evil.txt": b"x"}),
        "laughs.docx": laughing_docx,
        "laughs.xlsx": laughing_xlsx,
        "laughs.ofd": laughing_ofd,
        "cut.pdf": lambda path: cut(path, notices.write_pdf, 0.5),
        "cut.docx": lambda path: cut(path, notices.write_docx, 0.7),
        "cut.doc": lambda path: cut(path, notices.write_doc, 0.2),
        "cut.ofd": lambda path: cut(path, notices.write_ofd, 0.7),
        "cut.zip": lambda path: cut(path, lambda zipped: write_zip(zipped, {"a.txt": noise}), 0.6),
        "cut.png": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + noise[:60]),
        "noise.doc": lambda path: path.write_bytes(noise),
        "noise.xls": lambda path: path.write_bytes(noise),
        "noise.pdf": lambda path: path.write_bytes(noise),
        "noise.txt": lambda path: path.write_bytes(noise),
        "noise.csv": lambda path: path.write_bytes(noise),
        "noise-in-ole.doc": lambda path: notices.write_ole(path, {"WordDocument": noise, "1Table": noise}),
        "noise-in-ole.xls": lambda path: notices.write_ole(path, {"Workbook": noise}),
        "rich.doc": lambda path: path.write_bytes(b"{\\rtf1\\ansi text}"),
        "huge.txt": huge,
        "huge.csv": huge,
        "huge.html": huge,
        **{
            f"empty.{suffix}": Path.touch
            for suffix in (
                "txt",
                "md",
                "html",
                "docx",
                "doc",
                "wps",
                "pdf",
                "ofd",
                "xlsx",
                "xls",
                "csv",
                "png",
                "zip",
            )
        },
        "blank.txt": lambda path: path.write_text(" \n\u3000\n\ufeff"),
        "script.html": lambda path: path.write_text("<html><body><script>run()</script></body></html>"),
    }
