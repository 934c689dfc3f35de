"""A number opens a heading; a figure, a date or a reference does not."""

from __future__ import annotations

import pytest

from ingest.numbering import Style, chinese_number, is_reference, read_marker


@pytest.mark.parametrize(
    ("line", "style", "number", "label"),
    [
        ("第一部分 总体要求", Style.PART, 1, "第一部分"),
        ("第二编 物权", Style.BOOK, 2, "第二编"),
        ("第一分编 通则", Style.SUBBOOK, 1, "第一分编"),
        ("第 三 章　附则", Style.CHAPTER, 3, "第三章"),
        ("第二节 贷款", Style.SECTION, 2, "第二节"),
        ("第一百零三条 规定", Style.ARTICLE, 103, "第一百零三条"),
        ("第12条 规定", Style.ARTICLE, 12, "第12条"),
        ("一、指导思想", Style.CHINESE, 1, "一、"),
        ("十一．保障", Style.CHINESE, 11, "十一．"),
        ("（二）加快", Style.CHINESE_PAREN, 2, "（二）"),
        ("(十二)加快", Style.CHINESE_PAREN, 12, "(十二)"),
        ("21.加大", Style.ARABIC, 21, "21."),
        ("3、加大", Style.ARABIC, 3, "3、"),
        ("1.2023年底前完成", Style.ARABIC, 1, "1."),
        ("2.5G网络建设", Style.ARABIC, 2, "2."),
        ("1.1 总体要求", Style.DECIMAL, 1, "1.1"),
        ("（3）材料", Style.ARABIC_PAREN, 3, "（3）"),
        ("2）材料", Style.HALF_PAREN, 2, "2）"),
        ("③材料", Style.CIRCLED, 3, "③"),
        ("第二，完善机制", Style.ORDINAL, 2, "第二，"),
        ("B.材料", Style.LETTER, 2, "B."),
        ("【二】加快", Style.CHINESE_PAREN, 2, "【二】"),
        ("★3.加大", Style.ARABIC, 3, "3."),
        ("◆ 第二条 对象", Style.ARTICLE, 2, "第二条"),
        ("2 基本原则", Style.SPACED, 2, "2"),
        ("叁、补助", Style.FORMAL, 3, "叁、"),
        ("任务二：引进人才", Style.TASK, 2, "任务二："),
        ("专项3 人才引进", Style.TASK, 3, "专项3"),
    ],
)
def test_a_number_at_the_start_of_a_line_is_read(line: str, style: Style, number: int, label: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.style, marker.number, marker.label) == (style, number, label)


@pytest.mark.parametrize(
    "line",
    [
        "2.5亿元用于奖励",
        "1.1万家工业企业",
        "12.5%的企业",
        "2024年以来，全市",
        "三、四线城市",
        "一、二、三产业融合发展",
        "一、二级市场联动",
        "十三五期间",
        "一是完善机制",
        "A.I.技术",
        "",
        "奖励20万元",
        "20 万元用于奖励，",
        "3 张三 男",
        "任务重大",
        "工程一期建设",
        "★重点任务",
    ],
)
def test_figures_dates_and_words_open_nothing(line: str) -> None:
    assert read_marker(line) is None


def test_an_inserted_article_keeps_its_minor_number() -> None:
    marker = read_marker("第一百二十条之一 资助")
    assert marker is not None
    assert (marker.number, marker.minor, marker.label) == (120, 1, "第一百二十条之一")


@pytest.mark.parametrize(
    "line",
    [
        "第八条规定的条件",
        "第八条第二款所列",
        "第八条、第九条",
        "第八条所称企业",
        "第八条的规定",
        "第八条和第九条",
    ],
)
def test_the_rest_of_a_sentence_after_a_number_shows_a_reference(line: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert is_reference(line, marker)


@pytest.mark.parametrize(
    "line", ["第八条 对企业", "第八条　申请人", "第八条 中华人民共和国公民", "第八条为了规范"]
)
def test_an_article_is_no_reference(line: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert not is_reference(line, marker)


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一千二百六十", 1260),
        ("二〇", 20),
        ("34", 34),
    ],
)
def test_chinese_numbers_have_their_value(digits: str, value: int) -> None:
    assert chinese_number(digits) == value
