"""What a person corrects counts everywhere, is kept, can be taken back, and is checked like all else."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import CORRECTABLE, Encoder, Filters, Shelf, check_shelf, open_shelf
from index.catalog_file import CATALOG_NAME
from index.corrections import Correction, current
from ingest import Kind, ShelfError, Status, UsageError

RULES = """临澜市人民政府关于支持科技企业发展的通知

临政〔2021〕7号

一、对首次认定的高新技术企业，一次性奖励20万元。

二、本通知自印发之日起施行，有效期三年。《临澜市科技奖励办法》同时废止。

临澜市人民政府
2021年5月6日
"""
OLD = """临澜市科技奖励办法

临政〔2015〕3号

一、对高新技术企业奖励10万元。

临澜市人民政府
2015年3月1日
"""
REPEAL = "《临澜市科技奖励办法》同时废止"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "rules.txt").write_text(RULES, encoding="utf-8")
    (made / "old.txt").write_text(OLD, encoding="utf-8")
    return made


@pytest.fixture
def shelf(folder: Path, encoder: Encoder) -> Iterator[Shelf]:
    with open_shelf(folder.parent / "shelf", create=True, encoder=encoder) as opened:
        opened.add([folder])
        yield opened


def state(shelf: Shelf, name: str) -> tuple[object, ...]:
    found = shelf.find_document(name)
    return found.status, found.effective, found.expires, found.corrected


@pytest.mark.parametrize(
    ("field", "given", "shown", "value"),
    [
        ("title", " 关于扶持 企业的通知 ", "title", "关于扶持 企业的通知"),
        ("document_number", "临政[2021]8号", "document_number", "临政〔2021〕8号"),
        ("document_number", "", "document_number", None),
        ("issuers", "临澜市财政局、临澜市科学技术局", "issuer", "临澜市财政局、临澜市科学技术局"),
        ("region", "河南省", "province", "河南省"),
        ("region", "青川省", "region", "青川省"),
        ("kind", "plan", "kind", Kind.PLAN),
        ("issued", "2022-01-02", "issued", date(2022, 1, 2)),
        ("published", "2022-01-03", "published", date(2022, 1, 3)),
        ("expires", None, "expires", None),
    ],
)
def test_a_field_is_what_a_person_says(
    shelf: Shelf, field: str, given: object, shown: str, value: object
) -> None:
    corrected = shelf.correct("rules.txt", {field: given}, by="lin")
    assert (getattr(corrected, shown), corrected.corrected) == (value, (field,))
    assert shelf.find_document("rules.txt") == corrected
    restored = shelf.correct("rules.txt", {}, restore=[field], by="lin")
    assert restored.corrected == ()
    assert shelf.fields_as_read(restored.doc_id)[field] == _read(shelf, restored.doc_id)[field]


def _read(shelf: Shelf, doc_id: str) -> dict[str, object]:
    from index import plain_value

    document = shelf.load_document(doc_id)
    return {field: plain_value(document.metadata, field, document.text) for field in CORRECTABLE}


def test_taking_back_gives_the_very_document_that_was_read(shelf: Shelf) -> None:
    doc_id = shelf.find_document("rules.txt").doc_id
    before, facts = shelf.load_document(doc_id), shelf.facts(doc_id)
    shelf.correct(doc_id, {"title": "另一个题目", "region": "河南省", "clauses": [], "kind": None}, by="lin")
    assert shelf.facts(doc_id) != facts
    shelf.correct(doc_id, {}, restore=["title", "region", "clauses", "kind"], by="wu")
    assert (shelf.load_document(doc_id), shelf.facts(doc_id)) == (before, facts)
    assert shelf.verify().ok


def test_days_that_follow_from_another_move_with_it(shelf: Shelf) -> None:
    assert state(shelf, "rules.txt")[1:3] == (date(2021, 5, 6), date(2024, 5, 6))
    shelf.correct("rules.txt", {"issued": "2022-01-31"}, by="lin")
    assert state(shelf, "rules.txt")[1:3] == (date(2022, 1, 31), date(2025, 1, 31))
    shelf.correct("rules.txt", {"effective": "2023-06-01"}, by="lin")
    assert state(shelf, "rules.txt")[1:3] == (date(2023, 6, 1), date(2026, 6, 1))
    shelf.correct("rules.txt", {"expires": "2024-01-01"}, by="lin")
    assert state(shelf, "rules.txt")[1:3] == (date(2023, 6, 1), date(2024, 1, 1))


def test_a_standing_clause_can_be_struck_out_or_mean_another_document(shelf: Shelf) -> None:
    assert shelf.find_document("old.txt").status is Status.REPEALED
    shelf.correct("rules.txt", {"clauses": []}, by="lin")
    assert shelf.relations() == ()
    assert shelf.find_document("old.txt").status is Status.IN_FORCE
    clause = {"kind": "repeals", "quote": REPEAL, "target": "临政〔2015〕3号"}
    shelf.correct("rules.txt", {"clauses": [clause]}, by="lin")
    (relation,) = shelf.relations()
    rules = shelf.load_document(shelf.find_document("rules.txt").doc_id)
    assert rules.text[relation.start : relation.end] == REPEAL
    assert shelf.find_document("old.txt").status is Status.REPEALED


def test_filters_search_and_ranking_use_the_correction(shelf: Shelf) -> None:
    question = "深海养殖装备补贴"
    before = {hit.document.doc_id: hit for hit in shelf.search(question)}
    old = shelf.correct("old.txt", {"title": "深海养殖装备补贴办法", "region": "河南省"}, by="lin")
    hits = shelf.search(question)
    assert hits[0].document.doc_id == old.doc_id
    assert (before[old.doc_id].lexical or 0) < 0.1 < (hits[0].lexical or 0)
    assert (hits[0].dense or 0) > (before[old.doc_id].dense or 0) + 0.02
    assert [one.doc_id for one in shelf.documents(Filters(regions=("河南",)))] == [old.doc_id]
    assert {hit.document.doc_id for hit in shelf.search(question, filters=Filters(regions=("河南省",)))} == {
        old.doc_id
    }


def test_a_correction_outlives_a_new_reading_and_a_new_file(shelf: Shelf, folder: Path) -> None:
    shelf.correct(
        "rules.txt", {"title": "扶持通知", "clauses": [{"kind": "trial", "quote": REPEAL}]}, by="lin"
    )
    assert shelf.add([folder]).unchanged == 2
    (folder / "rules.txt").write_text(RULES.replace("20万元", "25万元").replace(REPEAL, ""), encoding="utf-8")
    assert shelf.add([folder]).updated == 1
    found = shelf.find_document("rules.txt")
    assert (found.title, found.corrected) == ("扶持通知", ("title", "clauses"))
    assert found.warnings[-1] == f"更正的条款已不在文中 (corrected clause is gone): {REPEAL}"
    assert "25万元" in shelf.search("扶持通知", 1)[0].text
    restored = shelf.correct("rules.txt", {}, restore=["title", "clauses"], by="lin")
    assert (restored.title, restored.warnings) == ("临澜市人民政府关于支持科技企业发展的通知", ())
    assert shelf.verify().ok


def test_the_log_says_who_and_when_and_goes_with_the_document(shelf: Shelf) -> None:
    doc_id = shelf.find_document("rules.txt").doc_id
    shelf.correct(doc_id, {"kind": "plan"}, by="lin")
    shelf.correct(doc_id, {"kind": "plan"}, by="wu")  # nothing new: nothing is written
    shelf.correct(doc_id, {}, restore=["kind", "title"], by="wu")  # the title was never corrected
    log = shelf.corrections(doc_id)
    assert [(one.field, one.value, one.by, one.restored) for one in log] == [
        ("kind", "plan", "lin", False),
        ("kind", None, "wu", True),
    ]
    assert all(one.at.endswith("Z") and len(one.at) == 20 for one in log)
    shelf.remove([doc_id])
    assert shelf.corrections(doc_id) == []
    assert shelf.verify().ok


def test_the_last_word_on_a_field_counts() -> None:
    log = [
        Correction("kind", "plan", "a", ""),
        Correction("title", "x", "a", ""),
        Correction("kind", None, "b", ""),
    ]
    assert current(log) == {"title": "x", "kind": None}
    assert current([*log, Correction("kind", None, "b", "", restored=True)]) == {"title": "x"}


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"author": "x"}, "no field 'author'"),
        ({"title": "a\x00b"}, "one printable line"),
        ({"title": "长" * 501}, "at most 500"),
        ({"title": ["x"]}, "a line of text"),
        ({"issued": "2021-02-30"}, "a day like 2026-01-31, not '2021-02-30'"),
        ({"kind": "essay"}, "one of law, measures"),
        ({"region": "不存在"}, "no division that is known"),
        ({"clauses": [{"kind": "repeals", "quote": "此句不在文中", "target": "x"}]}, "stands nowhere"),
        ({"clauses": [{"kind": "repeals", "quote": REPEAL}]}, "repeals needs a target"),
        ({"clauses": [{"kind": "trial", "quote": REPEAL, "months": 0}]}, "months are 1 to"),
        ({"clauses": [{"kind": "trial", "quote": REPEAL, "mood": "x"}]}, "has the keys"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else None,
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    shelf: Shelf, values: dict[str, object], problem: str
) -> None:
    generation = shelf.generation
    with pytest.raises(UsageError, match=problem):
        shelf.correct("rules.txt", {"kind": "plan", **values}, by="lin")
    with pytest.raises(UsageError, match="say who corrects"):
        shelf.correct("rules.txt", {"kind": "plan"}, by=" ")
    with pytest.raises(UsageError, match="cannot be set and restored at once"):
        shelf.correct("rules.txt", {"kind": "plan"}, restore=["kind"], by="lin")
    assert (shelf.generation, shelf.find_document("rules.txt").corrected) == (generation, ())


def test_two_who_correct_at_once_do_not_overwrite_each_other(shelf: Shelf, encoder: Encoder) -> None:
    with open_shelf(shelf.directory, encoder=encoder) as other:
        doc_id = other.find_document("rules.txt").doc_id

        class Slow:
            """An encoder beside which somebody else corrects the same document."""

            identity, name, dimension = encoder.identity, encoder.name, encoder.dimension

            def encode_batches(self, texts: list[str]) -> object:
                other.correct(doc_id, {"kind": "plan"}, by="wu")
                return encoder.encode_batches(texts)

        shelf._encoder = Slow()  # type: ignore[assignment]
        with pytest.raises(ShelfError, match="changed by somebody else"):
            shelf.correct(doc_id, {"title": "另一题目"}, by="lin")
        assert [one.by for one in other.corrections(doc_id)] == ["wu"]
        assert other.find_document(doc_id).corrected == ("kind",)


# Checking


def tamper(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / CATALOG_NAME)
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE corrections SET value = '\"别的\"'",
            "correction of title in document .* is not what was stored",
        ),
        ("UPDATE corrections SET by = 'wu'", "correction of title in document .* is not what was stored"),
        ("DELETE FROM corrections", "corrections: one is missing"),
        ("UPDATE as_read SET warnings = '[1]'", "is not what was stored"),
    ],
)
def test_verify_finds_a_changed_correction_and_mends_it_from_the_seal(
    folder: Path, encoder: Encoder, statement: str, problem: str
) -> None:
    place = folder.parent / "shelf"
    with open_shelf(place, create=True, encoder=encoder) as shelf:
        shelf.add([folder])
        shelf.correct("rules.txt", {"title": "扶持通知"}, by="lin")
    assert check_shelf(place).ok
    tamper(place, statement)
    found = check_shelf(place)
    assert any(re.search(problem, one) for one in found.problems)
    assert check_shelf(place, repair=True).ok
    with open_shelf(place, encoder=encoder) as shelf:
        rules = shelf.find_document("rules.txt")
        assert (rules.title, [one.by for one in shelf.corrections(rules.doc_id)]) == ("扶持通知", ["lin"])


def test_corrections_survive_the_loss_of_the_catalog(folder: Path, encoder: Encoder) -> None:
    place = folder.parent / "shelf"
    with open_shelf(place, create=True, encoder=encoder) as shelf:
        shelf.add([folder])
        shelf.correct("rules.txt", {"kind": "plan", "title": "扶持通知"}, by="lin")
    (place / CATALOG_NAME).write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert check_shelf(place, repair=True).ok
    with open_shelf(place, encoder=encoder) as shelf:
        assert shelf.find_document("rules.txt").corrected == ("title", "kind")
