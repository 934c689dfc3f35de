"""The periods that questions name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from assistant.periods import Period, read_period

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("哪些政策2026年12月31日前到期", None, date(2026, 12, 31)),
        ("哪些政策2026-12-31之前到期", None, date(2026, 12, 31)),
        ("2028年前到期", None, date(2027, 12, 31)),
        ("2027年底前到期", None, date(2027, 12, 31)),
        ("2027年6月前到期", None, date(2027, 5, 31)),
        ("2027年2月到期", date(2027, 2, 1), date(2027, 2, 28)),
        ("2025年印发", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025年以后印发", date(2026, 1, 1), None),
        ("2024年至2026年到期", date(2024, 1, 1), date(2026, 12, 31)),
        ("明年到期", date(2027, 1, 1), date(2027, 12, 31)),
        ("明年以后到期", date(2027, 1, 1), None),
        ("下个月到期", date(2026, 7, 1), date(2026, 7, 31)),
        ("半年内到期", TODAY, date(2026, 12, 1)),
        ("未来两年内到期", TODAY, date(2028, 6, 1)),
        ("which documents expire before 2028", None, date(2027, 12, 31)),
        ("which documents expire by 31 december 2027", None, date(2027, 12, 31)),
        ("which documents expire by the end of 2027", None, date(2027, 12, 31)),
        ("which documents expire in march 2027", date(2027, 3, 1), date(2027, 3, 31)),
        ("what was issued after 2024", date(2025, 1, 1), None),
        ("which policies end within six months", TODAY, date(2026, 12, 1)),
    ],
)
def test_a_period_has_the_first_and_last_day_that_its_words_mean(
    question: str, first: date | None, last: date | None
) -> None:
    assert read_period(question, TODAY)[0] == Period(first, last)


def test_a_question_without_a_time_names_no_period() -> None:
    assert read_period("哪些文件已经废止", TODAY) == (None, [])


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)))
def test_before_a_day_ends_on_it_and_after_begins_on_it(day: date) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    assert read_period(f"{written}前到期", TODAY)[0] == Period(None, day)
    assert read_period(f"{written}起施行", TODAY)[0] == Period(day, None)
    assert not Period(None, day).holds(day + timedelta(days=1))
