"""The same notice gives the same document, whatever it is written in."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from ingest import Ingested, fold, ingest_file, ingest_files
from ingest.readers import ocr

_SPEC = importlib.util.spec_from_file_location("notice_files", Path(__file__).parent / "notice_files.py")
assert _SPEC is not None and _SPEC.loader is not None
notice_files = importlib.util.module_from_spec(_SPEC)
sys.modules["notice_files"] = notice_files
_SPEC.loader.exec_module(notice_files)

FORMATS = ("txt", "md", "html", "docx", "doc", "wps", "pdf", "ofd", "xlsx", "csv", "zip")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_notice_gives_the_same_text_sections_and_fields(suffix: str, tmp_path: Path) -> None:
    [result] = ingest_files([notice_files.write_notice(tmp_path, suffix)])
    assert isinstance(result, Ingested)
    document = result.document
    assert document.text.split("\n") == list(notice_files.NOTICE)
    assert [section.label for section in document.sections if section.label] == [
        "一、",
        "二、",
        "（一）",
        "（二）",
        "三、",
    ]
    assert document.title == "清河市人民政府关于支持企业创新的若干措施"
    assert document.metadata.document_number is not None
    assert document.metadata.document_number.value == "清政〔2024〕12号"
    assert document.warnings == ()


def test_pages_are_kept_and_page_numbers_are_not_text(tmp_path: Path) -> None:
    ingested = ingest_file(notice_files.write_notice(tmp_path, "pdf"))
    assert {passage.page for passage in ingested.passages} == {1}
    assert ingested.document.removed == ("- 1 -",)


@pytest.mark.skipif(not ocr.is_installed(), reason="needs the OCR extra")
@pytest.mark.skipif(not notice_files.CJK_FONT.exists(), reason="needs a CJK font to draw the notice")
def test_a_picture_of_the_notice_gives_the_same_words_and_sections(tmp_path: Path) -> None:
    document = ingest_file(notice_files.write_notice(tmp_path, "png")).document
    assert fold(document.text) == fold("\n".join(notice_files.NOTICE))
    assert [section.label for section in document.sections if section.label] == [
        *("一、", "二、", "（一）", "（二）", "三、"),
    ]
    assert document.warnings == ("图片文字由OCR识别 · the text of this picture was read by OCR",)
