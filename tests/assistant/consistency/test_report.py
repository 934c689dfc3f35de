"""The report over the sample shelf, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import ConsistencyReport, check_shelf_consistency, report_json, write_report_html
from assistant.consistency.cache import FILE_NAME
from index import Shelf, open_shelf
from ingest import Ingested, WenzhengError, ingest_text

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def report(sample_shelf: Shelf) -> ConsistencyReport:
    return check_shelf_consistency(sample_shelf, as_of=DAY)


def test_what_was_planted_in_the_samples_is_found_and_nothing_else(report: ConsistencyReport) -> None:
    told = [
        (one.finding.kind.value, [c.quote[slice(*mark)] for c in one.citations for mark in c.marks])
        for one in report.findings
        if one.finding.kind.value in ("conflict", "internal", "arithmetic")
    ]
    assert told == [
        ("conflict", ["8%", "300万元", "10%", "500万元"]),
        ("internal", ["2个", "3个"]),
        ("internal", ["480家", "500家"]),
        ("arithmetic", ["8200家", "5740家", "60%"]),
    ]


def test_a_quote_is_the_text_at_its_place(report: ConsistencyReport, sample_shelf: Shelf) -> None:
    for one in report.findings:
        for citation in one.citations:
            text = sample_shelf.load_document(citation.document.doc_id).text
            assert citation.quote == text[citation.start : citation.end] != ""


def test_the_json_holds_the_contract(report: ConsistencyReport) -> None:
    said = report_json(report)
    assert said["as_of"] == "2026-06-01"
    assert sum(said["counts"].values()) == len(said["findings"])
    for finding in said["findings"]:
        assert {"kind", "severity", "summary", "citations"} <= finding.keys()
        assert finding["summary"] == f"{finding['summary_zh']} {finding['summary_en']}"
        for citation in finding["citations"]:
            assert {"doc_id", "path", "headings", "quote", "start", "end"} <= citation.keys()


def test_phases_are_told_as_they_pass(sample_shelf: Shelf) -> None:
    told: list[tuple[str, int, int]] = []
    check_shelf_consistency(sample_shelf, as_of=DAY, progress=lambda *state: told.append(state))
    documents = len(sample_shelf.documents())
    assert told[documents - 1][1:] == (documents, documents)
    assert len({phase for phase, _, _ in told}) >= 2


def test_the_page_marks_figures_and_escapes_what_documents_say(
    tmp_path: Path, make_paper: Callable[..., Ingested], check: Callable[..., ConsistencyReport]
) -> None:
    evil = "对新认定的省级<script>alert(1)</script>实验室，奖励50万元。"
    other = make_paper(evil.replace("50", "80"), number=2, year=2025, title="民营经济若干政策")
    path = tmp_path / "report.html"
    write_report_html(check(make_paper(evil), other), path)
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>50万元</mark>" in page
    assert "<mark>80万元</mark>" in page
    assert "default-src 'none'" in page


def test_a_second_check_says_the_same_and_reads_nothing_again(own_shelf_dir: Path) -> None:
    with open_shelf(own_shelf_dir) as shelf:
        first = check_shelf_consistency(shelf, as_of=DAY)
        kept = (own_shelf_dir / FILE_NAME).stat().st_mtime_ns
        second = check_shelf_consistency(shelf, as_of=DAY)
        assert shelf.verify().problems == ()
    assert second.findings == first.findings
    assert (own_shelf_dir / FILE_NAME).stat().st_mtime_ns == kept


def test_a_clean_bill_says_so(tmp_path: Path, check: Callable[..., ConsistencyReport]) -> None:
    path = tmp_path / "report.html"
    write_report_html(check(ingest_text("a.txt", "一切正常。")), path)
    assert "未发现问题" in path.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_an_error_of_ours(
    tmp_path: Path, report: ConsistencyReport
) -> None:
    with pytest.raises(WenzhengError, match="cannot be written"):
        write_report_html(report, tmp_path / "missing" / "report.html")
