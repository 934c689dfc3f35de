import pytest

from ingest.head import Role, read_head, role_of, split_lines, squeeze


def title_of(text):
    head = read_head(text)
    return squeeze(text[slice(*head.title)]) if head.title else None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("云川市人民政府|关于印发云川市政策的|通      知|各县：", "云川市人民政府关于印发云川市政策的通知"),
        ("关于发展的若干意见|（征求意见稿）|为贯彻精神，提出如下意见。", "关于发展的若干意见（征求意见稿）"),
        ("首页 > 政务公开 > 文件|云川市科技贷办法|第一条 为了规范。", "云川市科技贷办法"),
        ("关于印发《云川市科技贷办法》|的通知|各县、区：", "关于印发《云川市科技贷办法》的通知"),
        (
            "云川市人民政府文件|云政〔2024〕3号|云川市人民政府关于表彰的决定|各县：",
            "云川市人民政府关于表彰的决定",
        ),
        (
            "云川市民政局  云川市财政局|关于印发办法的通知|各县：",
            "云川市民政局 云川市财政局关于印发办法的通知",
        ),
        ("市长调研数字化工厂|3月5日，市长到企业调研，强调要加快改造。", "市长调研数字化工厂"),
        ("云政〔2024〕3号-云川市人民政府关于表彰的决定|各县：", "云川市人民政府关于表彰的决定"),
        ("叶某某代表：|您提出的建议收悉。", None),
        ("为加快发展，制定本方案。|一、总体要求", None),
        ("一、总体要求|（一）指导思想", None),
    ],
    ids=[
        "three lines",
        "edition line",
        "breadcrumb",
        "act on next line",
        "letterhead",
        "joint",
        "news",
        "number before it",
        "reply without title",
        "text at once",
        "numbered at once",
    ],
)
def test_the_title(written, title):
    assert title_of(written.replace("|", "\n")) == title


def test_a_decree_is_titled_by_what_it_publishes():
    text = (
        "云川市人民政府令\n第45号\n《云川市节水条例》已经通过，现予公布，自2024年3月1日起施行。\n"
        "市长 某某\n2024年1月2日\n云川市节水条例\n第一条 为了节水。"
    )
    assert title_of(text) == "云川市节水条例"


def test_text_without_line_breaks_is_read_by_its_spaces():
    text = (
        "云川市财政局关于资金保障的通知 云财〔2020〕2号 各县、区财政局： 为做好工作，现通知如下。 "
        "云川市财政局 2020年1月25日"
    )
    assert title_of(text) == "云川市财政局关于资金保障的通知"


def test_a_headline_is_the_title_where_the_text_says_it_again_or_marks_it():
    headline = "云川出台十项细则，为中小企业复产复工吃下定心丸"
    assert title_of(f"{headline}\n\n{headline} 记者获悉，细则已经公布。") == headline
    assert (
        title_of("# 假期算节假日还是休息日？\n\n昨天市人社局答复了这个问题。\n") == "假期算节假日还是休息日？"
    )
    assert title_of("云川出台政策鼓励用工 最高补助9万元\n\n记者今天获悉，细则已经公布。") == (
        "云川出台政策鼓励用工最高补助9万元"
    )


def test_the_span_of_a_title_over_lines_covers_all_of_them():
    text = "首页 > 文件\n云川市人民政府\n关于表彰的\n通  知\n各县："
    head = read_head(text)
    assert head.title is not None
    assert text[slice(*head.title)] == "云川市人民政府\n关于表彰的\n通  知"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("云政〔2024〕3号", Role.NUMBER),
        ("（云政〔2024〕3号）", Role.NUMBER),
        ("2024年3月1日", Role.DATE),
        ("发布时间：2024-03-24 来源：市政府办", Role.FIELD),
        ("2020年11月27日 云川市第十五届人民代表大会常务委员会第二次会议通过", Role.NOTE),
        ("（2020年11月27日云川市人民代表大会通过）", Role.NOTE),
        ("各县、区人民政府，市政府各部门：", Role.ADDRESSEE),
        ("云川市人民政府令", Role.DECREE),
        ("云川市人民政府办公室文件", Role.LETTERHEAD),
        ("云川市财政局", Role.ORGAN),
        ("第一条 为了规范管理，制定本办法。", Role.BODY),
        ("关于推进工业发展的意见", Role.TITLE),
    ],
)
def test_what_a_line_is(line, role):
    assert role_of(split_lines(line + "\n1\n2\n3")[0]) is role
