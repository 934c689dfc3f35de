from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from ingest.sentences import split_clauses, split_sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一是奖励。二是补助。", ["一是奖励。", "二是补助。"], id="full stop"),
        pytest.param("奖励10万元；补助5万元", ["奖励10万元；", "补助5万元"], id="semicolon"),
        pytest.param("第一行\n第二行", ["第一行", "第二行"], id="line break"),
        pytest.param(
            "培育企业。（牵头单位：市科技局；责任单位：各县区）",
            ["培育企业。", "（牵头单位：市科技局；责任单位：各县区）"],
            id="semicolon in brackets",
        ),
        pytest.param("他说：“可以。”随后离开。", ["他说：“可以。”", "随后离开。"], id="stop inside quotes"),
        pytest.param("见《关于A；B的通知》执行。", ["见《关于A；B的通知》执行。"], id="title"),
        pytest.param("（未闭合。第二句。", ["（未闭合。", "第二句。"], id="bracket never closed"),
        pytest.param("见http://a.cn/x?id=3说明。", ["见http://a.cn/x?id=3说明。"], id="address"),
        pytest.param("真的吗？！是的。", ["真的吗？！", "是的。"], id="two marks"),
    ],
)
def test_a_sentence_ends_at(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_clauses_end_at_commas_but_not_in_numbers_or_brackets() -> None:
    text = "对企业（含个体户，下同），奖励1,500元,不重复。"
    assert [text[s:e] for s, e in split_clauses(text)] == [
        "对企业（含个体户，下同），",
        "奖励1,500元,",
        "不重复。",
    ]


def test_a_span_within_a_text_gives_offsets_of_the_whole() -> None:
    assert split_sentences("甲。乙。丙。", 2, 6) == [(2, 4), (4, 6)]


@given(st.text(alphabet="甲1, ，。；？！“”（）()《》\n", max_size=60))
def test_spans_are_ordered_and_lose_only_white_space(text: str) -> None:
    spans = split_sentences(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
