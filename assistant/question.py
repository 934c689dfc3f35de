"""What a question asks: language, places, times, documents, the kind of answer and its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.asking import DOCUMENT_ASKED, Asked, read_asked
from assistant.english_numbers import with_chinese_figures
from assistant.glossary import load_glossary, match_form
from assistant.moments import Moments, read_moments
from assistant.places import (
    Gazetteer,
    PlaceMention,
    find_english_places,
    find_places,
    levels_beside,
    named_level,
    short_name,
)
from assistant.provisions import read_provision, without_provision
from assistant.question_terms import (
    Term,
    chinese_terms,
    distinct_terms,
    english_terms,
    numbered_things,
    quoted_names,
)
from assistant.rendering import framed, rendered
from assistant.types import Language
from ingest import Level, UsageError, fold

MAX_QUESTION_CHARS = 4_000  # longer input is a pasted document, not a question
# Of a longer question only the head is read for its words: questions put what they ask first or last.
MAX_READ_CHARS = 600
MIN_QUOTED_CHARS = 10  # a shorter quotation is a name: “科技贷”
MIN_PASTED_CHARS = 25  # of a sentence given without quotation marks with a request for its source

_CJK = re.compile(r"[\u3400-\u9fff]")
_ENGLISH_FRAME = re.compile(
    r"\b(?:how|what|which|who|when|where|much|many|is|are|does|do|the|of|in|for|and|to|a|an)\b", re.IGNORECASE
)
# A sentence that opens so is English, however long the Chinese title it asks about.
_ENGLISH_OPENING = re.compile(
    r"\s*(?:(?:to|for|by|from|until|since|under|in|on|of|and|so|please)\s+)?"
    r"(?:who|whom|what|when|which|where|how|why|is|are|was|were|does|do|did|has|have|can|may|must|will|list|show"
    r"|tell|give|compare)\b",
    re.IGNORECASE,
)
_CHINESE_ASKS = re.compile(r"吗|呢|什么|多少|哪|谁|怎|何时|如何|是否|能否|几[个家项年月天]|有没有")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_DOCUMENT_NUMBER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,12})\s*\[\s*(?P<year>(?:19|20)\d\d)\s*\]\s*(?:第\s*)?0*(?P<number>\d{1,5})\s*号?"
    r"|(?P<order>[\u4e00-\u9fff]{0,12}令)\s*第\s*0*(?P<number3>\d{1,5})\s*号"
    r"|(?P<name2>[\u4e00-\u9fff]{1,12}?)\s*[((]?(?P<year2>(?:19|20)\d\d)[))]?\s*年?\s*第?\s*0*(?P<number2>\d{1,5})\s*号(?!提案|建议|重点)"
)
_NUMBER_LEAD_IN = re.compile(
    r"^.*?(?:请问|查询|查找|查|找一?下?|看看|打开|文件|根据|按照|依据|在|的|是|和|与|对|关于|什么)(?=[\u4e00-\u9fff]{1,8}$)"
)
# The outermost marks: 《关于印发《某办法》的通知》 is one title.
_TITLE = re.compile(r"[《〈]((?:[^《》〈〉]|[《〈][^《》〈〉]{1,120}[》〉]){2,200})[》〉]")
_QUOTED = re.compile(rf"[“\"「『]([^“”\"「」『』]{{{MIN_QUOTED_CHARS},}})[”\"」』]")
# What stands before 出自哪里 is a sentence to be found; before 由哪个部门印发 it is a document's name.
_ASKS_SOURCE = re.compile(
    r"[,，。.:：;；]?\s*(?:这[句段]话|这一?[句段条]|该[句段])?(?:话)?(?:是)?(?:出自|来自|在哪|的?出处|的?原文"
    r"|是?哪[个份](?:文件|通知|办法|政策|方案|规定|意见|细则|条例|法律|法规|答复))"
)
_NAMES_A_DOCUMENT = re.compile(r"[》〉]\s*$|的(?:通知|意见|决定|公告|通告|批复|答复|复函|函)\s*$")
_ASKS_ANYTHING = re.compile(
    r"[?？]|吗|呢|什么|哪|多少|如何|怎|谁|几|是否|能否|何"
    r"|(?:日期|时间|文号|字号|机关|主送|有效期|附件|全文|原文|[》〉])[是为]?\s*$"
)
# An English question about the whole of China, or a Chinese one that asks about repealed rules.
_STATUS_WORDS = re.compile(
    r"废止|失效|过期|作废|已停止|旧版|原来的(?:政策|办法|规定)|以前的(?:政策|办法|规定)|历史(?:版本|政策)"
    r"|(?<![\d年月日号底初])以前(?!的?经)|^原[来先]|[,，]原[来先]|原[来先本](?=是|为|给|奖|补|能|有|按)|曾经|过去(?!\d|[一二两三四五六七八九十几])"
    r"|\b(?:repealed|expired|no longer in force|abolished|former(?:ly)?|previously|used to)\b"
)
_QUALIFIER = re.compile(r"国家级|省级|市级|县级|区级|县区级|校级|部级")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    asked_text: str  # as typed, stripped
    form: str  # Chinese: match form; English: folded
    language: Language
    asked: Asked
    places: tuple[PlaceMention, ...]
    levels: tuple[Level, ...]  # named beside regions: 省里和云川市各给多少
    level: Level | None  # 国家层面, 省里: a level asked about without a name
    moments: Moments
    terms: tuple[Term, ...]
    document_number: str | None  # normalised, e.g. 驻政〔2018〕25号
    title: str | None  # inside 《》
    quoted: str | None  # a sentence to be found, as given
    section: str | None  # label path, e.g. 第三章/第五条
    wants_ended: bool  # asks about repealed or expired rules
    rendered: str = ""  # an English question in words of Chinese documents; ``form`` ends with it
    qualifiers: tuple[str, ...] = ()  # 国家级, 省级, …: they decide which figure is meant

    @property
    def regions(self) -> tuple[str, ...]:
        """Official names of the regions asked about, in order, without repeats."""
        return tuple(dict.fromkeys(place.name for place in self.places))

    @property
    def sized_text(self) -> str:
        """The question with its sizes as Chinese documents write them: over 5 million yuan, 500万元以上."""
        return with_chinese_figures(self.own_form) if self.language is Language.ENGLISH else self.asked_text

    @property
    def own_form(self) -> str:
        """The form without its rendering."""
        return self.form.removesuffix(self.rendered).rstrip() if self.rendered else self.form

    @property
    def searched_text(self) -> str:
        """What evidence is searched by: the question as typed, an English one with its rendering."""
        return f"{self.asked_text} {self.rendered}".rstrip()

    @property
    def query(self) -> str:
        """What is searched for: the question, with abbreviations and English spelled out in Chinese."""
        return " ".join(dict.fromkeys((self.asked_text[:MAX_READ_CHARS], *self.other_words)))

    @property
    def other_words(self) -> tuple[str, ...]:
        """What documents may call the things asked for: abbreviations and English spelled out in Chinese."""
        spelled = (name for term in self.terms for name in _spelled_out(term, self.language))
        return tuple(dict.fromkeys(spelled))


def _spelled_out(term: Term, language: Language) -> tuple[str, ...]:
    """Other words to search for a term by: the documents' own name where the question used another."""
    if not term.known:
        return ()
    if language is Language.ENGLISH and not _CJK.search(term.text):
        return term.names[:1]
    concepts = load_glossary().by_name.get(term.text, ())
    return tuple(concept.names[0] for concept in concepts if concept.names[0] != term.text)


def language_of(text: str) -> Language:
    """English if two or more Latin words outweigh the Chinese characters, names in Chinese allowed for."""
    words, characters = len(_LATIN_WORD.findall(text)), len(_CJK.findall(text))
    if words > 1 and _ENGLISH_OPENING.match(text) and not _CHINESE_ASKS.search(_TITLE.sub(" ", text)):
        return Language.ENGLISH
    framed = len(_ENGLISH_FRAME.findall(text)) > 1
    return Language.ENGLISH if framed or (2 * words > characters and words > 1) else Language.CHINESE


def check_question(text: str) -> str:
    """The question without surrounding space; UsageError if it is empty or too long."""
    stripped = text.strip()
    if not stripped:
        raise UsageError("the question is empty: write what you want to know. 问题为空,请输入要问的内容")
    if len(stripped) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"the question has {len(stripped):,} characters, at most {MAX_QUESTION_CHARS:,} "
            "are read: shorten it. "
            f"问题过长,请缩短到 {MAX_QUESTION_CHARS} 字以内"
        )
    return stripped


def understand(text: str, places: Gazetteer, today: date) -> Question:
    """Read a question; raises UsageError for an empty or endless one.

    1. its language and the form in which its words are compared
    2. places, times, documents and quotations it names
    3. the kind of answer it asks for
    4. what is left: its content words
    """
    given = check_question(text)
    language = language_of(given)
    english = language is Language.ENGLISH
    head = given if len(given) <= MAX_READ_CHARS else f"{given[:MAX_READ_CHARS]}"
    form = fold(head) if english else match_form(head)
    number, number_text = _document_number(fold(head))
    open_form = _without_number(form, number_text)
    mentions = find_english_places(open_form, places) if english else []
    mentions += find_places(open_form, places)
    title, quoted = _first(_TITLE, head), _quotation(given, english=english)
    # What a title says (有效期, 废止, 2023—2025年) is not asked.
    asking_form = _without_title(form, title, english=english)
    moments = read_moments(_without_title(open_form, title, english=english), today)
    asked = read_asked(asking_form, english=english)
    if quoted is not None and title is None and asked in DOCUMENT_ASKED and _QUOTED.search(given):
        title, quoted = quoted, None  # “某办法”是谁发的 names a document
    question = Question(
        asked_text=given,
        form=form,
        language=language,
        asked=asked,
        places=tuple(mentions),
        levels=levels_beside(form) if mentions else (),
        level=None if mentions else named_level(form),
        moments=moments,
        terms=(),
        document_number=number,
        title=title,
        quoted=quoted,
        section=read_provision(open_form, english=english),
        wants_ended=bool(_STATUS_WORDS.search(asking_form)),
        qualifiers=tuple(dict.fromkeys(_QUALIFIER.findall(form))),
    )
    question = replace(question, terms=_content_terms(question, open_form))
    if not english:
        return question
    gloss = rendered(_without_title(open_form, title, english=True))
    return replace(
        question,
        form=f"{form} {gloss}",
        rendered=gloss,
        qualifiers=tuple(dict.fromkeys(_QUALIFIER.findall(gloss))),
    )


def _without_title(form: str, title: str | None, *, english: bool) -> str:
    """The form with the title in 《》 blanked out."""
    written = (fold(title) if english else match_form(title)) if title is not None else ""
    return form.replace(written, " " * len(written)) if written else form


def _without_number(form: str, number_text: str | None) -> str:
    """The form with the document number blanked out: its year and place are no year or place asked about."""
    if number_text is None:
        return form
    for written in (number_text, match_form(number_text)):
        if written in form:
            return form.replace(written, " " * len(written), 1)
    return form


def _content_terms(question: Question, open_form: str) -> tuple[Term, ...]:
    spans = [(place.start, place.end) for place in question.places] + list(question.moments.spans)
    rest = without_spans(open_form, spans)
    if question.section is not None:
        rest = without_provision(rest, english=question.language is Language.ENGLISH)
    named = [_region_term(place) for place in question.places if not place.on_shelf]
    named += [*quoted_names(question.asked_text[:MAX_READ_CHARS]), *numbered_things(rest)]
    if question.language is Language.ENGLISH:
        return tuple(distinct_terms([*named, *english_terms(framed(rest, searched=True))]))
    return tuple(distinct_terms([*named, *chinese_terms(rest)]))


def _region_term(place: PlaceMention) -> Term:
    """A region without documents of its own is looked for by name: 义马 in the figures of its city."""
    return Term(match_form(short_name(place.name)), (match_form(short_name(place.name)),))


def without_spans(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` with spans of it blanked out."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _document_number(folded: str) -> tuple[str | None, str | None]:
    """The normalised number and the words that name it, or None twice."""
    match = _DOCUMENT_NUMBER.search(folded)
    if match is None:
        return None, None
    if match["order"]:  # 国务院令第707号: orders are numbered through, without a year
        return f"{match['order']}第{int(match['number3'])}号", match[0]
    name = match["name"] or match["name2"]
    year, number = match["year"] or match["year2"], match["number"] or match["number2"]
    name = _NUMBER_LEAD_IN.sub("", name)
    written = folded[match.start() : match.end()]
    return f"{name}〔{year}〕{int(number)}号", written[written.index(name) :] if name in written else written


def _quotation(text: str, *, english: bool) -> str | None:
    """A sentence that the asker wants found: in quotation marks, or pasted before 出自哪里."""
    match = _QUOTED.search(text)
    if match:
        return match[1].strip()
    if english:
        return None
    asks = _ASKS_SOURCE.search(text)
    if asks and asks.start() >= MIN_PASTED_CHARS and not _NAMES_A_DOCUMENT.search(text[: asks.start()]):
        return text[: asks.start()].strip()
    if len(text) >= 2 * MIN_PASTED_CHARS and not _ASKS_ANYTHING.search(text):
        return text
    return None
