"""An English question gets the answer of its Chinese twin: verdict, first figure and first quote."""

from __future__ import annotations

import pytest

from assistant import Answer, Verdict, ask
from assistant.rendering import rendered
from index import Shelf

TWINS = [
    (
        "How much does Yunchuan City award to a newly recognised high-tech enterprise?",
        "云川市对首次认定的高新技术企业奖励多少？",
    ),
    (
        "What is the reward for a high-tech enterprise that is re-certified in Yunchuan (云川市)?",
        "云川市重新认定的高新技术企业奖励多少？",
    ),
    (
        "How much is the award for gazelle enterprises in 云川市?",
        "云川市瞪羚企业奖励多少？",
    ),
    (
        "What reward does 临澜市 give to a high-tech enterprise recognised for the first time?",
        "临澜市对首次认定的高新技术企业奖励多少？",
    ),
    (
        "What is the target number of high-tech enterprises in 临澜市 by 2027?",
        "到2027年临澜市高新技术企业目标是多少家？",
    ),
    (
        "What is 云川市's green factory reward at national level?",
        "云川市国家级绿色工厂奖励多少？",
    ),
    (
        "How is R&D spending by high-tech enterprises subsidised in Yunchuan?",
        "云川市对高新技术企业研发投入怎么补助？",
    ),
    (
        "What reward does 澜江省 offer for first-set major technical equipment?",
        "澜江省首台（套）重大技术装备奖励多少？",
    ),
    (
        "How many high-tech enterprises did Yunchuan have at the end of 2023?",
        "2023年底云川市有多少家高新技术企业？",
    ),
    (
        "Does Yunchuan claw back the high-tech award if a company moves away?",
        "云川市企业迁走了高企奖励要退回吗？",
    ),
    (
        "How much does the province pay when a manufacturing company goes public on a domestic exchange?",
        "省里对制造业企业境内上市奖励多少？",
    ),
    (
        "What energy-saving reward per tonne of standard coal is offered in 云川市?",
        "云川市节能每吨标准煤奖励多少？",
    ),
    (
        "Which document repealed 云川政〔2019〕18号?",
        "云川政〔2019〕18号是被哪个文件废止的？",
    ),
    (
        "How much monthly living allowance do master's graduates get in Linlan, and for how many years?",
        "临澜市硕士每月生活补贴多少，发几年？",
    ),
    (
        "What is the home-purchase subsidy for class B talent in 临澜市?",
        "临澜市B类人才购房补贴多少？",
    ),
    (
        "Compare the national-level green factory rewards of 云川市 and 临澜市.",
        "比较云川市和临澜市国家级绿色工厂的奖励。",
    ),
    (
        "What is the document number of Yunchuan's measures on digital and green manufacturing?",
        "云川市制造业数字化绿色化措施的文号是什么？",
    ),
    (
        "How much was the first-time high-tech award in 云川市 in 2020?",
        "2020年云川市首次认定高新技术企业奖励多少？",
    ),
    (
        "How much does Shanghai award to newly recognised high-tech enterprises?",
        "上海市对新认定的高新技术企业奖励多少？",
    ),
    (
        "What is the reward for gazelle enterprises in Zhengzhou?",
        "郑州市瞪羚企业奖励多少？",
    ),
    (
        "How do I renew a driver's licence in Yunchuan?",
        "云川市怎么换驾驶证？",
    ),
    (
        "What does 临澜市 pay per tonne of standard coal saved?",
        "临澜市每节约一吨标准煤奖励多少？",
    ),
    (
        "How many talent apartments will Linlan build?",
        "临澜市建多少套人才公寓？",
    ),
    (
        "What is the maximum total technology loan balance for one company in 临澜市?",
        "临澜市一家企业科技贷余额最多多少？",
    ),
    (
        "How much does 云川市 set aside every year for science and technology innovation?",
        "云川市每年安排多少科技创新专项资金？",
    ),
    (
        "What subsidy does 云川市 pay for installing rooftop solar panels?",
        "云川市屋顶光伏补贴多少？",
    ),
    (
        "How much does Zhumadian award to an innovation leading enterprise?",
        "驻马店创新龙头企业奖励多少？",
    ),
    (
        "How much is the child allowance in Xinyang?",
        "信阳的育儿补贴多少？",
    ),
    (
        "How much does Yunchuan pay a newly recognised gazelle enterprise?",
        "云川市新认定的瞪羚企业奖励多少？",
    ),
    (
        "Until when is the Linlan talent rent subsidy notice valid?",
        "临澜市青年人才租房补贴通知有效期到什么时候？",
    ),
    (
        "Which department leads the cleaner production audits in Yunchuan?",
        "云川市清洁生产审核由哪个部门牵头？",
    ),
    (
        "How much does Lanjiang Province award for a newly recognised national green factory?",
        "澜江省对新认定的国家级绿色工厂奖励多少？",
    ),
    (
        "In Linlan, what share of trade fair booth fees is subsidised?",
        "临澜市展会展位费补贴比例是多少？",
    ),
    (
        "What support does 云川市 offer to high-tech enterprises?",
        "云川市对高新技术企业有哪些支持？",
    ),
    (
        "List all subsidies for PhD graduates in 临澜市",
        "临澜市对博士研究生有哪些补贴？",
    ),
    (
        "Which projects are not eligible for technical renovation subsidies in 云川市?",
        "云川市哪些项目不予技术改造奖补？",
    ),
    (
        "Who may not apply for the rent subsidy in Yunchuan?",
        "云川市哪些人不能申请租房补贴？",
    ),
    (
        "What is the maximum subsidy a single technical renovation project can receive in 云川市?",
        "云川市技术改造单个项目最高补多少？",
    ),
    (
        "What conditions must a company meet to apply for technical renovation subsidies in 云川市?",
        "云川市申请技术改造奖补要符合什么条件？",
    ),
    (
        "What conditions must an incubator meet to be recognised at provincial level in 澜江省?",
        "澜江省认定省级孵化器要达到什么条件？",
    ),
    (
        "Which firms can apply for the Linlan technology loan?",
        "哪些企业可以申请临澜科技贷？",
    ),
    (
        "What documents must be submitted for the housing subsidy in 云川市?",
        "云川市申请安居补贴要提交哪些材料？",
    ),
    (
        "When is an incubator stripped of its provincial status in 澜江省?",
        "澜江省什么情况下取消省级孵化器资格？",
    ),
    (
        "What may the Linlan technology loan not be used for?",
        "临澜科技贷不得用于什么？",
    ),
    (
        "Which support does Linlan give to incubators?",
        "临澜市对科技企业孵化器有哪些支持？",
    ),
    (
        "What are the three ways of housing talent in Yunchuan?",
        "云川市人才安居有哪几种方式？",
    ),
    (
        "Compare the award for national-level little giant enterprises in 云川市 and 临澜市.",
        "比较云川市和临澜市对国家级专精特新小巨人企业的奖励。",
    ),
    (
        "Which documents expire before 2028?",
        "哪些文件在2028年前到期？",
    ),
    (
        "Which documents have been repealed?",
        "哪些文件已经废止？",
    ),
]


def figure(answer: Answer) -> str | None:
    """The value of the first line of the answer's own, before its quotes."""
    for line in answer.text.split("\n\n"):
        if line.startswith("> "):
            return None
        if line.endswith("]") and "[1]" in line:
            return line.removesuffix(" [1]").replace(": ", "：").split("：")[-1]
    return None


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_an_english_question_is_answered_as_its_chinese_twin(
    sample_shelf: Shelf, english: str, chinese: str
) -> None:
    ours, theirs = ask(sample_shelf, english), ask(sample_shelf, chinese)
    assert ours.verdict is theirs.verdict
    assert figure(ours) == figure(theirs)
    if ours.verdict is Verdict.ANSWERED:  # else the nearest are shown, which may be others
        one, other = ours.citations[0], theirs.citations[0]
        assert one.document.doc_id == other.document.doc_id
        assert one.start < other.end and other.start < one.end


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("which firms are excluded from the award?", "企业 不得 不予 奖励"),
        ("what is the maximum subsidy per project?", "最高 补助"),
        ("what must policy measures not contain?", "不得含有"),
        ("who is exempt from stamp duty in 云川市?", "免征 印花税 云川市"),
    ],
)
def test_a_rendering_says_what_is_asked_in_words_of_documents(english: str, chinese: str) -> None:
    words = rendered(english).split()
    assert [word for word in chinese.split() if word not in words] == []
