"""Questions about documents: their header, their provisions, and what the shelf does not have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import Answer, Language, Verdict, ask
from index import Shelf, open_shelf

REPLY = ("云川科函〔2024〕41号", "《关于市政协五届三次会议第0217号提案办理情况的答复》", "第217号提案的答复")
NOTICE = (
    "临澜人社〔2023〕37号",
    "《临澜市人力资源和社会保障局 临澜市财政局关于调整青年人才租房补贴和一次性安家补助标准的通知》",
    "临澜市调整青年人才租房补贴标准的通知",
)
MEASURES = (
    "云川科【2020】33号",
    "《关于印发《云川市科技贷风险补偿和贴息实施细则（试行）》的通知》",
    "《云川市科技贷风险补偿和贴息实施细则》",
)
PLAN = ("临澜政发(2024)6号", "《临澜市推进新型工业化行动方案》", "临澜市推进新型工业化行动方案")
DOCUMENTS = {"reply": REPLY, "notice": NOTICE, "measures": MEASURES, "plan": PLAN}


def cited(answer: Answer) -> Sequence[str]:
    return [" ".join(citation.quote.split()) for citation in answer.citations]


@pytest.mark.parametrize(
    ("kind", "questions", "values"),
    [
        ("reply", ("{}是谁答复的", "{}由哪个部门印发", "Who issued {}?"), ["云川市科学技术局"]),
        ("reply", ("{}是什么时候答复的", "When was {} issued?"), ["2024年8月19日"]),
        ("reply", ("{}主送谁", "To whom is {} addressed?"), ["秦砚舟、陆含章委员"]),
        (
            "notice",
            ("{}由哪个部门印发", "{}的发文机关", "Which departments issued {}?"),
            ["临澜市人力资源和社会保障局", "临澜市财政局"],
        ),
        (
            "notice",
            ("{}有效期到什么时候", "Until when is {} valid?"),
            ["本通知自2023年7月1日起执行，有效期至2028年6月30日。"],
        ),
        ("measures", ("{}的文号是多少", "What is the document number of {}?"), ["云川科【2020】33号"]),
        ("plan", ("{}是哪年出台的", "{}的成文日期", "When was {} published?"), ["2024年3月29日"]),
    ],
)
def test_a_field_is_found_however_document_and_field_are_named(
    sample_shelf: Shelf, kind: str, questions: Sequence[str], values: list[str]
) -> None:
    for name in DOCUMENTS[kind]:
        for question in questions:
            answer = ask(sample_shelf, question.format(name))
            assert (answer.verdict, cited(answer)) == (Verdict.ANSWERED, values), question.format(name)
            assert (answer.language is Language.ENGLISH) == question.endswith("?")


@pytest.mark.parametrize(
    ("question", "verdict", "told"),
    [
        ("云川市人才安居办法什么时候失效", Verdict.PARTIAL, "文件没有写明有效期或失效日期。"),
        ("云川市人才安居办法还有效吗", Verdict.ANSWERED, "没有它已废止或失效的记载"),
        ("云川市人才安居办法什么时候施行", Verdict.ANSWERED, ""),
        ("Until when is 云川政办〔2024〕9号 valid?", Verdict.PARTIAL, "does not state until when"),
        ("澜政〔2022〕11号有哪些附件", Verdict.PARTIAL, "文件没有列出附件。"),
        ("云川科〔2020〕33号什么时候失效", Verdict.ANSWERED, "已废止"),
    ],
)
def test_what_a_document_does_not_state_is_said(
    sample_shelf: Shelf, question: str, verdict: Verdict, told: str
) -> None:
    answer = ask(sample_shelf, question)
    assert (answer.verdict, told in " ".join(answer.notes)) == (verdict, True)


def test_what_the_shelf_says_of_a_document_that_is_not_on_it(tmp_path: Path) -> None:
    ended = "《云川市工业强市十五条》（云政发〔2021〕7号）同时废止。"
    paper = tmp_path / "new.txt"
    paper.write_text(
        f"云川市支持制造业若干措施\n一、给予企业奖励。\n二、本措施自2025年4月20日起施行。{ended}", "utf-8"
    )
    with open_shelf(tmp_path / "shelf", create=True) as shelf:
        shelf.add([paper])
        for question, name in (
            ("工业强市十五条还有效吗", "《云川市工业强市十五条》"),
            ("《云川市工业强市十五条》废止了没有", "《云川市工业强市十五条》"),
            ("云政发〔2021〕7号还管用吗", "云政发〔2021〕7号"),
        ):
            answer = ask(shelf, question)
            assert (answer.verdict, cited(answer)) == (Verdict.ANSWERED, [ended]), question
            assert f"{name}已由 [1] 废止。" in answer.notes
        assert ask(shelf, "云川市人才十五条还有效吗").verdict is not Verdict.ANSWERED


def test_a_document_that_holds_from_its_issue_is_quoted_with_the_day(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "云川政办〔2024〕9号什么时候生效")
    assert cited(answer) == [
        "本措施自印发之日起施行，由市工业和信息化局会同有关部门负责解释。",
        "2024年2月28日",
    ]


@pytest.mark.parametrize(
    ("question", "verdict", "quotes", "told"),
    [
        ("云川市技改奖补办法第十条第二款是什么", Verdict.PARTIAL, "第十条", "第十条只有1款，没有第二款"),
        (
            "What does Article 10 paragraph 2 of 云川工信〔2024〕26号 say?",
            Verdict.PARTIAL,
            "第十条",
            "has 1 款",
        ),
        ("云川市技改奖补办法第九十九条", Verdict.NOT_FOUND, "", "没有第九十九条，最后是第十九条"),
        ("What is article 99 of 云川工信〔2024〕26号?", Verdict.NOT_FOUND, "", "the last is 第十九条"),
        ("云川市技改奖补办法第九章", Verdict.NOT_FOUND, "", "没有第九章，最后是第六章"),
        ("云川市技改奖补办法第三章第五条", Verdict.PARTIAL, "第五条", "没有第三章第五条"),
        ("云川市技改奖补办法第10条", Verdict.ANSWERED, "第十条", ""),
        ("澜政〔2022〕11号二、（七）", Verdict.ANSWERED, "（七）支持首台", ""),
        ("第十条第二款怎么规定的", Verdict.NOT_FOUND, "", "没有指明是哪份文件"),
        ("《云川市不存在的办法》第三条是什么", Verdict.NOT_FOUND, "", "文档库中没有云川市不存在的办法"),
        ("澜政发〔2022〕11号是什么", Verdict.NOT_FOUND, "", "澜政〔2022〕11号"),
    ],
)
def test_a_provision_that_is_not_there_is_never_answered_from_elsewhere(
    sample_shelf: Shelf, question: str, verdict: Verdict, quotes: str, told: str
) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is verdict
    assert [quote.startswith(quotes) for quote in cited(answer)] == ([True] if quotes else [])
    assert told in " ".join(answer.notes)


def test_what_another_document_says_is_no_answer_on_one_that_is_not_there(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "《云川市不存在的办法》对高新技术企业奖励多少")
    assert answer.verdict is Verdict.PARTIAL
    assert "文档库中没有云川市不存在的办法。" in answer.notes


def test_articles_are_followed_up_in_the_document_of_the_answer_before(sample_shelf: Shelf) -> None:
    after = ["云川市技改项目设备投资额多少可以申请", "这个文件什么时候失效"]
    answer = ask(sample_shelf, "第十条第二款呢", after=after)
    assert cited(answer)[0].startswith("第十条")
    assert "没有第二款" in answer.notes[0]
