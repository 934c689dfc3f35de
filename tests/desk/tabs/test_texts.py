"""Every word of ours is there in both languages, is used, and has the same slots in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import ChangeKind, ConditionStatus, FindingKind, MatchVerdict, Severity, Verdict
from desk import Role
from desk.tabs.evaluate import HEADLINES
from desk.tabs.texts import LANGUAGES, Say, all_texts, preferred_language
from ingest import ClauseKind, Kind, Status

TABS = Path(__file__).resolve().parents[3] / "desk" / "tabs"
SLOT = re.compile(r"\{(\w+)\}")
# Keys that are put together from a value.
NAMED_BY_VALUE = {
    *(status.value for status in Status),
    *(f"kind_{kind.value}" for kind in Kind),
    *(f"role_{role.value}" for role in Role),
    *(verdict.value for verdict in (Verdict.PARTIAL, Verdict.NOT_FOUND)),
    *(f"clause_{kind.value}" for kind in ClauseKind),
    *(f"finding_{kind.value}" for kind in FindingKind),
    *(f"severity_{severity.value}" for severity in Severity),
    *(f"change_{kind.value}" for kind in ChangeKind),
    *(f"verdict_{verdict.value}" for verdict in MatchVerdict),
    *(f"condition_{status.value}" for status in ConditionStatus),
    *(f"metric_{name}" for name in HEADLINES),
}


def test_both_languages_have_the_same_slots() -> None:
    for key, (chinese, english) in all_texts().items():
        assert set(SLOT.findall(chinese)) == set(SLOT.findall(english)), key
        assert chinese and english, key


def test_words_that_are_named_by_a_value_are_there() -> None:
    assert set(all_texts()) >= NAMED_BY_VALUE


def test_no_word_is_left_over() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*TABS.glob("*.py"), TABS / "../../ui.py"])
    by_value = re.compile(r"(?:how|left|clause)_\w+|\w+_state")
    left = {
        key
        for key in all_texts()
        if not re.search(rf"""["']{key}["']""", code)
        and key not in NAMED_BY_VALUE
        and not by_value.fullmatch(key)
    }
    assert left == set()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("zh-TW,zh;q=0.9", "zh"),
        ("fr-FR,en;q=0.5", "en"),
        ("fr", "zh"),
        (None, "zh"),
    ],
)
def test_the_first_language_that_we_have_is_taken(accepted: str | None, language: str) -> None:
    assert preferred_language(accepted) == language


def test_slots_are_filled() -> None:
    assert [Say(language)("page", page=3) for language in LANGUAGES] == ["第 3 页", "page 3"]
