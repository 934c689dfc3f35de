"""Text files are read in the encodings that offices use, or refused with a reason."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest import Block, BlockKind, ReadError
from ingest.readers import read_file
from ingest.readers.text import decode, read

SENTENCE = "对新认定的高新技术企业，一次性奖励20万元。"
TEXT = f"云政发〔2023〕12号\n{SENTENCE}\n"


def write(tmp_path: Path, content: bytes, name: str = "notice.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(TEXT.encode("utf-8"), "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8", id="utf-8 with mark"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param(TEXT.encode("gbk"), "gb18030", id="gbk"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", id="utf-16-le with mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16-be with mark"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le", id="utf-32-le with mark"),
    ],
)
def test_each_encoding_gives_the_same_lines(tmp_path: Path, content: bytes, encoding: str) -> None:
    raw = read(write(tmp_path, content))
    assert [block.text for block in raw.blocks] == ["云政发〔2023〕12号", SENTENCE]
    assert raw.properties["encoding"] == encoding
    assert raw.warnings == ()


def test_a_short_number_in_gb18030_is_not_taken_for_another_encoding() -> None:
    assert decode("国发〔2023〕12号".encode("gb18030"), "a.txt") == ("国发〔2023〕12号", "gb18030")


def test_big5_is_read_only_where_it_is_asked_for() -> None:
    assert decode("獎勵二十萬元".encode("big5"), "a.txt", encoding="big5") == ("獎勵二十萬元", "big5")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x0c"])
def test_every_kind_of_line_end_ends_a_line(tmp_path: Path, line_end: str) -> None:
    raw = read(write(tmp_path, f"第一行{line_end}第二行".encode()))
    assert [block.text for block in raw.blocks] == ["第一行", "第二行"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \r\n\t\n", "empty", id="only spaces"),
        pytest.param(codecs.BOM_UTF8, "empty", id="only a mark"),
        pytest.param("　\n".encode(), "empty", id="only full-width spaces"),
        pytest.param(b"%PDF-1.7\n%...", "a PDF file", id="pdf"),
        pytest.param(b"PK\x03\x04 ...", "a zip, docx, xlsx or OFD file", id="docx"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "an old Office file", id="doc"),
        pytest.param(bytes(range(256)) * 8, "not a text|binary|not gb18030", id="every byte"),
        pytest.param(b"\x00\x01\x02\x03" * 64, "binary", id="control characters"),
        pytest.param(b"\x89\x00\xff\xff\x81", "gb18030", id="no encoding at all"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ReadError, match=reason) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ReadError, match=r"unknown encoding\) 'klingon'"):
        decode(b"abc", "a.txt", encoding="klingon")


def test_markdown_headings_keep_their_level_and_tables_are_one_block(tmp_path: Path) -> None:
    content = "# 办法\n\n## 第一章 总则\n**第一条** 奖励。\n\n| 项目 | 金额 |\n|---|:-:|\n| 认定 | 20万元 |\n"
    raw = read(write(tmp_path, content.encode(), "a.md"))
    assert raw.blocks == (
        Block("办法", BlockKind.HEADING, 1),
        Block("第一章 总则", BlockKind.HEADING, 2),
        Block("第一条 奖励。"),
        Block("项目 | 金额\n认定 | 20万元", BlockKind.TABLE),
    )


def test_bars_and_tabs_over_several_lines_are_a_table_and_one_line_is_not(tmp_path: Path) -> None:
    raw = read(write(tmp_path, "名称\t金额\n认定\t20万元\n首页 | 新闻\n正文。".encode()))
    assert raw.blocks == (
        Block("名称 | 金额\n认定 | 20万元", BlockKind.TABLE),
        Block("首页 | 新闻"),
        Block("正文。"),
    )


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"unknown suffix\) '\.xyz'; known: .*\.txt"):
        read_file(write(tmp_path, b"text", "a.xyz"))


def test_a_missing_file_is_one_line() -> None:
    with pytest.raises(ReadError, match="No such file"):
        read_file(Path("/no/such/file.txt"))
