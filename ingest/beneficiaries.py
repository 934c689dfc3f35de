"""To whom a gift is addressed: the words before it, cut into a name and a condition."""

from __future__ import annotations

import re

from ingest import fact_words as words
from ingest.gifts import Gift
from ingest.phrases import Span, first_clause, last_de, trim
from ingest.sentences import enclosed_spans
from ingest.types import Located

LONGEST_SUBJECT_CHARS = 60  # a longer stretch is a condition that names nobody in particular

_GIVING_START = re.compile(words.GIVING_STARTS)
_STRONG_START = re.compile(words.STRONG_GIVING_STARTS)
# 奖励 and the like begin the giving, but not in 国家奖励的项目 and 补助资金.
_NOUN_AFTER = re.compile(r"(?:奖励|补助|补贴|支持)[的资]")
_NO_TOWARDS = "(?!接|外|标|口|象|应|照|比|方|策|话|手|称|冲|等)"
_TOWARDS = re.compile(
    r"(?:^|(?<=[，,：:；;。、（(\s])|(?<=其中)|(?<=同时)|(?<=财政)|(?<=级)|(?<=是)|(?<=可)|(?<=同意)|(?<=[）)】])|(?<=[并再将])|(?<=规定)|"
    r"(?<=集团)|(?<=公司)|(?<=银行)|(?<=政府)|(?<=部门)|(?<=机构)|(?<=局)|(?<=委))"
    rf"(?:对于|对{_NO_TOWARDS}|向(?!社会|上|前))"
)
_TOWARDS_INSIDE = re.compile(f"对{_NO_TOWARDS}")
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|"
    r"\d{1,2}[.．、]|[①-⑳])\s*"
)
_ARTICLE_NAME = re.compile(r"[（(【][^（()）【】]{1,20}[）)】]\s*")
_LEAD = re.compile(rf"(?:{words.EMPTY_LEADS})[，,：:]?")
_PAYER = re.compile(
    r"(?:由|经)?(?:省|市|县|区|中央|国家)?(?:[、和与](?:省|市|县|区))*(?:级|本级)?"
    r"(?:财政|政府|人民政府)(?:部门|资金)?(?:分别|再)?$"
)
_PRONOUN = re.compile(rf"(?:{words.PRONOUNS})")
_ADVERBIAL = re.compile(rf"(?:{words.ADVERBIAL_HEADS})")
BENEFICIARY_END = re.compile(rf"(?:{words.BENEFICIARIES})(?:[（(][^（）()]*[）)])?[”’]?(?:等)?$")
# 在孵企业 and 企业, but not 在北京设立企业: a name is short and begins with no preposition of its own.
_LEADING_BENEFICIARY = re.compile(
    rf"(?:在孵|(?![在从经以获按因凡]))[^，,。；;设获引承通\d]{{0,14}}?(?:{words.BENEFICIARIES})"
    r"(?!贷|所|认定|化|[一-鿿]{0,2}(?:比例|收入|费))"
)
# 对新认定的给予20万元: how, but not who.
_RECOGNISED = re.compile(
    r"(?:当年|首次|新|重新|通过|获得|获|再次|复审)*(?:认定|获批|入选|评定|备案|通过|命名)的"
)
# 由瞪羚企业成长为独角兽企业的: what they became.
_BECAME = re.compile(
    rf"(?:成长|升级|晋升|转|发展|壮大)为(?P<who>[^，,。；;]{{0,16}}?(?:{words.BENEFICIARIES}))$"
)
_RECIPIENT_BEFORE = re.compile(
    rf"(?:给予|奖励|补助|补贴|资助|奖补)(?P<who>(?!每|单)[^，,。；;：:\d]{{2,20}}?(?:{words.BENEFICIARIES}))"
    rf"(?:最高|不超过|一次性|每年|每家|每人|每月|每户|每个|每天|人民币|约){{0,3}}$"
)
_RECIPIENT_AFTER = re.compile(
    rf"(?:的?(?:比例|标准))?(?:给予|奖励|补助)(?P<who>[^，,。；;\d]{{0,10}}?(?:{words.BENEFICIARIES}))(?:一次性)?"
    r"(?:奖励|补助|补贴|资助|奖补)"
)
# 将首次认定的高新技术企业的市级奖励由10万元提高到20万元
_RAISED_GIFT = re.compile(
    r"[将把](?P<who>[^，,。；;]{2,40}?)的?(?:市级|省级|区级|一次性)?(?:奖励|奖补|补助|补贴|资助)[^，,。；;]{0,6}[由从]"
)
_EACH = re.compile(rf"(?:每个|每家|每名|每位|单个)(?P<who>[^，,。；;\d]{{0,8}}?(?:{words.BENEFICIARIES}))")


def addressed_span(text: str, sentence: Span, after: int, gift: Gift) -> Span | None:
    """The words that say to whom: from 对, or from the last gift's end ``after``, up to the giving verb."""
    give = _giving_start(text, after, gift)
    listed = _after_colon(text, gift, give)
    if listed is not None:
        return listed
    raised = _RAISED_GIFT.search(text, after, gift.amounts[0].start)
    if raised is not None:
        return raised.span("who")
    towards = [match for match in _TOWARDS.finditer(text, sentence[0], give) if match.start() >= after]
    if towards:
        # A second 对 opens another gift only where something was given between the two.
        renewed = _GIVING_START.search(text, towards[0].end(), towards[-1].start())
        return trim(text, (towards[-1] if renewed else towards[0]).end(), give)
    later = _TOWARDS_INSIDE.search(text, gift.amounts[-1].end, gift.clause[1])
    if later is not None:  # 按照收益80%的标准对…的人员给予奖励
        end = _STRONG_START.search(text, later.end(), gift.clause[1])
        return trim(text, later.end(), end.start() if end else gift.clause[1])
    span = trim(text, past_openings(text, after, give), give)
    return None if span is None or _PAYER.match(text, *span) else span


def towards_before(text: str, start: int, end: int) -> int | None:
    """Past the last 对 or 向 in ``text[start:end]`` that opens whom something is for."""
    found = [match.end() for match in _TOWARDS.finditer(text, start, end)]
    return found[-1] if found else None


def _after_colon(text: str, gift: Gift, give: int) -> Span | None:
    """标准调整为：博士研究生每人每月2500元: the name after the colon."""
    colon = max(text.rfind(mark, gift.clause[0], gift.amounts[0].start) for mark in "：:")
    if colon < 0:
        return None
    verb = _GIVING_START.search(text, colon, gift.amounts[0].start)
    span = trim(text, colon + 1, verb.start() if verb else max(give, gift.amounts[0].start))
    return span if span is not None and BENEFICIARY_END.search(text[slice(*span)]) else None


def past_openings(text: str, start: int, end: int) -> int:
    """Past a bracketed note, a clause number and connecting words."""
    opening = enclosed_spans(text, start, end)
    if opening and opening[0][0] == start and text[start] in "（(":
        start = opening[0][1]
    label = _LABEL.match(text, start, end)
    start = label.end() if label else start
    name = _ARTICLE_NAME.match(text, start, end) if label else None  # 第二条（新引进奖）对…
    start = name.end() if name else start
    while (lead := _LEAD.match(text, start, end)) is not None and lead.end() > start:
        start = lead.end()
    return start


def _giving_start(text: str, after: int, gift: Gift) -> int:
    """Where the sentence stops saying to whom; the gift's first figure at the latest."""
    begin, figure = gift.clause[0], gift.amounts[0].start
    opened = _TOWARDS.search(text, after, begin)
    strong = _STRONG_START.search(text, opened.end(), begin) if opened else None
    if strong is not None:
        return strong.start()
    barred = enclosed_spans(text, begin, figure)
    towards = _TOWARDS.search(text, begin, figure)
    for match in _GIVING_START.finditer(text, towards.end() if towards else begin, figure):
        inside = any(first <= match.start() < last for first, last in barred)
        if not inside and not _NOUN_AFTER.match(text, match.start()):
            return match.start()
    return figure


def recipient(text: str, gift: Gift) -> Located[str] | None:
    """Whom the giving verb names itself: 给予运营单位5万元, 按5%给予使用单位补助."""
    if len(gift.amounts) > 1:
        return None
    amount = gift.amounts[0]
    match = _RECIPIENT_AFTER.match(text, amount.end) or _RECIPIENT_BEFORE.search(
        text, gift.clause[0], amount.start
    )
    return None if match is None else Located(match["who"], *match.span("who"))


def each_of(text: str, gift: Gift) -> Located[str] | None:
    """遴选团队10个，每个团队给予50万元: the noun of 每个, where nobody else is named."""
    match = _EACH.search(text, gift.clause[0], gift.amounts[0].start)
    return None if match is None else Located(match["who"], *match.span("who"))


def split_condition(text: str, start: int, end: int, *, named: bool) -> tuple[Span | None, Span | None]:
    """首次认定的高新技术企业 → who, and on what condition (without its 的); either may be None.

    ``named``: the phrase follows 对, so that it names somebody whatever its last word.
    """
    phrase = first_clause(text, start, end)
    if _RECOGNISED.fullmatch(text, start, end):
        return None, trim(text, start, end - 1)
    if phrase is None or _PRONOUN.match(text, start, end):
        return None, None
    whole = (start, end - 1) if text[end - 1] == "的" else None
    at = last_de(text, *phrase)
    head = trim(text, at + 1, phrase[1]) if at is not None else None
    if at is not None and head is not None:
        if _ADVERBIAL.match(text, *head):
            return None, None
        if (phrase[1] == end and whole is None) or BENEFICIARY_END.search(text[slice(*head)].rstrip("的")):
            return head, whole or trim(text, start, at)
    if whole is not None:
        return _who_does(text, phrase, whole, named=named), whole
    return _last_head(text, start, end, phrase, named=named)


def _who_does(text: str, phrase: Span, whole: Span, *, named: bool) -> Span | None:
    """Who meets a condition that ends in 的: what they became, the noun it begins with, or itself."""
    became = _BECAME.search(text, *whole)
    if became is not None:
        return became.span("who")
    leading = leading_beneficiary(text, *whole)
    if leading is not None or not named:
        return leading
    # 对在北京设立研究院的: no noun says who; those who do it are named by what they do.
    return (phrase[0], min(phrase[1], whole[1]))


def _last_head(
    text: str, start: int, end: int, phrase: Span, *, named: bool
) -> tuple[Span | None, Span | None]:
    at = last_de(text, start, end)
    head = trim(text, at + 1, end) if at is not None else None
    one_clause = at is not None and not set("，,") & set(text[at:end])
    if at is not None and head is not None and one_clause and BENEFICIARY_END.search(text[slice(*head)]):
        return head, trim(text, start, at)
    if named and end - start <= LONGEST_SUBJECT_CHARS and BENEFICIARY_END.search(text[start:end]):
        return (start, end), None
    if named or BENEFICIARY_END.search(text[slice(*phrase)]):
        return phrase, None
    return leading_beneficiary(text, start, end), None


def leading_beneficiary(text: str, start: int, end: int) -> Span | None:
    """The beneficiary that the first clause of a stretch begins with."""
    clause = first_clause(text, start, end)
    match = _LEADING_BENEFICIARY.match(text, *clause) if clause is not None else None
    if match is None:
        return None
    cuts = [match[0].rfind(lead) + len(lead) for lead in ("的", "支持", "鼓励", "引导") if lead in match[0]]
    return match.start() + max(cuts, default=0), match.end()
