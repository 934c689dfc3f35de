"""The structure benchmark counts articles a second time and says where the counts differ."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.benchmarks.structure import compare, main, tiles
from ingest import Section

LAW = (
    "# 条例\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 目的。\n\n第二条 范围。\n\n"
    "第一条规定的范围除外。\n"
)


def test_both_counts_name_the_same_articles() -> None:
    comparison = compare("条例", LAW)
    assert (comparison.numbered, comparison.found, comparison.agrees) == (2, 2, True)


def test_an_article_that_only_one_count_sees_is_named() -> None:
    comparison = compare("条例", LAW + "\n第三条施行。\n")
    assert (comparison.missing, comparison.extra) == ((), ("第三条",))
    assert not comparison.agrees


@pytest.mark.parametrize(
    ("spans", "sound"),
    [
        ([(None, 0, 4), (None, 4, 9)], True),
        ([(None, 0, 9), (0, 3, 9)], True),
        ([(None, 0, 4), (None, 5, 9)], False),
        ([(None, 0, 8)], False),
        ([(None, 0, 9), (0, 3, 8)], False),
    ],
)
def test_sections_tile_or_do_not(spans: list[tuple[int | None, int, int]], sound: bool) -> None:
    sections = tuple(
        Section(at, parent, 0 if parent is None else 1, "", "", start, end)
        for at, (parent, start, end) in enumerate(spans)
    )
    assert tiles("甲" * 9, sections) is sound


def test_the_report_gives_agreement_and_the_laws_that_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "laws.jsonl.gz"
    laws = [{"id": "同", "text": LAW}, {"id": "异", "text": LAW + "\n第三条施行。\n"}]
    path.write_bytes(gzip.compress("\n".join(json.dumps(law) for law in laws).encode()))
    assert main([str(path)]) == 0
    printed = capsys.readouterr().out
    assert "agreement         75.0000%  (1 articles differ)" in printed
    assert "异: missing 0 ; extra 1 第三条" in printed
