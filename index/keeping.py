"""The lanes of an open shelf: opened from their files, brought up to date, saved again when that pays."""

from __future__ import annotations

import hashlib
import logging
from functools import cache

import numpy as np

from index.catalog import Catalog
from index.embedded_text import embedded_text
from index.encoder import Progress
from index.known import KnownDocuments
from index.lanes import Lanes
from index.postings import build_block
from index.reading_ahead import read_ahead
from index.saved import load_segments, save_segments
from index.segment import Segment, arrays_by_use
from ingest import Passage, ShelfError

log = logging.getLogger("wenzheng.index")

LAYOUT = 2  # of a segment's arrays; raise it when they change, and all are made anew
# Fewer passages are indexed again at each start: 0.1 s on a 2.4 GHz AVX2 machine.
SAVE_FROM_PASSAGES = 500
# Something of all that is cut into terms: what becomes of it shows how this program makes postings.
_PROBE_TITLE = "關於支持高新技術企業的若干措施"
_PROBE = "第三条 依据Ａ政〔2024〕12号,对R&D投入超2,000万元的企业,给予15%、最高二十万元奖励。\n一、总则"


class KeptIndex:
    """Lanes over what ``catalog`` holds; use it as the catalog, from one thread at a time."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lanes: Lanes | None = None
        self._generation = -1  # of the catalog when the lanes were last brought up to date
        self._may_save = True
        self._mapped: list[Segment] = []  # opened, and not yet read ahead

    def lanes(self, known: KnownDocuments, progress: Progress | None = None) -> Lanes:
        """The lanes over the documents ``known``; inside ``read``, ``known`` being fresh."""
        if self._lanes is None:
            self._mapped = self._saved_segments()
            self._lanes = Lanes(self._mapped)
        if self._generation != known.generation:
            self._lanes.sync(self._catalog, known.stamps, progress)
            self._generation = known.generation
        return self._lanes

    def prepare(self, known: KnownDocuments, progress: Progress | None = None) -> None:
        """Bring the lanes up to date if the shelf is large enough to save them; inside ``read``."""
        if known.passages >= SAVE_FROM_PASSAGES:
            self.lanes(known, progress)

    def read_ahead(self) -> None:
        """Start to bring what was opened into memory, once; for after the first question is answered."""
        opened, self._mapped = self._mapped, []
        read_ahead(array for arrays in zip(*map(arrays_by_use, opened), strict=True) for array in arrays)

    def save_if_due(self) -> None:
        """Save what took long to build; a failure is told and costs only time. Outside ``read``."""
        if self._lanes is None or not self._may_save:
            return
        segments = self._lanes.segments
        if sum(segment.passages for segment in segments if segment.name is None) < SAVE_FROM_PASSAGES:
            return
        folder = self._catalog.folder
        try:
            self._may_save = save_segments(folder, segments, self._made_for(), self._catalog.locked)
        except (OSError, ShelfError) as error:
            self._may_save = False
            reason = getattr(error, "strerror", None) or error
            log.warning(
                "The search index of %s could not be saved (%s): it works, but will be built again at the "
                "next start. 索引未能保存,可正常使用,下次启动需重建",
                folder,
                reason,
            )

    def forget(self) -> None:
        """Open the lanes anew when they are next needed."""
        self._lanes, self._generation, self._may_save, self._mapped = None, -1, True, []

    def _saved_segments(self) -> list[Segment]:
        try:
            return load_segments(self._catalog.folder, self._made_for())
        except (OSError, ValueError) as error:
            log.warning(
                "The saved search index of %s cannot be used (%s): it is built again; `wenzheng verify` says "
                "more. 已保存的索引不可用,正在重建",
                self._catalog.folder,
                error,
            )
            return []

    def _made_for(self) -> str:
        settings = [self._catalog.setting(key) for key in ("shelf_id", "model_identity", "dimension")]
        return hashlib.sha256(repr((LAYOUT, settings, way_of_making())).encode()).hexdigest()


@cache
def way_of_making() -> str:
    """A digest of how this program turns passages into postings; differs where postings would."""
    passage = Passage("probe", 0, 0, ("第一章 总则",), 0, len(_PROBE))
    block = build_block(np.arange(1), [embedded_text(_PROBE_TITLE, passage, _PROBE)])
    digest = hashlib.sha256()
    for array in (*block.rare, block.common, block.rows):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
