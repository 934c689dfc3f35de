"""One condition against one profile: met, not met or unknown, and why.

A field that the profile lacks is unknown, never met. The lists ``qualifications``, ``newly_recognised`` and
``renewed`` are complete where they are given: what they leave out the company does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.matching.profile import Profile, answer_key, fields
from assistant.matching.types import ConditionStatus
from ingest import (
    Bound,
    Condition,
    ConditionKind,
    Qualification,
    Recognition,
    bare_name,
    read_qualification,
)

MET, NOT_MET, UNKNOWN = ConditionStatus.MET, ConditionStatus.NOT_MET, ConditionStatus.UNKNOWN
ABOVE_SCALE = "规模以上"
# GB 国家统计局: an industrial enterprise is above designated size from 20 million yuan of revenue.
ABOVE_SCALE_YUAN = Decimal(20_000_000)
# Top categories of GB/T 4754 that exclude one another; a company of one is not of another.
SECTORS = ("制造业", "农业", "建筑业", "金融业", "房地产业", "住宿和餐饮业", "批发和零售业", "教育", "采矿业")
INDUSTRIAL = ("制造业", "采矿业", "工业")


@dataclass(frozen=True, slots=True)
class Finding:
    """How a condition stands, in words, and the field that would settle it."""

    status: ConditionStatus
    zh: str
    en: str
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a condition is judged by beside the profile."""

    profile: Profile
    family: tuple[str, ...]  # the company's region and those it lies in
    document_region: str | None
    as_of: date


def judge(condition: Condition, at: Circumstances) -> Finding:
    """How a condition stands for the company."""
    answered = at.profile.answers.get(answer_key(condition.words))
    if isinstance(answered, bool):
        met = answered == condition.wanted
        return Finding(MET if met else NOT_MET, "按企业的回答", "as the company answered")
    judges: dict[ConditionKind, Callable[[Condition, Circumstances], Finding]] = {
        ConditionKind.QUALIFICATION: _qualification,
        ConditionKind.REGION: _region,
        ConditionKind.INDUSTRY: _industry,
        ConditionKind.SIZE: _size,
        ConditionKind.FIGURE: _figure,
        ConditionKind.STATEMENT: _statement,
    }
    judging = judges.get(condition.kind)
    if judging is None:
        return Finding(UNKNOWN, "只有企业能回答", "only the company can say", "answers")
    found = judging(condition, at)
    if condition.wanted or condition.kind is ConditionKind.STATEMENT or found.status is UNKNOWN:
        return found
    turned = NOT_MET if found.status is MET else MET
    return Finding(turned, found.zh, found.en, found.missing)


def _ask(name: str) -> Finding:
    field = fields()[name]
    return Finding(UNKNOWN, f"未填：{field.zh}", f"not given: {field.en}", name)


def _qualification(condition: Condition, at: Circumstances) -> Finding:
    if condition.name is None:
        return Finding(UNKNOWN, "只有企业能回答", "only the company can say", "answers")
    wanted = read_qualification(condition.name)
    if wanted.name.startswith(ABOVE_SCALE):
        return _above_scale(condition, wanted, at)
    held = at.profile.names("qualifications")
    new = at.profile.names("newly_recognised")
    renewed = at.profile.names("renewed")
    if condition.recognition is Recognition.NEW:
        return _among(wanted, new, "newly_recognised", renewed)
    if condition.recognition is Recognition.RENEWED:
        return _among(wanted, renewed, "renewed", new)
    return _among(wanted, _all(held, new, renewed), "qualifications", None)


def _all(*lists: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What a company holds: told as held, or as granted this year; None if it does not say what it holds."""
    if lists[0] is None:
        return tuple(name for names in lists if names for name in names) or None
    return tuple(name for names in lists if names for name in names)


def _among(
    wanted: Qualification, names: tuple[str, ...] | None, field: str, opposite: tuple[str, ...] | None
) -> Finding:
    """Whether a recognition is among the names of a field; ``opposite`` names rule it out."""
    best: Finding | None = None
    for name in names or ():
        found = _same(wanted, read_qualification(name), name, field)
        if found.status is MET:
            return found
        best = found if found.status is UNKNOWN else best
    if best is not None:
        return best
    for name in opposite or ():
        if _same(wanted, read_qualification(name), name, field).status is MET:
            return Finding(
                NOT_MET, f"企业填的是另一种情形：{name}", f"the profile tells the other case: {name}"
            )
    if names is None:
        return _ask(field)
    return Finding(NOT_MET, f"填写的 {field} 中没有", f"not among {field}")


def _same(wanted: Qualification, has: Qualification, name: str, field: str) -> Finding:
    if bare_name(wanted.name) != bare_name(has.name):
        return Finding(NOT_MET, "", "")
    if wanted.level is None or wanted.level == has.level:
        return Finding(MET, f"企业具有：{name}", f"the company has: {name}")
    if has.level is None:
        return Finding(UNKNOWN, f"“{name}”未写明级别", f"{name!r} does not tell its level", field)
    return Finding(NOT_MET, f"企业的是另一级别：{name}", f"the company's is of another level: {name}")


def _above_scale(condition: Condition, wanted: Qualification, at: Circumstances) -> Finding:
    profile = at.profile
    if condition.recognition is Recognition.NEW:
        return _among(wanted, profile.names("newly_recognised"), "newly_recognised", None)
    listed = _all(
        profile.names("qualifications"), profile.names("newly_recognised"), profile.names("renewed")
    )
    if any(read_qualification(name).name.startswith(ABOVE_SCALE) for name in listed or ()):
        return Finding(MET, "企业具有：规模以上企业", "the company is above designated size")
    told = profile.values.get("above_scale")
    if isinstance(told, bool):
        return Finding(MET if told else NOT_MET, "按填写的 above_scale", "as above_scale says")
    revenue = profile.figure("revenue")
    industrial = any(word in name for name in profile.names("industry") or () for word in INDUSTRIAL)
    if "工业" in wanted.name and industrial and revenue is not None and revenue < ABOVE_SCALE_YUAN:
        return Finding(NOT_MET, "营业收入不足2000万元，达不到规上工业标准", "revenue below 20 million yuan")
    return _ask("above_scale")


def _region(condition: Condition, at: Circumstances) -> Finding:
    name = condition.name or ""
    if name.startswith(("本", "我", "全")) or name in ("市内", "省内"):
        if at.document_region is None:
            return Finding(UNKNOWN, "文件未写明地区", "the document names no region", "answers")
        name = at.document_region
    if name in at.family:
        return Finding(MET, f"注册地{at.profile.region}", f"registered in {at.profile.region}")
    return Finding(UNKNOWN, f"注册地{at.profile.region}，文件要求{name}", f"asks for {name}", "answers")


def _industry(condition: Condition, at: Circumstances) -> Finding:
    told = at.profile.names("industry")
    if told is None:
        return _ask("industry")
    wanted = _industry_name(condition.name or condition.words)
    for name in told:
        if wanted in _industry_name(name) or (_industry_name(name) in wanted and len(wanted) <= 6):
            return Finding(MET, f"行业：{name}", f"industry: {name}")
        if wanted == "工业" and any(word in name for word in INDUSTRIAL):
            return Finding(MET, f"行业：{name}", f"industry: {name}")
    sectors = [sector for sector in SECTORS if any(sector in name for name in told)]
    if sectors and wanted in (one.removesuffix("业") for one in SECTORS) and wanted + "业" not in sectors:
        return Finding(NOT_MET, f"行业是{'、'.join(told)}", f"the industry is {', '.join(told)}")
    return Finding(
        UNKNOWN,
        f"填写的行业（{'、'.join(told)}）不能判断",
        f"{', '.join(told)} does not settle it",
        "answers",
    )


def _industry_name(name: str) -> str:
    bare = bare_name(name)
    for ending in ("产业", "行业", "领域", "业"):
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare.removesuffix(ending)
    return bare


def _size(condition: Condition, at: Circumstances) -> Finding:
    size = at.profile.values.get("size")
    if not isinstance(size, str):
        return _ask("size")
    wanted = {"中小微": "中小微", "中小": "中小微", "小微": "小微", "大中型": "大中"}.get(
        condition.name or "", (condition.name or "")[:1]
    )
    met = size[0] in wanted
    return Finding(MET if met else NOT_MET, f"企业规模：{size}", f"size: {size}")


def _figure(condition: Condition, at: Circumstances) -> Finding:
    limit, field = condition.limit, condition.field
    if limit is None or field is None:
        return Finding(UNKNOWN, "只有企业能回答", "only the company can say", "answers")
    if field == "age_years":
        return _age(condition, at)
    value, note = known_figure(at.profile, field)
    if value is None:
        return _ask(asked_field(field))
    low_end, high = limit.value, limit.high if limit.high is not None else limit.value
    if limit.bound is Bound.AT_MOST:
        met = value < high if condition.strict else value <= high
    elif limit.bound is Bound.EQUAL and limit.high is not None:
        met = low_end <= value <= high
    else:
        met = value > low_end if condition.strict else value >= low_end
    shown = figure_words(value, field)
    return Finding(MET if met else NOT_MET, f"企业：{shown}{note[0]}", f"the company has {shown}{note[1]}")


def known_figure(profile: Profile, field: str) -> tuple[Decimal | None, tuple[str, str]]:
    """A figure of the profile, or worked out from others, with a note on how."""
    value = profile.figure(field)
    if value is not None:
        return value, ("", "")
    revenue, ratio, expense = (profile.figure(name) for name in ("revenue", "rd_ratio", "rd_expense"))
    if field == "rd_expense" and revenue is not None and ratio is not None:
        return revenue * ratio, ("（营业收入×研发占比）", " (revenue × R&D share)")
    if field == "rd_ratio" and expense is not None and revenue:
        return expense / revenue, ("（研发费用÷营业收入）", " (R&D expense ÷ revenue)")
    growth = profile.figure("rd_growth")
    if field == "rd_increase" and growth is not None:
        spent, _ = known_figure(profile, "rd_expense")
        if spent is not None and growth > -1:
            return spent - spent / (1 + growth), ("（由研发费用和增长率推算）", " (from expense and growth)")
    return _stands_in(profile, field)


# Where one figure is not given, another that is near it: (the other, how it is told).
_STAND_INS = {
    "equipment_investment": (
        "investment",
        ("（按投资额计，设备投资额未另填）", " (the whole investment; equipment is not given apart)"),
    ),
    "output_value": ("revenue", ("（按营业收入计，产值未另填）", " (revenue; output is not given apart)")),
}


def _stands_in(profile: Profile, field: str) -> tuple[Decimal | None, tuple[str, str]]:
    """A figure that stands in for one that is not given."""
    other, told = _STAND_INS.get(field, ("", ("", "")))
    value = profile.figure(other) if other else None
    return (value, told) if value is not None else (None, ("", ""))


def asked_field(measured: str) -> str:
    """The profile field that gives a figure."""
    return next((field.name for field in fields().values() if field.measures == measured), "answers")


def _age(condition: Condition, at: Circumstances) -> Finding:
    founded = at.profile.values.get("founded")
    limit = condition.limit
    if not isinstance(founded, date) or limit is None:
        return _ask("founded")
    months = (at.as_of.year - founded.year) * 12 + at.as_of.month - founded.month
    months -= at.as_of.day < founded.day
    wanted = limit.value if limit.unit == "month" else limit.value / 30
    age = (
        Decimal(months) if at.as_of.day == founded.day else months + Decimal("0.5")
    )  # part of a month counts
    if limit.bound is Bound.AT_MOST:
        met = age < wanted if condition.strict else age <= wanted
    else:
        met = age > wanted if condition.strict else age >= wanted
    told = f"{founded.isoformat()}成立，{months // 12}年{months % 12}个月"
    return Finding(MET if met else NOT_MET, told, f"founded {founded.isoformat()}, {months} months ago")


def _statement(condition: Condition, at: Circumstances) -> Finding:
    name = condition.field or ""
    told = at.profile.values.get(name)
    if not isinstance(told, bool):
        return _ask(name) if name in fields() else Finding(UNKNOWN, "", "", "answers")
    met = told == condition.wanted
    field = fields()[name]
    return Finding(MET if met else NOT_MET, f"{field.zh}：{'是' if told else '否'}", f"{name}: {told}")


def figure_words(value: Decimal, field: str) -> str:
    """A figure as people write it: 5200万元, 8.5%, 120人."""
    if field.endswith(("ratio", "growth")):
        return f"{(value * 100).quantize(Decimal('0.01')).normalize():f}%"
    if field in ("employees", "invention_patents"):
        return f"{value:f}{'人' if field == 'employees' else '件'}"
    return yuan_words(value)


def yuan_words(value: Decimal) -> str:
    """200000 → 20万元."""
    if abs(value) < 10_000:
        return f"{value.normalize():f}元"
    return f"{(value / 10_000).quantize(Decimal('0.0001')).normalize():f}万元"


def condition_words(condition: Condition) -> str:
    """A condition's words, with what they leave to their place: 不得有…, …（之一）."""
    ruled_out = condition.kind is ConditionKind.OTHER and not condition.wanted
    words = f"不得有：{condition.words}" if ruled_out else condition.words
    return f"{words}（有其一即可）" if condition.alternative is not None else words
