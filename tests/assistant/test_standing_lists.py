"""Documents asked for by their standing: their end, their repeal, their age."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Answer, Verdict, ask
from assistant.citations import unsupported_lines
from index import Shelf

DAY = date(2026, 6, 1)
MEASURES_2024 = "临澜市人民政府关于印发进一步支持科技创新若干措施的通知"
PROVINCE_2022 = "澜江省人民政府关于印发澜江省支持科技型企业发展若干措施的通知"
PLAN_2024 = "临澜市人民政府关于印发临澜市推进新型工业化行动方案（2024—2027年）的通知"
RULES_2019 = "云川市人民政府关于印发云川市加快高新技术企业发展若干政策的通知"
POLICIES_2021 = "临澜市人民政府关于印发临澜市科技创新若干政策的通知"
LOAN_2020 = "关于印发《云川市科技贷风险补偿和贴息实施细则（试行）》的通知"
PLAN_2023 = "云川市人民政府关于印发云川市产业创新升级三年行动方案（2023—2025年）的通知"
DRAFT_2025 = "关于公开征求《临澜市推进企业上市若干措施（征求意见稿）》意见的公告"


def titles(answer: Answer) -> set[str]:
    return {citation.document.title for citation in answer.citations}


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (
            (
                "哪些政策2028年前到期？",
                "2027年12月31日前到期的文件有哪些",
                "Which documents expire before 2028?",
                "List the policies that expire by the end of 2027",
            ),
            {MEASURES_2024, PROVINCE_2022, PLAN_2024},
        ),
        (("澜江省哪些政策明年到期",), {PROVINCE_2022}),
        (
            ("云川市哪些政策已经失效？", "Which policies of 云川市 are no longer in force?"),
            {
                PLAN_2023,
                RULES_2019,
                LOAN_2020,
                "云川市人民政府关于印发云川市支持高新技术企业高质量发展若干政策的通知",  # the clause
                "云川市人民政府关于公布行政规范性文件清理结果的决定",  # the clause
            },
        ),
        (("哪些政策还在征求意见", "Which policies are drafts?"), {DRAFT_2025}),
        (
            ("2022年出台了哪些政策？", "What policies were issued in 2022?"),
            {PROVINCE_2022, "云川市人民政府关于印发云川市人才安居办法的通知"},
        ),
        (
            ("哪些技术改造办法还有效",),
            {"云川市工业和信息化局 云川市财政局关于印发《云川市工业企业技术改造奖补办法》的通知"},
        ),
    ],
)
def test_documents_are_listed_by_how_they_stand(
    sample_shelf: Shelf, questions: tuple[str, ...], expected: set[str]
) -> None:
    for question in questions:
        answer = ask(sample_shelf, question, as_of=DAY)
        assert (answer.verdict, titles(answer)) == (Verdict.ANSWERED, expected), question
        assert unsupported_lines(sample_shelf, answer.text, answer.citations) == ()


def test_an_end_comes_with_the_clause_that_sets_it_and_a_counted_one_with_its_day(
    sample_shelf: Shelf,
) -> None:
    answer = ask(sample_shelf, "临澜市哪些政策2028年底前到期", as_of=DAY)
    assert "> 本措施自2025年1月1日起施行，有效期至2027年12月31日。" in answer.text
    assert any("有效期至2028-10-09" in note for note in answer.notes)  # 自2023年10月10日起施行，有效期五年
    assert any("没有写明有效期" in note for note in answer.notes)


def test_repealed_documents_come_with_the_clause_that_repeals_them(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "哪些文件已经废止？", as_of=DAY)
    assert {RULES_2019, POLICIES_2021, LOAN_2020} <= titles(answer)
    assert "（云川政〔2019〕18号）同时废止。" in answer.text
    assert "（云川人社〔2018〕52号）同时废止。" in answer.text  # not on the shelf itself


def test_where_no_document_stands_so_none_is_given(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "哪些政策2025年到期？", as_of=date(2026, 6, 1))
    assert (answer.verdict, titles(answer)) == (Verdict.ANSWERED, {PLAN_2023})
    answer = ask(sample_shelf, "哪些政策2031年到期？", as_of=DAY)
    assert (answer.verdict, answer.citations) == (Verdict.NOT_FOUND, ())


@pytest.mark.parametrize(
    "question",
    [
        "今年出台了哪些支持高新技术企业的政策",
        "哪些贷款2026年12月31日前到期可以展期",
        "哪些企业的高新技术企业证书今年到期",
        "云川市对高新技术企业有哪些政策",
    ],
)
def test_what_documents_give_is_no_question_about_their_standing(sample_shelf: Shelf, question: str) -> None:
    answer = ask(sample_shelf, question, as_of=DAY)
    assert "发文字号：" not in answer.text
