from datetime import date

import pytest

from ingest import ClauseKind
from ingest.clauses import find_clauses

ISSUED = date(2024, 2, 28)


def clauses_of(text, title=None):
    return find_clauses(text, ISSUED, title)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("本办法自2024年7月1日起施行。", date(2024, 7, 1)),
        ("第十九条 本办法自2024年7月1日起施行。", date(2024, 7, 1)),
        ("现予公布，自2019年3月1日起施行。", date(2019, 3, 1)),
        ("本措施自印发之日起施行。", ISSUED),
        ("本条例自公布之日起30日后施行。", date(2024, 3, 29)),
        ("17.本政策由市科学技术局负责解释，自2023年5月1日起施行，有效期5年。", date(2023, 5, 1)),
        ("本规则自2001年8月1日零时起施行。", date(2001, 8, 1)),
    ],
)
def test_the_day_of_effect(sentence, day):
    clause = clauses_of(sentence)[0]
    assert (clause.kind, clause.day) == (ClauseKind.EFFECTIVE_FROM, day)
    assert sentence[clause.start : clause.end] == sentence


@pytest.mark.parametrize(
    ("sentence", "months"),
    [
        ("本办法自2023年10月10日起施行，有效期五年。", 60),
        ("本措施有效期为2年。", 24),
        ("本政策自发布之日起施行，施行期暂定为6个月。", 6),
        ("本政策执行期暂定为自政策发布之日起三个月。", 3),
        ("上述相关条款除国家另有规定外，执行期限自发布之日起3个月止。", 3),
        ("本细则试行期一年。", 12),
        ("有效期18个月。", 18),
    ],
)
def test_the_length_of_validity(sentence, months):
    assert [c.months for c in clauses_of(sentence) if c.kind is ClauseKind.VALID_FOR] == [months]


@pytest.mark.parametrize(
    "sentence",
    [
        "以上政策自印发之日起实施，其余有效期至应急响应解除止。",
        "本措施自印发之日起施行，有效期为防控期间。",
        "本公告自2020年1月1日起施行，截止日期视情况另行公告。",
        "以上措施在试点期间有效。",
    ],
)
def test_an_end_that_is_an_event_has_no_day(sentence):
    clause = clauses_of(sentence)[-1]
    assert (clause.kind, clause.day, clause.months) == (ClauseKind.VALID_WHILE, None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法适用于节假日期间的交通管理。",
        "本通知申报截止时间为2026年6月30日。",
        "贷款合同在存续期间有效。",
    ],
)
def test_what_is_said_of_something_else_gives_no_end(sentence):
    assert clauses_of(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("本措施自2022年7月1日起施行，有效期至2027年12月31日。", date(2027, 12, 31)),
        ("本政策执行期限为2024年1月1日至2026年12月31日。", date(2026, 12, 31)),
        ("本通知有效期截止到2025年底。", date(2025, 12, 31)),
        ("本通知适用截止时间为2026年6月30日。", date(2026, 6, 30)),
        ("现将奖励标准公布如下，自2025年10月1日起执行，有效期至2027年12月31日。", date(2027, 12, 31)),
        (
            "（责任单位：市商务局） 以上政策措施适用于符合《划型标准》（工信联〔2011〕3号）"
            "且在本市注册的企业，"
            "自印发之日起实施，有效期至2025年底（另有规定的从其规定）。",
            date(2025, 12, 31),
        ),
    ],
)
def test_the_last_day_of_validity(sentence, last):
    assert [c.day for c in clauses_of(sentence) if c.kind is ClauseKind.VALID_UNTIL] == [last]


@pytest.mark.parametrize(
    "sentence",
    [
        "高新技术企业证书有效期三年。",
        "《采矿许可证》有效期满，不办理延续登记手续的，《采矿许可证》自行废止。",
        "《若干政策》自2023年5月1日起施行，有效期5年。",
        "此前发布的规定与本办法不一致的，以本办法为准。",
        "对不适应要求的《云川市科技贷办法》应当及时修改或者废止。",
        "根据《国务院关于修改和废止部分行政法规的决定》第一次修订。",
    ],
)
def test_what_is_said_of_other_things_settles_nothing(sentence):
    assert clauses_of(sentence) == ()


def test_several_documents_repealed_in_one_sentence():
    text = "《云川市甲办法》（云政〔2018〕3号）、《云川市乙规定》和云政办〔2019〕2号同时废止。"
    targets = [c.target for c in clauses_of(text) if c.kind is ClauseKind.REPEALS]
    assert [(t.title, t.document_number) for t in targets if t] == [
        ("云川市甲办法", "云政〔2018〕3号"),
        ("云川市乙规定", None),
        (None, "云政办〔2019〕2号"),
    ]


def test_documents_in_the_history_of_a_repealed_one_are_not_repealed():
    text = (
        "1994年8月17日市人民政府第17号令发布、根据2001年《关于修改〈云川市甲办法〉的决定》修正的"
        "《云川市甲办法》（云政〔1994〕3号）自本办法施行之日起同时废止。"
    )
    assert [c.target.title for c in clauses_of(text) if c.target] == ["云川市甲办法"]


def test_an_end_named_in_brackets_is_not_said_of_the_document_cited_before():
    text = (
        "以上政策措施适用于符合《中小企业划型标准规定》的企业，自印发之日起实施，"
        "有效期至2020年底(不再需要的自然失效)。"
    )
    kinds = [(c.kind, c.day) for c in clauses_of(text)]
    assert kinds == [(ClauseKind.EFFECTIVE_FROM, ISSUED), (ClauseKind.VALID_UNTIL, date(2020, 12, 31))]


def test_the_basis_of_a_repeal_is_not_repealed():
    text = "根据《云川市文件清理规定》，现废止《云川市甲办法》。"
    assert [c.target.title for c in clauses_of(text) if c.target] == ["云川市甲办法"]


def test_a_decision_repeals_the_rows_of_its_list_and_keeps_the_others():
    title = "关于公布规范性文件清理结果的决定"
    text = (
        f"{title}\n附件1\n继续有效的规范性文件目录\n1 | 云川市丙办法 | 云政〔2020〕3号\n"
        "附件2\n废止的规范性文件目录\n1 | 云川市甲办法 | 云政〔2015〕21号\n"
        "2 | 云川市乙规定 | 云政办〔2017〕33号"
    )
    repeals = [c for c in clauses_of(text, (0, len(title))) if c.kind is ClauseKind.REPEALS]
    assert [(c.target.title, c.target.document_number) for c in repeals if c.target] == [
        ("云川市甲办法", "云政〔2015〕21号"),
        ("云川市乙规定", "云政办〔2017〕33号"),
    ]
    assert text[repeals[0].start : repeals[0].end] == "1 | 云川市甲办法 | 云政〔2015〕21号"


def test_amendments_name_what_they_change_but_not_by_its_short_name():
    text = "将《云川市甲办法》（云政〔2018〕3号）第五条修改为：“略”。\n《办法》第六条修改为“略”。"
    amended = [c.target.title for c in clauses_of(text) if c.kind is ClauseKind.AMENDS and c.target]
    assert amended == ["云川市甲办法"]


def test_draft_and_trial_are_read_from_the_title():
    title = "云川市甲办法（试行）（征求意见稿）"
    kinds = {(c.kind, title[c.start : c.end]) for c in clauses_of(title, (0, len(title)))}
    assert kinds == {(ClauseKind.DRAFT, "征求意见稿"), (ClauseKind.TRIAL, "试行")}
