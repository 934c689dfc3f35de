"""What a browser sends of the form becomes a profile; nothing is filled in."""

from __future__ import annotations

from desk.tabs.match import MAX_FIELDS, profile_sent


def test_lists_are_cut_and_what_is_empty_is_left_out() -> None:
    sent = {
        "fields": {
            "region": " 云川市 ",
            "qualifications": "高新技术企业、瞪羚企业，",
            "name": "",
        },
        "types": {"qualifications": "list", "region": "text"},
        "answers": {"设备投资额": "800", "已纳入统计": "yes", "有失信记录": ""},
    }
    assert profile_sent(sent) == {
        "region": "云川市",
        "qualifications": ["高新技术企业", "瞪羚企业"],
        "answers": {"设备投资额": 800.0, "已纳入统计": True},
    }


def test_none_is_an_empty_list_and_not_an_unknown_one() -> None:
    sent = {"fields": {"newly_recognised": "没有"}, "types": {"newly_recognised": "list"}}
    assert profile_sent(sent) == {"newly_recognised": []}


def test_what_is_no_form_gives_nothing() -> None:
    assert profile_sent({"fields": "region", "answers": 3}) == {}
    many = {"fields": {f"field{number}": "x" for number in range(MAX_FIELDS + 40)}}
    assert len(profile_sent(many)) == MAX_FIELDS
