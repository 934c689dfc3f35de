"""What is searched of a passage says each heading once, and nothing that is not of the document."""

from __future__ import annotations

from index.embedded_text import embedded_text, embedded_texts
from ingest import Passage, ingest_text


def make_passage(text: str, *headings: str, lead: tuple[int, int] | None = None, start: int = 0) -> Passage:
    return Passage("d", 0, 0, headings, start, len(text), lead)


def test_title_and_headings_go_before_the_words() -> None:
    text = "（一）技改。给予补助。"
    assert embedded_text("某市办法", make_passage(text, "一、任务"), text) == f"某市办法\n一、任务\n{text}"


def test_what_the_words_say_anyway_is_left_out() -> None:
    text = "某市\n办法\n一、任务\n给予补助。"
    assert embedded_text("某市办法", make_passage(text, "一、 任务"), text) == text


def test_a_heading_within_a_line_says_nothing_of_the_passage() -> None:
    text = "按照第六条执行。"
    assert embedded_text("", make_passage(text, "第六条"), text) == f"第六条\n{text}"


def test_the_lead_goes_before_the_words() -> None:
    text = "下列企业：\n（二）乙。"
    passage = make_passage(text, "第五条", lead=(0, 5), start=6)
    assert embedded_text("", passage, text) == "第五条\n下列企业：\n（二）乙。"


def test_the_name_of_a_file_without_title_is_not_searched() -> None:
    ingested = ingest_text("002_bd4592697a2deb9f", "给予补助。" * 9)
    assert ingested.document.title == "002_bd4592697a2deb9f"
    assert embedded_texts(ingested.document, ingested.passages) == ["给予补助。" * 9]
