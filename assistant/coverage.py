"""How much of a question's words a sentence holds, itself and with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.asked_facts import ROW
from assistant.asking import Asked
from assistant.demands import REMEMBERED_QUESTIONS
from assistant.glossary import match_form
from assistant.question import Question
from assistant.question_terms import Term
from assistant.types import Language
from assistant.weighing import Weights
from index import Hit
from ingest import split_sentences

# What a word counts that stands not in the sentence but …; re-check with `wenzheng eval`.
HEADING_SHARE = 0.7  # in its headings or title
NEIGHBOUR_SHARE = 0.4  # in the sentence before or after; also of a subject in a higher heading
LED_BY_SHARE = 0.75  # in an earlier clause of the same sentence: 对获得A的…；获得B的,…
OTHER_NAME_SHARE = 0.85  # in the sentence, under another name
SPREAD_SHARE = 0.6  # in the sentence, its characters apart: 软硬件 of 软件和硬件
DUTY_SHARE = 0.9  # in the task that a line of departments follows
MIN_SENTENCE_CHARS = 6
MAX_HEADING_CHARS = 30  # a run-in heading (10.加快高新技术企业培育。) is shorter
_RUN_IN_ENDS = ("。", ":")
_STOPS = re.compile(r"[,，;；。:|]")  # a numbered line without any is a heading: 二、加快发展新质生产力
REMEMBERED_PASSAGES = 2_048  # whose sentences are cut and folded once: some 30 MB

_DUTY_LINE = re.compile(
    r"^[(]?(?:(?:牵头|责任|配合|主管|主办|协办|承办)(?:单位|部门|机构)[:]"
    r"|由[^,;:。]{2,40}(?:牵头|具体负责|组织实施|负责(?:组织|实施|落实)))"
    # （税务总局、财政部负责,排在第一位的部门为牵头部门）
    r"|^[(][^;:。()]{2,80}(?:负责|牵头|配合|承担|落实|参加)(?:[,)]|$)"
)
_LIST_ITEM = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[一二三四五六七八九十]是")
# A clause after ； that lives on the subject of the clause before it: …；获得四级证书的，奖励50万元。
_DEPENDENT = re.compile(
    r"给予|奖励|补助|补贴|资助|一次性|最高|不超过|^(?:其中|获得|获批|经|被|每|单个|再|按|同一|重新)"
)
# A sentence that goes on about what the one before named: …租房补贴每月600元。补贴期限为36个月。
_CONTINUES = re.compile(
    r"(?:补贴|补助|奖励|资助|贴息|津贴)(?:期限|期|标准|资金|比例)|上述|以上(?=[^\d])|该项|本项|此项"
)
# An opening of a list is none: 下列车船免征车船税:.
_SALUTATION = re.compile(
    r"^(?!.*(?:下列|以下|包括|情形|条件|要求|标准|范围|材料|职责)).{0,28}[:]$"
    r"|^抄送|^特此|^此复|^附件[:]?$"
)
# Questions and answers in one text: the question names the subject of the sentences after it.
_QUESTION = re.compile(r"\?$")
ANSWER_SENTENCES = 6  # after a question that belong to it; the next question ends them sooner
_INTRODUCTION = re.compile(
    r"^(?:[一二三四五六七八九十\d(]{0,3}[、)]?)?(?:为|为了)(?:贯彻|深入|进一步|切实|做好|加强|全面|有效|认真|落实|规范|应对|更好|积极|迅速|保障|确保"
    r"|推动|促进|支持|加快|鼓励|引导|提升|提高)"
    r"|通知如下[:。]?|收悉[。,]|答复如下[:。]?$|公告如下|通告如下|现将.{2,40}(?:如下|公示|印发)|(?:下达|印发|转发)给你们|现?制定(?:如下|以下|下列)|制定本(?:办法|方案|细则|措施|指南|通知|规定)|^(?:近日|日前|记者)"
)
# A news report's first sentence: 新华社某市2月8日电（记者…）, 记者从市商务局获悉.
_DATELINE = re.compile(
    r"^.{0,120}?(?:新华社|本报|日报|电|讯)[^,。]{0,12}[(](?:记者|通讯员)|记者[^,。]{0,16}获悉"
)
# The last lines of a paper run together: 某市某局 2020年2月20日.
_SIGNATURE = re.compile(r"^[^,;:。]{0,80}(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")
_NUMBER_LINE = re.compile(r"^[^,;:。]{1,20}\[(?:19|20)\d\d\]\d{1,5}号$")  # of the paper itself
_UNLABELLED = re.compile(r"^[^\u4e00-\u9fff]*|[。.:;]+$")
_CHINESE_PAIR = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True)
class Candidate:
    """A sentence of a hit with what stands around it; all texts but ``text`` are match forms."""

    start: int  # span into the hit's text
    end: int
    text: str
    form: str
    headings: str  # title and headings
    lowest: str  # its own heading
    neighbours: str
    led_by: str  # what it lives on: earlier clauses, the opening of its list, the header of its table
    paragraphs: str  # the passage without its lines of departments
    before: str  # what stands before it in its passage, and before that in its paragraph
    title: str = ""  # of its document
    task: str = ""  # of a line of departments: what stands between it and the one before

    @cached_property
    def depends(self) -> bool:
        """Whether it lives on ``led_by``."""
        if _QUESTION.search(self.led_by):
            return True
        return bool(ROW in self.form or _DEPENDENT.search(self.form) or _LIST_ITEM.match(self.form))

    @cached_property
    def introduces(self) -> bool:
        """Whether it only says why or that something was issued, and what is asked comes after it."""
        return bool(_INTRODUCTION.search(self.form) or _DATELINE.search(self.form)) or self.repeats_title

    @property
    def repeats_title(self) -> bool:
        """Whether it is the document's first sentence, run together with the title: it holds its words."""
        return bool(self.title) and not self.before and self.form.startswith(self.title[:MAX_HEADING_CHARS])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the question's weight, 0 to 1."""

    own: float  # that the sentence itself holds
    context: float  # the same with what stands around it, discounted
    core: float  # of the subject alone, headings included
    led: bool  # whether a word stands only in ``led_by``


def candidates(hit: Hit) -> tuple[Candidate, ...]:
    """The sentences of a hit that can answer: no headings, salutations or lists of copies."""
    return _candidates_of(hit.text, hit.document.title, hit.passage.headings, hit.before)


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def _candidates_of(text: str, title: str, above: tuple[str, ...], begun: str) -> tuple[Candidate, ...]:
    """The candidates of a passage under the headings ``above``, after ``begun``, whatever is asked."""
    spans = [span for span in split_sentences(text) if span[1] - span[0] >= MIN_SENTENCE_CHARS]
    forms = [match_form(text[start:end]) for start, end in spans]
    headings = match_form(" ".join((title, *above)))
    title_form = match_form(title)
    lowest = match_form(above[-1]) if above else ""
    run_in = _run_in_headings(forms)
    paragraphs = "\n".join(form for form in forms if not _DUTY_LINE.match(form))
    return tuple(
        Candidate(
            start=start,
            end=end,
            text=text[start:end],
            form=forms[i],
            headings=f"{headings} {run_in[i]}" if run_in[i] else headings,
            lowest=run_in[i] or lowest,
            neighbours="\n".join(forms[max(0, i - 1) : i] + forms[i + 1 : i + 2]),
            led_by=_led_by(forms, i),
            paragraphs=paragraphs,
            before=match_form(begun + text[:start]),
            title=title_form,
            task=_task_before(forms, i),
        )
        for i, (start, end) in enumerate(spans)
        if not _is_heading(forms[i], headings)
        and not _SALUTATION.search(forms[i])
        and not _QUESTION.search(forms[i])
        and not _SIGNATURE.match(forms[i])
        and not _NUMBER_LINE.match(forms[i])
    )


def _run_in_headings(forms: Sequence[str]) -> list[str]:
    """For each sentence the heading that stands in the same text before it (2.市内运输。), '' if none."""
    found, heading = [], ""
    for form in forms:
        if _LIST_ITEM.match(form):
            found.append("")
            ends = form.endswith(_RUN_IN_ENDS) or not _STOPS.search(form)
            heading = form if len(form) <= MAX_HEADING_CHARS and ends else ""
        else:
            found.append(heading)
    return found


def _is_heading(form: str, headings: str) -> bool:
    bare = _UNLABELLED.sub("", form)
    return len(bare) < MAX_HEADING_CHARS and bare in headings


def _task_before(forms: Sequence[str], i: int) -> str:
    """The sentences that the line of departments at ``i`` is about; '' if it is no such line."""
    if not _DUTY_LINE.match(forms[i]):
        return ""
    last = i
    while last > 0 and _DUTY_LINE.match(forms[last - 1]):
        last -= 1
    first = last
    while first > 0 and not _DUTY_LINE.match(forms[first - 1]):
        first -= 1
    return "\n".join(forms[first:last])


def _led_by(forms: Sequence[str], i: int) -> str:
    """What the i-th sentence lives on, '' if nothing leads to it."""
    if ROW in forms[i]:
        header = next((j for j in range(i, -1, -1) if j == 0 or ROW not in forms[j - 1]), i)
        captioned = header > 0 and "单位" in forms[header - 1]
        return "\n".join(forms[header - captioned : header + 1]) if header < i else ""
    asked = next(
        (j for j in range(i - 1, max(-1, i - 1 - ANSWER_SENTENCES), -1) if _QUESTION.search(forms[j])), None
    )
    if asked is not None:
        return forms[asked]
    first = i
    while first > 0 and forms[first - 1].endswith(";"):
        first -= 1
    if first == i and i > 0 and _CONTINUES.match(forms[i]):
        return forms[i - 1]
    if first > 0 and forms[first - 1].endswith(":"):
        first -= 1
    elif _LIST_ITEM.match(forms[i]):
        opening = next((j for j in range(i - 1, -1, -1) if forms[j].endswith(":")), None)
        return forms[opening] if opening is not None else ""
    return "\n".join(forms[first:i])


def coverage_of(question: Question, candidate: Candidate, weights: Weights) -> Coverage:
    """How much of the question a sentence holds."""
    own = around = core = 0.0
    led = False
    for term in question.terms:
        weight = weights.of(term)
        itself, beside, subject = _shares(question, term, candidate, weights)
        own += weight * itself
        around += weight * beside
        core += weight * subject if term.text in weights.core else 0.0
        led = led or (beside == LED_BY_SHARE)
    total = weights.total or 1.0
    return Coverage(own / total, (own + around) / total, core / weights.core_total, led)


def _shares(
    question: Question, term: Term, candidate: Candidate, weights: Weights
) -> tuple[float, float, float]:
    """What a term counts in the sentence itself, around it, and as its subject."""
    duty = question.asked is Asked.DEPARTMENT and _DUTY_LINE.match(candidate.form)
    # A line of departments belongs to the task before it; 招商 in 市招商局 is no word of the task.
    if duty and term.text in weights.core:
        held = term.found_in(candidate.headings) or term.found_in(candidate.task)
        return (DUTY_SHARE, 0.0, DUTY_SHARE) if held else (0.0, 0.0, 0.0)
    name = term.found_in(candidate.form)
    if name is not None:
        same = question.language is Language.ENGLISH or name == term.text
        share = 1.0 if same else OTHER_NAME_SHARE
        return share, 0.0, share
    if term.spread_in(candidate.form):
        return SPREAD_SHARE, 0.0, SPREAD_SHARE
    if candidate.depends and term.found_in(candidate.led_by):
        return 0.0, LED_BY_SHARE, LED_BY_SHARE
    if term.found_in(candidate.headings):
        near = term.found_in(candidate.lowest) or term.found_in(candidate.title)
        subject = HEADING_SHARE if near else NEIGHBOUR_SHARE
        return 0.0, HEADING_SHARE, subject
    return 0.0, NEIGHBOUR_SHARE if term.found_in(candidate.neighbours) else 0.0, 0.0


def phrase_share(question_form: str, form: str) -> float:
    """Share of the question's pairs of neighbouring Chinese characters that a sentence holds."""
    pairs = _pairs_of(question_form)
    return sum([pair in form for pair in pairs]) / len(pairs) if pairs else 0.0


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def _pairs_of(question_form: str) -> frozenset[str]:
    pairs = {question_form[i : i + 2] for i in range(len(question_form) - 1)}
    return frozenset(pair for pair in pairs if _CHINESE_PAIR.fullmatch(pair))
