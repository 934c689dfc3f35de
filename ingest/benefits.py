"""What a sentence gives: each amount paired with who gets it, by which instrument, on what condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import fact_words as words
from ingest.measures import alternatives
from ingest.sentences import enclosed_spans, split_clauses
from ingest.types import Bound, Instrument, Located, Quantity, QuantityKind

REACH_CHARS = 16  # between an amount and the word that says what it is: 20万元的一次性科技创新奖励
LONGEST_SUBJECT_CHARS = 60  # a longer stretch is a condition that names nobody in particular
LONGEST_QUALIFIER_CHARS = 14  # 国家级, 新认定的省级: what tells two amounts of one gift apart

_INSTRUMENT = re.compile(alternatives(words.INSTRUMENT_OF))
_FUND = re.compile("专项资金|基金|引导资金|发展资金|资金池")
_FUND_AFTER = re.compile(
    r"(?:以上|左右|规模)?+的?(?P<name>[^，,。；;\d]{0,36}?(?:专项资金|引导资金|发展资金|基金|资金池|资金))"
)
_FUND_BEFORE = re.compile(
    r"(?:设立|安排|组建|建立|成立|规模|统筹|整合|推进|市|省|县|区)?(?P<name>[^，,。；;\d]{2,30}?(?:专项资金|引导资金|发展资金|创新资金|奖补资金|基金|资金池))"
)
_ALLOTTING = re.compile("^(?:安排|设立|组建)")
_RISK = re.compile("风险补偿|损失补偿|代偿")
_OVERRIDING = re.compile(alternatives(words.OVERRIDING))
_GIVING_BEFORE = re.compile(rf"(?:{words.GIVING_VERBS})(?P<between>[^，,。；;\n]{{0,24}})$")
_GIVING_START = re.compile(words.GIVING_STARTS)
# 50万元以上的高新技术企业, 超过30万元的，: the figure belongs to a condition.
_TAIL = r"(?:[（(][^（）()]{0,8}[）)])?(?:及?以[上下内]|左右)?(?:[（(][^（）()]{0,8}[）)])?"
_CONDITION_AFTER = re.compile(
    rf"{_TAIL}(?:的(?!一次性|比例|标准|资金|财政|{alternatives(words.INSTRUMENT_OF)}|[^，。；可也均给按]{{0,8}}"
    rf"(?:{alternatives(words.INSTRUMENT_OF)}))|(?=[一-鿿]{{0,12}}(?:条件|要求))"
    rf"|(?=的?贷款(?:产生|发生|损失|余额)))"
)
_CLAUSE_ENDS_IN_DE = re.compile(r"的[，,。；;]?$")
_STRONG_START = re.compile(words.STRONG_GIVING_STARTS)
_RECIPIENT = re.compile(
    rf"(?:给予|奖励|补助|补贴|资助|奖补)(?P<who>(?!每|单)[^，,。；;\d]{{2,20}}?(?:{words.BENEFICIARIES}))"
    rf"(?:最高|不超过|一次性|每年|每家|每人|每月|每户|每个|每天|人民币|约){{0,3}}$"
)
# 由30%提升到40%: what was, not what is given.
_RAISED_FROM = re.compile(r"(?:[由从原]|现行)[^，,。；;]{0,12}$")
_RAISED_TO = re.compile(r"(?:提高|提升|调整|上调|下调|降低|增加|上浮|降|调)(?:到|至|为)")
# 由瞪羚企业成长为独角兽企业的: what they became.
_BECAME = re.compile(rf"(?:成长|升级|晋升|转|发展|壮大)为(?P<who>[^，,。；;]{{0,16}}?(?:{words.BENEFICIARIES}))$")
_ADVERBIAL = re.compile(rf"^(?:{words.ADVERBIAL_HEADS})")
_PRONOUN = re.compile(rf"^(?:{words.PRONOUNS})")
_RECIPIENT_AFTER = re.compile(
    rf"(?:的?(?:比例|标准))?(?:给予|奖励|补助)(?P<who>[^，,。；;\d]{{0,10}}?(?:{words.BENEFICIARIES}))(?:一次性)?"
    r"(?:奖励|补助|补贴|资助|奖补)"
)
# 国际首台（套）最高500万元: what a cap is for.
_CAPPED = re.compile(r"(?:最高|不超过|最多)$|^(?:最高|不超过|最多)")
_NO_CAPPED_NAME = re.compile(r"额度|标准|金额|总额|比例|累计|资金|补助|补贴|奖励|资助|期限|贴息|时间|单|每|同一|合计|其|原则")
_ISSUING = re.compile(r"^(?:发放|设立)(?P<what>[^，,。；;]{2,16})$")
_EACH = re.compile(rf"(?:每个|每家|每名|每位|单个)(?P<who>[^，,。；;\d]{{0,8}}?(?:{words.BENEFICIARIES}))")
_PROCURING = re.compile(r"(?:给予|予以|奖励|补助|补贴|资助|奖补|按)")
_TOWARDS = re.compile(
    r"(?:^|(?<=[，,：:；;。、（(\s])|(?<=其中)|(?<=同时)|(?<=财政)|(?<=级)|(?<=是)|(?<=可)|(?<=[并再将])|(?<=规定)|(?<=集团)|(?<=公司)|"
    r"(?<=银行)|(?<=政府)|(?<=部门)|(?<=机构)|(?<=局)|(?<=委))"
    r"(?:对于|对(?!接|外|标|口|象|应|照|比|方|策|话|手|称|冲|等)|向(?!社会|上|前))"
)
_TOWARDS_INSIDE = re.compile(r"对(?!接|外|标|口|象|应|照|比|方|策|话|手|称|冲|等)")
_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|"
    r"\d{1,2}[.．、]|（\d{1,2}）|\(\d{1,2}\)|[①-⑳])\s*"
)
_LEAD = re.compile(rf"^(?:{words.EMPTY_LEADS})[，,：:]?")
_PAYER = re.compile(
    r"^(?:由|经)?(?:省|市|县|区|中央|国家)?(?:[、和与](?:省|市|县|区))*(?:级|本级)?(?:财政|政府|人民政府)(?:部门|资金)?(?:分别|再)?$"
)
# 在孵企业 and 企业, but not 在北京设立企业: a name is short and begins with no preposition of its own.
_LEADING_BENEFICIARY = re.compile(
    rf"(?:在孵|(?![在从经以获按因凡]))[^，,。；;设获引承通\d]{{0,14}}?(?:{words.BENEFICIARIES})(?!贷|所|认定|化|[一-鿿]{{0,2}}(?:比例|收入|费))"
)
_BENEFICIARY_END = re.compile(rf"(?:{words.BENEFICIARIES})(?:[（(][^（）()]*[）)])?[”’]?(?:等)?$")
_LIST_MARK = re.compile(r"[、和及与或以并且]{1,2}")


@dataclass(frozen=True, slots=True)
class Benefit:
    """One amount that is given, before section-wide fields are added."""

    instrument: Instrument
    amount: Quantity | None
    subject: Located[str] | None  # None: nobody is named in the sentence
    condition: Located[str] | None


@dataclass(frozen=True, slots=True)
class _Around:
    """What the place of a sentence suggests."""

    before: Instrument | None
    topic: str


@dataclass(frozen=True, slots=True)
class _Gift:
    """Amounts of one clause that stand in a list: 15万元、30万元和50万元."""

    clause: tuple[int, int]
    amounts: tuple[Quantity, ...]
    instruments: tuple[Instrument, ...]


def find_benefits(
    text: str,
    sentence: tuple[int, int],
    quantities: Sequence[Quantity],
    *,
    before: Instrument | None = None,
    topic: str = "",
) -> list[Benefit]:
    """The benefits of one sentence, in order.

    ``before`` is the instrument of the sentence before in the same paragraph (对省级人才，给予每人80万元
    names none), ``topic`` the section's heading.

    1. Sort the figures: given, or part of a condition. 2. Group those in a list. 3. Say to whom.
    """
    clauses = split_clauses(text, *sentence)
    gifts: list[_Gift] = []
    for clause in clauses:
        within = [quantity for quantity in quantities if clause[0] <= quantity.start < clause[1]]
        gifts += _gifts(text, sentence, clause, within, gifts, _Around(before, topic))
    found: list[Benefit] = []
    after = sentence[0]
    for gift in gifts:
        if gift.instruments[0] is Instrument.FUND:
            found += [_fund(text, gift, amount) for amount in gift.amounts]
            after = gift.clause[1]
            continue
        found += _addressed(text, sentence, after, gift, found)
        after = gift.clause[1]
    return found


def _fund(text: str, gift: _Gift, amount: Quantity) -> Benefit:
    """安排1.2亿元的科技创新专项资金: the fund itself is what the amount is about."""
    after = _FUND_AFTER.match(text, amount.end, gift.clause[1])
    if after is not None:
        return Benefit(Instrument.FUND, amount, _located(text, after.span("name")), None)
    before = None
    for match in _FUND_BEFORE.finditer(text, gift.clause[0], amount.start):
        before = match
    span = before.span("name") if before is not None else None
    return Benefit(Instrument.FUND, amount, _located(text, span), None)


def _gifts(
    text: str,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    quantities: Sequence[Quantity],
    before: Sequence[_Gift],
    around: _Around,
) -> list[_Gift]:
    given: list[tuple[Quantity, Instrument]] = []
    for quantity in quantities:
        earlier = given[-1][1] if given else _earlier_instrument(text, sentence, clause, before)
        instrument = _given_as(text, clause, quantity, earlier, around)
        if instrument is not None:
            given.append((quantity, instrument))
    if not given:
        return []
    amounts, instruments = zip(*given, strict=True)
    # In 15万元、30万元和50万元奖励 the word follows the last amount only.
    return [_Gift(clause, tuple(amounts), (instruments[-1],) * len(amounts))]


def _earlier_instrument(
    text: str, sentence: tuple[int, int], clause: tuple[int, int], before: Sequence[_Gift]
) -> Instrument | None:
    """What the sentence was giving before this clause: 对…进行资助，最高不超过300万元."""
    if before:
        return before[-1].instruments[-1]
    named = [match[0] for match in _INSTRUMENT.finditer(text, sentence[0], clause[0])]
    return words.INSTRUMENT_OF[named[-1]] if named else None


def _given_as(
    text: str,
    clause: tuple[int, int],
    quantity: Quantity,
    earlier: Instrument | None,
    around: _Around,
) -> Instrument | None:
    """By which instrument the figure is given; None if it is part of a condition, an aim or a result."""
    if quantity.kind not in (QuantityKind.MONEY, QuantityKind.RATIO):
        return None
    ahead = text[quantity.end : clause[1]]
    behind = text[clause[0] : quantity.start]
    if _RAISED_FROM.search(behind) and _RAISED_TO.match(ahead):
        return None
    if _CONDITION_AFTER.match(ahead) or (_CLAUSE_ENDS_IN_DE.search(ahead) and not _PROCURING.search(ahead)):
        return None
    following = _INSTRUMENT.search(ahead[: REACH_CHARS + 4])
    giving = _GIVING_BEFORE.search(behind)
    capped = earlier is not None and (quantity.bound is Bound.AT_MOST or quantity.per is not None)
    if earlier is Instrument.FUND and quantity.kind is QuantityKind.MONEY and "其中" in behind:
        return Instrument.FUND
    shared = bool(_PROCURING.search(ahead)) and "按" in behind[-30:]
    if following is None and giving is None and not capped and not shared:
        return None
    if following is None and shared:
        following = _INSTRUMENT.search(ahead)
    if following is None and giving is not None and quantity.kind is QuantityKind.MONEY:
        following = _FUND.search(ahead)
    if following is None and giving is not None and quantity.kind is QuantityKind.MONEY:
        if _ALLOTTING.search(giving[0]):
            return Instrument.FUND
    found = _instrument(text[clause[0] : clause[1]], following, behind, earlier)
    if found is None and giving is not None and giving[0].startswith(("给予", "予以")):
        found = around.before
    if found is Instrument.SUBSIDY and _RISK.search(around.topic) and "补偿" in text[slice(*clause)]:
        return Instrument.GUARANTEE
    return found


def _instrument(
    clause: str, following: re.Match[str] | None, behind: str, earlier: Instrument | None
) -> Instrument | None:
    overriding = _OVERRIDING.search(clause)
    if overriding is not None:
        return words.INSTRUMENT_OF[overriding[0]]
    if following is not None:
        return words.INSTRUMENT_OF[following[0]]
    named = [match[0] for match in _INSTRUMENT.finditer(behind)]
    if named:
        return words.INSTRUMENT_OF[named[-1]]
    return earlier


def _addressed(
    text: str, sentence: tuple[int, int], after: int, gift: _Gift, earlier: Sequence[Benefit]
) -> list[Benefit]:
    """The gift's amounts, each with its beneficiary."""
    whom = _governing(text, sentence, after, gift)
    recipient = _RECIPIENT_AFTER.match(text, gift.amounts[-1].end)
    if recipient is not None and len(gift.amounts) == 1:
        named = Located(recipient["who"], *recipient.span("who"))
        return [Benefit(gift.instruments[0], gift.amounts[0], named, _located(text, whom))]
    recipient = _RECIPIENT.search(text[gift.clause[0] : gift.amounts[0].start])
    if recipient is not None and len(gift.amounts) == 1:
        start = gift.clause[0] + recipient.start("who")
        named = Located(recipient["who"], start, start + len(recipient["who"]))
        return [Benefit(gift.instruments[0], gift.amounts[0], named, _located(text, whom))]
    if whom is None:
        subject = earlier[-1].subject if earlier else _each(text, gift)
        condition = earlier[-1].condition if earlier else None
        return _qualified(text, gift, subject, condition)
    name = text[whom[0] : whom[1]]
    if earlier and len(name) <= LONGEST_QUALIFIER_CHARS and not _NO_CAPPED_NAME.search(name):
        if _CAPPED.search(text[whom[1] : gift.amounts[0].start]) and whom[0] >= gift.clause[0]:
            return _qualified(text, gift, _located(text, whom), earlier[-1].condition)
    issued = _ISSUING.match(name)
    if issued is not None:
        whom = (whom[0] + issued.start("what"), whom[0] + issued.end("what"))
        return _qualified(text, gift, _located(text, whom), None)
    subject_span, condition_span = _split_condition(text, *whom, named=text[whom[0] - 1 : whom[0]] == "对")
    condition = _located(text, condition_span)
    if subject_span is None:
        carried = earlier[-1].subject if earlier else _each(text, gift)
        return _qualified(text, gift, carried, condition)
    if len(gift.amounts) > 1 and _in_step(text, gift):
        parts = split_in_step(text, *subject_span, len(gift.amounts))
        if parts is not None:
            heads = _share_head(text, parts)
            return [
                Benefit(instrument, amount, head, condition)
                for amount, instrument, head in zip(gift.amounts, gift.instruments, heads, strict=True)
            ]
    return _qualified(text, gift, _located(text, subject_span), condition)


def _each(text: str, gift: _Gift) -> Located[str] | None:
    """遴选团队10个，每个团队给予50万元: nobody else is named."""
    match = _EACH.search(text, gift.clause[0], gift.amounts[0].start)
    return None if match is None else Located(match["who"], *match.span("who"))


def _in_step(text: str, gift: _Gift) -> bool:
    """Whether the amounts are a bare list (15万元、30万元和50万元), to be paired with a list of names."""
    between = [
        text[first.end : second.start] for first, second in zip(gift.amounts, gift.amounts[1:], strict=False)
    ]
    return all(not gap.strip("、和及与或以上内下 ") for gap in between)


def _governing(text: str, sentence: tuple[int, int], after: int, gift: _Gift) -> tuple[int, int] | None:
    """Span of the words that say to whom: from 对, or from the last gift, up to where the giving begins."""
    give = _giving_start(text, after, gift)
    towards = [match for match in _TOWARDS.finditer(text, sentence[0], give) if match.end() <= give]
    recent = [match for match in towards if match.start() >= after]
    if recent:
        first = (
            recent[-1] if len(recent) > 1 and _is_new_phrase(text, recent[0].end(), recent[-1]) else recent[0]
        )
        return _trim(text, first.end(), give)
    later = _TOWARDS_INSIDE.search(text, gift.amounts[-1].end, gift.clause[1])
    if later is not None:
        end = _STRONG_START.search(text, later.end(), gift.clause[1])
        return _trim(text, later.end(), end.start() if end else gift.clause[1])
    start = after
    opening = enclosed_spans(text, start, give)
    if opening and opening[0][0] == start and text[start] in "（(":
        start = opening[0][1]
    label = _LABEL.match(text[start:give].lstrip())
    if label:
        start = text.index(label[0], start) + label.end()
    while (lead := _LEAD.match(text[start:give])) is not None and lead.end() > 0:
        start += lead.end()
    span = _trim(text, start, give)
    if span is None or _PAYER.match(text[span[0] : span[1]]):
        return None
    return span


def _is_new_phrase(text: str, start: int, later: re.Match[str]) -> bool:
    """Whether a second 对 opens another gift rather than continuing the condition of the first."""
    return bool(_GIVING_START.search(text, start, later.start()))


def _giving_start(text: str, after: int, gift: _Gift) -> int:
    """Where the sentence stops saying to whom; the gift's first figure at the latest."""
    begin, figure = gift.clause[0], gift.amounts[0].start
    opened = _TOWARDS.search(text, after, begin)
    strong = _STRONG_START.search(text, opened.end(), begin) if opened else None
    if strong is not None:
        return strong.start()
    barred = [span for span in enclosed_spans(text, begin, figure)]
    towards = _TOWARDS.search(text, begin, figure)
    at = towards.end() if towards else begin
    for match in _GIVING_START.finditer(text, at, figure):
        if any(first <= match.start() < last for first, last in barred):
            continue
        if match[0] in ("奖励", "补助", "补贴", "支持") and text[match.end() : match.end() + 1] in (
            "的",
            "资",
        ):
            continue
        return match.start()
    return figure


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in "，,、：: \u3000\n":
        start += 1
    while end > start and text[end - 1] in "，,、：: \u3000\n":
        end -= 1
    return (start, end) if start < end else None


def _split_condition(
    text: str, start: int, end: int, *, named: bool
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """首次认定的高新技术企业 → who, and on what condition (without its 的).

    A phrase that ends in 的 is all condition; who is then the noun it begins with, if it names one.
    ``named``: the phrase follows 对, so that it names somebody whatever its last word.
    """
    if _PRONOUN.match(text[start:end]):
        return None, None
    phrase = _first_clause(text, start, end)
    if phrase is None:
        return None, None
    whole = (start, end - 1) if text[end - 1] == "的" else None
    at = _last_de(text, *phrase)
    if at is not None:
        head = _trim(text, at + 1, phrase[1])
        if head is not None and _ADVERBIAL.match(text[head[0] : head[1]]):
            return None, None
        if head is not None and (phrase[1] == end or _BENEFICIARY_END.search(text[head[0] : head[1]])):
            return head, whole or _trim(text, start, at)
    became = _BECAME.search(text, start, end - 1) if whole is not None else None
    if became is not None:
        return became.span("who"), whole
    if whole is not None:
        # 对在北京设立研究院的: those who do it, where no noun says who they are.
        who = _trim(text, phrase[0], phrase[1] - 1) if named and phrase[1] == end else None
        return _leading_beneficiary(text, start, end - 1) or who or (phrase if named else None), whole
    last = _last_de(text, start, end)
    head = _trim(text, last + 1, end) if last is not None else None
    if last is not None and head is not None and _BENEFICIARY_END.search(text[head[0] : head[1]]):
        if "，" not in text[last:end] and "," not in text[last:end]:
            return head, _trim(text, start, last)
    if named and end - start <= LONGEST_SUBJECT_CHARS and _BENEFICIARY_END.search(text[start:end]):
        return (start, end), None
    if named or _BENEFICIARY_END.search(text[phrase[0] : phrase[1]]):
        return phrase, None
    return _leading_beneficiary(text, start, end), None


def _last_de(text: str, start: int, end: int) -> int | None:
    """Where the last 的 outside brackets and quotes stands, unless it closes the phrase."""
    barred = enclosed_spans(text, start, end)
    for at in range(end - 2, start, -1):
        if text[at] == "的" and not any(first <= at < last for first, last in barred):
            return at
    return None


def _first_clause(text: str, start: int, end: int) -> tuple[int, int] | None:
    clauses = split_clauses(text, start, end)
    return _trim(text, *clauses[0]) if clauses else None


def _leading_beneficiary(text: str, start: int, end: int) -> tuple[int, int] | None:
    clause = _first_clause(text, start, end)
    if clause is None:
        return None
    match = _LEADING_BENEFICIARY.match(text, *clause)
    if match is None:
        return None
    phrase = match[0]
    cut = max(
        phrase.rfind(lead) + len(lead) if lead in phrase else 0 for lead in ("的", "支持", "鼓励", "引导")
    )
    return match.start() + cut, match.end()


def split_in_step(text: str, start: int, end: int, count: int) -> list[tuple[int, int]] | None:
    """Spans of the ``count`` members of a list, None if it has another number of them.

    Marks are tried from the plain 、 to all of 、和及与或以及, and never inside brackets or quotes.
    """
    barred = enclosed_spans(text, start, end)
    for marks in ("、", "、和", "、和及与", "、和及与或", "和", "和及与或"):
        parts: list[tuple[int, int]] = []
        begin = start
        for at in range(start, end):
            if text[at] in marks and not any(first <= at < last for first, last in barred):
                piece = _trim(text, begin, at - 1 if text[at - 1 : at + 1] == "以及" else at)
                parts += [piece] if piece else []
                begin = at + 1
        piece = _trim(text, begin, end)
        parts += [piece] if piece else []
        if len(parts) == count:
            return parts
    return None


def _share_head(text: str, parts: Sequence[tuple[int, int]]) -> list[Located[str]]:
    """国家级、省级企业技术中心: the members that are mere ranks get the last member's noun as value."""
    last = text[parts[-1][0] : parts[-1][1]]
    noun = re.sub(r"^(?:新?认定的?)?(?:国家|省|市|县|区|部|厅)级?", "", last)
    located: list[Located[str]] = []
    for first, stop in parts:
        name = text[first:stop]
        bare = re.fullmatch(
            r".{0,8}(?:国家|省|市|县|区|部|厅|世界|[A-DA-Z一二三四五1-5])(?:级|类|等|档)?", name
        )
        located.append(Located(name + noun if bare and noun != last else name, first, stop))
    return located


def _qualified(
    text: str, gift: _Gift, subject: Located[str] | None, condition: Located[str] | None
) -> list[Benefit]:
    """给予国家级50万元、省级20万元: what stands before each amount tells them apart."""
    marks = _qualifiers(text, gift) if len(gift.amounts) > 1 else None
    if marks is None:
        return [
            Benefit(instrument, amount, subject, condition)
            for amount, instrument in zip(gift.amounts, gift.instruments, strict=True)
        ]
    found: list[Benefit] = []
    for amount, instrument, (start, end) in zip(gift.amounts, gift.instruments, marks, strict=True):
        name = text[start:end]
        whole = name if subject is None or _BENEFICIARY_END.search(name) else name + subject.value
        found.append(Benefit(instrument, amount, Located(whole, start, end), condition))
    return found


def _qualifiers(text: str, gift: _Gift) -> list[tuple[int, int]] | None:
    begin = gift.clause[0]
    spans: list[tuple[int, int]] = []
    for amount in gift.amounts:
        last = None
        for match in _GIVING_START.finditer(text, begin, amount.start):
            last = match
        span = _trim(text, last.end() if last else begin, amount.start)
        if span is not None:
            mark = _LIST_MARK.match(text, *span)
            span = _trim(text, mark.end(), span[1]) if mark else span
        if span is None or span[1] - span[0] > LONGEST_QUALIFIER_CHARS:
            return None
        spans.append(span)
        begin = amount.end
    return spans


def _located(text: str, span: tuple[int, int] | None) -> Located[str] | None:
    return None if span is None else Located(text[span[0] : span[1]], *span)
