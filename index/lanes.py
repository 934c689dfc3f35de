"""The two lanes, kept in step with the catalog."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.embedded_text import embedded_texts
from index.encoder import Progress
from index.fusion import LONG_DOCUMENT_PASSAGES, SCORING, Lane, Scoring, fuse
from index.lexical import LexicalIndex
from index.segment import Segment, build_segment, join_segments
from index.stored import StoredDocuments

Ids = NDArray[np.int64]

# How many passages of each lane are scored in both. On NCP a hundred changes no rank in the first ten.
CANDIDATES_PER_LANE = 200
BUILT_AT_ONCE = 50_000  # passages whose texts are held at a time while segments are built
JOIN_RATIO = 4  # a segment is joined with the one before it once that is less than so many times larger
MAX_SEGMENT_PASSAGES = 250_000  # so that joining takes seconds
# Shares are looked through in stretches: only those that hold one of the highest are sorted.
STRETCH = 256


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage that was found; a lane that was off has None."""

    passage_id: int
    row: int  # of its document in the catalog
    score: float
    dense: float | None
    lexical: float | None
    nearness: float | None = None  # the cosine that it was ranked by


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for."""

    text: str
    vector: NDArray[np.float32] | None = None  # [dimension], of unit length; needed by the dense lane
    ranking_vector: NDArray[np.float32] | None = None  # what cosines are ranked by; None for ``vector``
    other_words: str = ""
    unlikely: Callable[[int], bool] | None = None  # by the row of a document
    likely: Callable[[int], bool] | None = None  # those that need not repeat ``granted_words``
    granted_words: str = ""
    scoring: Scoring = SCORING


class Lanes:
    """Dense and lexical index over the same passages, found by the row of their document."""

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self.segments = list(segments)
        self._settle()

    def __len__(self) -> int:
        return len(self._ids)

    def sync(
        self, catalog: StoredDocuments, stamps: Mapping[int, int], progress: Progress | None = None
    ) -> None:
        """Hold the documents whose rows are in ``stamps``, as they bear these stamps, and no others."""
        for segment in self.segments:
            segment.keep(stamps)
        missing = sorted(set(stamps).difference(*(segment.held_rows().tolist() for segment in self.segments)))
        last = max((int(segment.contents.rows[-1]) for segment in self.segments), default=0)
        if missing and missing[0] < last:  # out of order: not what was made from this catalog
            self.segments, missing = [], sorted(stamps)
        kept = [segment for segment in self.segments if segment.held.any()]
        self.segments = _joined([*kept, *_built(catalog, missing, stamps, progress)])
        self._settle()

    def _settle(self) -> None:
        """Number the passages that are held: their positions, by ascending id."""
        segments = self.segments
        self._lexical = LexicalIndex([segment.block for segment in segments])
        self._dense = DenseIndex([(segment.dense, segment.block.alive) for segment in segments])
        none = np.zeros(0, dtype=np.int64)
        kept = [(one.contents.kept(one.held), one.block) for one in segments]
        self._ids: Ids = np.concatenate([none, *(block.ids[block.alive] for _, block in kept)])
        self._held = np.concatenate([none, *(contents.rows for contents, _ in kept)])  # rows of documents
        self._counts = np.concatenate([none, *(contents.counts for contents, _ in kept)])
        self._rows = np.repeat(self._held, self._counts)  # of the document of each position

    def term_weights(self, text: str) -> dict[int, float]:
        """The weight of each term of ``text`` in the lexical lane."""
        return self._lexical.weights(text)

    def count_words(self, words: str) -> int:
        """How many passages hold all terms of ``words``."""
        return self._lexical.count(words)

    def search(
        self, sought: Sought, count: int, lanes: Collection[Lane], rows: Collection[int] | None
    ) -> list[Scored]:
        """The best passages for ``sought``, best first: ``count`` of them, and those that tie with the last.

        Every candidate of either lane is scored in both; ``rows`` restricts the search to the documents
        in these rows.
        """
        allowed = None if rows is None else np.repeat(np.isin(self._held, list(rows)), self._counts)
        depth = max(CANDIDATES_PER_LANE, count)
        vector = sought.vector if Lane.DENSE in lanes else None
        ranking = vector if sought.ranking_vector is None else sought.ranking_vector
        positions = np.zeros(0, dtype=np.int64)
        shares = None
        if Lane.LEXICAL in lanes:
            weight = sought.scoring.other_words_weight
            _, shares = self._lexical.scores(sought.text, sought.other_words, weight)
            positions = _best(shares, depth, allowed)
        if vector is not None and ranking is not None:
            positions = np.union1d(positions, self._dense.top(ranking, depth, allowed))
        if len(positions) == 0:
            return []
        cosines = nearness = None
        if vector is not None and ranking is not None:
            cosines = self._dense.cosines(vector, positions)
            nearness = cosines if ranking is vector else self._dense.cosines(ranking, positions)
        picked = None if shares is None else shares[positions]
        scores = fuse(nearness, picked, sought.scoring) + self._by_document(sought, positions)
        if picked is not None:
            weight = sought.scoring.lexical_weight if cosines is not None else 1
            scores += np.float32(weight) * self._granted(sought, positions)
        scores -= np.float32(sought.scoring.crowding) * self._behind(scores, positions)
        last = np.partition(scores, -count)[-count] if count < len(scores) else scores.min()
        best = np.flatnonzero(scores >= last)  # more than count where the last ones tie
        return [
            Scored(
                int(self._ids[positions[at]]),
                int(self._rows[positions[at]]),
                float(scores[at]),
                None if cosines is None else float(cosines[at]),
                None if picked is None else float(picked[at]),
                None if nearness is None else float(nearness[at]),
            )
            for at in best[np.argsort(-scores[best], kind="stable")]
        ]

    def _by_document(self, sought: Sought, positions: Ids) -> NDArray[np.float32]:
        """What the document of each of ``positions`` adds to its score: less than nothing, or nothing."""
        rows, owners = np.unique(self._rows[positions], return_inverse=True)
        passages = self._counts[np.searchsorted(self._held, rows)]
        lengths = np.log(np.minimum(passages, LONG_DOCUMENT_PASSAGES), dtype=np.float32)
        losses = np.float32(sought.scoring.length_penalty) * lengths
        if sought.unlikely is not None:
            unlikely = np.array([sought.unlikely(int(row)) for row in rows])
            losses[unlikely] += np.float32(sought.scoring.unlikely_penalty)
        added: NDArray[np.float32] = -losses[owners]
        return added

    def _behind(self, scores: NDArray[np.float32], positions: Ids) -> NDArray[np.float32]:
        """How far each of ``positions`` stands behind the best of its document, 0 for that one."""
        rows, owners = np.unique(self._rows[positions], return_inverse=True)
        best = np.full(len(rows), -np.inf, dtype=np.float32)
        np.maximum.at(best, owners, scores)
        behind: NDArray[np.float32] = best[owners] - scores
        return behind

    def _granted(self, sought: Sought, positions: Ids) -> NDArray[np.float32]:
        """The share that each of ``positions`` lacks of words which its document need not repeat."""
        granted = np.zeros(len(positions), dtype=np.float32)
        if sought.likely is None or not sought.granted_words:
            return granted
        held, most = self._lexical.part(sought.text, sought.granted_words)
        rows, owners = np.unique(self._rows[positions], return_inverse=True)
        likely = np.array([sought.likely(int(row)) for row in rows])[owners]
        lacking = sought.scoring.granted_saturation * most - held[positions[likely]]
        granted[likely] = np.maximum(lacking, 0)
        return granted


def _best(shares: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None) -> Ids:
    """Positions of the ``count`` highest shares above 0."""
    kept = shares if allowed is None else shares * allowed
    if len(kept) > count * STRETCH:  # the highest lie in as many stretches as hold the highest maxima
        whole = len(kept) // STRETCH
        stretches = kept[: whole * STRETCH].reshape(whole, STRETCH)
        likely = np.sort(np.argpartition(stretches.max(axis=1), -count)[-count:])
        inside = (likely[:, None] * STRETCH + np.arange(STRETCH)).reshape(-1)
        places = np.concatenate([inside, np.arange(whole * STRETCH, len(kept))])
    else:
        places = np.arange(len(kept))
    chosen = kept[places]
    if count < len(chosen):
        first = np.argpartition(chosen, -count)[-count:]
        places, chosen = places[first], chosen[first]
    best: Ids = places[chosen > 0].astype(np.int64)
    return best


def _built(
    catalog: StoredDocuments, rows: Sequence[int], stamps: Mapping[int, int], progress: Progress | None
) -> list[Segment]:
    """Segments of the documents in ``rows``, which ascend."""
    segments: list[Segment] = []
    documents: list[tuple[int, int, int]] = []
    ids: list[int] = []
    texts: list[str] = []
    vectors: list[NDArray[np.float32]] = []
    for number, row in enumerate(rows, start=1):
        document = catalog.document(row)
        passages = catalog.passages(row, document.doc_id)
        documents.append((row, stamps[row], len(passages)))
        if progress:
            progress(number, len(rows))
        ids += catalog.passage_ids(row)
        texts += embedded_texts(document, passages)
        if passages:
            vectors.append(catalog.vectors(row))
        if len(ids) >= BUILT_AT_ONCE or number == len(rows):
            joined = np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32)
            segments.append(build_segment(documents, np.array(ids, np.int64), texts, joined))
            documents, ids, texts, vectors = [], [], [], []
    return segments


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """``segments``, neighbours joined where the earlier is not much larger than the later."""
    groups: list[list[Segment]] = []
    sizes: list[int] = []
    for segment in segments:
        groups.append([segment])
        sizes.append(segment.passages)
        while (
            len(sizes) > 1
            and sizes[-2] < JOIN_RATIO * sizes[-1]
            and sizes[-2] + sizes[-1] <= MAX_SEGMENT_PASSAGES
        ):
            last, size = groups.pop(), sizes.pop()
            groups[-1] += last
            sizes[-1] += size
    return [
        group[0] if len(group) == 1 and not _is_thin(group[0]) else join_segments(group) for group in groups
    ]


def _is_thin(segment: Segment) -> bool:
    """True if most of its passages were removed."""
    return 2 * segment.passages < len(segment.block.ids)
