"""Documents named as people name them: by file, by title, by title and year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.comparing.choosing import choose_document
from index import Shelf, open_shelf
from ingest import UsageError

RULES = """青原市人民政府关于印发青原市养犬管理办法的通知
青政规〔{year}〕{number}号
{year}年3月1日

青原市养犬管理办法

第一条　养犬人应当为犬只登记。
第二条　违反第一条的，处{fine}元罚款。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("editions")
    for name, year, number, fine in (("旧版.txt", 2019, 4, 200), ("新版.txt", 2024, 9, 500)):
        (folder / name).write_text(RULES.format(year=year, number=number, fine=fine), encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "旧版.txt", folder / "新版.txt"])
        yield opened


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("旧版.txt", "旧版.txt"),
        ("青政规〔2024〕9号", "新版.txt"),
        ("青原市养犬管理办法 2019", "旧版.txt"),
        ("《养犬管理办法（2024年版）》", "新版.txt"),
        ("养犬管理办法2024", "新版.txt"),
    ],
)
def test_a_document_is_chosen_by_what_people_call_it(shelf: Shelf, words: str, file: str) -> None:
    assert Path(choose_document(shelf, words).path).name == file


def test_a_title_of_two_editions_names_them(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match=r"means 2 documents.*2019.*旧版\.txt.*2024.*新版\.txt"):
        choose_document(shelf, "养犬管理办法")


def test_an_unknown_title_names_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match=r"Nearest 最接近的: 青原市人民政府"):
        choose_document(shelf, "养猫管理办法")
