"""Questions asked of a shelf from which what answers them was taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Verdict, ask
from eval.beir import load_benchmark
from eval.datasets import Case, Gold
from eval.left_out import halves, without_documents, without_sentences
from index import Shelf, open_shelf
from index.embedding import load_encoder
from ingest import ingest_text

AWARDS = """清河市科技奖励办法
第一条 对首次认定的高新技术企业，给予一次性奖励15万元。
第二条 对瞪羚企业，给予一次性奖励20万元。
"""
HOUSING = "清河市人才安居办法\n第一条 博士每月租房补贴1500元，由市人力资源和社会保障局发放。\n"
AWARD = Case(
    1,
    "award",
    "清河市首次认定的高新技术企业奖励多少？",
    Verdict.ANSWERED,
    (Gold("奖励.txt", "第一条", ("15万元",)),),
)
GAZELLE = Case(
    2, "gazelle", "清河市瞪羚企业奖励多少？", Verdict.ANSWERED, (Gold("奖励.txt", "第二条", ("20万元",)),)
)
PASSPORT = Case(3, "passport", "如何办理护照换发？", Verdict.NOT_FOUND)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_shelf(tmp_path_factory.mktemp("left") / "shelf", create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text("奖励.txt", AWARDS), ingest_text("安居.txt", HOUSING)])
        yield shelf


def test_a_question_is_asked_of_the_shelf_without_its_document(city: Shelf) -> None:
    found = {
        out.case.id: (len(out.shelf.documents()), out.expected)
        for out in without_documents(city, [AWARD, PASSPORT])
    }
    assert found == {"award": (1, None)}
    assert len(city.documents()) == 2


def test_where_another_document_holds_the_words_the_question_may_be_answered_and_is_left_out(
    city: Shelf,
) -> None:
    twice = Case(
        4, "twice", "清河市博士补贴多少？", Verdict.ANSWERED, (Gold("安居.txt", "", ("一次性奖励20万元",)),)
    )
    assert [out.case.id for out in without_documents(city, [twice])] == []


def test_a_question_is_asked_of_the_document_without_its_sentence_and_the_next_of_the_whole(
    city: Shelf,
) -> None:
    seen = {}
    for out in without_sentences(city, [AWARD, GAZELLE, PASSPORT]):
        texts = "".join(out.shelf.load_document(document.doc_id).text for document in out.shelf.documents())
        seen[out.case.id] = ("15万元" in texts, "20万元" in texts, out.expected)
        assert ask(out.shelf, out.case.question).verdict is not Verdict.ANSWERED
    assert seen == {"award": (False, True, Verdict.PARTIAL), "gazelle": (True, False, Verdict.PARTIAL)}


def test_each_half_of_a_collection_is_asked_all_questions_and_copies_stay_together(tmp_path: Path) -> None:
    answer = "对首次认定的高新技术企业给予一次性奖励"
    texts = {
        "a": f"清河市{answer}15万元。",
        "a2": f"转载：清河市{answer}15万元。",
        "b": "明山县办理婚姻登记应当提交户口簿和身份证原件。",
        "c": "白水县图书馆每周一闭馆，周二至周日开放。",
    }
    questions = {
        "q1": ("清河市高企奖励多少", "a", answer),
        "q2": ("明山县结婚登记带什么", "b", "应当提交户口簿和身份证"),
    }
    lines = {
        "corpus.jsonl": [{"id": name, "text": text} for name, text in texts.items()],
        "queries.jsonl": [{"id": name, "text": text} for name, (text, _, _) in questions.items()],
        "answers.jsonl": [{"id": name, "answer": said} for name, (_, _, said) in questions.items()],
    }
    for file, objects in lines.items():
        (tmp_path / file).write_text(
            "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects), "utf-8"
        )
    qrels = "".join(f"{name}\t{right}\t1\n" for name, (_, right, _) in questions.items())
    (tmp_path / "qrels.tsv").write_text(qrels, "utf-8")
    with open_shelf(tmp_path / "shelf", create=True, encoder=load_encoder()) as shelf:
        shelf.add_ingested([ingest_text(name, text) for name, text in texts.items()])
        found = [
            (out.case.id, out.expected, {document.path for document in out.shelf.documents()})
            for out in halves(shelf, load_benchmark(tmp_path))
        ]
    assert sorted((name, expected is Verdict.ANSWERED) for name, expected, _ in found) == [
        ("q1", False), ("q1", True), ("q2", False), ("q2", True),
    ]  # fmt: skip
    for name, expected, there in found:
        assert ("a" in there) == ("a2" in there)
        assert (questions[name][1] in there) == (expected is Verdict.ANSWERED)
