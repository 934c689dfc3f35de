"""Page numbers in words: 第3–7、9页, pages 3–7, 9."""

from __future__ import annotations

from collections.abc import Iterable


def page_ranges(numbers: Iterable[int], one: str, several: str | None = None) -> str:
    """The numbers, runs of them as a range, put into ``one`` (or ``several``) at ``{}``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    chinese = several is None
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs]
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return (one if chinese or single or several is None else several).format(
        ("、" if chinese else ", ").join(shown)
    )
