"""Finding a section by the labels that people use for it: 四/21, 三/（二）/5, 第三章/第十条."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ingest.provisions import find_provision, split_provision
from ingest.types import Section

_DECORATION = "、.．:：。 　"


def _label_form(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip(_DECORATION).replace(" ", "")


def _same_label(given: str, label: str) -> bool:
    given, label = _label_form(given), _label_form(label)
    return bool(label) and (given == label or given == label.strip("()"))


def label_path(sections: Sequence[Section], section: Section) -> tuple[str, ...]:
    """The labels from the top of the tree down to ``section``, unnumbered sections left out."""
    labels: list[str] = []
    node: Section | None = section
    while node is not None:
        if node.label:
            labels.append(node.label)
        node = None if node.parent is None else sections[node.parent]
    return tuple(reversed(labels))


def find_sections(sections: Sequence[Section], wanted: str, text: str = "") -> list[Section]:
    """The sections whose labels end in ``wanted``, labels separated by '/'; [] if none does.

    Width and punctuation of a label do not matter, and enclosing labels may be left out:
    '21', '四/21' and '四、/21.' all name section 四/（一）/21. With the document's ``text`` the parts of an
    article are found too: 第五条第二款, 第五条第（三）项.
    """
    article, below = split_provision(wanted)
    if below and text:
        named = (section for section in find_sections(sections, article) if section.label)
        found = (find_provision(text, section, below) for section in named)
        return [provision for provision in found if provision is not None]
    steps = [step for step in wanted.split("/") if step.strip(_DECORATION)]
    if not steps:
        return []
    return [section for section in sections if _ends_in(label_path(sections, section), steps)]


def _ends_in(labels: tuple[str, ...], steps: Sequence[str]) -> bool:
    if not labels or not _same_label(steps[-1], labels[-1]):
        return False
    remaining = iter(reversed(labels[:-1]))
    return all(any(_same_label(step, label) for label in remaining) for step in reversed(steps[:-1]))
