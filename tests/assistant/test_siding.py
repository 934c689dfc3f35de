"""What is set side by side: the years of one city, the older rule with its standing."""

from __future__ import annotations

import pytest

from assistant import Verdict, ask
from index import Shelf


@pytest.mark.parametrize(
    "question",
    [
        "临澜市2021年和2024年对首次认定的高新技术企业奖励有什么不同",
        "2021年和2024年临澜首次认定的高企分别奖多少",
        "临澜现在对首次认定的高新技术企业的奖励比2021年高吗",
        "Compare Linlan's awards for newly recognised high-tech enterprises in 2021 and 2024",
    ],
)
def test_years_of_one_city_stand_side_by_side_the_repealed_one_labelled(
    sample_shelf: Shelf, question: str
) -> None:
    answer = ask(sample_shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    quotes = [citation.quote for citation in answer.citations]
    older = next(quote for quote in quotes if "15万元奖励" in quote)
    newer = next(quote for quote in quotes if "25万元奖励" in quote)
    assert quotes.index(older) < quotes.index(newer)
    numbers = [citation.document.document_number for citation in answer.citations]
    assert numbers[quotes.index(older)] == "临澜政发〔2021〕9号"
    assert any("临澜政发〔2021〕9号）同时废止" in note for note in answer.notes)


def test_editions_of_two_years_are_compared_clause_by_clause(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "2021年和2024年临澜市的科技创新政策有什么不同")
    cited = {citation.document.document_number for citation in answer.citations}
    assert cited == {"临澜政发〔2021〕9号", "临澜政发〔2024〕21号"}
    assert len(answer.citations) > 4


def test_a_year_without_rules_is_said_to_be_missing(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "2015年和2023年云川市对首次认定的高新技术企业的奖励有什么不同")
    assert answer.verdict is Verdict.PARTIAL
    assert "没有找到2015年的内容；所列内容属于其他年份。" in answer.notes


def test_targets_of_several_regions_go_by_region(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "到2025年或2027年，省、云川、临澜的高新技术企业数量目标各是多少家？")
    assert [place in answer.text for place in ("【澜江省】", "【云川市】", "【临澜市】")] == [True] * 3


def test_who_pays_more_is_answered_with_what_each_gives(sample_shelf: Shelf) -> None:
    answer = ask(sample_shelf, "省里跟云川市给瞪羚企业的奖励谁多？")
    assert answer.text.index("【澜江省】") < answer.text.index("【云川市】")
    assert all("万元" in citation.quote for citation in answer.citations)
