"""Which documents a search may look into."""

from __future__ import annotations

from index.types import DocumentSummary, Filters

# Endings of division names, so that 驻马店 means 驻马店市; longest first.
_DIVISION_ENDINGS = (
    *("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县", "地区"),
    *("省", "市", "县", "区", "州", "盟", "旗"),
)


def short_region(name: str) -> str:
    """A division's name without its ending: 驻马店市 → 驻马店; 市 alone and two-character counties stay."""
    for ending in _DIVISION_ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def keeps(filters: Filters, document: DocumentSummary) -> bool:
    """True if ``document`` meets every restriction; what it does not state it does not meet."""
    issued = document.dated
    return (
        (not filters.regions or any(_lies_in(document, region) for region in filters.regions))
        and (not filters.levels or document.level in filters.levels)
        and (not filters.kinds or document.kind in filters.kinds)
        and (not filters.statuses or document.status in filters.statuses)
        and (not filters.documents or document.doc_id in filters.documents)
        and (filters.issued_from is None or (issued is not None and issued >= filters.issued_from))
        and (filters.issued_to is None or (issued is not None and issued <= filters.issued_to))
    )


def _lies_in(document: DocumentSummary, region: str) -> bool:
    """True if the document's region is ``region`` or lies in it; a short name means every such division."""
    names = {document.region, document.city, document.province} - {None}
    return region in names or any(name and short_region(name) == region for name in names)
