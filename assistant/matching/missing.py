"""What the profile lacks, asked for by name, the most wanted first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant.matching.profile import fields
from assistant.matching.types import ConditionStatus, Match, MatchVerdict, Missing

Asked = tuple[str, str, str]  # field, words of what only they name, sort of question

# How a thing that only the document's words name is asked for.
QUESTIONS: dict[str, tuple[str, str]] = {
    "holds": ("是否符合：“{words}”", "Does this hold: “{words}”?"),
    "ruled_out": (
        "是否有这种情形（有则不予支持）：“{words}”",
        "Is this the case (it rules the measure out): “{words}”?",
    ),
    "amount": ("金额（万元）：“{words}”", "The amount, in 万元: “{words}”"),
}


def find_missing(matches: Sequence[Match]) -> list[Missing]:
    """The fields that measures wait for which are not out of reach already."""
    wanted: Counter[Asked] = Counter()
    for match in matches:
        if match.verdict is not MatchVerdict.NOT_ELIGIBLE:
            wanted.update(dict.fromkeys(_asked_by(match), 1))
    order = list(fields())
    found = [_question(asked, count) for asked, count in wanted.items()]
    return sorted(found, key=lambda one: (-one.measures, order.index(one.name), one.words))


def _asked_by(match: Match) -> Iterator[Asked]:
    yield from _by_conditions(match)
    worth = match.worth
    if worth is not None and worth.missing is not None:
        by_words = worth.missing == "answers"
        yield worth.missing, worth.base if by_words else "", "amount" if by_words else ""


def _by_conditions(match: Match) -> Iterable[Asked]:
    for one in match.conditions:
        if one.status is not ConditionStatus.UNKNOWN or one.missing is None:
            continue
        if one.missing != "answers":
            yield one.missing, "", ""
        else:
            yield one.missing, one.condition.words, "holds" if one.condition.wanted else "ruled_out"


def _question(asked: Asked, count: int) -> Missing:
    name, words, sort = asked
    field = fields()[name]
    zh, en = QUESTIONS[sort] if sort else (field.zh, field.en)
    return Missing(name, zh.format(words=words), en.format(words=words), field.type, count, words)
