"""The page holds the numbers and plots, opens offline, and shows text of documents as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant import Verdict
from eval.html import html_page, write_html
from eval.metrics import GOLD_METRICS
from eval.plots import bars, curves, histogram, reliability
from eval.results import EvalResult, Found, QuestionResult
from ingest import UsageError

ATTACK = '<script>alert(1)</script><img src="https://example.org/x" onerror="alert(2)">'


def make_question(name: str, *, text: str = "奖励15万元", evidence: float = 1.0) -> QuestionResult:
    return QuestionResult(
        id=name,
        question=text,
        category=text,
        half=None,
        expect=Verdict.ANSWERED,
        wanted=(text,),
        scores={"fused": dict.fromkeys(GOLD_METRICS, 1.0)},
        checks={"answer_containment": 1.0},
        verdict=Verdict.ANSWERED,
        understood=text,
        answer=text,
        evidence=evidence,
        find_ms=5.0,
        ask_ms=20.0,
        found=(Found(text, (text,), text, 1.0),),
        faults=(text,),
    )


def make_page(*questions: QuestionResult, name: str = "own") -> str:
    return html_page(EvalResult(name, "abc", ("fused",), GOLD_METRICS, questions, {"model": name}, (name,)))


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs


def test_text_of_documents_stays_text() -> None:
    page = make_page(make_question(ATTACK, text=ATTACK), name=ATTACK)
    tags = Tags()
    tags.feed(page)
    assert {"script", "img", "link", "iframe", "object"}.isdisjoint(tags.names)
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_nothing_is_loaded_from_outside() -> None:
    page = make_page(make_question("a"))
    tags = Tags()
    tags.feed(page)
    assert not [value for name, value in tags.attributes if name in {"src", "href", "action"}]
    assert "url(" not in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def test_plots_and_tables_are_there() -> None:
    page = make_page(*(make_question(f"q{number}", evidence=number / 10) for number in range(12)))
    assert page.count("<svg") == 4
    assert "1.000 [1.000 1.000]" in page
    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(svg)  # well-formed


def test_a_curve_goes_through_its_points() -> None:
    svg = curves({"fused": [(1, 0.0), (10, 1.0)]}, x_label="hits", y_label="recall")
    assert 'points="44.0,220.0 400.0,26.0"' in svg


def test_bars_say_their_values() -> None:
    svg = bars([("fact", {"recall@5": 0.875}), ("english", {})])
    assert "fact, recall@5: 0.875" in svg
    assert ">0.88<" in svg or ">0.87<" in svg


def test_a_histogram_counts_every_value_once() -> None:
    counts = re.findall(r"<title>(\d+)</title>", histogram([0.0, 1.0, 10.0, 10.0], x_label="ms"))
    assert [int(count) for count in counts] == [1, 0, 1, *[0] * 16, 2]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 30])
def test_reliability_has_at_most_eight_steps_and_no_rest(count: int) -> None:
    svg = reliability([(number / 10, True, number % 2 == 0) for number in range(count)])
    points = re.search(r'points="([^"]*)"', svg)
    assert points is not None
    assert len(points[1].split()) == min(8, count)


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = EvalResult("own", "abc", ("fused",), GOLD_METRICS, (make_question("a"),))
    with pytest.raises(UsageError, match="cannot be written"):
        write_html(result, tmp_path / "none" / "report.html")
