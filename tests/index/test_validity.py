from datetime import date

import pytest

from index.validity import find_relations, status_on, title_keys
from ingest import ClauseKind, Kind, Located, Metadata, Region, Status, StatusClause
from ingest.metadata import read_metadata
from ingest.types import Level

OLD = """云川市人民政府关于印发云川市科技贷办法的通知
云川政〔2019〕18号
各县、区人民政府：
现印发给你们。
云川市人民政府
2019年4月12日
第一条 本办法自2019年5月1日起施行，有效期五年。"""
NEW = """云川市人民政府关于印发云川市科技贷管理办法的通知
云川政〔2023〕7号
各县、区人民政府：
现印发给你们。
云川市人民政府
2023年3月20日
第一条 本办法自2023年5月1日起施行。{repeal}同时废止。"""


def shelf_of(repeal):
    return {"old": read_metadata(OLD), "new": read_metadata(NEW.format(repeal=repeal))}


@pytest.mark.parametrize(
    "repeal",
    [
        "《云川市科技贷办法》（云川政〔2019〕18号）",
        "《云川市科技贷办法》",
        "云川政[2019]18号",
        "《关于印发云川市科技贷办法的通知》",
    ],
    ids=["both", "title of what it carries", "number", "title without issuer"],
)
def test_a_later_edition_repeals_the_earlier_from_its_day_of_effect(repeal):
    documents = shelf_of(repeal)
    (relation,) = find_relations(documents)
    assert (relation.kind, relation.source, relation.target) == (ClauseKind.REPEALS, "new", "old")
    assert relation.day == date(2023, 5, 1)
    text = NEW.format(repeal=repeal)
    assert text[relation.start : relation.end] == f"{repeal}同时废止。"
    old = documents["old"]
    assert status_on(old, date(2019, 4, 30), [relation]) is Status.NOT_YET
    assert status_on(old, date(2023, 4, 30), [relation]) is Status.IN_FORCE
    assert status_on(old, date(2023, 5, 1), [relation]) is Status.REPEALED
    assert status_on(old, date(2024, 5, 1)) is Status.EXPIRED
    assert status_on(documents["new"], date(2024, 5, 1)) is Status.IN_FORCE


def test_a_number_that_differs_is_another_document():
    assert find_relations(shelf_of("《云川市科技贷办法》（云川政〔2016〕7号）")) == ()


def test_the_same_title_of_another_city_is_not_meant():
    documents = shelf_of("《科技贷办法》")
    other = Located(Region("临澜市", Level.MUNICIPAL))
    documents["old"] = Metadata(title=Located("科技贷办法"), region=other, issued=Located(date(2018, 1, 1)))
    assert find_relations(documents) == ()


def test_a_draft_repeals_nothing():
    documents = shelf_of("《云川市科技贷办法》")
    draft = NEW.format(repeal="《云川市科技贷办法》").replace("的通知", "的通知（征求意见稿）")
    documents["new"] = read_metadata(draft)
    assert find_relations(documents) == ()


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        (Metadata(), Status.UNKNOWN),
        (Metadata(kind=Located(Kind.DRAFT)), Status.DRAFT),
        (Metadata(kind=Located(Kind.REPLY), issued=Located(date(2030, 1, 1))), Status.REPLY),
        (Metadata(issued=Located(date(2018, 5, 7))), Status.IN_FORCE),
        (Metadata(issued=Located(date(2030, 1, 1))), Status.NOT_YET),
        (Metadata(effective=Located(date(2025, 1, 1)), issued=Located(date(2024, 1, 1))), Status.NOT_YET),
        (Metadata(expires=Located(date(2024, 6, 1)), issued=Located(date(2019, 1, 1))), Status.EXPIRED),
        (Metadata(expires=Located(date(2024, 6, 1))), Status.EXPIRED),
        (
            Metadata(issued=Located(date(2020, 2, 1)), clauses=(StatusClause(ClauseKind.VALID_WHILE, 0, 9),)),
            Status.UNKNOWN,
        ),
        (
            Metadata(title=Located("行动方案（2021—2023年）"), issued=Located(date(2021, 1, 1))),
            Status.EXPIRED,
        ),
        (
            Metadata(title=Located("行动方案（2023—2025年）"), issued=Located(date(2023, 1, 1))),
            Status.IN_FORCE,
        ),
    ],
)
def test_the_status_on_the_first_of_june_2024(metadata, status):
    assert status_on(metadata, date(2024, 6, 1)) is status


def test_a_title_is_cited_whole_without_issuer_or_by_what_it_carries():
    assert title_keys("云川市人民政府关于印发《云川市科技贷办法（试行）》的通知") == {
        "云川市人民政府关于印发《云川市科技贷办法(试行)》的通知",
        "关于印发《云川市科技贷办法(试行)》的通知",
        "云川市科技贷办法(试行)",
    }


def test_an_extension_moves_the_last_day():
    documents = {"old": read_metadata(OLD)}
    documents["extension"] = read_metadata(
        "云川市人民政府关于延长《云川市科技贷办法》有效期的通知\n云川政〔2024〕9号\n各县、区人民政府：\n"
        "《云川市科技贷办法》（云川政〔2019〕18号）有效期延长至2026年12月31日。\n云川市人民政府\n2024年4月1日"
    )
    (relation,) = find_relations(documents)
    assert (relation.kind, relation.until) == (ClauseKind.VALID_UNTIL, date(2026, 12, 31))
    assert documents["extension"].expires is None
    assert status_on(documents["old"], date(2025, 6, 1), [relation]) is Status.IN_FORCE
    assert status_on(documents["old"], date(2027, 1, 1), [relation]) is Status.EXPIRED


def edition(
    day: date,
    *,
    title: str = "云川市市场主体登记条例",
    kind: Kind = Kind.LAW,
    issuer: str = "云川市人大常委会",
):
    return Metadata(
        title=Located(title, 0, len(title)),
        kind=Located(kind),
        region=Located(Region("云川市", Level.MUNICIPAL, None, "云川市")),
        issuers=(Located(issuer),) if issuer else (),
        issued=Located(day, 20, 30),
    )


def test_the_next_edition_of_a_rule_takes_the_place_of_the_one_before():
    days = {"second": date(2019, 3, 2), "third": date(2023, 7, 20), "first": date(2004, 4, 30)}
    relations = find_relations({name: edition(day) for name, day in days.items()})
    assert [(one.source, one.target, one.day, one.kind) for one in relations] == [
        ("second", "first", date(2019, 3, 2), ClauseKind.REPEALS),
        ("third", "second", date(2023, 7, 20), ClauseKind.REPEALS),
    ]


def test_an_edition_named_in_the_title_is_one_of_the_same_rule():
    revised = edition(date(2023, 7, 20), title="云川市市场主体登记条例（2023年修订）")
    assert len(find_relations({"old": edition(date(2004, 4, 30)), "new": revised})) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (edition(date(2023, 5, 6)), edition(date(2023, 5, 6))),
        (edition(date(2022, 5, 6), kind=Kind.NOTICE), edition(date(2023, 5, 6), kind=Kind.NOTICE)),
        (edition(date(2022, 5, 6)), edition(date(2023, 5, 6), issuer="云川市司法局")),
        (edition(date(2022, 5, 6)), edition(date(2023, 5, 6), title="云川市市场主体登记条例实施细则")),
        (edition(date(2022, 5, 6)), edition(date(2023, 5, 6), kind=Kind.DRAFT)),
    ],
    ids=["one day", "yearly notices", "another issuer", "another rule", "a draft"],
)
def test_what_is_no_later_edition_ends_nothing(first, second):
    assert find_relations({"first": first, "second": second}) == ()
