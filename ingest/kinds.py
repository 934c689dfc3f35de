"""What sort of paper a document is, read from its title, its addressee and its opening."""

from __future__ import annotations

import re

from ingest.head import Head, Role, squeeze
from ingest.types import Kind, Located

_DRAFT = re.compile(r"征求意见稿|草案|送审稿|讨论稿|征求.{0,40}意见")
_REPLY_TITLE = re.compile(r"(?:提案|建议|议案).{0,20}(?:答复|复函|回复|办理情况)|答复函?$")
_REPLY_OPENING = re.compile(
    r"您[们]?.{0,30}提[出交]的.{0,120}(?:建议|提案|议案).{0,60}(?:收悉|收到)|(?:建议|提案|议案).{0,20}收悉.{0,120}答复如下"
)
# A notice that carries a paper is filed under what it carries: a reader asks for the plan, not its cover.
_CARRIES = re.compile(
    r"(?:印发|发布|公布|下发|颁布|转发)《?(?P<inner>.+?)》?的(?:通知|公告|通告|决定|令)(?:[（(].*)?$"
)
# The last words of a title, most telling first.
ENDINGS = (
    (Kind.INTERPRETATION, r"解读|解读材料|政策问答|图解"),
    (Kind.GUIDE, r"指南|须知|指引|申报.{0,30}的?(?:通知|公告)|操作手册|办事流程"),
    (Kind.PLAN, r"规划|计划|方案|纲要|要点|预案"),
    (Kind.LAW, r"(?<!办)法|条例|法典|规定|宪法"),
    (Kind.MEASURES, r"办法|细则|规则|措施|政策|举措|标准|规范|制度|规程|目录|清单|守则|准则"),
    (Kind.OPINIONS, r"意见"),
    (Kind.DECISION, r"决定|批复|令|决议|复函"),
    (Kind.NOTICE, r"通知|公告|通告|通报|函|名单|公示"),
    (Kind.REPORT, r"报告|总结|公报|情况"),
)
_EDITION = re.compile(r"[（(〔][^（()）]{1,40}[）)〕]$")
_LAW_MAKER = re.compile(r"人民代表大会|常务委员会|国务院令|人民政府令|政府令|主席令")


def find_kind(text: str, head: Head, number: str | None) -> Located[Kind] | None:
    """The kind, located at the title (or the opening of a reply); None without a title or such opening."""
    title = squeeze(text[slice(*head.title)]) if head.title else ""
    opening = _opening(text, head)
    if _REPLY_TITLE.search(title) and not title.endswith(("的通知", "办法")):
        return Located(Kind.REPLY, *_span(head))
    if opening is not None:
        return Located(Kind.REPLY, *opening)
    if head.title is None:
        return None
    if _DRAFT.search(title):
        return Located(Kind.DRAFT, *head.title)
    return Located(_by_ending(title, text, head, number), *head.title)


def _span(head: Head) -> tuple[int, int]:
    return head.title or (0, 0)


def _by_ending(title: str, text: str, head: Head, number: str | None) -> Kind:
    carried = _CARRIES.search(title)
    candidates = [carried["inner"], title] if carried else [title]
    for candidate in candidates:
        bare = _EDITION.sub("", candidate.strip("《》"))
        for kind, pattern in ENDINGS:
            if re.search(rf"(?:{pattern})$", bare):
                if kind is Kind.LAW and bare.endswith("规定"):
                    return _rule_kind(text, head, number)
                return kind
    return Kind.OTHER


def _rule_kind(text: str, head: Head, number: str | None) -> Kind:
    """规定 is law where a congress or a government order made it, else an agency's measures."""
    note = " ".join(
        line.text for line, role in zip(head.lines, head.roles, strict=False) if role is Role.NOTE
    )
    return Kind.LAW if _LAW_MAKER.search(note) or (number and "令" in number) else Kind.MEASURES


# A reply says 收悉 within its first lines.
OPENING_CHARS = 600


def _opening(text: str, head: Head) -> tuple[int, int] | None:
    start = head.title[1] if head.title else 0
    match = _REPLY_OPENING.search(text, start, start + OPENING_CHARS)
    return (match.start(), match.end()) if match else None
