"""Provisions as questions name them, and where a document has them."""

from __future__ import annotations

import pytest

from assistant.provisions import find_provision, read_provision
from ingest import Document, ingest_text

RULES = """云川市技术改造奖补办法

第一章  总则
第一条  为推动技术改造，制定本办法。
第二条  本办法适用于本市企业。
市级财政安排专项资金。
第二章  标准
第三条  申请企业应当符合下列条件：
（一）在本市注册；
（二）信用良好。
第十条  奖励20万元。
"""
POINTS = """云川市支持科技若干措施

一、支持认定
（一）首次认定的，奖励20万元。
（二）重新认定的，奖励10万元。
二、支持研发
（三）研发投入达标的，补助50万元。
1.先备案后补助。
2.同一项目不重复补助。
"""


def document_of(text: str) -> Document:
    return ingest_text("rules.txt", text).document


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("第十条第二款怎么规定", "第十条/第二款"),
        ("第三章的第五条原文", "第三章/第五条"),
        ("第三章第五条第二款第(三)项", "第三章/第五条/第二款/第(三)项"),
        ("第二十三条之一", "第二十三条之一"),
        ("附件2有什么", "附件2"),
        ("文件二、(七)怎么说", "二/(七)"),
        ("三(一)5", "三/(一)/5"),
        ("what does article 10 paragraph 2 say", "第10条/第2款"),
        ("paragraph 2 of article 10", "第10条/第2款"),
        ("article 10(2)", "第10条/第2款"),
        ("the second paragraph of article 8", "第8条/第2款"),
        ("chapter 3, article 12", "第3章/第12条"),
        ("annex 2", "附件2"),
        ("2024年附件", None),
        ("what support is there", None),
    ],
)
def test_a_provision_is_read_off_a_question(asked: str, path: str | None) -> None:
    assert read_provision(asked, english=asked.isascii()) == path


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [
        ("第十条", "第十条"),
        ("第10条", "第十条"),
        ("第二章/第10条", "第十条"),
        ("第二条/第二款", "市级财政"),
        ("第3条/第2项", "（二）信用"),
        ("第1章", "第一章"),
    ],
)
def test_labels_are_found_however_they_are_written(wanted: str, begins: str) -> None:
    document = document_of(RULES)
    provision = find_provision(document, wanted)
    assert provision is not None
    assert provision.found is not None
    assert document.text[provision.found.start :].startswith(begins)


@pytest.mark.parametrize(
    ("wanted", "nearest", "missing", "last", "parts"),
    [
        ("第九十九条", None, "第九十九条", "第十条", None),
        ("第七章", None, "第七章", "第二章", None),
        ("第十条/第二款", "第十条", "第二款", "", 1),
        ("第三条/第（五）项", "第三条", "第（五）项", "", 2),
        ("第十条/第一款/第一项", "第十条第一款", "第一项", "", 0),
        ("第一章/第十条", "第十条", "第一章第十条", "", None),
    ],
)
def test_what_a_document_lacks_is_told_with_what_it_has(
    wanted: str, nearest: str | None, missing: str, last: str, parts: int | None
) -> None:
    provision = find_provision(document_of(RULES), wanted)
    assert provision is not None
    assert provision.found is None
    label = provision.nearest.label if provision.nearest else None
    assert (label, provision.missing, provision.last, provision.parts) == (nearest, missing, last, parts)


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [
        ("第一部分", "一、"),
        ("第三条", "（三）"),
        ("第2部分", "二、"),
        ("二/（三）", "（三）"),
        ("第四条", None),
    ],
)
def test_a_document_without_articles_is_cited_by_its_numbers(wanted: str, begins: str | None) -> None:
    document = document_of(POINTS)
    provision = find_provision(document, wanted)
    assert provision is not None
    found = document.text[provision.found.start :] if provision.found else ""
    assert found.startswith(begins) if begins else not found


def test_numbers_that_run_through_are_articles() -> None:
    through = (
        "某方案\n\n一、目标\n1.扩大规模。\n二、任务\n2.支持研发。\n3.引进人才。\n三、保障\n4.加强督查。\n"
    )
    document = document_of(through)
    found = [find_provision(document, wanted) for wanted in ("第三条", "第三部分")]
    texts = [document.text[one.found.start :][:2] for one in found if one and one.found]
    assert texts == ["3.", "三、"]


def test_a_paragraph_of_no_article_names_nothing() -> None:
    assert find_provision(document_of(RULES), "第二款") is None
