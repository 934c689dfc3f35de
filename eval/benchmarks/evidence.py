"""The evidence rule under attack: each answer with one figure, and with one word, changed.

    python -m eval.benchmarks.evidence [--documents FOLDER] [--answers N] [--failures]

Questions are made from the facts of the documents (…奖励多少, …达到多少, …有哪些支持), so that most answers
state figures above their quotes. Every original must pass the check and every changed answer must fail it:
anything else is printed with ``--failures`` and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Answer, ask, unsupported_lines
from eval.datasets import SAMPLES, find_documents
from eval.shelves import folder_shelf
from index import Shelf
from ingest import Instrument, UsageError

SEED = 20261123
MIN_ANSWERS = 500
# What takes a word's place: it must change the sense, so it is never the same word.
WORDS = "市年增减万亿省家不可"
QUESTIONS = {
    Instrument.TARGET: "{region}{subject}要达到多少？",
    Instrument.RESULT: "{region}{subject}有多少？",
}
GIVEN_QUESTIONS = (
    "{region}对{subject}奖励多少？",
    "{region}{subject}能拿多少钱？",
    "{region}对{subject}有哪些支持？",
    "How much does {region} give to {subject}?",
)

_MARK = re.compile(r"\[\d{1,3}\]")
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Tally:
    """What the check said."""

    answers: int = 0
    blamed: int = 0  # originals that it rejects
    figures: int = 0
    figures_caught: int = 0
    words: int = 0
    words_caught: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether every change was caught and no original blamed."""
        return not self.failures

    def report(self) -> str:
        """The counts, one a line."""
        return "\n".join(
            (
                f"answers            {self.answers}",
                f"originals rejected {self.blamed}",
                f"figures changed    {self.figures}, caught {self.figures_caught}",
                f"words changed      {self.words}, caught {self.words_caught}",
            )
        )


def questions(shelf: Shelf) -> Iterator[str]:
    """Questions about what the facts of a shelf state, each once."""
    seen: set[str] = set()
    for document in shelf.documents():
        for fact in shelf.facts(document.doc_id):
            subject = fact.subject.value if fact.subject else ""
            templates = (QUESTIONS[fact.instrument],) if fact.instrument in QUESTIONS else GIVEN_QUESTIONS
            for template in templates:
                question = template.format(region=document.region or "", subject=subject)
                if subject and question not in seen:
                    seen.add(question)
                    yield question


def changed(text: str, pattern: re.Pattern[str], among: str, chance: random.Random) -> str | None:
    """``text`` with one match of ``pattern`` outside of [n] marks made another of ``among``, None if none."""
    places = [m.start() for m in pattern.finditer(_MARK.sub(lambda m: "#" * len(m[0]), text))]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice([mark for mark in among if mark != text[at]])
    return text[:at] + other + text[at + 1 :]


def attack(shelf: Shelf, asked: Sequence[str], wanted: int) -> Tally:
    """Ask until ``wanted`` answers are had, and attack each."""
    chance = random.Random(SEED)
    tally = Tally()
    for question in asked:
        if tally.answers >= wanted:
            break
        answer = ask(shelf, question)
        if answer.citations:
            _attack_one(shelf, answer, chance, tally)
    return tally


def _attack_one(shelf: Shelf, answer: Answer, chance: random.Random, tally: Tally) -> None:
    tally.answers += 1
    if unsupported_lines(shelf, answer.text, answer.citations):
        tally.blamed += 1
        tally.failures.append(f"rejected: {answer.question}: {answer.text}")
    figure = changed(answer.text, _FIGURE, "0123456789", chance)
    if figure is not None:
        caught = bool(unsupported_lines(shelf, figure, answer.citations))
        tally.figures += 1
        tally.figures_caught += caught
        if not caught:
            tally.failures.append(f"figure not caught: {answer.question}: {figure}")
    word = changed(answer.text, _WORD, WORDS, chance)
    if word is not None:
        caught = bool(unsupported_lines(shelf, word, answer.citations))
        tally.words += 1
        tally.words_caught += caught
        if not caught:
            tally.failures.append(f"word not caught: {answer.question}: {word}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack and print the counts; 1 if anything slipped through."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.evidence", description=__doc__)
    parser.add_argument("--documents", type=Path, help="folder of documents; the samples if left out")
    parser.add_argument("--answers", type=int, default=MIN_ANSWERS)
    parser.add_argument("--failures", action="store_true", help="print what slipped through")
    given = parser.parse_args(arguments)
    documents = given.documents or find_documents(SAMPLES, None)
    if documents is None:
        raise UsageError("there are no samples beside this program: give --documents FOLDER")
    with folder_shelf(documents) as (shelf, _):
        asked = list(questions(shelf))
        random.Random(SEED).shuffle(asked)
        tally = attack(shelf, asked, given.answers)
    sys.stdout.write(tally.report() + "\n")
    if given.failures:
        sys.stdout.write("\n".join(tally.failures) + "\n")
    return 0 if tally.passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
