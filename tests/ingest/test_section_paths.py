"""Sections are found by the labels that people use for them."""

from __future__ import annotations

import pytest

from ingest import Section, find_sections, label_path


def make_sections(*nodes: tuple[str, int | None]) -> tuple[Section, ...]:
    return tuple(
        Section(ordinal=ordinal, parent=parent, depth=0, label=label, heading=label, start=0, end=0)
        for ordinal, (label, parent) in enumerate(nodes)
    )


TREE = make_sections(
    ("三、", None), ("（二）", 0), ("5.", 1), ("四、", None), ("", 3), ("5.", 4), ("第十条", None)
)


@pytest.mark.parametrize(
    ("wanted", "ordinals"),
    [
        ("三/（二）/5", [2]),
        ("三、/(二)/5.", [2]),
        ("三/5", [2]),
        ("四/5", [5]),
        ("5", [2, 5]),
        ("（二）", [1]),
        ("二", [1]),
        ("第十条", [6]),
        ("（三）", []),
        ("/", []),
        ("", []),
    ],
)
def test_sections_are_found_by_the_end_of_their_label_path(wanted: str, ordinals: list[int]) -> None:
    assert [section.ordinal for section in find_sections(TREE, wanted)] == ordinals


def test_label_path_leaves_out_unnumbered_sections() -> None:
    assert label_path(TREE, TREE[5]) == ("四、", "5.")
