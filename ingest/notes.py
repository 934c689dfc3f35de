"""The notes under a law's title: who passed, published and revised it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.dates import find_dates
from ingest.head import ORGAN, Head, Role
from ingest.references import find_numbers
from ingest.types import Located

_EVENT = re.compile(r"通过|批准|公布|发布|颁布|修订|修正|修改|施行")
_REWRITTEN = re.compile(r"(?<!次)修订(?:通过)?")  # 第一次修订 changes a few words, 修订通过 all of them
_MENDED = re.compile(r"修订|修正|修改")
_CITED = re.compile(r"《[^》]*》?|〈[^〉]*〉")
# A law is published within a year of its passing; what is later belongs to a later edition.
MAX_PUBLICATION = timedelta(days=365)
MAX_NOTE_LINES = 30  # the longest revision history met in 1,725 laws has 24 lines

_CONGRESS = re.compile(
    r"(?P<local>[\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十]+届(?P<body>人民代表大会(?:常务委员会)?)"
    r"|第[一二三四五六七八九十]+届(?P<national>全国人民代表大会(?:常务委员会)?)"
)
# What follows the makers: 国务院令第372号公布; 公安部、外交部发布; 最高人民法院审判委员会第1743次会议通过.
_MADE_BY = re.compile(r"令?[ 　]*第|发布|公布|颁布|审判委员会|检察委员会|部务会议|室务会议|常务会议")
_NAMES = re.compile(r"[\u4e00-\u9fff、 　]*$")
MAX_NAMES_CHARS = 80  # six joint bodies
# One of several names: 、 and spaces part them, and 和 after a whole name (not in 工业和信息化部).
_NAME = re.compile(r"(?:[^、 　和]|(?<![部局会院署委])和)+")


@dataclass(frozen=True, slots=True)
class NoteEvent:
    """One dated step: 2020年11月27日 … 通过."""

    day: Located[date]
    wording: str  # what follows the date, up to the next one, titles of other documents cut out
    start: int  # span of date and wording
    end: int

    @property
    def mends(self) -> bool:
        """Whether this step revises an earlier edition."""
        return bool(_MENDED.search(self.wording))


def note_events(text: str, head: Head) -> list[NoteEvent]:
    """The dated steps in the notes that follow the title, in the order of the text."""
    events: list[NoteEvent] = []
    for start, end in _note_spans(head):
        found = list(find_dates(text, start, end))
        for at, one in enumerate(found):
            stop = found[at + 1].start if at + 1 < len(found) else end
            wording = _blanked(text[one.end : stop])
            if _EVENT.search(wording):
                events.append(NoteEvent(Located(one.day, one.start, one.end), wording, one.start, stop))
    return events


def _note_spans(head: Head) -> Iterator[tuple[int, int]]:
    begin = head.title_lines[1]
    for line, role in zip(head.lines[begin : begin + MAX_NOTE_LINES], head.roles[begin:], strict=False):
        if role is Role.NOTE:
            yield line.start, line.end
        elif role not in (Role.FIELD, Role.NUMBER, Role.DATE, Role.TITLE):
            return


def _blanked(wording: str) -> str:
    """With cited titles replaced by spaces of the same length: 《关于废止…的决定》 ends nothing."""
    return _CITED.sub(lambda match: " " * len(match[0]), wording)


def edition_day(events: list[NoteEvent]) -> Located[date] | None:
    """The day of the last step that made the text what it is (passing, publication or revision)."""
    steps = [event for event in events if event.wording.strip()[:3] not in ("施行", "起施行")]
    return max((event.day for event in steps), key=lambda day: day.value, default=None)


def promulgation_day(events: list[NoteEvent]) -> date | None:
    """The day the first edition was made public: what 自公布之日起 counts from."""
    day: date | None = None
    for event in sorted(events, key=lambda event: event.day.value):
        if event.mends or (day is not None and event.day.value - day > MAX_PUBLICATION):
            break
        if not event.wording.strip().startswith("施行"):
            day = event.day.value
    return day


def stated_start(events: list[NoteEvent]) -> NoteEvent | None:
    """A note that says only 2010年10月1日 施行."""
    return next((event for event in events if event.wording.strip(" 　）)") in ("施行", "起施行")), None)


def makers(events: list[NoteEvent]) -> tuple[Located[str], ...]:
    """The body that made the first edition: its publisher if it is named, else who passed it."""
    first = [event for event in events if not event.mends and not event.wording.strip().startswith("施行")]
    published = [event for event in first if re.search(r"公布|发布|颁布", event.wording)]
    passed = [event for event in first if "通过" in event.wording]
    for event in (*published, *passed):
        found = _makers_of(event)
        if found:
            return found
    return ()


def _makers_of(event: NoteEvent) -> tuple[Located[str], ...]:
    shift = event.end - len(event.wording)
    congress = _CONGRESS.search(event.wording)
    if congress is not None:
        if congress["national"]:
            start, stop = congress.span("national")
            return (Located(congress["national"], shift + start, shift + stop),)
        name = re.sub(r"^[由经]", "", congress["local"])
        return (
            Located(
                name + congress["body"], shift + congress.end("local") - len(name), shift + congress.end()
            ),
        )
    made = _MADE_BY.search(event.wording)
    if made is None:
        return ()
    low = max(0, made.start() - MAX_NAMES_CHARS)
    listed = _NAMES.search(event.wording[low : made.start()])
    names: list[Located[str]] = []
    for part in _NAME.finditer(event.wording, low + (listed.start() if listed else 0), made.start()):
        name = re.sub(r"^(?:[由经]|中华人民共和国(?!主席))", "", part[0])
        if not ORGAN.match(name) or len(name) < 3:
            return ()
        names.append(Located(name, shift + part.end() - len(name), shift + part.end()))
    return tuple(names)


def decree_number(text: str, events: list[NoteEvent]) -> Located[str] | None:
    """The decree that published the edition at hand: the last one that 公布, 发布 or 修订 it as a whole.

    None where it was rewritten by a decree that the notes do not name.
    """
    for event in reversed(events):
        wording = "".join(event.wording.split())
        if not re.search(r"令第.{1,8}号(?:第.{1,2}次)?(?:公布|发布|颁布|修订)", wording):
            if _REWRITTEN.search(wording):
                return None
            continue
        for number in find_numbers(text, event.start, event.end):
            if "令第" in number.value:
                return Located(number.value, number.start, number.end)
    return None
