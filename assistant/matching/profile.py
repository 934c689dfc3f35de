"""A company's profile: read from YAML, checked, never completed by guessing."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest import UsageError, find_region, fold

FIELDS_PATH = Path(__file__).parent.parent / "data" / "profile.toml"
MAX_PROFILE_BYTES = 100_000  # a page of facts; more is another file
EARLIEST_FOUNDING_YEAR = 1900
YUAN_PER_WAN = 10_000

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?(?:年|月)?")
_YES = {"true", "yes", "是", "有"}
_NO = {"false", "no", "否", "无", "没有"}
_NONE = {"none", "无", "没有"}  # of a list: empty, not unknown


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a profile."""

    name: str
    type: str  # text, list, number, count, ratio, yes_no, day, answers
    measures: str  # the name that conditions use for it
    wan: bool  # the number is in 万元
    zh: str
    en: str


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    """All fields by name, in the order of a form."""
    table = tomllib.loads(FIELDS_PATH.read_text(encoding="utf-8"))
    return {
        entry["name"]: Field(
            entry["name"],
            entry["type"],
            entry.get("measures", entry["name"]),
            entry.get("wan", False),
            entry["zh"],
            entry["en"],
        )
        for entry in table["field"]
    }


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a company; a field that is not in ``values`` is unknown."""

    region: str  # official name
    values: Mapping[str, Any]  # by field name: text, tuple of names, Decimal, bool, date
    answers: Mapping[str, bool | Decimal]  # by the folded words of a condition

    def given(self, name: str) -> bool:
        """Whether a field is known."""
        return name in self.values

    def names(self, name: str) -> tuple[str, ...] | None:
        """A list field; None if it is not given."""
        found = self.values.get(name)
        return found if isinstance(found, tuple) else None

    def figure(self, measured: str) -> Decimal | None:
        """A figure in its base unit (yuan, share of 1) by the name that conditions use, if it is given."""
        for field in fields().values():
            value = self.values.get(field.name)
            if field.measures == measured and isinstance(value, Decimal):
                return value * YUAN_PER_WAN if field.wan else value
        return None


def read_profile(source: Path | str) -> Profile:
    """The profile in a YAML file; ``UsageError`` with line, field and mend for anything wrong."""
    path = Path(source)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The profile '{path}' cannot be read: {error.strerror}. Name a YAML file. 无法读取企业信息文件"
        ) from error
    return parse_profile(raw, str(path))


def parse_profile(raw: bytes | str, name: str = "profile") -> Profile:
    """The profile in YAML text."""
    import yaml

    if len(raw) > MAX_PROFILE_BYTES:
        raise UsageError(f"{name} has {len(raw)} bytes; a profile has at most {MAX_PROFILE_BYTES}. 文件过大")
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        loaded = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8: save it as UTF-8. 请另存为 UTF-8 编码") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError(f"{name} is not YAML: {_yaml_problem(error)}. 不是有效的 YAML") from error
    if not isinstance(loaded, dict):
        raise UsageError(f"{name} must hold fields (region: 云川市), one a line. 应逐行填写“字段: 内容”")
    lines = _lines_of(node)
    return profile_of(loaded, name, lines)


def profile_of(
    loaded: Mapping[Any, Any], name: str = "profile", lines: Mapping[str, int] | None = None
) -> Profile:
    """The profile in a mapping, as a form or JSON gives it."""
    where = lines or {}
    values: dict[str, Any] = {}
    answers: dict[str, bool | Decimal] = {}
    seen: set[str] = set()
    for key, value in loaded.items():
        at = f"{name}:{where[str(key)]}" if str(key) in where else name
        field = fields().get(str(key))
        if field is None:
            raise UsageError(f"{at}: {_unknown(str(key))}")
        if key in seen:
            raise UsageError(f"{at}: {key} is given twice; keep one. 字段重复")
        seen.add(str(key))
        if value is None or value == "":
            continue
        if field.type == "answers":
            answers = _answers(at, value)
        else:
            values[field.name] = _value(at, field, value)
    if "region" not in values:
        raise UsageError(f"{name}: region is missing; add a line such as 'region: 云川市'. 缺少注册地 region")
    _check_together(name, values)
    return Profile(values["region"], values, answers)


def _yaml_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}: {problem}" if mark is not None else str(problem)


def _lines_of(node: Any) -> dict[str, int]:
    """The line of each key, from 1; a key that stands twice is refused."""
    found: dict[str, int] = {}
    for key, _ in getattr(node, "value", ()):
        word = str(key.value)
        line = key.start_mark.line + 1
        if word in found:
            raise UsageError(
                f"profile:{line}: {word} is given twice (also in line {found[word]}); keep one. 字段重复"
            )
        found[word] = line
    return found


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, fields(), n=1)
    hint = f"did you mean {near[0]}?" if near else f"the fields are {', '.join(fields())}."
    return f"no field is called {key!r}; {hint} 没有这个字段"


def _wrong(at: str, field: Field, value: object, example: str) -> UsageError:
    return UsageError(f"{at}: {field.name} is {value!r}; write {example}. 应填：{field.zh}")


def _value(at: str, field: Field, value: object) -> Any:
    if field.type == "list":
        return _names(at, field, value)
    if field.type == "day":
        return _day(at, field, value)
    if field.type == "yes_no":
        return _yes_no(at, field, value)
    if field.type in ("number", "count", "ratio"):
        return _number(at, field, value)
    if not isinstance(value, str):
        raise _wrong(at, field, value, "words")
    text = value.strip()
    if field.name == "region":
        return text
    if field.name == "size" and text.removesuffix("企业") not in ("大型", "中型", "小型", "微型"):
        raise _wrong(at, field, value, "大型, 中型, 小型 or 微型")
    return text.removesuffix("企业") if field.name == "size" else text


def _names(at: str, field: Field, value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise _wrong(at, field, value, "a list of names such as [高新技术企业]")
    names = tuple(one.strip() for one in listed)
    return () if len(names) == 1 and names[0].lower() in _NONE else names


def _yes_no(at: str, field: Field, value: object) -> bool:
    word = str(value).strip().lower()
    if isinstance(value, bool) or word in _YES | _NO:
        return value if isinstance(value, bool) else word in _YES
    raise _wrong(at, field, value, "true or false")


def _number(at: str, field: Field, value: object) -> Decimal:
    example = {"ratio": "0.06 or '6%'", "count": "a whole number such as 120"}.get(
        field.type, "a number such as 5200"
    )
    percent = isinstance(value, str) and value.strip().endswith(("%", "％"))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong(at, field, value, example)
    try:
        number = Decimal(str(value).strip().rstrip("%％").replace(",", ""))
    except ArithmeticError:
        raise _wrong(at, field, value, example) from None
    if not number.is_finite() or (isinstance(value, float) and not math.isfinite(value)):
        raise _wrong(at, field, value, example)
    if percent:
        if field.type != "ratio":
            raise _wrong(at, field, value, example)
        number /= 100
    growing = field.name.endswith("growth")
    if number < 0 and not growing and field.name != "rd_increase_wan":
        raise _wrong(at, field, value, f"{example}, not below 0")
    if field.type == "ratio" and not percent and number > 1 and not growing:
        raise _wrong(at, field, value, f"{example}: {value} would be {value}00%")
    if field.type == "count" and number != number.to_integral_value():
        raise _wrong(at, field, value, example)
    return number


def _day(at: str, field: Field, value: object) -> date:
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(str(value).strip())
    try:
        found = date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        found = None
    if found is None or not EARLIEST_FOUNDING_YEAR <= found.year <= date.today().year:
        raise _wrong(at, field, value, "a day or a year such as 2019-05-01 or 2019")
    return found


def _answers(at: str, value: object) -> dict[str, bool | Decimal]:
    if not isinstance(value, dict):
        raise UsageError(
            f"{at}: answers must map a condition's words to true, false or an amount. 应逐条填写"
        )
    found: dict[str, bool | Decimal] = {}
    for words, answer in value.items():
        key = answer_key(str(words))
        if isinstance(answer, bool):
            found[key] = answer
        elif isinstance(answer, int | float) and math.isfinite(answer) and answer >= 0:
            found[key] = Decimal(str(answer))
        else:
            raise UsageError(
                f"{at}: the answer to {words!r} is {answer!r}; write true, false or an amount in 万元."
            )
    return found


def answer_key(words: str) -> str:
    """The form in which a condition's words are compared with an answer's."""
    return "".join(fold(words).split()).strip('的，,。；;“”"')


def _check_together(name: str, values: Mapping[str, Any]) -> None:
    """Figures that contradict one another are a slip of the pen, and money hangs on them."""
    revenue, ratio, expense = (values.get(key) for key in ("revenue_wan", "rd_ratio", "rd_expense_wan"))
    if (
        revenue
        and ratio is not None
        and expense is not None
        and abs(expense / revenue - ratio) > Decimal("0.02")
    ):
        raise UsageError(
            f"{name}: rd_ratio {ratio} does not fit rd_expense_wan {expense} of revenue_wan {revenue} "
            f"({expense / revenue:.3f}); mend one of them. 研发占比与研发费用、营业收入不一致"
        )
    size, investment = values.get("equipment_investment_wan"), values.get("investment_wan")
    if size is not None and investment is not None and size > investment:
        raise UsageError(
            f"{name}: equipment_investment_wan {size} is more than investment_wan {investment}: mend one of "
            "them. 设备投资额大于投资额"
        )


def known_region(name: str) -> bool:
    """Whether a region is a division of China by name."""
    return find_region(name) is not None
