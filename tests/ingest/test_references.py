import pytest
from hypothesis import given, strategies as st

from ingest.references import find_numbers, find_references, normalise_number

BRACKETS = ["〔〕", "[]", "【】", "（）", "()", "［］", "﹝﹞", "〖〗"]


@given(
    st.sampled_from(BRACKETS),
    st.integers(1990, 2039),
    st.integers(1, 999),
    st.sampled_from(["", " ", "　"]),
    st.sampled_from(["", "第"]),
)
def test_every_bracket_and_space_gives_one_normal_form(brackets, year, serial, space, ordinal):
    written = f"驻政{space}{brackets[0]}{year}{brackets[1]}{space}{ordinal}{serial}{space}号"
    assert normalise_number(written) == f"驻政〔{year}〕{serial}号"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("驻政办（２０２０）第１２号", "驻政办〔2020〕12号"),
        ("中华人民共和国国务院令第706号", "国令第706号"),
        ("国令第706号", "国令第706号"),
        ("主席令第六号", "主席令第6号"),
        ("云川市人民政府令（第45号）", "云川市人民政府令第45号"),
        ("云川市人民政府第45号令", "云川市人民政府令第45号"),
        ("第45号令", "令第45号"),
        ("财政部 税务总局公告2023年第5号", "财政部税务总局公告2023年第5号"),
        ("公告2023年第5号", "公告2023年第5号"),
        ("（云政〔2018〕3号）", "云政〔2018〕3号"),
        ("和政办发〔2019〕2号", "和政办发〔2019〕2号"),
    ],
)
def test_other_forms_have_a_normal_form_too(written, normal):
    assert normalise_number(written) == normal


@pytest.mark.parametrize("written", ["根据国发〔2018〕3号文件", "2018年25号", "第45条", "驻政〔2018〕号"])
def test_what_is_not_a_number_alone_has_none(written):
    assert normalise_number(written) is None


def test_running_text_is_no_part_of_the_agency_code():
    text = "根据国发〔2018〕3号文件和云政办〔2019〕2号、1991年12月6日 卫生部令第17号"
    assert [(n.value, text[n.start : n.end]) for n in find_numbers(text)] == [
        ("国发〔2018〕3号", "国发〔2018〕3号"),
        ("云政办〔2019〕2号", "云政办〔2019〕2号"),
        ("卫生部令第17号", "卫生部令第17号"),
    ]


def test_a_number_does_not_reach_over_a_line_break():
    text = "关于印发办法的通知\n云政〔2018〕3号"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["云政〔2018〕3号"]


def test_a_citation_joins_title_and_number_and_may_hold_another_title():
    text = "《关于印发《云川市科技贷办法》的通知》（云政[2018]3号）和《预算法》、云政〔2020〕1号"
    assert [(r.title, r.document_number, text[r.start : r.end]) for r in find_references(text)] == [
        ("关于印发《云川市科技贷办法》的通知", "云政〔2018〕3号", text[: text.index("和")]),
        ("预算法", None, "《预算法》"),
        (None, "云政〔2020〕1号", "云政〔2020〕1号"),
    ]
