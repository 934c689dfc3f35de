"""The form to correct a document, what it makes of what a browser sends, and whose question set is whose."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desk import Desk, Person, Role, Shown
from desk.guard import PERSON_KEY
from desk.tabs.cards import corrected_mark
from desk.tabs.correcting import Sent, correction_sent, corrections_html, form_html
from desk.tabs.page import Page
from desk.tabs.texts import Say
from index import Shelf, open_shelf

ZH = Say("zh")
HOSTILE = "<script>alert(1)</script>{{x}}${y}"


@pytest.fixture(scope="module")
def shown(sample_shelf: Shelf, sample_shelf_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A document of which the title, with markup in it, and the day of issue were corrected."""
    folder = shutil.copytree(sample_shelf_dir, tmp_path_factory.mktemp("corrected") / "shelf")
    with open_shelf(folder, encoder=sample_shelf.encoder) as shelf:
        values = {"title": HOSTILE, "published": "2023-04-01"}
        summary = shelf.correct("云川政〔2023〕7号", values, by="林")
        doc_id = summary.doc_id
        log = tuple(shelf.corrections(doc_id))
        return Shown(summary, shelf.load_document(doc_id), log, shelf.fields_as_read(doc_id))


def test_it_tells_what_was_read_by_whom_and_when(shown: Shown) -> None:
    told = corrections_html(shown, ZH)
    assert "<b>发布日期</b> 读取为“2023-03-24”；林，" in told
    assert told.count("<li>") == 2
    assert corrected_mark(shown.summary, ZH) == (
        '<span class="wz-badge wz-is-corrected" title="标题、发布日期">已更正</span>'
    )


def test_the_form_holds_what_counts_and_the_way_back(shown: Shown) -> None:
    form = form_html(shown, ZH)
    assert 'value="2023-04-01"' in form and 'data-was="2023-04-01"' in form
    assert form.count('data-wz="restore"') == 2
    assert "读取为：2023-03-24" in form
    assert form.count("wz-clause-row") == len(shown.document.metadata.clauses) + 1  # one to fill in


def test_every_control_has_a_label_of_its_own(shown: Shown) -> None:
    form = form_html(shown, ZH)
    controls = re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="([^"]+)"', form)
    assert len(controls) == len(set(controls)) == len(re.findall(r"<(?:input|select|textarea)\b", form))
    assert set(re.findall(r'<label for="([^"]+)"', form)) == set(controls)


def test_markup_in_a_corrected_title_stays_text(shown: Shown) -> None:
    for html in (form_html(shown, ZH), corrections_html(shown, ZH)):
        assert "<script" not in html and "${" not in html and "{{" not in html


def test_after_a_problem_it_holds_what_the_person_wrote(shown: Shown) -> None:
    form = form_html(shown, ZH, given={"region": "无此地"}, problem="没有这个地区")
    assert 'value="无此地"' in form and "没有这个地区" in form
    assert form.startswith('<details class="wz-correct" open="">')


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"values": {"title": " 新题 ", "issued": ""}}, Sent({"title": "新题", "issued": None})),
        ({"values": {"author": "x", "title": 3}, "restore": ["kind", "author"]}, Sent({}, ("kind",))),
        ({"values": [], "restore": "kind"}, Sent()),
        (
            {"values": {"clauses": [{"kind": "valid_for", "quote": "一", "months": "36", "day": ""}, 3]}},
            Sent({"clauses": [{"kind": "valid_for", "quote": "一", "months": 36}]}),
        ),
        (
            {"values": {"clauses": [{"kind": "trial", "quote": "一", "months": "x" * 9}]}},
            Sent({"clauses": [{"kind": "trial", "quote": "一", "months": "x" * 9}]}),
        ),
    ],
)
def test_what_a_browser_sends_becomes_values(sent: dict[str, Any], expected: Sent) -> None:
    assert correction_sent(sent) == expected


# Question sets


@pytest.fixture
def set_of(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    with Desk(tmp_path / "shelf") as desk:
        page = Page(desk, ZH, None, None, None, lambda _: True)  # type: ignore[arg-type]

        def named(name: str) -> str:
            request = SimpleNamespace(scope={PERSON_KEY: Person(name, Role.READER)})
            path = page.questions_file(request)  # type: ignore[arg-type]
            assert path.parent == desk.directory
            return path.name

        yield named


def test_each_person_that_logs_in_has_a_question_set(set_of: Callable[[str], str]) -> None:
    assert (set_of(""), set_of("lin"), set_of("wu")) == ("gold.jsonl", "gold-lin.jsonl", "gold-wu.jsonl")


def test_names_that_a_file_system_may_confuse_are_told_apart(set_of: Callable[[str], str]) -> None:
    names = ["lin", "Lin", "LIN", "林", "..", "a.b@c"]
    assert len({set_of(name).lower() for name in names}) == len(names)
