"""A city's own penalty goes before its province's; a province's is told as such."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import ask
from index import Shelf, open_shelf

PROVINCE = """浙江省生活垃圾管理条例
第一条 为了加强生活垃圾管理，制定本条例。
第二条 单位、个人未分类投放生活垃圾的，对个人处二百元以上二千元以下罚款，对单位处五万元以上五十万元以下罚款。
"""
CITY = """杭州市生活垃圾管理条例
第二十七条 单位、个人应当将生活垃圾分类投放至相应的收集容器。
第六十五条 违反本条例第二十七条规定的，责令改正；拒不改正的，对个人处二百元以下罚款，对单位处五百元以上罚款。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("waste")
    for name, text in (("浙江省生活垃圾管理条例", PROVINCE), ("杭州市生活垃圾管理条例", CITY)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder])
        yield opened


def test_the_citys_own_penalty_answers(shelf: Shelf) -> None:
    answer = ask(shelf, "杭州个人不分类罚多少")
    assert "对个人处二百元以下罚款" in answer.citations[0].quote


def test_the_provinces_penalty_is_told_to_be_the_provinces(shelf: Shelf) -> None:
    answer = ask(shelf, "温州个人不分类罚多少")
    assert "对个人处二百元以上二千元以下罚款" in answer.citations[0].quote
    assert any("浙江省的文件" in note for note in answer.notes)
