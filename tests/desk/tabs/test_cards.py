"""Whatever a document, its title or its file is called, a page shows it as text."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from assistant import ask
from desk.tabs.cards import clause_card, hit_card, quote_card
from desk.tabs.compare import changes_html
from desk.tabs.conversation import Turn, copy_text, evidence_html, feed_html
from desk.tabs.find import found_html
from desk.tabs.library import documents_html
from desk.tabs.texts import LANGUAGES, Say
from desk.tabs.viewer import Place, document_html
from index import DocumentSummary, Shelf

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>${alert(3)}{{value}}"
QUESTION = "云川市对首次认定的高新技术企业奖励多少？"
SUMMARY_NUMBER = "云川政〔2023〕7号"


def hostile(summary: DocumentSummary) -> DocumentSummary:
    return replace(
        summary, title=HOSTILE, document_number=HOSTILE, issuer=HOSTILE, region=HOSTILE, path=f"/{HOSTILE}",
        warnings=(HOSTILE,),
    )  # fmt: skip


def assert_harmless(written: str) -> None:
    assert re.search(r"<script|<img|\$\{|\{\{", written) is None
    assert "<script>alert(1)</script>" in html.unescape(written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_view_lets_a_name_become_markup(sample_shelf: Shelf, language: str) -> None:
    say = Say(language)
    summary = hostile(sample_shelf.find_document(SUMMARY_NUMBER))
    document = sample_shelf.load_document(summary.doc_id)
    answer = ask(sample_shelf, QUESTION)
    citations = tuple(replace(one, document=summary, headings=(HOSTILE,)) for one in answer.citations)
    hits = tuple(replace(hit, document=summary, text=HOSTILE) for hit in answer.hits)
    answer = replace(answer, citations=citations, hits=hits, notes=(HOSTILE,), understood=HOSTILE)
    views = [
        documents_html([summary], "", say, editable=True),
        document_html(replace(document, warnings=(HOSTILE,)), summary, Place((0, 5)), say),
        evidence_html(sample_shelf, answer, say),
        feed_html([Turn(1, HOSTILE, answer, asks_right=True)], say),
        found_html(HOSTILE, answer, say),
        hit_card(hits[0], say),
        quote_card(summary, (HOSTILE,), (0, 5), body="", say=say),
        clause_card(summary, (HOSTILE,), (0, 5), body="", say=say, label=HOSTILE),
    ]
    for view in views:
        assert_harmless(view)


def test_a_comparison_shows_hostile_words_as_text(sample_shelf: Shelf) -> None:
    from assistant import diff_documents

    found = diff_documents(sample_shelf, "云川政〔2019〕18号", SUMMARY_NUMBER)
    assert_harmless(changes_html(replace(found, a=hostile(found.a), b=hostile(found.b)), "", Say("zh")))


def test_a_copied_answer_names_its_sources(sample_shelf: Shelf) -> None:
    copied = copy_text(ask(sample_shelf, QUESTION), Say("zh"))
    assert copied.splitlines()[0] == QUESTION
    assert copied.splitlines()[-1].startswith("[1] 《云川市人民政府关于印发")
    assert SUMMARY_NUMBER in copied.splitlines()[-1]
    assert copied.splitlines()[-1].endswith("现行有效")
