"""One shelf for many people: readers side by side, changes seen at once, nothing mixed up."""

from __future__ import annotations

import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import answer_json
from desk import BusyError, Desk, MissingError, Upload
from desk.pool import ShelfPool

QUESTIONS = (
    "云川市对首次认定的高新技术企业奖励多少?",
    "对高新技术企业有哪些支持?",
    "科技贷贴息由哪个部门牵头?",
    "如何办理护照换发?",
)
POLICY = (
    "望溪市苗圃补助办法\n望林〔2024〕9号\n一、补助标准\n"
    "对新建苗圃每亩补助3700元。\n望溪市林业局\n2024年5月6日\n"
)


@pytest.fixture(scope="module")
def desk(sample_shelf_dir: Path) -> Iterator[Desk]:
    with Desk(sample_shelf_dir) as opened:
        yield opened


@pytest.fixture
def own_desk(own_shelf_dir: Path) -> Iterator[Desk]:
    with Desk(own_shelf_dir) as opened:
        yield opened


def said(desk: Desk, question: str) -> dict[str, object]:
    answer = answer_json(desk.ask(question))
    del answer["took_ms"]
    return answer


def test_answers_to_many_at_once_are_those_to_one(desk: Desk) -> None:
    alone = {question: said(desk, question) for question in QUESTIONS}
    with ThreadPoolExecutor(8) as people:
        together = list(people.map(lambda question: (question, said(desk, question)), QUESTIONS * 4))
    assert together == [(question, alone[question]) for question in QUESTIONS * 4]


def test_a_thread_that_holds_a_reader_gets_the_same_one(desk: Desk) -> None:
    with desk.reading() as outer, desk.reading() as inner:
        assert inner is outer
        assert desk.documents() == outer.documents()


def test_another_thread_gets_another_reader(desk: Desk) -> None:
    def other() -> int:
        with desk.reading() as shelf:
            return id(shelf)

    with desk.reading() as mine, ThreadPoolExecutor(1) as people:
        assert people.submit(other).result() != id(mine)


def test_what_was_uploaded_is_answered_at_once_and_gone_with_its_document(
    own_desk: Desk, tmp_path: Path
) -> None:
    question = "望溪市新建苗圃每亩补助多少?"
    assert own_desk.ask(question).verdict == "not_found"
    received = tmp_path / "upload"
    received.write_text(POLICY, encoding="utf-8")
    before = own_desk.generation
    report = own_desk.add_uploads([Upload("../<b>苗圃.txt", received), Upload("x.exe", received)])
    assert (report.added, [skipped.path for skipped in report.skipped]) == (1, ["x.exe"])
    assert own_desk.generation > before
    assert "3700元" in own_desk.ask(question).text
    kept = Path(report.documents[0].path)
    assert kept.read_text(encoding="utf-8") == POLICY
    assert kept.name == "_b_苗圃.txt"
    assert [summary.doc_id for summary in own_desk.remove(["望林〔2024〕9号"])] == [
        report.documents[0].doc_id
    ]
    assert not kept.exists()
    assert own_desk.ask(question).verdict == "not_found"


def test_a_zip_is_deleted_with_the_last_of_its_documents(own_desk: Desk, tmp_path: Path) -> None:
    packed = tmp_path / "two.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", POLICY)
        archive.writestr("b.txt", POLICY.replace("9号", "10号"))
    report = own_desk.add_uploads([Upload("two.zip", packed)])
    assert report.added == 2
    kept = Path(report.documents[0].path.split("!/")[0])
    own_desk.remove(["望林〔2024〕9号"])
    assert kept.exists()
    own_desk.remove(["望林〔2024〕10号"])
    assert not kept.exists()


def test_an_upload_that_is_not_what_it_says_is_refused_and_not_kept(own_desk: Desk, tmp_path: Path) -> None:
    received = tmp_path / "upload"
    received.write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    report = own_desk.add_uploads([Upload("program.pdf", received)])
    assert report.added == 0
    assert [skipped.path for skipped in report.skipped] == ["program.pdf"]
    assert list((own_desk.directory / "uploads").rglob("*.pdf")) == []


def test_people_ask_while_documents_are_added(own_desk: Desk, tmp_path: Path) -> None:
    policy = tmp_path / "苗圃.txt"
    policy.write_text(POLICY, encoding="utf-8")
    expected = said(own_desk, QUESTIONS[3])["verdict"]
    adding, asked = threading.Event(), threading.Event()

    def hold(phase: str, done: int, total: int) -> None:
        adding.set()
        assert asked.wait(30)

    with ThreadPoolExecutor(1) as writer:
        work = writer.submit(own_desk.add, [policy], hold)
        assert adding.wait(30)
        assert said(own_desk, QUESTIONS[3])["verdict"] == expected
        asked.set()
        assert work.result().added == 1


def test_a_document_that_is_not_there_is_missing(desk: Desk) -> None:
    with pytest.raises(MissingError, match="no document 'nowhere'"):
        desk.show("nowhere")


def test_whoever_came_first_is_served_first(sample_shelf_dir: Path) -> None:
    pool = ShelfPool(sample_shelf_dir, readers=1)
    served: list[int] = []

    def come(number: int) -> None:
        with pool.reading():
            served.append(number)

    with ThreadPoolExecutor(6) as people, pool.reading():
        for number in range(6):
            people.submit(come, number)
            while len(pool._waiting) <= number:
                time.sleep(0.001)
    pool.close()
    assert served == list(range(6))


def test_who_waits_too_long_is_told_to_come_later(
    sample_shelf_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.pool.READER_WAIT_S", 0.05)
    pool = ShelfPool(sample_shelf_dir, readers=1)

    def come() -> None:
        with pool.reading():
            pass

    with ThreadPoolExecutor(1) as people:
        with pool.reading(), pytest.raises(BusyError, match="try again"):
            people.submit(come).result()
        people.submit(come).result()
    pool.close()
