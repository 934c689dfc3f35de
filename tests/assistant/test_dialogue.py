"""Follow-ups are completed; what stands alone inherits nothing."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.dialogue import complete_question
from assistant.places import Gazetteer

TODAY = date(2025, 6, 1)
PLACES = Gazetteer(
    by_name={"云川市": "云川市", "云川": "云川市", "临澜市": "临澜市", "临澜": "临澜市"},
    parents={"云川市": ("云川市", "澜江省"), "临澜市": ("临澜市", "澜江省")},
    known=frozenset({"云川市", "临澜市"}),
)
ENGLISH_FIRST = "How much does 云川市 award to a gazelle enterprise?"
FIRST = "云川市对新认定的高新技术企业奖励多少?"


def understood(text: str, *after: str) -> str | None:
    return complete_question(text, after, PLACES, TODAY).understood


@pytest.mark.parametrize(
    ("text", "after", "complete"),
    [
        ("那科技小巨人呢?", (FIRST,), "云川市对新认定的科技小巨人奖励多少?"),
        ("临澜呢?", (FIRST,), "临澜对新认定的高新技术企业奖励多少?"),
        ("2020年呢", ("云川市2023年研发经费多少？",), "云川市2020年研发经费多少？"),
        ("那硕士呢？", ("云川市博士的租房补贴每月多少？",), "云川市硕士的租房补贴每月多少？"),
        ("省里的呢", (FIRST,), "澜江省对新认定的高新技术企业奖励多少?"),
        ("由谁牵头?", (FIRST,), "云川新认定高新技术企业奖励，由谁牵头？"),
        ("临澜呢?", (FIRST, "那科技小巨人呢?"), "临澜对新认定的科技小巨人奖励多少?"),
        ("What about Linlan?", (FIRST,), "临澜对新认定的高新技术企业奖励多少?"),
        ("What about 临澜市?", (ENGLISH_FIRST,), "How much does 临澜市 award to a gazelle enterprise?"),
        (
            "and for technology little giants?",
            (ENGLISH_FIRST,),
            "How much does 云川市 award to a technology little giants?",
        ),
        ("由谁牵头?", ("临澜市科技贷最高能贷多少?",), "临澜科技贷，由谁牵头？"),
        ("滨海市的呢", (FIRST,), "滨海市对新认定的高新技术企业奖励多少?"),
        ("重新认定的呢", ("云川首次认定高新技术企业奖励多少",), "云川重新认定高新技术企业奖励多少"),
        ("E类呢？", ("云川C类人才租房补贴多少？",), "云川e类人才租房补贴多少？"),
        ("那省级的呢", ("云川国家级智能工厂奖励多少",), "云川省级智能工厂奖励多少"),
        ("那四级的呢", ("云川五级养老机构补多少?",), "云川四级养老机构补多少?"),
        ("200人以上的呢", ("云川推荐50人上岗补多少",), "云川推荐200人以上上岗补多少"),
        ("单户500万元以上的呢", ("单户500万元及以下担保费率多少",), "单户500万元以上担保费率多少"),
        ("大型企业呢？", ("机关事业单位应当几天内向中小企业付款",), "大型企业应当几天内向中小企业付款"),
        ("那个人呢", ("云川单位不分类投放垃圾怎么罚",), "云川个人不分类投放垃圾怎么罚"),
        ("遛狗不牵绳呢", ("云川遗弃犬只怎么处罚",), "云川遛狗不牵绳怎么处罚"),
        ("那科技型中小企业有几家", ("云川争取了多少项目经费",), "云川科技型中小企业有几家？"),
    ],
)
def test_what_a_follow_up_leaves_out_comes_from_the_dialogue(
    text: str, after: tuple[str, ...], complete: str
) -> None:
    assert understood(text, *after) == complete


@pytest.mark.parametrize(
    "text",
    ["有效期到什么时候", "什么时候失效", "附件有哪些", "谁发的", "until when is it valid?"],
)
def test_a_question_about_the_document_means_that_of_the_earlier_answer(text: str) -> None:
    completed = complete_question(text, [FIRST], PLACES, TODAY)
    assert completed.about is not None
    assert completed.about.asked_text == FIRST


@pytest.mark.parametrize(
    "text",
    [
        "如何办理护照换发",
        "平顶山对瞪羚企业每家奖励多少",
        "住房公积金最高能贷多少？",
        "How can I renew my passport?",
        "云川政〔2023〕7号是什么文件？",
    ],
)
def test_an_unrelated_question_inherits_nothing(text: str) -> None:
    completed = complete_question(text, [FIRST], PLACES, TODAY)
    assert (completed.understood, completed.about) == (None, None)
    assert completed.question.asked_text == text


def test_without_a_dialogue_nothing_is_completed() -> None:
    assert understood("由谁牵头?") is None
