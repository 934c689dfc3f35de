"""Items of lists stand with what they hang on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from assistant.stems import list_of, stems_of
from index import Shelf, open_shelf
from ingest import Document, ingest_text

RULES = """青湖市奖补资金管理办法

第一条 为规范奖补资金管理，制定如下办法：
（一）总则
（二）附则
第二条 申请奖补的企业，应当提交下列材料：
（一）申请表；
（二）审计报告。
第三条 起草政策措施，未经市政府批准，不得含有下列影响公平竞争的内容：
（一）给予特定经营者税收优惠；
（二）给予特定经营者选择性的财政奖励：
1.现金奖励；
2.实物奖励；
（三）限定经营、购买指定的商品。
第四条 下列企业不予奖补：
（一）近三年发生重大安全事故的；
（二）列入严重失信名单的。
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return ingest_text("rules.txt", RULES).document


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("stems")
    (folder / "青湖市办法.txt").write_text(RULES, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "青湖市办法.txt"])
        yield opened


@pytest.mark.parametrize(
    ("item", "stems"),
    [
        ("（二）审计报告", ["第二条 申请奖补的企业，应当提交下列材料："]),
        ("（三）限定经营", ["第三条 起草政策措施，未经市政府批准，不得含有下列影响公平竞争的内容："]),
        (
            "2.实物奖励",
            [
                "第三条 起草政策措施，未经市政府批准，不得含有下列影响公平竞争的内容：",
                "（二）给予特定经营者选择性的财政奖励：",
            ],
        ),
        ("（二）附则", []),
        ("第四条", []),
    ],
)
def test_an_item_hangs_on_the_openings_of_its_lists(document: Document, item: str, stems: list[str]) -> None:
    found = stems_of(document, document.text.index(item))
    assert [document.text[slice(*stem)] for stem in found] == stems


def test_a_list_ends_where_the_next_article_begins(document: Document) -> None:
    begin = document.text.index("第三条")
    stem = (begin, document.text.index("：", begin) + 1)
    whole = list_of(document, stem, 600)
    assert whole is not None
    assert document.text[slice(*whole)].endswith("限定经营、购买指定的商品。")
    assert list_of(document, stem, 60) is None


def test_a_prohibited_item_is_never_quoted_without_the_prohibition(shelf: Shelf) -> None:
    answer = ask(shelf, "青湖市起草政策可以给特定经营者税收优惠吗？")
    assert "给予特定经营者税收优惠" in answer.text
    assert answer.text.index("不得含有下列") < answer.text.index("给予特定经营者税收优惠")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("青湖市哪些企业不予奖补", ["重大安全事故", "严重失信名单"]),
        ("在青湖市申请奖补要提交哪些材料", ["申请表", "审计报告"]),
    ],
)
def test_a_list_that_is_asked_for_is_quoted_whole(shelf: Shelf, question: str, words: list[str]) -> None:
    answer = ask(shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    first = answer.citations[0].quote
    assert [word in first for word in words] == [True] * len(words)
