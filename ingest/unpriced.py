"""What a sentence gives without an amount: tax relief, and carriers that are built or recognised.

免征增值税, 享受研发费用加计扣除政策 and 支持企业建设重点实验室 name a beneficiary and a thing but no
figure. Only wordings that give are read: what is reported, forbidden, asked for as a condition or named as
a title is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import unpriced_words as words
from ingest.beneficiaries import (
    BENEFICIARY_END,
    leading_beneficiary,
    past_openings,
    split_condition,
    towards_before,
)
from ingest.phrases import Span, located, trim
from ingest.sentences import enclosed_spans, split_clauses
from ingest.types import Instrument, Located

LONGEST_SUBJECT_CHARS = 40  # a longer stretch describes circumstances and names nobody

_RELIEVING = re.compile(words.RELIEVING)
_GRANTED = re.compile(words.GRANTED_RELIEF)
_NO_RELIEF_BEFORE = re.compile(words.NO_GIVING_BEFORE)
_NO_RELIEF_AFTER = re.compile(words.NO_RELIEF_AFTER)
_CARRIER = re.compile(words.CARRIER)
_SUPPORTED = re.compile(words.SUPPORTED_CARRIER)
_ADVANCED = re.compile(words.ADVANCED_CARRIER)
_BUILT = re.compile(words.BUILT_CARRIER)
_NO_CARRIER_AFTER = re.compile(words.NO_CARRIER_AFTER)
_ADVERBS = re.compile(words.ADVERBS_BEFORE_RELIEF)
_INSIDE_NAME = re.compile(words.BENEFICIARY_OF_RELIEF)
_HELPERS = re.compile(words.HELPING_ADVERBS)
_TAX_HINT = re.compile("税|扣除")  # no relief without one of them
_QUESTION = re.compile(r"[？?]$|^(?:问|哪些|如何|怎样)")
# 为加快建设…中心，制定本办法: what for, not what.
_PURPOSE = re.compile(
    r"^(?:第[一二三四五六七八九十]+条[\s　]*)?为(?:了|进一步|贯彻|深入|全面|加快|推动|促进|落实)"
)


@dataclass(frozen=True, slots=True)
class Unpriced:
    """One thing that is given without an amount, before section-wide fields are added."""

    instrument: Instrument
    subject: Located[str] | None  # None: nobody is named in the sentence
    what: Located[str]
    condition: Located[str] | None


def find_unpriced(
    text: str, sentence: Span, figures: Sequence[int], *, carriers_built: bool = True
) -> list[Unpriced]:
    """The reliefs and carriers of a sentence, in order.

    Clauses with one of the ``figures`` (positions) state an amount and are left out. With
    ``carriers_built`` false, a carrier counts only where somebody is supported in building it: in a law
    建立 is a duty of the state.
    """
    written = text[slice(*sentence)]
    if _QUESTION.search(written) or _PURPOSE.match(written):
        return []
    found: list[Unpriced] = []
    titles = [span for span in enclosed_spans(text, *sentence) if text[span[0]] in "《〈"]
    for clause in split_clauses(text, *sentence):
        if any(clause[0] <= at < clause[1] for at in figures):
            continue
        read = _relief(text, sentence, clause) or _carrier(text, clause, built=carriers_built)
        inside = read is not None and any(a <= (read.what.start or 0) < b for a, b in titles)
        if read is not None and not inside:
            found.append(read)
    return found


def _relief(text: str, sentence: Span, clause: Span) -> Unpriced | None:
    """免征增值税, 可税前扣除; 享受…加计扣除, 落实…税收优惠."""
    if not _TAX_HINT.search(text, *clause) or _sets_a_condition(text, clause):
        return None
    for pattern in (_GRANTED, _RELIEVING):
        match = pattern.search(text, *clause)
        if match is None or _NO_RELIEF_BEFORE.search(text, clause[0], match.start()):
            continue
        if _NO_RELIEF_AFTER.match(text, match.end("what"), clause[1]):
            continue
        what = Located(match["what"], *match.span("what"))
        inner = _INSIDE_NAME.match(match["what"]) if pattern is _GRANTED else None
        if inner is not None:  # 落实高新技术企业所得税优惠
            at = match.start("what")
            return Unpriced(
                Instrument.TAX,
                Located(inner["who"], at + inner.start("who"), at + inner.end("who")),
                Located(match["what"][inner.end() :], at + inner.end(), match.end("what")),
                None,
            )
        subject, condition = _whom(text, sentence, match.start(), relieving=pattern is _RELIEVING)
        return Unpriced(Instrument.TAX, subject, what, condition)
    return None


def _sets_a_condition(text: str, clause: Span) -> bool:
    """享受税收优惠的，应当单独核算: a clause that ends in 的 says when, not what is given."""
    return text[slice(*clause)].rstrip("，,").endswith("的")


def _whom(
    text: str, sentence: Span, verb: int, *, relieving: bool
) -> tuple[Located[str] | None, Located[str] | None]:
    """Whom the words before the verb name: after 对, else from the sentence's beginning.

    Before a verb that relieves by itself a thing may stand too: 无偿捐赠的货物免征增值税.
    """
    opened = towards_before(text, sentence[0], verb)
    start = opened if opened is not None else past_openings(text, sentence[0], verb)
    adverbs = _ADVERBS.search(text, start, verb)
    span = trim(text, start, adverbs.start() if adverbs else verb)
    if span is None:
        return None, None
    written = text[slice(*span)]
    if opened is None and len(written) <= LONGEST_SUBJECT_CHARS and not set("的，,") & set(written):
        return (located(text, span) if BENEFICIARY_END.search(written) else None), None
    subject, condition = split_condition(text, *span, named=opened is not None)
    adjoins = relieving and subject is not None and subject[1] == verb
    if subject is not None and not _names_somebody(text, subject, addressed=adjoins or opened is not None):
        subject = None
    if (
        subject is None
        and condition is not None
        and text[condition[1] : condition[1] + 2] not in ("的，", "的,")
    ):
        condition = None
    return located(text, subject), located(text, condition)


def _names_somebody(text: str, subject: Span, *, addressed: bool) -> bool:
    written = text[slice(*subject)]
    return len(written) <= LONGEST_SUBJECT_CHARS and (addressed or bool(BENEFICIARY_END.search(written)))


def _carrier(text: str, clause: Span, *, built: bool) -> Unpriced | None:
    """支持企业建设重点实验室; 认定一批市级孵化器."""
    if _sets_a_condition(text, clause):
        return None
    if not _CARRIER.search(text, *clause):
        return None
    match = _SUPPORTED.search(text, *clause) or _ADVANCED.search(text, *clause)
    if match is None and built:
        match = _BUILT.search(text, *clause)
    if match is None or _NO_RELIEF_BEFORE.search(text, clause[0], match.start()):
        return None
    if _NO_CARRIER_AFTER.match(text, match.end("what"), clause[1]):
        return None
    what = Located(match["what"], *match.span("what"))
    return Unpriced(Instrument.PLATFORM, _supported(text, match) or what, what, None)


def _supported(text: str, match: re.Match[str]) -> Located[str] | None:
    """Who is supported in building the carrier, as far as a beneficiary is named."""
    if not match.groupdict().get("who"):
        return None
    start, end = match.span("who")
    helpers = _HELPERS.search(text, start, end)
    end = helpers.start() if helpers else end
    if BENEFICIARY_END.search(text[start:end]):
        return located(text, (start, end))
    return located(text, leading_beneficiary(text, start, end))  # 支持大型企业开放场景建设孵化器
