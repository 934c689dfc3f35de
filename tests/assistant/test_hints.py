"""What the reading of a question tells a search: other words, and which documents are of another place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import ask, find_passages
from assistant.hints import hints_of, is_of_other_years
from assistant.holdings import holdings
from assistant.question import understand
from index import Filters, Hints, Shelf, open_shelf
from ingest import ingest_text

DAY = date(2026, 1, 1)
OF_PLACE = "{place}人民政府关于支持创新的通知\n各有关单位：\n对首次认定的高新技术企业，一次性奖励{amount}。\n"
PLACES = {"zhumadian": ("驻马店市", "10万元"), "henan": ("河南省", "20万元"), "xinyang": ("信阳市", "30万元")}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("hints") / "shelf"
    with open_shelf(folder, create=True) as made:
        made.add_ingested(
            [
                *(
                    ingest_text(name, OF_PLACE.format(place=place, amount=amount))
                    for name, (place, amount) in PLACES.items()
                ),
                ingest_text("anywhere", "认定高新技术企业须拥有核心自主知识产权。"),
            ]
        )
        yield made


def hints(shelf: Shelf, question: str) -> Hints:
    places = holdings(shelf).places
    return hints_of(understand(question, places, DAY), places)


def elsewhere(shelf: Shelf, question: str) -> set[str]:
    unlikely = hints(shelf, question).unlikely
    return {found.path for found in shelf.documents() if unlikely is not None and unlikely(found)}


@pytest.mark.parametrize(
    ("question", "others"),
    [
        pytest.param("驻马店高新技术企业奖励多少", {"xinyang"}, id="a city: not another, but its province"),
        pytest.param("河南省高新技术企业奖励多少", set(), id="a province: its cities too"),
        pytest.param("江西省高新技术企业奖励多少", {"zhumadian", "henan", "xinyang"}, id="another province"),
        pytest.param("驻马店和信阳高新技术企业奖励多少", set(), id="both cities"),
        pytest.param("高新技术企业奖励多少", set(), id="no place"),
        pytest.param("How much do high-tech enterprises in Xinyang get?", {"zhumadian"}, id="in English"),
    ],
)
def test_documents_of_another_place_are_unlikely(shelf: Shelf, question: str, others: set[str]) -> None:
    assert elsewhere(shelf, question) == others


@pytest.mark.parametrize(
    ("title", "years", "others"),
    [
        pytest.param("2023年度项目申报通知", (2024,), True, id="another year"),
        pytest.param("2023年度项目申报通知", (2022, 2023), False, id="one of the years"),
        pytest.param("2021—2025年发展规划", (2023,), False, id="a year of a span"),
        pytest.param("2021—2025年发展规划", (2026,), True, id="after the span"),
        pytest.param("２０２３年招生简章", (2024,), True, id="full width"),
        pytest.param("发展规划", (2024,), False, id="no year in the title"),
        pytest.param("2023年度项目申报通知", (), False, id="no year asked about"),
        pytest.param("第20231号提案的答复", (2024,), False, id="a longer number"),
    ],
)
def test_a_title_that_names_only_other_years_is_of_another(
    title: str, years: tuple[int, ...], others: bool
) -> None:
    assert is_of_other_years(title, years) is others


@pytest.mark.parametrize(
    ("question", "own", "name"),
    [
        pytest.param("驻马店高新技术企业奖励多少", {"zhumadian"}, "驻马店", id="a city"),
        pytest.param("河南省高新技术企业奖励多少", set(PLACES), "河南", id="a province and its cities"),
        pytest.param("高新技术企业奖励多少", set(), "", id="no place"),
    ],
)
def test_documents_of_the_place_need_not_name_it(
    shelf: Shelf, question: str, own: set[str], name: str
) -> None:
    likely = hints(shelf, question).likely
    assert {found.path for found in shelf.documents() if likely is not None and likely(found)} == own
    assert hints(shelf, question).granted_words == name


def test_abbreviations_and_english_are_said_in_other_words(shelf: Shelf) -> None:
    assert "高新技术企业" in hints(shelf, "高企奖励多少").other_words
    assert "高新技术企业" in hints(shelf, "reward for a high-tech enterprise").other_words
    assert hints(shelf, "高新技术企业").other_words == ""


def test_the_document_of_the_place_asked_about_is_first(shelf: Shelf) -> None:
    for name, (place, _) in PLACES.items():
        hits, _ = find_passages(shelf, f"{place}首次认定的高新技术企业一次性奖励多少？")
        assert hits[0].document.path == name


def test_a_place_is_a_preference_and_no_filter(shelf: Shelf) -> None:
    found = {hit.document.path for hit in find_passages(shelf, "驻马店高新技术企业奖励多少")[0]}
    assert found == {*PLACES, "anywhere"}
    only, _ = find_passages(shelf, "驻马店高新技术企业奖励多少", filters=Filters(regions=("信阳市",)))
    assert {hit.document.path for hit in only} == {"xinyang"}


def test_find_and_ask_score_a_passage_alike(shelf: Shelf) -> None:
    question = "信阳市首次认定的高企一次性奖励多少？"
    found = {hit.passage: hit for hit in find_passages(shelf, question)[0]}
    asked = ask(shelf, question).hits
    assert asked
    for hit in asked:
        same = found[hit.passage]
        assert (hit.score, hit.dense, hit.lexical) == pytest.approx((same.score, same.dense, same.lexical))
