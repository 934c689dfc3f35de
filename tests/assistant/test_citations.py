"""Nothing in an answer goes beyond its quotes, and any change to one is seen."""

from __future__ import annotations

import itertools
import random
import re
from datetime import date

import pytest

from assistant.citations import check_evidence, cite, quote_line
from assistant.claims import read_claims
from assistant.compose import Quoter, compose
from assistant.evidence import Measure, Sentence, read_sentences
from assistant.groups import Group, Selection
from assistant.places import gazetteer
from assistant.question import Question, understand
from assistant.types import Citation, Language
from assistant.weighing import weigh_terms
from assistant.wording import line
from index import DocumentSummary, Hit, Shelf
from ingest import Document, Kind, Level, Metadata, Passage, Status

TODAY = date(2025, 6, 1)
BENEFICIARIES = (
    "高新技术企业",
    "瞪羚企业",
    "科技小巨人企业",
    "专精特新中小企业",
    "创新联合体",
    "新型研发机构",
)
TEMPLATES = (
    "对新认定的{a}、{b}和{c}，分别给予{x}万元、{y}万元和{z}万元一次性奖励。",
    "对{a}给予最高不超过{x}万元补助，对{b}给予{y}万元补助，对{c}给予{z}万元补助。",
    "首次认定的{a}一次性奖励{x}万元；",
    "到2027年，培育{a}{x}家以上、{b}{y}家、{c}{z}家。",
)
QUESTIONS = ("对{a}奖励多少？", "培育多少家{b}？", "How much is the award for {c}?", "{a}的补助标准是多少？")


def make_summary(doc_id: str = "d1", title: str = "临江市支持科技企业若干措施") -> DocumentSummary:
    return DocumentSummary(
        doc_id=doc_id,
        path=f"/{doc_id}.txt",
        title=title,
        document_number="临政〔2024〕3号",
        issuer="临江市人民政府",
        region="临江市",
        level=Level.MUNICIPAL,
        province=None,
        city="临江市",
        issued=date(2024, 3, 1),
        published=None,
        effective=None,
        expires=None,
        kind=Kind.MEASURES,
        status=Status.IN_FORCE,
        chars=100,
        sections=1,
        passages=1,
    )


def make_document(text: str, doc_id: str = "d1") -> Document:
    return Document(doc_id, f"/{doc_id}.txt", "0" * 64, text, (), Metadata())


def make_citation(quote: str, number: int = 1) -> Citation:
    return cite(number, make_document(quote), make_summary(), (0, len(quote)), None)


def composed(question_text: str, text: str) -> tuple[str, list[Citation]]:
    """The text of an answer that quotes the best sentence of ``text``."""
    places = gazetteer([make_summary()])
    question = understand(question_text, places, TODAY)
    passage = Passage("d1", 0, 0, ("三、支持政策",), 0, len(text))
    hit = Hit(1, 1.0, 0.9, 0.5, passage, text, make_summary())
    weights = weigh_terms(question.terms, [1] * len(question.terms), 10)
    best = read_sentences(Measure(question, weights, places), [hit])[0]
    return _compose(question, best, weights, text)


def _compose(question: Question, best: Sentence, weights: object, text: str) -> tuple[str, list[Citation]]:
    quoter = Quoter(_no_shelf(), documents={"d1": make_document(text)})
    selection = Selection((Group(None, (best,)),), complete=True)
    said = compose(question, selection, weights, quoter, complete=True)  # type: ignore[arg-type]
    return said, quoter.citations


def _no_shelf() -> Shelf:
    return Shelf.__new__(Shelf)  # never asked: every document is already at hand


def generated_answers() -> list[tuple[str, list[Citation]]]:
    chance = random.Random(7)
    cases = list(itertools.product(TEMPLATES, QUESTIONS, itertools.permutations(BENEFICIARIES, 3)))
    answers = []
    for template, asked, (a, b, c) in chance.sample(cases, 600):
        x, y, z = (str(chance.choice((5, 8, 10, 15, 20, 30, 50, 100, 200))) for _ in range(3))
        text = template.format(a=a, b=b, c=c, x=x, y=y, z=z)
        answers.append(composed(asked.format(a=a, b=b, c=c), text))
    return answers


def mutations(text: str, chance: random.Random) -> list[str]:
    """The text with one digit, and with one Chinese character, changed anywhere but in [n] marks."""
    open_places = [m.start() for m in re.finditer(r"[\d\u4e00-\u9fff]", re.sub(r"\[\d+\]", "###", text))]
    digits = [at for at in open_places if text[at].isdigit()]
    words = [at for at in open_places if not text[at].isdigit()]
    mutated = []
    if digits:
        at = chance.choice(digits)
        mutated.append(text[:at] + chance.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :])
    at = chance.choice(words)
    mutated.append(
        text[:at] + chance.choice([c for c in "市年增减万亿省家" if c != text[at]]) + text[at + 1 :]
    )
    return mutated


def test_every_changed_figure_and_word_is_caught_and_no_original_is_blamed() -> None:
    chance = random.Random(11)
    answers = generated_answers()
    changed = [(mutant, citations) for text, citations in answers for mutant in mutations(text, chance)]
    assert len(answers) == 600
    assert [text for text, citations in answers if check_evidence(text, citations)] == []
    assert [mutant for mutant, citations in changed if not check_evidence(mutant, citations)] == []
    assert len(changed) >= 1100


def test_generated_answers_name_the_figure_of_the_one_asked_about() -> None:
    text = "对新认定的高新技术企业、瞪羚企业和创新联合体，分别给予15万元、30万元和50万元一次性奖励。"
    for asked, figure in (("高新技术企业", "15万元"), ("瞪羚企业", "30万元"), ("创新联合体", "50万元")):
        said, _ = composed(f"对{asked}奖励多少？", text)
        assert said == f"{asked}：{figure} [1]\n\n> {text} [1]"


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("瞪羚企业：15万元 [1]", id="figure-of-another"),
        pytest.param("高新技术企业：1.5万元 [1]", id="digit-inserted"),
        pytest.param("高新技术企业：5万元 [1]", id="digit-cut-off"),
        pytest.param("高新技术企业：15亿元 [1]", id="unit-changed"),
        pytest.param("高新技术企业：15万元 [2]", id="no-such-citation"),
        pytest.param("高新技术企业每年：15万元 [1]", id="word-added"),
        pytest.param("依据规定，15万元 [1]", id="words-of-no-template"),
        pytest.param("> 分别给予15万元、30万元一次性奖励。 [1]", id="quote-shortened"),
    ],
)
def test_a_line_that_goes_beyond_the_quote_is_named(claim: str) -> None:
    quote = "对高新技术企业、瞪羚企业分别给予15万元、30万元一次性奖励。"
    assert check_evidence(claim, [make_citation(quote)]) == (claim,)


def test_width_and_brackets_do_not_matter() -> None:
    citation = make_citation("云政[2024]3号")
    assert check_evidence("发文字号：云政〔２０２４〕3号 [1]", [citation]) == ()


def test_quote_line_reads_back_whatever_line_breaks_the_quote_has() -> None:
    citation = make_citation("第一条  为了规范\n管理，制定本办法。")
    assert check_evidence(quote_line(citation), [citation]) == ()


def test_fixed_lines_need_no_citation() -> None:
    for language in Language:
        assert check_evidence(line("not_found", language), []) == ()


def test_a_figure_belongs_to_who_is_paid_not_to_who_pays() -> None:
    text = "对首次认定的高新技术企业，市级财政一次性奖励20万元；对重新认定的高新技术企业，一次性奖励10万元。"
    labels = [text[slice(*claim.subject)] if claim.subject else None for claim in read_claims(text)]
    assert labels[0] == "首次认定的高新技术企业"


@pytest.mark.parametrize("bound", ["不得超过", "不超过", "不得低于", "不应少于"])
def test_a_limit_keeps_its_negation(bound: str) -> None:
    text = f"对同一企业累计贴息，但次数{bound}3次。"
    assert [text[slice(*claim.value)] for claim in read_claims(text)] == [f"{bound}3次"]
