"""The table of the page's times says median, worst and target of each."""

from __future__ import annotations

from eval.benchmarks.first_paint import PAINT_TARGET_MS, WORDS_TARGET_MS, table


def test_medians_and_the_worst_stand_beside_the_targets() -> None:
    loads = [{"paint": paint, "ready": 2 * paint, "files": 75, "kilobytes": 315} for paint in (400, 900, 500)]
    asked = [{"asked": 30, "words": 90}, {"asked": 50, "words": 350}]
    lines = table(loads, asked).splitlines()
    assert lines[2] == f"| first paint | 500 | 900 | {PAINT_TARGET_MS} |"
    assert lines[3] == "| ready to take a question | 1000 | 1800 | — |"
    assert lines[5] == f"| answer's first words | 220 | 350 | {WORDS_TARGET_MS} |"
    assert lines[-1] == "75 files, 315 KB, 3 loads, 2 questions"
