"""The words before a figure as a name: whole, or none."""

from __future__ import annotations

import pytest

from assistant.claims import read_claims
from assistant.labels import sound_name


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        pytest.param(
            "本法所称小规模纳税人，是指年应征销售额未超过五百万元的纳税人。",
            [(None, "未超过五百万元")],
            id="a definition is no name, 未超过 goes with its figure",
        ),
        pytest.param(
            "情节严重的，由劳动行政部门处骗取金额一倍以上三倍以下罚款；",
            [("骗取金额", "一倍以上三倍以下")],
            id="who fines is not who is fined; a range is one figure",
        ),
        pytest.param(
            "对单位处五万元以上五十万元以下罚款，对个人处五十元以上二百元以下罚款。",
            [("对单位", "五万元以上五十万元以下"), ("对个人", "五十元以上二百元以下")],
            id="two ranges",
        ),
        pytest.param(
            "夫妻双方均符合条件的，另一方按标准的50%享受。",
            [("另一方", "50%")],
            id="what the share is of is not whose it is",
        ),
        pytest.param(
            "每亩补助标准中央1600元、省级800元，其余由县里自筹。",
            [("中央", "1600元"), ("省级", "800元")],
            id="payers of one sum",
        ),
        pytest.param("如年内参展企业数量超过总数的50%，给予补贴。", [(None, "超过总数的50%"[-3:])], id="if"),
        pytest.param(
            "取消下一年度评优资格。",
            [],
            id="next year is no length of time",
        ),
        pytest.param("处三个月以上一年以下拘役。", [(None, "三个月以上一年以下")], id="a length as a range"),
        pytest.param(
            "5000万元以上不足1亿元的奖励8万元。",
            [(None, "5000万元以上不足1亿元"), (None, "8万元")],
            id="below",
        ),
        pytest.param(
            "被评为“省级龙头企业”“诚信示范企业”的，分别给予30万元、20万元奖补。",
            [("“省级龙头企业”", "30万元"), ("“诚信示范企业”", "20万元")],
            id="quoted names side by side are a list",
        ),
        pytest.param("县级“科技小巨人”企业20万元", [("县级“科技小巨人”企业", "20万元")], id="quoted names"),
    ],
)
def test_a_figure_is_stated_with_a_whole_name_or_none(
    sentence: str, stated: list[tuple[str | None, str]]
) -> None:
    claims = read_claims(sentence)
    assert [(c.subject and sentence[slice(*c.subject)], sentence[slice(*c.value)]) for c in claims] == stated


@pytest.mark.parametrize(
    "name", ["年应征销售额未", "取消下", "是指年销售额", "如年内", "企业", "他说“小巨人", "工资不得低于档"]
)
def test_a_piece_of_a_clause_is_no_name(name: str) -> None:
    assert sound_name(name, (0, len(name))) is None


@pytest.mark.parametrize("name", ["起降点", "内资企业", "前海企业", "在孵企业", "后备人才", "行为人"])
def test_a_word_that_begins_like_a_connective_is_a_name(name: str) -> None:
    assert sound_name(name, (0, len(name))) == (0, len(name))
