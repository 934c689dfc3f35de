"""Text becomes HTML in one place: nothing of it is markup, and marks stand where the spans say."""

from __future__ import annotations

import html
import re

from hypothesis import given, strategies as st

from desk.tabs.marking import differences, differing_figures, marked, safe, tag, with_marks

TEXTS = st.text(alphabet=st.sampled_from("<>&\"'{}$`\\ab三万元0159 \n"), max_size=60)


@given(TEXTS)
def test_escaped_text_holds_no_markup_and_comes_back_whole(text: str) -> None:
    written = safe(text)
    assert re.search(r"[<>\"'{}$`\\]", written) is None
    assert html.unescape(written) == text


@given(TEXTS, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5))
def test_marks_change_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    written = marked(text, spans, opening="\x01", closing="\x02")
    assert html.unescape(written.replace("\x01", "").replace("\x02", "")) == text
    assert written.count("\x01") == written.count("\x02")


def test_spans_that_touch_become_one_mark() -> None:
    assert marked("奖励20万元", [(2, 4), (4, 6)]) == "奖励<mark>20万元</mark>"


def test_an_attribute_cannot_be_left() -> None:
    written = tag("p", "", title='"><script>', class_="a", data_doc=None)
    assert written == '<p title="&quot;&gt;&lt;script&gt;" class="a"></p>'


def test_only_numbers_that_are_cited_become_buttons() -> None:
    assert with_marks("二十万元 [1][7]", {1: "<b>1</b>"}) == "二十万元<b>1</b>[7]"


def test_a_figure_differs_as_a_whole() -> None:
    ours, theirs = differences("一次性奖励30万元", "市级财政一次性奖励120万元")
    assert ours == [(5, 7)]
    assert theirs == [(0, 4), (9, 12)]


def test_figures_of_the_same_value_do_not_differ() -> None:
    one, other = "最高5万元，按10%给予补助", "最高50000元，按8%给予补助"
    ours, theirs = differing_figures(one, other)
    assert ["10%" in one[start:end] for start, end in ours] == [True]
    assert ["8%" in other[start:end] for start, end in theirs] == [True]
