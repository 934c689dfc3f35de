from datetime import date
from decimal import Decimal
from itertools import pairwise

import cn2an
import pytest
from hypothesis import given, strategies as st

from ingest.quantities import find_quantities
from ingest.types import Bound, Quantity, QuantityKind


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, [text[q.start : q.end] for q in found]
    return found[0]


def written(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quantities(text)]


@pytest.mark.parametrize(
    "form", ["15万元", "15 万元", "150000元", "150,000元", "十五万元", "１５万元", "0.15百万元"]
)
def test_forms_of_one_amount_have_one_value(form: str) -> None:
    found = only(f"给予{form}奖励")
    assert (found.kind, found.value, found.unit) == (QuantityKind.MONEY, Decimal(150000), "yuan")
    assert (found.start, found.end) == (2, 2 + len(form))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投资1.2亿元", "120000000", "yuan"),
        ("投资2亿5000万元", "250000000", "yuan"),
        ("达3.5万亿元", "3500000000000", "yuan"),
        ("奖励5千元", "5000", "yuan"),
        ("投入7700余万元", "77000000", "yuan"),
        ("奖励10万美元", "100000", "USD"),
        ("打造千亿级产业集群", "100000000000", "yuan"),
        ("给予10万奖励", "100000", "yuan"),
        ("占比73.9%", "0.739", "1"),
        ("百分之三十", "0.3", "1"),
        ("降低三成", "0.3", "1"),
        ("罚款两倍", "2", "1"),
        ("达到1.5倍", "1.5", "1"),
        ("按千分之五收取", "0.005", "1"),
        ("提高30个百分点", "0.3", "point"),
        ("企业444家", "444", "家"),
        ("1.1万家工业企业", "11000", "家"),
        ("培训6万人次", "60000", "人次"),
        ("有效期2年", "24", "month"),
        ("两年半", "30", "month"),
        ("为期半年", "6", "month"),
        ("30个工作日", "30", "workday"),
        ("24个月", "24", "month"),
        ("10日内", "10", "day"),
        ("24小时", "24", "hour"),
    ],
)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    found = only(text)
    assert (str(found.value), found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5万—10万元", "50000", "100000"),
        ("5-10万元", "50000", "100000"),
        ("5万元至10万元", "50000", "100000"),
        ("5000元—1万元", "5000", "10000"),
        ("30%-50%", "0.3", "0.5"),
        ("百分之三至百分之五", "0.03", "0.05"),
        ("培育2-3家", "2", "3"),
        ("三至五年", "36", "60"),
    ],
)
def test_a_range_is_one_quantity(text: str, low: str, high: str) -> None:
    found = only(text)
    assert (str(found.value), str(found.high)) == (low, high)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("最高300万元", Bound.AT_MOST),
        ("最高不超过300万元", Bound.AT_MOST),
        ("最高可给予每家企业300万元", Bound.AT_MOST),
        ("300万元以内", Bound.AT_MOST),
        ("300万元（含）以下", Bound.AT_MOST),
        ("不低于300万元", Bound.AT_LEAST),
        ("300万元以上", Bound.AT_LEAST),
        ("超过300万元", Bound.AT_LEAST),
        ("300万元左右", Bound.ABOUT),
        ("约300万元", Bound.ABOUT),
        ("300余万元", Bound.ABOUT),
        ("达到300万元", Bound.EQUAL),
        ("力争300万元", Bound.EQUAL),
        ("20日内", Bound.AT_MOST),
        ("近三年", Bound.EQUAL),
    ],
)
def test_words_beside_the_figure_bound_it(text: str, bound: Bound) -> None:
    assert only(text).bound is bound


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每家企业奖励10万元", "每家企业"),
        ("每人每月补贴1000元", "每人每月"),
        ("补贴50元/平方米", "/平方米"),
        ("给予10万元的一次性奖励", "一次性"),
        ("累计不超过10万元", "累计"),
        ("奖励10万元", None),
    ],
)
def test_what_a_figure_is_counted_by(text: str, per: str | None) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    ("text", "first", "last", "bound"),
    [
        ("2018年5月7日", "20180507", date(2018, 5, 7), Bound.EQUAL),
        ("二〇二五年十二月三十一日", "20251231", date(2025, 12, 31), Bound.EQUAL),
        ("2018-05-07", "20180507", date(2018, 5, 7), Bound.EQUAL),
        ("到2025年", "20250101", date(2025, 12, 31), Bound.AT_MOST),
        ("2022年底前", "20221231", date(2022, 12, 31), Bound.AT_MOST),
        ("2024年2月", "20240201", date(2024, 2, 29), Bound.EQUAL),
        ("“十四五”末", "20251231", date(2025, 12, 31), Bound.EQUAL),
        ("“十五五”期间", "20260101", date(2030, 12, 31), Bound.EQUAL),
        ("2023—2025年", "20230101", date(2025, 12, 31), Bound.EQUAL),
        ("2020年2月1日至3月31日", "20200201", date(2020, 3, 31), Bound.EQUAL),
        ("2020年第二季度", "20200401", date(2020, 6, 30), Bound.EQUAL),
    ],
)
def test_dates_and_periods(text: str, first: str, last: date, bound: Bound) -> None:
    found = only(text)
    assert (found.kind, str(found.value), found.day, found.bound) == (QuantityKind.DATE, first, last, bound)


def test_a_later_month_takes_the_year_of_the_date_before_it() -> None:
    assert [q.day for q in find_quantities("2020年1月20日受理，6月底前完成")] == [
        date(2020, 1, 20),
        date(2020, 6, 30),
    ]


def test_figures_in_a_list_share_the_last_unit() -> None:
    found = find_quantities("分别给予10、20和30万元奖励")
    assert [int(q.value) for q in found] == [100000, 200000, 300000]
    assert written("分别给予10、20和30万元奖励") == ["10", "20", "30万元"]


@pytest.mark.parametrize(
    "text",
    [
        "驻政〔2018〕25号",
        "第2024488号重点提案",
        "依照第十条第二款",
        "1.加快培育",
        "电话:0376-6366936",
        "电话：2513706　　联系人",
        "电话：6366936 张三",
        "聚焦“593460”方向",
        "“7群12链”现代化产业体系",
        "5G、工业互联网",
        "一企一策、一事一议",
        "“三大改造”项目",
        "《三年行动方案（2023—2025年）》",
        "十分重要，千方百计，一次性奖励",
        "三元锂电池、多元化",
        "7×24小时服务",
        "数千家、几十万元",
        "2月30日",
        "上半年",
        "打通最后一公里",
        "三年行动计划",
        "一二三产业融合",
        "12345政务服务热线",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert written(text) == []


def test_a_clause_number_is_not_read_into_the_figure() -> None:
    assert written("1.20家企业入选\n2.2025年底前完成") == ["20家", "2025年底"]


@given(wan=st.integers(1, 99999), before=st.sampled_from(["奖励", "最高不超过", "，", "到账"]))
def test_every_rendering_of_an_amount_reads_back(wan: int, before: str) -> None:
    yuan = wan * 10000
    forms = [f"{wan}万元", f"{wan} 万元", f"{yuan}元", f"{yuan:,}元", f"{cn2an.an2cn(yuan)}元"]
    for form in forms:
        found = only(f"{before}{form}。")
        assert found.value == yuan
        assert (found.start, found.end) == (len(before), len(before) + len(form))


@given(percent=st.integers(1, 99))
def test_every_rendering_of_a_share_reads_back(percent: int) -> None:
    for form in (f"{percent}%", f"{percent}％", f"百分之{cn2an.an2cn(percent)}", f"百分之{percent}"):
        assert only(f"占{form}。").value == Decimal(percent) / 100


@given(day=st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_rendering_of_a_day_reads_back(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    chinese = f"{year}年{cn2an.an2cn(day.month)}月{cn2an.an2cn(day.day)}日"
    chinese = chinese.replace("年一十", "年十").replace("月一十", "月十")
    for form in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), chinese):
        found = only(f"自{form}起")
        assert (found.day, found.start, found.end) == (day, 1, 1 + len(form))


@given(st.text(alphabet="一二十百千万亿0159.,、-至第年月日家元%成倍个工作以上每人“”《》 \n", max_size=40))
def test_spans_are_ordered_apart_and_inside(text: str) -> None:
    found = find_quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["提出“百万资金”计划", "投入百万资金"])
def test_a_scale_without_a_numeral_or_a_unit_is_no_sum(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(("text", "sum_"), [("奖励一百万资金", "一百万"), ("奖励百万元", "百万元")])
def test_a_scale_with_either_is_one(text: str, sum_: str) -> None:
    assert written(text) == [sum_]
