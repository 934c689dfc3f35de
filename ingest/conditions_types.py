"""What a support measure and its conditions are, as records with spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.types import Instrument, Located, Quantity


class ConditionKind(StrEnum):
    """What a condition is about."""

    QUALIFICATION = "qualification"  # a recognition held, or newly obtained
    RECIPIENT = "recipient"  # what sort of recipient: a person, a bank, a government
    REGION = "region"  # registered, or doing business, in the region of the document
    INDUSTRY = "industry"
    SIZE = "size"  # 中小企业, 小微企业, 大型企业
    FIGURE = "figure"  # a figure with a bound
    STATEMENT = "statement"  # true or false of a company, by a field with a name
    DOCUMENT = "document"  # the document itself: its region, its standing
    OTHER = "other"  # words that no rule reads: only a person can say


class Recognition(StrEnum):
    """At which moment a qualification counts."""

    HELD = "held"
    NEW = "new"  # 首次认定, 新认定
    RENEWED = "renewed"  # 重新认定, 复审通过


class RecipientKind(StrEnum):
    """Who receives a measure's money."""

    COMPANY = "company"
    PERSON = "person"
    BANK = "bank"
    GOVERNMENT = "government"
    UNNAMED = "unnamed"  # the words name nobody


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so, in the document's words."""

    kind: ConditionKind
    start: int  # span of the words
    end: int
    words: str  # what must be so; of a list of degrees only its own degree (二级), else the span's words
    name: str | None = None  # of a qualification, industry, size or region, as written
    recognition: Recognition = Recognition.HELD
    field: str | None = None  # of a figure or statement
    limit: Quantity | None = None  # of a figure
    strict: bool = False  # 超过, 不足: the bound itself does not count
    wanted: bool = True  # of a statement or OTHER: the answer that satisfies; False in 有下列情形的，不予奖补
    alternative: int | None = None  # conditions with the same number: one of them is enough
    general: bool = False  # said of all measures of the document, not in the measure's own sentence


@dataclass(frozen=True, slots=True)
class Grant:
    """How much: a sum, or a share of a base, up to a cap."""

    start: int  # span of the words, from the first figure's clause to the last figure
    end: int
    instrument: Instrument
    amount: Quantity | None = None  # a sum, per case where ``amount.per`` says so
    ratio: Quantity | None = None
    base: Located[str] | None = None  # what the share is of, as written
    base_field: str | None = None
    cap: Quantity | None = None
    steps: tuple[Quantity, ...] = ()  # parts in which the sum is paid


@dataclass(frozen=True, slots=True)
class Measure:
    """Who may get what, on which conditions."""

    doc_id: str
    ordinal: int
    section: int
    start: int  # span of the sentence
    end: int
    title: str  # the section's heading or the recipient, for a list
    recipient: Located[str] | None
    recipient_kind: RecipientKind
    conditions: tuple[Condition, ...]
    grant: Grant
    terms: tuple[tuple[int, int], ...] = ()  # what else the sentence says about paying
    deadline: Located[date] | None = None
    department: Located[str] | None = None
    tier_of: int | None = None  # ordinal of the measure whose rate this one replaces


class RuleKind(StrEnum):
    """How measures of a document go together with others."""

    HIGHEST_ONLY = "highest_only"  # 不重复享受, 就高
    STACKABLE = "stackable"  # 可叠加享受
    REPAY = "repay"  # 迁出的应当退回


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence that says how measures go together, or what they oblige to."""

    kind: RuleKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """When to apply: once, or every year."""

    start: int  # span of the words
    end: int
    opens: date | None  # of a yearly window in the year 2000
    closes: date
    yearly: bool
    section: int


@dataclass(frozen=True, slots=True)
class Support:
    """The measures of a document, and what it says of all of them."""

    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]
    windows: tuple[Window, ...]
