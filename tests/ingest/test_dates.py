from datetime import date

import pytest
from hypothesis import given, strategies as st

from ingest.dates import add_months, find_dates, find_period_end, whole_date


@pytest.mark.parametrize(
    "written",
    ["2024年9月29日", "2024-09-29", "2024/9/29", "2024.9.29", "２０２４年９月２９日",
     "二〇二四年九月二十九日",
     "二○二四年九月二十九日", "二O二四年九月二十九日", "2024 年 9 月 29 日"],
)  # fmt: skip
def test_every_way_to_write_a_date_gives_the_day_and_its_span(written):
    text = f"于{written}印发"
    found = list(find_dates(text))
    assert [(one.day, text[one.start : one.end]) for one in found] == [(date(2024, 9, 29), written)]


@pytest.mark.parametrize("written", ["2018年2月30日", "1.2018.5.71", "12018-05-07", "2024年13月1日"])
def test_impossible_dates_are_left_out(written):
    assert list(find_dates(written)) == []


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_written_date_is_read_back(day):
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert whole_date(written) == day


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("至2025年12月31日", date(2025, 12, 31)),
        ("至2024年2月底", date(2024, 2, 29)),
        ("至2025年底", date(2025, 12, 31)),
    ],
)
def test_a_period_ends_on_its_last_day(text, last):
    found = find_period_end(text, 0, len(text))
    assert found is not None
    assert found.day == last


def test_months_are_added_within_the_calendar():
    assert add_months(date(2023, 10, 10), 60) == date(2028, 10, 10)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
