"""The same question gives the same answer, whatever format the notice came in."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import fold

_FILES = Path(__file__).parents[1] / "ingest" / "readers" / "notice_files.py"
_SPEC = importlib.util.spec_from_file_location("notice_files", _FILES)
assert _SPEC is not None and _SPEC.loader is not None
notice_files = importlib.util.module_from_spec(_SPEC)
sys.modules["notice_files"] = notice_files
_SPEC.loader.exec_module(notice_files)

QUESTION = "清河市对首次认定的高新技术企业奖励多少？"
WORDS = "对首次认定的高新技术企业，给予一次性奖励15万元。"
FORMATS = ["txt", "md", "html", "docx", "doc", "wps", "pdf", "ofd", "xlsx", "csv", "zip"]
if importlib.util.find_spec("rapidocr") is not None and notice_files.CJK_FONT.exists():
    FORMATS.append("png")


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Shelf]]:
    encoder = load_encoder()
    made = {}
    for suffix in FORMATS:
        folder = tmp_path_factory.mktemp(suffix)
        made[suffix] = open_shelf(folder / "shelf", create=True, encoder=encoder)
        report = made[suffix].add([notice_files.write_notice(folder, suffix)])
        assert (report.added, report.skipped) == (1, ())
    yield made
    for shelf in made.values():
        shelf.close()


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_answer_is_the_same_from_each_format(suffix: str, shelves: dict[str, Shelf]) -> None:
    answer = ask(shelves[suffix], QUESTION)
    reference = ask(shelves["txt"], QUESTION)
    assert answer.verdict is Verdict.ANSWERED
    assert fold(WORDS) in fold(answer.citations[0].quote)
    assert [(fold(one.quote), tuple(map(fold, one.headings))) for one in answer.citations] == [
        (fold(one.quote), tuple(map(fold, one.headings))) for one in reference.citations
    ]
