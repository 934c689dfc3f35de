from datetime import date

import pytest
from hypothesis import given, strategies as st

from ingest import ClauseKind, Kind, Level, Source
from ingest.metadata import read_metadata

NOTICE = """首页 > 信息公开
云川市人民政府关于印发云川市科技贷管理办法的通知
云川政[2024]18 号
各县、区人民政府，市政府各部门：
《云川市科技贷管理办法》已经市政府同意，现印发给你们。
附件：1.申请表
2.承诺书
云川市人民政府
2024年4月12日
（联系人：某某，电话：0988-0000001）
云川市科技贷管理办法
第一条 为落实《澜江省科技金融办法》（澜政〔2022〕11号），制定本办法。
第二条 本办法自2024年5月1日起施行，有效期五年。《云川市科技贷暂行办法》（云川政〔2016〕7号）同时废止。"""


def test_every_field_of_a_notice_with_its_place():
    found = read_metadata(NOTICE, removed=("发布时间：2024-04-15 来源：市政府办",))

    def shown(located):
        return NOTICE[located.start : located.end]

    assert found.title is not None
    assert found.title.value == shown(found.title) == "云川市人民政府关于印发云川市科技贷管理办法的通知"
    assert found.document_number is not None
    assert (found.document_number.value, shown(found.document_number)) == (
        "云川政〔2024〕18号",
        "云川政[2024]18 号",
    )
    assert [(i.value, shown(i)) for i in found.issuers] == [("云川市人民政府", "云川市人民政府")]
    assert found.region is not None
    assert (found.region.value.name, found.region.value.level) == ("云川市", Level.MUNICIPAL)
    assert (found.region.value.province, found.region.value.code) == ("澜江省", None)
    assert found.kind is not None
    assert found.kind.value is Kind.MEASURES
    assert found.issued is not None
    assert (found.issued.value, shown(found.issued)) == (date(2024, 4, 12), "2024年4月12日")
    assert found.published is not None
    assert (found.published.value, found.published.source, found.published.start) == (
        date(2024, 4, 15),
        Source.PAGE,
        None,
    )
    assert found.effective is not None
    assert found.effective.value == date(2024, 5, 1)
    assert found.expires is not None
    assert found.expires.value == date(2029, 5, 1)
    assert found.recipients is not None
    assert found.recipients.value == shown(found.recipients) == "各县、区人民政府，市政府各部门"
    assert [(a.value, shown(a)) for a in found.attachments] == [("申请表", "申请表"), ("承诺书", "承诺书")]
    assert [c.value for c in found.contacts] == ["（联系人：某某，电话：0988-0000001）"]
    assert [c.kind for c in found.clauses] == [
        ClauseKind.EFFECTIVE_FROM,
        ClauseKind.VALID_FOR,
        ClauseKind.REPEALS,
    ]
    assert [(r.title, r.document_number) for r in found.references] == [
        ("云川市科技贷管理办法", None),
        ("澜江省科技金融办法", "澜政〔2022〕11号"),
        ("云川市科技贷暂行办法", "云川政〔2016〕7号"),
    ]


def test_a_reply_without_title_number_and_date_says_so():
    text = (
        "叶某某代表：\n您提出的《关于加强创新的建议》已收悉，现答复如下：\n"
        "我市坚持创新。平顶山市投入增长。平顶山市企业增加。"
    )
    found = read_metadata(text)
    assert (found.title, found.document_number, found.issued, found.issuers) == (None, None, None, ())
    assert found.kind is not None
    assert found.kind.value is Kind.REPLY
    assert found.region is not None
    assert found.region.value.name == "平顶山市"


def test_two_places_named_alike_often_decide_nothing():
    text = (
        "关于工业发展的意见\n我市要学习。信阳市投入增长，信阳市企业增加。驻马店市投入增长，驻马店市企业增加。"
    )
    assert read_metadata(text).region is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云川市人民政府关于印发云川市创新工作方案的通知", Kind.PLAN),
        ("云川市人民政府关于召开会议的通知", Kind.NOTICE),
        ("关于加快工业发展的若干意见", Kind.OPINIONS),
        ("关于加快工业发展的若干意见（征求意见稿）", Kind.DRAFT),
        ("关于对市政协第123号提案的答复", Kind.REPLY),
        ("《云川市若干政策》政策解读", Kind.INTERPRETATION),
        ("云川市节水条例", Kind.LAW),
        ("国务院关于同意建设示范区的批复", Kind.DECISION),
        ("2025年度奖励申报指南", Kind.GUIDE),
        ("云川市支持创新若干措施（试行）", Kind.MEASURES),
    ],
)
def test_the_kind_follows_from_what_the_title_names(title, kind):
    found = read_metadata(f"{title}\n第一条 为了发展，制定本文件。\n第二条 略。").kind
    assert found is not None
    assert found.value is kind


def test_joint_issuers_come_from_the_signature_where_the_title_counts_them():
    text = (
        "临澜市科学技术局等三部门关于印发办法的通知\n各县：\n现印发给你们。\n"
        "临澜市科学技术局\n临澜市财政局\n临澜市金融工作局\n2023年9月8日"
    )
    assert [i.value for i in read_metadata(text).issuers] == [
        "临澜市科学技术局",
        "临澜市财政局",
        "临澜市金融工作局",
    ]


def test_a_law_is_made_by_the_congress_that_passed_it_and_dated_by_its_last_revision():
    text = (
        "上海市科学技术进步条例\n1996年6月20日 上海市第十届人民代表大会常务委员会第二十八次会议通过\n"
        "2024年5月10日 上海市第十六届人民代表大会常务委员会第十三次会议修订\n"
        "第一条 为了进步。\n第二条 本条例自公布之日起施行。"
    )
    found = read_metadata(text)
    assert [i.value for i in found.issuers] == ["上海市人民代表大会常务委员会"]
    assert found.issued is not None
    assert found.issued.value == date(2024, 5, 10)
    assert found.effective is not None
    assert found.effective.value == date(1996, 6, 20)


def test_a_state_council_decree_in_a_note_is_the_number():
    text = (
        "土地复垦条例\n2011年2月22日 国务院第145次常务会议通过\n"
        "2011年3月5日 中华人民共和国国务院令第592号公布\n第一条 为了复垦。"
    )
    found = read_metadata(text)
    assert found.document_number is not None
    assert found.document_number.value == "国令第592号"
    assert [i.value for i in found.issuers] == ["国务院"]
    assert found.region is not None
    assert found.region.value.level is Level.NATIONAL


def test_a_forms_cells_are_fields_and_its_rows_no_title():
    text = (
        "清河市人民政府文件处理\n来文文号 | 府办专督〔2024〕24号 |  | 来文单位 | 市人民政府办公室\n"
        "收文日期 | 2024年06月15日\n公文标题 | 市领导调研后续落实事项的通知\n处理意见\n请科技局阅处。"
    )
    found = read_metadata(text)
    assert found.title is not None
    assert found.title.value == "市领导调研后续落实事项的通知"
    assert found.document_number is not None
    assert found.document_number.value == "府办专督〔2024〕24号"


def test_a_number_in_traditional_characters_is_read():
    found = read_metadata("青陵市政府辦公室關於印發措施的通知\n青臺辦〔2023〕4號\n各區縣：\n請遵照執行。")
    assert found.document_number is not None
    assert found.document_number.value == "青臺辦〔2023〕4号"


@pytest.mark.parametrize("done", ["修订", "第三次修订"])
def test_the_decree_of_the_last_whole_revision_is_the_number(done):
    text = (
        "土地复垦条例\n2011年3月5日 中华人民共和国国务院令第592号公布\n"
        f"2024年9月27日 中华人民共和国国务院令第791号{done}\n第一条 为了复垦。"
    )
    found = read_metadata(text)
    assert found.document_number is not None
    assert found.document_number.value == "国令第791号"


def test_labelled_fields_of_a_page_are_read_with_their_values_on_the_next_line():
    text = (
        "发文机关：\n国务院办公厅\n成文日期：\n1997年02月04日\n发文字号：\n国办发〔1997〕2号\n发布日期：\n2018年12月02日\n"
        "国务院办公厅关于防震工作的通知\n各省：\n请认真执行。"
    )
    found = read_metadata(text)
    assert found.document_number is not None
    assert found.document_number.value == "国办发〔1997〕2号"
    assert found.issued is not None
    assert found.issued.value == date(1997, 2, 4)
    assert found.published is not None
    assert text[found.published.start : found.published.end] == "2018年12月02日"


def test_a_title_known_only_to_the_file_is_taken_from_it():
    text = "各县、区人民政府：\n请认真执行本通知。"
    found = read_metadata(text, properties={"title": "关于做好工作的通知_云川市人民政府"})
    assert found.title is not None
    assert (found.title.value, found.title.source, found.title.start) == (
        "关于做好工作的通知",
        Source.FILE,
        None,
    )


@given(
    st.text(
        alphabet="云川市人民政府关于印发办法的通知第一条〔〕2024年5月7日《》：。\n 　自起施行废止号令（）",
        max_size=300,
    )
)
def test_any_text_is_read_and_every_span_lies_in_it(text):
    found = read_metadata(text)
    spans = [*found.issuers, *found.attachments, *found.contacts, *found.clauses, *found.references]
    for one in (found.title, found.document_number, found.issued, found.recipients, found.region, found.kind):
        spans += [one] if one is not None and one.source is Source.TEXT else []
    for span in spans:
        assert span.start is not None
        assert span.end is not None
        assert 0 <= span.start < span.end <= len(text)


JOINT = """青河县人民政府办公室关于印发《青河县支持特色农业措施》的通知
青办发〔2024〕12号
各乡镇党委、人民政府：
现将《青河县支持特色农业措施》印发给你们。
中共青河县委办公室    青河县人民政府办公室
2024年3月5日
青河县支持特色农业措施
第一条 本措施自2024年4月1日起执行，至2026年12月31日止。"""


def test_those_who_signed_together_issued_together_though_the_title_names_one() -> None:
    found = read_metadata(JOINT)
    assert [issuer.value for issuer in found.issuers] == ["中共青河县委办公室", "青河县人民政府办公室"]


def test_a_last_day_named_as_one_ends_the_document() -> None:
    found = read_metadata(JOINT)
    assert found.effective is not None
    assert found.effective.value == date(2024, 4, 1)
    assert found.expires is not None
    assert found.expires.value == date(2027, 1, 1)


def test_a_year_to_come_ends_nothing() -> None:
    found = read_metadata(JOINT.replace("至2026年12月31日止", "到2027年建成十个基地"))
    assert found.expires is None


@pytest.mark.parametrize(
    ("branch", "region"),
    [("国家金融监督管理总局东岭监管局", None), ("国家金融监督管理总局浙江监管局", "浙江省")],
)
def test_the_branch_of_a_national_body_is_not_the_nation(branch: str, region: str | None) -> None:
    text = (
        f"省财政厅 省税务局 {branch}关于做好贴息工作的通知\n东财金〔2024〕33号\n各市财政局：\n"
        "为做好贴息工作，现通知如下。"
    )
    found = read_metadata(text)
    assert (found.region.value.name if found.region else None) == region
    assert [issuer.value for issuer in found.issuers] == ["省财政厅", "省税务局", branch]


def test_when_a_meeting_was_held_is_not_when_its_minutes_came_out() -> None:
    text = (
        "云台市人民政府专题会议纪要\n时间：2024年5月16日下午\n地点：市政府会议室\n会议研究了产业链建设工作。"
    )
    assert read_metadata(text).published is None


def test_an_annex_mark_above_a_title_is_none_of_it() -> None:
    text = "附件\n临泽县重点企业服务事项清单\n为做好服务，制定本清单。"
    found = read_metadata(text)
    assert found.title is not None
    assert found.title.value == "临泽县重点企业服务事项清单"


def test_a_number_a_day_and_a_body_on_one_line_are_three_fields():
    line = "云政发〔2024〕11号　　2024年6月5日　　云川市人民政府"
    text = f"云川市产业政策意见\n{line}\n第一条 为了发展，制定本意见。"
    found = read_metadata(text)
    assert found.document_number is not None and found.document_number.value == "云政发〔2024〕11号"
    assert found.issued is not None and found.issued.value == date(2024, 6, 5)
    assert [issuer.value for issuer in found.issuers] == ["云川市人民政府"]


def test_a_signature_is_found_where_line_breaks_were_lost():
    text = (
        "云川市关于停征污水处理费的通知\n\n2020-02-08\n\n"
        "为应对影响，现通知如下。 一、自2020年2月1日起停征。 特此通知。 云川市水务局 云川市财政局 "
        "2020年2月7日 （此件公开发布）"
    )
    found = read_metadata(text)
    assert found.issued is not None and found.issued.value == date(2020, 2, 7)
    assert text[found.issued.start : found.issued.end] == "2020年2月7日"
    assert [issuer.value for issuer in found.issuers] == ["云川市水务局", "云川市财政局"]
    assert found.published is not None and found.published.value == date(2020, 2, 8)


def test_a_term_counts_from_the_day_of_publication_where_no_other_is_written():
    text = "云川市支持企业的政策措施\n2020-02-04\n一、减免房租。\n本政策自发布之日起施行，有效期6个月。"
    found = read_metadata(text)
    assert (found.issued, found.expires and found.expires.value) == (None, date(2020, 8, 4))


def test_a_rule_rewritten_without_naming_the_decree_has_no_number():
    text = (
        "企业名称规定\n1991年5月6日 中华人民共和国国家工商行政管理局令第7号发布\n"
        "2020年12月14日 国务院第118次常务会议修订通过\n第一条 为了规范。"
    )
    assert read_metadata(text).document_number is None
