"""A city's own penalty goes before its province's; a province's is told as such."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import ask
from index import Shelf, open_shelf

PROVINCE = """浙江省电动车停放办法
第一条 为了加强电动车停放管理，制定本办法。
第二条 单位、个人在楼道停放电动车的，对个人处一百元以上六百元以下罚款，对单位处一万元以上八万元以下罚款。
"""
CITY = """杭州市电动车停放办法
第七条 单位、个人不得在楼道停放电动车。
第十五条 违反本办法第七条规定的，责令改正；拒不改正的，对个人处九十元以下罚款，对单位处七百元以上罚款。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("parking")
    for name, text in (("浙江省电动车停放办法", PROVINCE), ("杭州市电动车停放办法", CITY)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder])
        yield opened


def test_the_citys_own_penalty_answers(shelf: Shelf) -> None:
    answer = ask(shelf, "杭州个人楼道停放电动车罚多少")
    assert "对个人处九十元以下罚款" in answer.citations[0].quote


def test_the_provinces_penalty_is_told_to_be_the_provinces(shelf: Shelf) -> None:
    answer = ask(shelf, "温州个人楼道停放电动车罚多少")
    assert "对个人处一百元以上六百元以下罚款" in answer.citations[0].quote
    assert any("浙江省的文件" in note for note in answer.notes)
