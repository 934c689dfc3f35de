"""Papers of many styles, invented to be awkward: what comes out of each, field by field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest import Ingested, Level, SectionKind, ingest_file, label_path

AWKWARD = Path(__file__).resolve().parents[2] / "eval" / "data" / "awkward"


@pytest.fixture(scope="module")
def read() -> dict[str, Ingested]:
    return {path.name: ingest_file(path) for path in sorted(AWKWARD.iterdir())}


# name: title, number, issuers, region, issued, effective, expires
HEADS = {
    "county_notice.txt": (
        "青河县人民政府办公室关于印发《青河县支持特色农业高质量发展十条措施（试行）》的通知",
        "青办发〔2024〕12号",
        ["中共青河县委办公室", "青河县人民政府办公室"],
        ("青河县", Level.COUNTY),
        (date(2024, 3, 5), date(2024, 4, 1), date(2026, 4, 1)),
    ),
    "guide_qa.md": (
        "江浦市2025年科技创新券申领指南",
        None,
        [],
        ("江浦市", Level.MUNICIPAL),
        (None, None, None),
    ),
    "rules.txt": (
        "海州市工业用地“标准地”出让实施细则",
        None,
        ["海州市人民政府办公室"],
        ("海州市", Level.MUNICIPAL),
        (date(2024, 9, 3), date(2024, 10, 3), None),
    ),
    "joint.txt": (
        "省财政厅 省税务局 国家金融监督管理总局东岭监管局关于进一步做好创业担保贷款财政贴息工作的通知",
        "东财金〔2024〕33号",
        ["省财政厅", "省税务局", "国家金融监督管理总局东岭监管局"],
        None,
        (date(2024, 6, 11), date(2024, 7, 1), date(2027, 1, 1)),
    ),
    "minutes.txt": (
        "云台市人民政府专题会议纪要",
        None,
        ["云台市人民政府办公室"],
        ("云台市", Level.MUNICIPAL),
        (date(2024, 5, 21), None, None),
    ),
    "web.html": (
        "关于印发南屏区促进楼宇经济发展办法的通知",
        "南屏府规〔2024〕3号",
        ["南屏区人民政府"],
        ("南屏区", Level.COUNTY),
        (date(2024, 8, 1), date(2024, 9, 1), date(2027, 9, 1)),
    ),
    "measures_table.txt": (
        "临泽县重点企业服务事项清单（2025年版）",
        None,
        [],
        ("临泽县", Level.COUNTY),
        (None, None, None),
    ),
    "opinions.txt": (
        "西岭省人民政府关于推动科技服务业高质量发展的意见",
        "西政发〔2024〕19号",
        ["西岭省人民政府"],
        ("西岭省", Level.PROVINCIAL),
        (date(2024, 10, 8), None, None),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_the_header_fields_are_those_that_the_paper_states(name: str, read: dict[str, Ingested]) -> None:
    metadata = read[name].document.metadata
    title, number, issuers, region, days = HEADS[name]
    assert metadata.title is not None
    assert metadata.title.value == title
    assert (metadata.document_number.value if metadata.document_number else None) == number
    assert [issuer.value for issuer in metadata.issuers] == issuers
    found = metadata.region.value if metadata.region else None
    assert ((found.name, found.level) if found else None) == region
    assert (
        tuple(day.value if day else None for day in (metadata.issued, metadata.effective, metadata.expires))
        == days
    )


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("county_notice.txt", ["1、", "2、", "2、/一是", "2、/二是", "2、/三是", "3、", "4、", "5、"]),
        (
            "rules.txt",
            [
                "第一章",
                "第一章/第一条",
                "第一章/第二条",
                "第二章",
                "第二章/第三条",
                "第二章/第三条/（一）",
                "第二章/第三条/（二）",
                "第二章/第三条/（二）/1.",
                "第二章/第三条/（二）/2.",
                "第二章/第三条/（三）",
                "第二章/第四条",
                "第二章/第五条之一",
                "第三章",
                "第三章/第六条",
                "第三章/第七条",
            ],
        ),
        ("traditional.txt", ["第一條", "第二條", "第三條", "第三條/一、", "第三條/二、", "第四條", "第五條"]),
        ("web.html", ["第一条", "第二条", "第三条", "第四条"]),
        (
            "wrapped.txt",
            ["一、", "二、", "二、/(一)", "二、/(二)", "二、/(三)", "三、", "三、/(一)", "三、/(二)"],
        ),
    ],
)
def test_the_numbers_of_the_paper_are_its_sections(
    name: str, paths: list[str], read: dict[str, Ingested]
) -> None:
    sections = read[name].document.sections
    numbered = [section for section in sections if section.label and section.kind is not SectionKind.CLOSING]
    assert ["/".join(label_path(sections, section)) for section in numbered] == paths


def test_what_the_site_puts_around_a_page_is_none_of_it(read: dict[str, Ingested]) -> None:
    document = read["web.html"].document
    assert "当前位置" not in document.text
    assert "备案号" not in document.text
    assert "相关阅读" not in document.text


def test_lines_broken_by_the_margin_are_joined(read: dict[str, Ingested]) -> None:
    text = read["wrapped.txt"].document.text
    assert (
        '对首次认定的创新型中小企业、专精特新中小企业、专精特新"小巨人"企业，分别给予3万元、20万元、100万元奖励'
        in text
    )


def test_the_rows_of_a_catalogue_keep_what_is_merged_over_them(read: dict[str, Ingested]) -> None:
    assert (
        "高企奖励 | 澄科〔2024〕8号 | 科技型中小企业 | 入库奖励1万元 | 市科技局"
        in read["catalogue.xlsx"].document.text
    )
