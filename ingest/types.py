"""The nouns of the program: what a document, a section, a passage and a fact are.

All offsets are half-open character spans into ``Document.text``, the one copy of the words:
``document.text[passage.start:passage.end]`` is the passage, and the same holds for sections,
located header fields, facts and, further on, citations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

CELL_MARK = " | "  # readers put one row of a table on a line, with this between its cells


class Kind(StrEnum):
    """What sort of paper a document is."""

    LAW = "law"  # 法律、条例、规定 passed by a congress or as a government order
    MEASURES = "measures"  # 办法、细则、规则、若干措施、若干政策
    PLAN = "plan"  # 规划、计划、方案、行动方案
    OPINIONS = "opinions"  # 意见、若干意见
    NOTICE = "notice"  # 通知、通告、公告
    DECISION = "decision"  # 决定、批复、令
    GUIDE = "guide"  # 申报指南、办事指南
    INTERPRETATION = "interpretation"  # 政策解读
    REPLY = "reply"  # 对建议、提案的答复
    DRAFT = "draft"  # 征求意见稿
    REPORT = "report"  # 报告、总结、news
    OTHER = "other"


class Level(StrEnum):
    """Administrative level, highest first."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"


class Status(StrEnum):
    """Standing of a document on a given day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    DRAFT = "draft"
    REPLY = "reply"
    EXPIRED = "expired"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a header value was read."""

    TEXT = "text"  # in Document.text, at start:end
    PAGE = "page"  # on a line of page furniture that was removed from the text
    FILE = "file"  # in the file's own properties (HTML meta, docx core properties)
    USER = "user"  # corrected by a person


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A header value and where it stands."""

    value: T
    start: int | None = None  # span into Document.text; None unless source is TEXT
    end: int | None = None
    source: Source = Source.TEXT


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division."""

    name: str  # official name, e.g. 驻马店市
    level: Level
    code: str | None = None  # GB/T 2260, six digits; None if it is not in the table (fictional, renamed)
    province: str | None = None  # official name of the province it lies in; its own for a province
    city: str | None = None  # official name of the city it lies in; its own for a city


class ClauseKind(StrEnum):
    """What a sentence says about a document's own standing or another's."""

    EFFECTIVE_FROM = "effective_from"  # 自…起施行
    VALID_FOR = "valid_for"  # 有效期X年
    VALID_UNTIL = "valid_until"  # 有效期至…止
    VALID_WHILE = "valid_while"  # 有效期至应急响应解除: ends with an event, on no day written
    REPEALS = "repeals"  # 《…》同时废止
    AMENDS = "amends"  # 对《…》作如下修改
    DRAFT = "draft"  # 征求意见稿
    TRIAL = "trial"  # 试行、暂行


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of another document, by number or 《title》."""

    start: int
    end: int
    title: str | None = None  # inside 《》, without them
    document_number: str | None = None  # normalised, e.g. 驻政〔2018〕25号


@dataclass(frozen=True, slots=True)
class StatusClause:
    """A sentence that settles when a document, or another one, is in force."""

    kind: ClauseKind
    start: int
    end: int
    day: date | None = None  # the date it names, or that follows from 自印发之日起
    months: int | None = None  # length of validity, for VALID_FOR
    target: Reference | None = None  # the document that is repealed or amended


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a file could be read, in counts that a person or a program can check."""

    characters: int  # of the clean text, white space left out
    cjk_share: float  # of them, Chinese characters; three places
    replacement_characters: int = 0  # U+FFFD and the like: lost before or while the file was read
    private_use_characters: int = 0  # mean something only in a font of their own
    tables: int = 0
    pages: int | None = None  # None where the format has none
    pages_without_text: tuple[int, ...] = ()  # no text layer, or one of garbled letters
    ocr_pages: tuple[int, ...] = ()  # read by OCR, pictures within the text too
    unread_pictures: int = 0  # pictures whose words, if they have any, were not read


@dataclass(frozen=True, slots=True)
class Metadata:
    """Header fields, each located; None or empty where the document does not say: never a guess."""

    title: Located[str] | None = None
    document_number: Located[str] | None = None  # 发文字号, normalised to 驻政〔2018〕25号
    issuers: tuple[Located[str], ...] = ()  # 发文机关, joint issuers in order
    region: Located[Region] | None = None
    kind: Located[Kind] | None = None
    issued: Located[date] | None = None  # 成文日期
    published: Located[date] | None = None  # 发布日期
    effective: Located[date] | None = None  # 施行日期
    expires: Located[date] | None = None  # first day no longer in force
    recipients: Located[str] | None = None  # 主送, as written
    attachments: tuple[Located[str], ...] = ()
    contacts: tuple[Located[str], ...] = ()
    clauses: tuple[StatusClause, ...] = ()
    references: tuple[Reference, ...] = ()
    quality: Quality | None = None  # of the reading; None in documents read before it was measured
    corrected: tuple[str, ...] = ()  # fields that a person corrected; reading leaves it empty


class BlockKind(StrEnum):
    """What a reader knows about a block before anyone interprets it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"  # a heading style or an <h2>; level says which
    TABLE = "table"  # text is one line per row, cells joined by ' | ', first row the header


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph or table of a file, in reading order."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None  # of a HEADING, 1 = highest
    page: int | None = None  # 1-based, where the format has pages


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which parts of a file's pages and pictures became text, and how."""

    pages: int | None = None  # None where the format has none
    without_text: tuple[int, ...] = ()  # 1-based pages without a text layer, or with one of garbled letters
    by_ocr: tuple[int, ...] = ()  # 1-based pages read by OCR
    unread_pictures: int = 0


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader found in one file, nothing interpreted and nothing dropped."""

    blocks: tuple[Block, ...]
    properties: dict[str, str] = field(default_factory=dict)  # title, issuer, url, …
    warnings: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()  # lines around the document: page header and footer, a site's header table
    coverage: Coverage = Coverage()


class SectionKind(StrEnum):
    """The part a section plays."""

    BODY = "body"
    FRONT = "front"  # title block: title, number, date line, note on who passed it
    SALUTATION = "salutation"  # 各县、区人民政府… / 叶元朋代表:
    CLOSING = "closing"  # thanks, signature, date, contacts, copies
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the section tree.

    Top-level sections tile the text; a section's children tile the rest of it after its own part,
    ``text[start:children[0].start]``.
    """

    ordinal: int  # position in document order, also its id within the document
    parent: int | None  # ordinal of the enclosing section
    depth: int  # 0 = top level
    label: str  # '三、', '（一）', '第五条', '附件1', '' if unnumbered
    heading: str  # heading as shown, label included; '' if it has none
    start: int
    end: int  # end of its whole subtree
    kind: SectionKind = SectionKind.BODY


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, found and shown."""

    doc_id: str
    ordinal: int  # position in the document, from 0
    section: int  # ordinal of the section it belongs to
    headings: tuple[str, ...]  # from the top of the tree down to its section
    start: int
    end: int
    lead: tuple[int, int] | None = None  # span to be read with it: the header row of a cut table
    page: int | None = None


class QuantityKind(StrEnum):
    """What a quantity measures."""

    MONEY = "money"  # unit yuan
    RATIO = "ratio"  # unit 1 (30% = 0.3)
    COUNT = "count"  # unit is the classifier: 家, 个, 人
    DURATION = "duration"  # unit month or day
    DATE = "date"
    NUMBER = "number"  # a bare figure


class Bound(StrEnum):
    """How a value limits."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with unit, bound and span: 最高不超过300万元 → MONEY, 3000000 yuan, AT_MOST."""

    kind: QuantityKind
    value: Decimal  # in the base unit; of a range its low end
    unit: str
    start: int
    end: int
    high: Decimal | None = None  # high end of a range
    bound: Bound = Bound.EQUAL
    per: str | None = None  # 每家, 每年, 一次性 …, as written
    day: date | None = None  # for DATE


class Instrument(StrEnum):
    """What kind of benefit, duty or aim a fact states."""

    AWARD = "award"  # 奖励
    SUBSIDY = "subsidy"  # 补助、补贴、资助
    LOAN = "loan"
    INTEREST_SUBSIDY = "interest_subsidy"  # 贴息
    GUARANTEE = "guarantee"  # 担保、风险补偿
    FUND = "fund"  # 基金、专项资金
    TAX = "tax"  # 减免、加计扣除
    PLATFORM = "platform"  # recognition or support of a platform
    TARGET = "target"  # a figure to be reached
    RESULT = "result"  # a figure reported as reached
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fact:
    """Who gets or does what, how much, on what condition, by when, led by whom."""

    doc_id: str
    ordinal: int
    section: int
    start: int  # span of the sentence or clause it was read from
    end: int
    instrument: Instrument
    subject: Located[str] | None = None  # beneficiary, or the indicator of a target
    amount: Quantity | None = None
    condition: Located[str] | None = None
    deadline: Located[date] | None = None
    department: Located[str] | None = None
    what: Located[str] | None = None  # the relief or carrier, where no amount says what is given
    region: Located[Region] | None = None  # where it holds: the document's


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document, read, cleaned and structured."""

    doc_id: str  # from the path: a changed file keeps its id
    path: str  # absolute path, or the name it was uploaded under
    sha256: str  # of the file's bytes, hex
    text: str  # cleaned, NFC
    sections: tuple[Section, ...]
    metadata: Metadata
    removed: tuple[str, ...] = ()  # lines of page furniture left out of text
    warnings: tuple[str, ...] = ()  # what a person should know about this reading

    @property
    def title(self) -> str:
        """The title as written, or the file's stem where the document has none."""
        if self.metadata.title is not None:
            return self.metadata.title.value
        name = self.path.replace("\\", "/").rsplit("/", 1)[-1]
        return name.rsplit(".", 1)[0] or name


@dataclass(frozen=True, slots=True)
class Ingested:
    """Everything the index stores about one file."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why, in one line."""

    path: str
    reason: str
