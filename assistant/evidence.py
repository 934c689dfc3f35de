"""The sentences that carry an answer, scored by what they share with the question."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.asking import VALUE_ASKED, Asked
from assistant.demands import asks_for_gift, clause_of, contrasts, is_given, paid_from_above, unmet
from assistant.glossary import match_form
from assistant.places import Gazetteer
from assistant.question import Question
from assistant.question_terms import Term
from assistant.types import Language
from assistant.words import word_list
from index import DocumentSummary, Hit
from ingest import Kind, Level, Quantity, QuantityKind, Status, find_quantities, split_sentences

# Weights of a sentence's score; re-check with `wenzheng eval`. Words in the sentence itself count most,
# those of its headings and title next, those of its neighbours least.
OWN_WEIGHT = 1.0
HEADING_SHARE = 0.7
NEIGHBOUR_SHARE = 0.4
IN_FORCE_YEAR = 0.9  # of a rule that was in force in the year asked about and names no year
LED_BY_SHARE = 0.75  # of a word in an earlier clause of the same sentence: 对获得A的…；获得B的,…
OTHER_NAME_SHARE = 0.85  # of a word that the sentence holds under another name
HOLDS_ASKED_BONUS = 0.25
PASSAGE_WEIGHT = 0.5  # of the passage's search score, relative to the best passage's
YEAR_WEIGHT = 0.3
QUALIFIER_PENALTY = 0.2
DUTY_SHARE = 0.9  # of a word in the task that a line of departments follows
# What is in force goes before what is not yet, or not a rule.
STATUS_PENALTY = {
    Status.DRAFT: 0.1,
    Status.NOT_YET: 0.1,
    Status.REPLY: 0.03,
    Status.EXPIRED: 0.1,
    Status.REPEALED: 0.15,
}
# Rules go before what explains them or reports on them.
KIND_PENALTY = {
    Kind.INTERPRETATION: 0.25,
    Kind.GUIDE: 0.15,
    Kind.REPLY: 0.2,
    Kind.REPORT: 0.2,
    Kind.DRAFT: 0.25,
}
_RULES_ASKED = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.CONDITION, Asked.YES_NO, Asked.LIST, Asked.DATE})
CONTRAST_PENALTY = 0.35  # 重新认定 asked, 首次认定 said
PAYER_PENALTY = 0.25  # the province pays and the question is about the city
PHRASE_WEIGHT = 0.4  # for words that stand together as in the question
DEMAND_PENALTY = 0.2  # for each demand on the figure that the sentence does not meet
MIN_SENTENCE_CHARS = 6
LONG_SENTENCE_CHARS = 220  # from here on a sentence says many things, each a little

MEASURE_WORDS = frozenset(word_list("measure_words"))

_DEPARTMENT = re.compile(
    r"(?:牵头|责任|配合|主管|主办|协办|承办|受理|实施|组织|负责)(?:单位|部门|机关|机构)|由[\u4e00-\u9fff、]{2,30}(?:负责|牵头|承担|组织|受理|审核|认定)"
    r"|[\u4e00-\u9fff]{1,12}(?:局|委|办|厅|部|院|会|中心|政府)(?:负责|牵头|会同|受理|审核)|领办|督办|报送?至?[\u4e00-\u9fff]{2,12}(?:局|委|办)"
)
_CONDITION = re.compile(
    r"符合|条件|应当|须|必须|要求|具备|满足|以上|不低于|不少于|限于|适用于|是指|凡|的企业|资格|方可|不得|不予|以下简称"
)
_DUTY_LINE = re.compile(r"^[(]?(?:牵头|责任|配合|主管|主办|协办|承办)(?:单位|部门|机构)[:]")
_ROW = "|"  # cells of a table's row are joined by it
_LIST_ITEM = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳]|[一二三四五六七八九十]是")
_HEADED_BY = {
    Asked.AMOUNT: re.compile(r"元|金额|标准|补贴|奖励|补助"),
    Asked.RATIO: re.compile(r"%|比例|比率"),
    Asked.COUNT: re.compile(r"数量|[家个人名项件]\)|数"),
    Asked.FIGURE: re.compile(r""),
}
# A clause after ； that lives on the subject of the clause before it: …；获得四级证书的，奖励50万元。
_DEPENDENT = re.compile(
    r"给予|奖励|补助|补贴|资助|一次性|最高|不超过|^(?:其中|获得|获批|经|被|每|单个|再|按|同一|重新)"
)
_SALUTATION = re.compile(r"^.{0,28}[:]$|^抄送|^特此|^此复|^附件[:]?$")
_CONTACT = re.compile(r"联\s*系\s*人|电\s*话|联系方式|邮箱|传真|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)")
_DEFINITION = re.compile(r"是指|指的是|包括|所称|系指|定义为")
_MEASURE = re.compile(
    r"支持|奖励|奖补|补助|补贴|给予|资助|减免|减征|免征|贷款|贴息|鼓励|培育|优先|优惠|设立|加大|推动|引导|落实|扣除|担保|降低|"
    r"建立|提供|安排|专项资金|基金|推荐|保障|帮助|扶持|打造|建设|开展|实施|加强"
)
_DEADLINE = re.compile(
    r"截止|截至|之?前|期限|以内|内完成|工作日|有效期|自.{2,20}起|至.{2,20}止|每(?:两|三|半|一|季|\d)?个?[年月季周日]|年底|到20\d\d年"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, measured against the question."""

    hit: Hit
    start: int  # span into the document's text
    end: int
    text: str
    form: str
    own: float  # share of the question's term weight that the sentence itself holds, 0..1
    context: float  # the same with headings, title and neighbours, discounted, 0..1
    core: float  # own share of the subject alone, headings included, 0..1
    holds_asked: bool  # whether it holds the kind of thing that is asked for
    led: bool  # whether words of the question stand only in earlier clauses of its sentence
    short_of: tuple[str, ...]  # demands on the figure that it does not meet
    place: float  # 1: of the region asked about, or none asked; 0: of another
    year: float  # 1: of the year asked about, or none asked; 0: of another
    score: float

    @property
    def key(self) -> tuple[float, str, int]:
        """Sorts best first, ties by place in the shelf."""
        return (-self.score, self.hit.document.doc_id, self.start)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term of the question counts, from how rare it is on the shelf."""

    by_text: dict[str, float]
    total: float
    core: frozenset[str]  # terms that name the subject

    def of(self, term: Term) -> float:
        """Weight of a term of the question."""
        return self.by_text[term.text]


def weigh_terms(terms: Sequence[Term], counts: Sequence[int], passages: int) -> Weights:
    """BM25's idf times what the word can say; ``counts`` are passages that hold each term."""
    by_text = {
        term.text: term.role * math.log(1 + (passages - count + 0.5) / (count + 0.5))
        for term, count in zip(terms, counts, strict=True)
    }
    core = frozenset(term.text for term in terms if not is_measure_word(term)) or frozenset(by_text)
    return Weights(by_text, sum(by_text.values()), core)


def is_measure_word(term: Term) -> bool:
    """Whether a term names a kind of benefit or act rather than a subject."""
    return any(name in MEASURE_WORDS for name in term.names[:2])


def read_sentences(
    question: Question,
    hits: Sequence[Hit],
    weights: Weights,
    places: Gazetteer,
    *,
    rules_of: date | None = None,
) -> list[Sentence]:
    """Every sentence of the hits, best first; ``rules_of`` is the day whose rules are asked for."""
    if not hits:
        return []
    best = max(hit.score for hit in hits)
    worst = min(hit.score for hit in hits)
    found: dict[tuple[str, int, int], Sentence] = {}
    for hit in hits:
        share = (hit.score - worst) / (best - worst) if best > worst else 1.0
        for sentence in _sentences_of(question, hit, weights, places, share, rules_of):
            key = (hit.document.doc_id, sentence.start, sentence.end)
            if key not in found or found[key].score < sentence.score:
                found[key] = sentence
    return sorted(found.values(), key=lambda sentence: sentence.key)


def _sentences_of(
    question: Question, hit: Hit, weights: Weights, places: Gazetteer, share: float, rules_of: date | None
) -> list[Sentence]:
    spans = [span for span in split_sentences(hit.text) if span[1] - span[0] >= MIN_SENTENCE_CHARS]
    forms = [match_form(hit.text[start:end]) for start, end in spans]
    headings = match_form(" ".join((hit.document.title, *hit.passage.headings)))
    lowest = match_form(hit.passage.headings[-1]) if hit.passage.headings else ""
    paragraphs = "\n".join(form for form in forms if not _DUTY_LINE.match(form))
    sentences = []
    for i, (start, end) in enumerate(spans):
        neighbours = "\n".join(forms[max(0, i - 1) : i] + forms[i + 1 : i + 2])
        sentences.append(
            _measure(
                question,
                hit,
                (start, end),
                forms[i],
                weights,
                _Context(
                    headings, lowest, neighbours, _led_by(forms, i), paragraphs, share, places, rules_of
                ),
            )
        )
    return [s for s in sentences if not _is_heading(s, headings) and not _SALUTATION.search(s.form)]


def _led_by(forms: Sequence[str], i: int) -> str:
    """The clauses before the i-th that end in ； and so belong to its sentence."""
    if _ROW in forms[i]:
        header = next((j for j in range(i, -1, -1) if j == 0 or _ROW not in forms[j - 1]), i)
        return forms[header] if header < i else ""
    first = i
    while first > 0 and forms[first - 1].endswith(";"):
        first -= 1
    if first > 0 and forms[first - 1].endswith(":"):
        first -= 1
    elif _LIST_ITEM.match(forms[i]):
        opening = next((j for j in range(i - 1, -1, -1) if forms[j].endswith(":")), None)
        return forms[opening] if opening is not None else ""
    return "\n".join(forms[first:i])


@dataclass(frozen=True, slots=True)
class _Context:
    headings: str
    lowest: str
    neighbours: str
    led_by: str  # earlier clauses of the same sentence, cut off at ；
    paragraphs: str  # the passage without its lines of departments
    share: float
    places: Gazetteer
    rules_of: date | None


def _is_heading(sentence: Sentence, headings: str) -> bool:
    bare = re.sub(r"^[^\u4e00-\u9fff]*|[。.:;]+$", "", sentence.form)
    return len(bare) < 30 and bare in headings


def _measure(
    question: Question, hit: Hit, span: tuple[int, int], form: str, weights: Weights, around: _Context
) -> Sentence:
    own = heading = neighbour = clause = core = 0.0
    core_total = sum(weights.by_text[text] for text in weights.core) or 1.0
    depends = bool(_DEPENDENT.search(form)) or bool(_LIST_ITEM.match(form)) or _ROW in form
    duty = question.asked is Asked.DEPARTMENT and _DUTY_LINE.match(form)
    for term in question.terms:
        weight = weights.of(term)
        # A line of departments belongs to the task before it; 招商 in 市招商局 is no word of the task.
        if duty and term.text in weights.core:
            if term.found_in(around.headings) or term.found_in(around.paragraphs):
                own += DUTY_SHARE * weight
                core += DUTY_SHARE * weight
        elif name := term.found_in(form):
            share = 1.0 if question.language is Language.ENGLISH or name == term.text else OTHER_NAME_SHARE
            own += weight * share
            core += weight * share if term.text in weights.core else 0.0
        elif depends and term.found_in(around.led_by):
            clause += weight
            core += LED_BY_SHARE * weight if term.text in weights.core else 0.0
        elif term.found_in(around.headings):
            heading += weight
            if term.text in weights.core:
                core += weight * (HEADING_SHARE if term.found_in(around.lowest) else NEIGHBOUR_SHARE)
        elif term.found_in(around.neighbours):
            neighbour += weight
    total = weights.total or 1.0
    context = (own + LED_BY_SHARE * clause + HEADING_SHARE * heading + NEIGHBOUR_SHARE * neighbour) / total
    text = hit.text[span[0] : span[1]]
    holds = holds_asked(question, text) or (_ROW in text and _cell_holds(question, form, around.led_by))
    short_of = unmet(question.form, form) if question.asked in VALUE_ASKED - {Asked.DATE} else ()
    other_kinds = contrasts(question.form, form, around.headings)
    if other_kinds and question.asked in VALUE_ASKED:
        short_of = (*short_of, "contrast")
    place = place_match(question, hit, form, around.places)
    year = year_match(question, hit, form, around.headings, _said_before(hit.text, span[0]))
    if around.rules_of is not None and year < IN_FORCE_YEAR and not _YEARS.search(form):
        year = IN_FORCE_YEAR if _in_force(hit.document, around.rules_of) else 0.0
    score = (
        OWN_WEIGHT * (own / total)
        + (context - own / total)
        + HOLDS_ASKED_BONUS * holds
        + PASSAGE_WEIGHT * around.share
        + YEAR_WEIGHT * (year - 1)
        - QUALIFIER_PENALTY * sum(q not in form and q not in around.headings for q in question.qualifiers)
        + (place - 1)
        - STATUS_PENALTY.get(hit.document.status, 0.0)
        - DEMAND_PENALTY * len(short_of)
        - CONTRAST_PENALTY * other_kinds
        - PAYER_PENALTY * (not question.levels and paid_from_above(question.form, form))
        - _kind_penalty(question, hit.document)
        + PHRASE_WEIGHT * phrase_share(question.form, form)
        - 0.1 * (len(text) > LONG_SENTENCE_CHARS)
    )
    start = hit.passage.start + span[0]
    return Sentence(
        hit, start, start + len(text), text, form, own / total, context, core / core_total, holds, clause > 0, short_of, place, year, score
    )  # fmt: skip


def _cell_holds(question: Question, form: str, header: str) -> bool:
    """Whether a row has bare figures under a header that says they are of the kind asked for."""
    pattern = _HEADED_BY.get(question.asked)
    return bool(pattern and pattern.search(header) and re.search(r"\|\s*[\d.,]+", form))


def _kind_penalty(question: Question, document: DocumentSummary) -> float:
    """Asked what one may get or must do, the rule itself answers, not what was written about it."""
    if question.asked not in _RULES_ASKED or not asks_for_gift(question.form):
        return 0.0
    return KIND_PENALTY.get(document.kind or Kind.OTHER, 0.0)


def phrase_share(question_form: str, form: str) -> float:
    """Share of the question's pairs of neighbouring Chinese characters that a sentence holds."""
    pairs = {question_form[i : i + 2] for i in range(len(question_form) - 1)}
    pairs = {pair for pair in pairs if _CHINESE_PAIR.fullmatch(pair)}
    return sum(pair in form for pair in pairs) / len(pairs) if pairs else 0.0


_CHINESE_PAIR = re.compile(r"[\u3400-\u9fff]{2}")
_WANTED_KINDS = {
    Asked.AMOUNT: (QuantityKind.MONEY, QuantityKind.RATIO),
    Asked.RATIO: (QuantityKind.RATIO,),
    Asked.COUNT: (QuantityKind.COUNT, QuantityKind.NUMBER),
    Asked.FIGURE: tuple(kind for kind in QuantityKind if kind is not QuantityKind.DATE),
    Asked.DATE: (QuantityKind.DATE, QuantityKind.DURATION),
}


def wanted_quantities(question: Question, text: str) -> list[Quantity]:
    """The quantities of a text that are of the kind asked for, the preferred kind alone if present."""
    kinds = _WANTED_KINDS.get(question.asked, ())
    found = [quantity for quantity in find_quantities(text) if quantity.kind in kinds]
    found = [quantity for quantity in found if not contrasts(question.form, clause_of(text, quantity), "")]
    if question.asked is Asked.AMOUNT and asks_for_gift(question.form):
        found = [quantity for quantity in found if is_given(text, quantity)]
    if question.asked is Asked.AMOUNT and any(q.kind is QuantityKind.MONEY for q in found):
        return [quantity for quantity in found if quantity.kind is QuantityKind.MONEY]
    return found


def holds_asked(question: Question, text: str) -> bool:
    """Whether a sentence holds the kind of thing that the question asks for."""
    asked = question.asked
    if asked is Asked.DATE:
        return bool(wanted_quantities(question, text)) or bool(_DEADLINE.search(text))
    if asked in _WANTED_KINDS:
        return bool(wanted_quantities(question, text))
    pattern = {
        Asked.DEPARTMENT: _DEPARTMENT,
        Asked.CONDITION: _CONDITION,
        Asked.CONTACT: _CONTACT,
        Asked.DEFINITION: _DEFINITION,
        Asked.LIST: _MEASURE,
    }.get(asked)
    return pattern is None or bool(pattern.search(text))


def place_match(question: Question, hit: Hit, form: str, places: Gazetteer) -> float:
    """1 for the region asked about, a little less for what lies above or in it, 0 for another."""
    document = hit.document
    if question.level is not None:
        return 1.0 if document.level is question.level else 0.6
    regions = [name for name in question.regions if name in places.by_name.values()] or list(question.regions)
    if not regions:
        return 1.0
    if document.region in regions:
        return 1.0
    if any(_names(region, form) for region in regions):
        above = any(document.region in places.family(region) for region in regions)
        return 0.95 if above or document.region is None or document.level is Level.NATIONAL else 0.7
    if any(region in (document.city, document.province) for region in regions):
        return 0.95 if question.asked in (Asked.LIST, Asked.SOURCE, Asked.COMPARISON) else 0.75
    if document.region is None:
        return 0.6 if document.level is not Level.NATIONAL else 0.8
    if document.level is Level.NATIONAL:
        return 0.7
    if any(document.region in places.family(region) for region in regions):
        return 0.7
    return 0.0


def _names(region: str, form: str) -> bool:
    from assistant.places import short_name

    return match_form(short_name(region)) in form


_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年?\s*[-~至到]+\s*((?:19|20)?\d\d))?(?=年|[-~至到]|\))")


def _said_before(text: str, at: int) -> str:
    """What stands before a sentence in its own paragraph: 到2020年,… governs the sentences after it."""
    return match_form(text[text.rfind("\n", 0, at) + 1 : at])


def year_match(question: Question, hit: Hit, form: str, headings: str, before: str) -> float:
    """1 if the sentence, its headings or its document is of the year asked about, 0 if of another."""
    years = question.moments.years
    if not years:
        return 1.0
    stated = [_range(match) for match in _YEARS.finditer(form)]
    if any(first <= year <= last for year in years for first, last in stated):
        return 1.0
    if any(first <= year <= last for year in years for first, last in map(_range, _YEARS.finditer(headings))):
        return 0.9
    governing = list(_YEARS.finditer(before))[-1:]
    if not stated and any(first <= year <= last for year in years for first, last in map(_range, governing)):
        return 0.95
    if stated and not any(first <= min(years) for first, _ in stated):
        return 0.0
    dated = hit.document.dated
    if dated is not None and dated.year in years:
        return 0.9 if not stated else 0.3
    return 0.2 if dated is None and not stated else 0.0


def _in_force(document: DocumentSummary, day: date) -> bool:
    """Whether a document governed on a day; one without dates is not taken to."""
    dated = document.effective or document.dated
    if dated is None or dated > day or (document.expires is not None and document.expires <= day):
        return False
    return document.status in (Status.IN_FORCE, Status.EXPIRED, Status.UNKNOWN)


def _range(match: re.Match[str]) -> tuple[int, int]:
    first = int(match[1])
    if not match[2]:
        return first, first
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    return first, max(first, last)
