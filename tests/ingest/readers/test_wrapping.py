"""Text broken at a fixed width is put together; lists, tables and ordinary text stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ingest import outline
from ingest.readers.wrapping import Wrapping, columns, find_wrapping, rejoin

NOTICE = [
    "清河市人民政府关于支持企业创新的若干措施",
    "一、总体要求",
    "坚持企业主体地位，完善创新体系，推动产业链、创新链、资金链、人才链深度融合，加快建设具有区域影响力的创新高地，"
    "到2027年全市高新技术企业达到1500家以上，研发投入强度达到百分之三以上，形成一批有竞争力的企业。",
    "二、重点任务",
    "（一）认定奖励。对首次认定的高新技术企业，给予一次性奖励15万元；对重新认定的企业，给予一次性奖励5万元，"
    "所需资金由市、区两级财政按照现行体制分担，并纳入年度预算。",
    "（二）研发补助。对研发投入增长的企业，依照本措施第八条规定的标准，按照增量的百分之十给予补助，同一企业每年"
    "最高不超过100万元，已经享受其他同类政策的不再重复享受。",
    "三、附则",
    "本措施自2024年5月1日起施行，有效期三年，由市科学技术局负责解释，此前规定与本措施不一致的，以本措施为准。",
]


def wrapped(paragraphs: list[str], width: int, indent: str = "") -> list[str]:
    lines = []
    for paragraph in paragraphs:
        line = indent
        for letter in paragraph:
            if columns(line + letter) > width and letter not in "，。；：、）":
                lines.append(line)
                line = ""
            line += letter
        lines.append(line)
    return lines


@pytest.mark.parametrize("width", [44, 56, 64, 76])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "], ids=["flush", "wide", "narrow"])
def test_paragraphs_come_back(width: int, indent: str) -> None:
    lines = wrapped(NOTICE * 2, width, indent)
    assert len(lines) > len(NOTICE) * 2
    assert [line.strip() for line in rejoin(lines)] == NOTICE * 2


def test_a_reference_at_the_start_of_a_line_opens_nothing() -> None:
    before = "对研发投入持续增长并且形成自主知识产权和标准的企业依照"
    lines = [before, "第八条规定的标准执行，由市科学技术局会同市财政局负责兑现", "奖励资金。"] * 3
    assert rejoin(lines) == ["".join(lines[:3])] * 3


def test_a_list_and_a_table_stay_apart() -> None:
    items = [f"{number}.对符合前述条件的各类企业给予一次性资金奖励并纳入名单" for number in range(1, 9)]
    rows = ["项目名称以及申报的主要条件 | 奖励的标准和最高的限额说明"] * 8
    body = wrapped(NOTICE, 56)
    assert rejoin([*items, *rows]) == [*items, *rows]
    assert rejoin([*body, *rows])[-8:] == rows


def test_blank_lines_end_a_paragraph() -> None:
    body = wrapped(NOTICE[2:3] * 4, 56)
    assert rejoin([*body, "", "清河市人民政府"])[-2:] == ["", "清河市人民政府"]


def test_english_lines_are_joined_by_a_space() -> None:
    words = "the municipal government supports the innovation of firms in the city and pays for research " * 8
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) >= 72:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    assert rejoin([*lines, line]) == [words.strip()]


def test_text_with_a_paragraph_a_line_is_left_alone() -> None:
    assert find_wrapping(NOTICE) is None
    assert rejoin(NOTICE) == NOTICE


def test_the_outline_of_a_broken_text_is_that_of_the_text() -> None:
    text, sections = outline("\n".join(wrapped(NOTICE, 56, "\u3000\u3000")))
    assert (text, sections) == outline("\n".join(NOTICE))


@given(st.lists(st.text(st.sampled_from("的奖励企业，。一、（二）3 |\u3000"), max_size=60), max_size=40))
def test_no_character_is_lost(lines: list[str]) -> None:
    def letters(parts: list[str]) -> str:
        return "".join("".join(parts).split())

    assert letters(rejoin(lines)) == letters(lines)


def test_how_a_text_was_broken_is_found() -> None:
    assert find_wrapping(wrapped(NOTICE * 2, 56, "\u3000\u3000")) == Wrapping(58, indents=True)
