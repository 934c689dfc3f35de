"""A document is shown whole and as written, its quote marked, its sections reachable; a long one in part."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from desk.tabs.texts import Say
from desk.tabs.viewer import SHOWN_CHARS, Place, document_html
from index import Shelf

SAY = Say("zh")
TAGS = re.compile(r"<[^>]+>")
NUMBER = "云川政〔2023〕7号"


def paper(written: str) -> str:
    """The text part of a view, tags taken off."""
    return html.unescape(TAGS.sub("", written.split('class="wz-paper"')[1].split(">", 1)[1]))


def test_every_word_of_a_document_is_shown(sample_shelf: Shelf) -> None:
    for summary in sample_shelf.documents():
        document = sample_shelf.load_document(summary.doc_id)
        shown = paper(document_html(document, summary, Place(), SAY))
        assert "".join(shown.split()) == "".join(document.text.replace(" | ", "").split()), summary.path


def test_the_quote_is_marked_and_its_passage_set_off(sample_shelf: Shelf) -> None:
    summary = sample_shelf.find_document(NUMBER)
    document = sample_shelf.load_document(summary.doc_id)
    start = document.text.index("对首次认定的高新技术企业")
    end = document.text.index("；", start)
    passage = next(
        (one.start, one.end) for one in sample_shelf.passages(summary.doc_id) if one.start <= start < one.end
    )
    written = document_html(document, summary, Place((start, end), passage), SAY)
    assert f'<mark class="wz-quote">{document.text[start:end]}</mark>' in written
    assert 'class="wz-around' in written


def test_each_link_of_the_contents_leads_to_a_place(sample_shelf: Shelf) -> None:
    for summary in sample_shelf.documents():
        written = document_html(sample_shelf.load_document(summary.doc_id), summary, Place(), SAY)
        links = re.findall(r'href="#(wz-at-\d+)"', written)
        assert links and set(links) <= set(re.findall(r'id="(wz-at-\d+)"', written)), summary.path


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_very_long_document_is_shown_around_the_place(sample_shelf: Shelf, share: float) -> None:
    summary = sample_shelf.find_document(NUMBER)
    text = "\n".join(f"第{number}项补助标准为{number}元。" for number in range(20_000))
    document = replace(sample_shelf.load_document(summary.doc_id), text=text, sections=())
    at = int(len(text) * share)
    written = document_html(document, summary, Place((at, at + 10)), SAY)
    assert "".join(text[at : at + 10].split()) in "".join(paper(written).split())
    assert len(paper(written)) <= SHOWN_CHARS + 200
    assert "文件较长" in written
