"""What a person does with a shelf: fill it, change it, search it; with the real model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from index import PLAIN_SUM, Encoder, Filters, Hints, Lane, Shelf, Vectors, open_shelf
from index.closer_look import MARGIN
from index.stored import BEFORE_CHARS
from ingest import Ingested, Kind, Level, Metadata, ShelfError, UsageError

MakeIngested = Callable[..., Ingested]
MakeMetadata = Callable[..., Metadata]


def policy(folder: Path, name: str, amount: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(
        f"{name}科学技术局关于支持创新的通知\n望科〔2024〕7号\n各有关单位:\n一、奖励标准\n"
        f"对首次认定的高新技术企业,一次性奖励{amount}。\n二、附则\n本通知自印发之日起施行。\n"
        f"{name}科学技术局\n2024年3月5日\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def shelf(tmp_path: Path, encoder: Encoder) -> Iterator[Shelf]:
    with open_shelf(tmp_path / "shelf", create=True, encoder=encoder) as made:
        yield made


def test_adding_twice_does_nothing(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    first, generation = shelf.add([path.parent]), shelf.generation
    again = shelf.add([path.parent])
    assert (first.added, first.updated, first.unchanged, first.skipped) == (1, 0, 0, ())
    assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 0, 1, ())
    assert shelf.generation == generation


def test_a_changed_file_replaces_its_passages(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([policy(tmp_path / "in", "望溪市", "12万元")])
    assert "12万元" in shelf.search("高新技术企业奖励")[0].text
    report = shelf.add([policy(tmp_path / "in", "望溪市", "18万元")])
    assert (report.added, report.updated) == (0, 1)
    texts = [hit.text for hit in shelf.search("高新技术企业奖励", k=100)]
    assert any("18万元" in text for text in texts)
    assert not any("12万元" in text for text in texts)


def test_a_file_that_has_gone_is_taken_off(shelf: Shelf, tmp_path: Path) -> None:
    gone, kept = (policy(tmp_path / "in", name, "12万元") for name in ("望溪市", "云川市"))
    shelf.add([gone.parent])
    gone.unlink()
    report = shelf.add([gone.parent])
    assert [summary.path for summary in report.removed] == [str(gone)]
    assert {hit.document.path for hit in shelf.search("奖励", k=100)} == {str(kept)}


def test_an_empty_folder_takes_nothing_off(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    shelf.add([path.parent])
    path.unlink()
    assert shelf.add([path.parent]).removed == ()
    assert len(shelf.documents()) == 1


def test_unreadable_files_are_reported_and_the_rest_goes_in(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    (path.parent / "empty.txt").touch()
    report = shelf.add([path.parent, tmp_path / "missing"])
    assert report.added == 1
    assert {Path(skipped.path).name for skipped in report.skipped} == {"empty.txt", "missing"}


def test_removed_documents_are_gone(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    shelf.add([path])
    assert [summary.path for summary in shelf.remove([str(path)])] == [str(path)]
    assert (shelf.documents(), shelf.search("奖励")) == ([], [])
    assert shelf.verify().ok


def test_removing_is_all_or_nothing(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    shelf.add([path])
    with pytest.raises(UsageError, match="holds no document 'other'"):
        shelf.remove([str(path), "other"])
    assert len(shelf.documents()) == 1


def test_a_document_is_found_by_id_path_name_and_number(shelf: Shelf, tmp_path: Path) -> None:
    path = policy(tmp_path / "in", "望溪市", "12万元")
    expected = shelf.add([path]).documents[0]
    for name in (expected.doc_id, str(path), path.name, "望科〔2024〕7号", "望科[2024] 7 号"):
        assert shelf.find_document(name) == expected


def test_an_ambiguous_number_is_told(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([policy(tmp_path / "in", name, "12万元") for name in ("望溪市", "云川市")])
    with pytest.raises(UsageError, match="means 2 documents"):
        shelf.find_document("望科〔2024〕7号")


def test_hits_are_exact_slices_in_order(shelf: Shelf, make_ingested: MakeIngested) -> None:
    shelf.add_ingested(
        [make_ingested("a", "高新技术企业奖励15万元", "人才公寓申请"), make_ingested("b", "种粮补贴")]
    )
    hits = shelf.search("高新技术企业奖励多少?")
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        document = shelf.load_document(hit.document.doc_id)
        assert hit.text == document.text[hit.passage.start : hit.passage.end]
    assert hits[0].text == "高新技术企业奖励15万元"


def test_how_many_hits_are_wanted_does_not_change_their_order(
    shelf: Shelf, make_ingested: MakeIngested
) -> None:
    """The first of them stand close, so that a closer look is taken whatever is wanted."""
    award = "对首次认定的高新技术企业,一次性奖励{}万元。申请人应当在三个月内提交材料。"
    shelf.add_ingested([make_ingested(name, award.format(name)) for name in ("11", "12", "13", "14")])
    every = shelf.search("高新技术企业奖励多少?", k=4)
    assert every[0].score - every[1].score < MARGIN
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)
    for count in (1, 2, 3):
        assert shelf.search("高新技术企业奖励多少?", k=count) == every[:count]


def test_a_hit_within_a_paragraph_tells_what_the_paragraph_began_with(shelf: Shelf, tmp_path: Path) -> None:
    tasks = "".join(f"第{i}项任务是完成{i * 7}个项目的建设改造并且投入使用。" for i in range(10, 60))
    paper = tmp_path / "plan.txt"
    paper.write_text(f"望溪市产业发展规划\n到2027年，全市总产值稳步提高。{tasks}\n二、附则\n", "utf-8")
    shelf.add([paper])
    text = shelf.load_document(shelf.documents()[0].doc_id).text
    hits = shelf.search("项目建设改造任务", k=20)
    assert any(hit.before for hit in hits)
    for hit in hits:
        line = text.rfind("\n", 0, hit.passage.start) + 1
        assert hit.before == text[max(line, hit.passage.start - BEFORE_CHARS) : hit.passage.start]


def test_lanes_can_be_switched_off(shelf: Shelf, make_ingested: MakeIngested) -> None:
    shelf.add_ingested([make_ingested("a", "高新技术企业奖励15万元", "人才公寓申请")])
    plain = Hints(scoring=PLAIN_SUM)
    dense = shelf.search("talent housing", lanes=(Lane.DENSE,), hints=plain)[0]
    lexical = shelf.search("高新技术", lanes=(Lane.LEXICAL,), hints=plain)[0]
    assert (dense.text, dense.lexical, dense.score) == ("人才公寓申请", None, dense.dense)
    assert (lexical.dense, lexical.score) == (None, lexical.lexical)


def test_a_filter_looks_at_what_the_shelf_holds_now(shelf: Shelf, tmp_path: Path) -> None:
    only = Filters(regions=("云川市",))
    shelf.add([policy(tmp_path / "in", "望溪市", "12万元")])
    assert shelf.search("高新技术企业奖励", filters=only) == []
    added = policy(tmp_path / "in", "云川市", "18万元")
    shelf.add([added])
    assert {hit.document.region for hit in shelf.search("高新技术企业奖励", filters=only)} == {"云川市"}
    shelf.remove([str(added)])
    assert shelf.search("高新技术企业奖励", filters=only) == []


@pytest.mark.parametrize("k", [1, 3])
def test_filters_cost_no_results(
    shelf: Shelf, make_ingested: MakeIngested, city_metadata: MakeMetadata, k: int
) -> None:
    cities = [("云川市", "云川市"), ("望溪县", "云川市"), ("安宁市", "安宁市")]
    shelf.add_ingested(
        make_ingested(
            f"{name}{number}",
            f"高新技术企业奖励{number}万元",
            metadata=city_metadata(
                name,
                Level.COUNTY if name.endswith("县") else Level.MUNICIPAL,
                city,
                date(2020 + number, 1, 1),
            ),
        )
        for name, city in cities
        for number in range(3)
    )
    inside = shelf.search(
        "高新技术企业奖励", k=k, filters=Filters(regions=("云川市",), issued_from=date(2021, 1, 1))
    )
    assert len(inside) == min(k, 4)
    assert {hit.document.city for hit in inside} == {"云川市"}
    everything = shelf.search("高新技术企业奖励", k=9)
    assert [hit.score for hit in inside] == [
        hit.score
        for hit in everything
        if hit.document.city == "云川市" and hit.document.issued and hit.document.issued.year > 2020
    ][:k]
    assert shelf.search("高新技术企业奖励", filters=Filters(kinds=(Kind.LAW,))) == []


def test_another_open_shelf_sees_the_change(
    shelf: Shelf, make_ingested: MakeIngested, encoder: Encoder
) -> None:
    shelf.add_ingested([make_ingested("a", "高新技术企业奖励")])
    with open_shelf(shelf.directory, encoder=encoder) as other:
        assert len(other.search("奖励")) == 1
        shelf.add_ingested([make_ingested("b", "人才奖励")])
        assert {hit.text for hit in other.search("奖励")} == {"高新技术企业奖励", "人才奖励"}


def test_text_that_was_encoded_is_not_encoded_again(
    shelf: Shelf, make_ingested: MakeIngested, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode = encoder.encode_batches

    def counted(texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        encoded.extend(texts)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode_batches", counted)
    shelf.add_ingested([make_ingested("a", "第一段", "第二段")])
    shelf.add_ingested([make_ingested("a", "第一段", "第三段")])
    assert [text.splitlines()[-1] for text in encoded] == ["第一段", "第二段", "第三段"]


def test_stopping_leaves_a_usable_shelf_and_work_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(3):
        policy(tmp_path / "in", f"望溪市{number}", "12万元")

    def stop(phase: str, done: int, total: int) -> None:
        if phase == "encode":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelf.add([tmp_path / "in"], progress=stop)
    assert shelf.verify().ok
    assert shelf.add([tmp_path / "in"]).added == 3


def test_another_model_is_refused(shelf: Shelf, make_ingested: MakeIngested) -> None:
    shelf.add_ingested([make_ingested("a", "奖励")])
    with pytest.raises(ShelfError, match=r"was built with the model .*, not with other-model"):
        open_shelf(shelf.directory, model="other-model")


def test_an_empty_shelf_finds_nothing(shelf: Shelf) -> None:
    assert shelf.search("奖励") == []
