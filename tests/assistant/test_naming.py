"""Which edition of a rule is meant by its name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

RULE = """清河市企业技术中心管理办法
清政规〔{year}〕3号
清河市人民政府
{year}年3月1日
第一条 企业技术中心每两年评价一次。
第二条 对新认定的市级企业技术中心，奖励{sum}万元，累计奖励次数不得超过{times}次。
第三条 本办法自{year}年5月1日起施行。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("editions"), create=True, encoder=load_encoder()) as shelf:
        texts = {
            year: RULE.format(year=year, sum=sum_, times=times)
            for year, sum_, times in ((2016, 10, 2), (2023, 20, 3))
        }
        shelf.add_ingested([ingest_text(f"{year}.txt", text) for year, text in texts.items()])
        yield shelf


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("清河市企业技术中心管理办法什么时候施行？", "自2023年5月1日起施行"),
        ("现行《清河市企业技术中心管理办法》第二条原文", "奖励20万元"),
        ("2016年的《清河市企业技术中心管理办法》第二条原文", "奖励10万元"),
    ],
)
def test_a_name_means_the_edition_in_force_unless_it_names_a_year(
    city: Shelf, question: str, words: str
) -> None:
    answer = ask(city, question)
    assert answer.verdict is Verdict.ANSWERED
    assert words in answer.text
    assert len({citation.document.doc_id for citation in answer.citations}) == 1


def test_an_older_edition_is_shown_with_what_replaced_it(city: Shelf) -> None:
    answer = ask(city, "2016年的《清河市企业技术中心管理办法》第二条原文")
    assert "[1] 已被同名文件的新文本取代：“第三条 本办法自2023年5月1日起施行。”" in answer.notes
