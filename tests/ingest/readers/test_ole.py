"""Old Word files: pieces in two encodings, fields, line breaks, what is no Word file."""

from __future__ import annotations

import importlib.util
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ingest import ReadError
from ingest.readers import read_file


def _notice_files() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notice_files", Path(__file__).parent / "notice_files.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["notice_files"] = module
    spec.loader.exec_module(module)
    return module


notices = _notice_files()
COMPRESSED = 0x40000000


def write_pieces(path: Path, pieces: list[tuple[str, str]]) -> Path:
    """A Word 97 file whose text lies in pieces, each in cp1252 or utf-16-le."""
    text, places, edges = b"", b"", [0]
    for words, encoding in pieces:
        raw = words.encode(encoding)
        offset = 0x400 + len(text)
        place = offset * 2 | COMPRESSED if encoding == "cp1252" else offset
        places += struct.pack("<HIH", 0, place, 0)
        edges.append(edges[-1] + len(words))
        text += raw + b"\0" * (len(raw) % 2)
    table = struct.pack(f"<{len(edges)}I", *edges) + places
    block = b"\x02" + struct.pack("<I", len(table)) + table
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, 193)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<I", main, 0x4C, edges[-1])
    struct.pack_into("<II", main, 0x01A2, 0, len(block))
    notices.write_ole(path, {"WordDocument": bytes(main) + text, "1Table": block})
    return path


def read_text(path: Path) -> list[str]:
    return [block.text for block in read_file(path).blocks]


def write_text(path: Path, text: str) -> Path:
    notices.write_doc(path, text=text)
    return path


def test_pieces_in_two_encodings_make_one_text(tmp_path: Path) -> None:
    pieces = [
        ("NOTICE 2024\r", "cp1252"),
        ("关于奖励的", "utf-16-le"),
        ("通知\r", "utf-16-le"),
        ("No. 12\r", "cp1252"),
    ]
    assert read_text(write_pieces(tmp_path / "a.doc", pieces)) == ["NOTICE 2024", "关于奖励的通知", "No. 12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('按照\x13HYPERLINK "http://a.cn"\x14《办法》\x15执行。\r', ["按照《办法》执行。"]),
        ("第一行\x0b第二行\r第二页\x0c第三页\r", ["第一行", "第二行", "第二页", "第三页"]),
        ("目录\x13TOC \x14第一章\r第二章\x15完\r", ["目录第一章", "第二章完"]),
        ("图\x01\x08片，软\x1f连字符，不断\x1e行\r", ["图片，软连字符，不断-行"]),
        ("外\x13A\x13B\x14里\x15\x14面\x15。\r", ["外面。"]),
    ],
    ids=["link", "breaks", "field over paragraphs", "objects and hyphens", "field in a field"],
)
def test_a_reader_of_the_page_sees(text: str, expected: list[str], tmp_path: Path) -> None:
    assert read_text(write_text(tmp_path / "a.doc", text)) == expected


def test_characters_beyond_the_first_plane_keep_their_place(tmp_path: Path) -> None:
    notices.write_doc(tmp_path / "a.doc", text="𠮷祥企业奖励15万元。\r")
    assert read_text(tmp_path / "a.doc") == ["𠮷祥企业奖励15万元。"]


def test_word_95_says_what_to_do(tmp_path: Path) -> None:
    notices.write_doc(tmp_path / "a.doc", flags=0x0000)
    with pytest.raises(ReadError, match="Word 95 或更早的格式,请另存为 docx"):
        read_file(tmp_path / "a.doc")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused_or_read_whole_never_in_part(share: float, tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.doc", "为支持企业创新，制定本办法。\r" * 200)
    whole = read_text(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    try:
        assert read_text(path) == whole
    except ReadError as error:
        assert "文件" in str(error)
