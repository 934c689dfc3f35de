"""Header-field accuracy: ``python -m eval.benchmarks.metadata --gov-html DIR --policies DIR --laws FILE …``.

Two sets. The labelled State Council pages (title, number, issuer) are read twice: the whole page, and
the paper alone, without the page's table of fields that states the answers. ``eval/data/metadata.jsonl``
holds values labelled by hand for documents of four collections; ``null`` there means that the document
does not say, so that a guess counts as an error. Only collections whose place is given are measured. Its
``held`` documents were drawn by chance and labelled after the rules were made; no rule may be fitted to
them. Titles of news are labelled by their digest, so that no sentence of it is copied.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ingest import Metadata, fold, ingest_file, ingest_text

LABELS = Path(__file__).parents[1] / "data" / "metadata.jsonl"
SAMPLES = Path(__file__).parents[2] / "samples"
# The last label of the page's own table of fields.
LAST_PAGE_FIELD = re.compile(r"主[\s　]*题[\s　]*词[:：]")
DIGEST_CHARS = 16
BREAKING_TAGS = frozenset({"p", "div", "tr", "br", "td", "table", "li", "h1", "h2", "title"})


@dataclass
class Tally:
    """Right and wrong values per field, with the wrong ones kept for the printout."""

    right: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def compare(self, name: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Count every field that ``expected`` labels."""
        for key, value in expected.items():
            self.labelled[key] += 1
            if _same(value, found[key]):
                self.right[key] += 1
            else:
                self.wrong.append(f"  {name} {key}: expected {value!r}, found {found[key]!r}")

    def print(self, heading: str) -> None:
        """The table, then each disagreement."""
        print(f"\n{heading}")
        for key, count in self.labelled.items():
            print(f"  {key:<16} {self.right[key]:>4}/{count:<4} {self.right[key] / count:.3f}")
        print("\n".join(self.wrong))


def field_values(metadata: Metadata) -> dict[str, Any]:
    """The values of a document's header as labels write them: strings, ISO days, None."""
    days = {name: getattr(metadata, name) for name in ("issued", "published", "effective", "expires")}
    title = metadata.title.value if metadata.title else None
    return {
        "title": title,
        "title_digest": title_digest(title),
        "document_number": metadata.document_number.value if metadata.document_number else None,
        "issuers": [issuer.value for issuer in metadata.issuers],
        "region": metadata.region.value.name if metadata.region else None,
        "kind": metadata.kind.value.value if metadata.kind else None,
        **{name: day.value.isoformat() if day else None for name, day in days.items()},
    }


def title_digest(title: str | None) -> str | None:
    """Names a title without showing it: spaces and widths do not matter."""
    if title is None:
        return None
    return hashlib.sha256("".join(fold(title).split()).encode()).hexdigest()[:DIGEST_CHARS]


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, str):
        return "".join(fold(expected).split()) == "".join(fold(found).split())
    return bool(expected == found)


def gov_pages(folder: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, labels and HTML of the State Council pages named in the folder's manifest."""
    manifest = (
        folder / "manifest.jsonl"
        if (folder / "manifest.jsonl").exists()
        else folder.parent / "manifest.jsonl"
    )
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = folder / Path(row["file"]).name
        if "doc_no" in row and path.exists():
            issuers = [name for name in re.split(r"[、\s]+", row["issuer"]) if name]
            labels = {"title": row["title"], "document_number": row["doc_no"], "issuers": issuers}
            yield path.name, labels, path.read_text(encoding="utf-8")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.parts.append("\n" if tag in BREAKING_TAGS else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")
        self.parts.append("\n" if tag in BREAKING_TAGS else "")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data.replace("\n", " "))


def page_text(html: str) -> str:
    """The words of a page, a line per block: a crude reading, so that only the header code is measured."""
    parser = _Text()
    parser.feed(html)
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def paper_of(html: str) -> str:
    """The page without its own table of fields."""
    last = LAST_PAGE_FIELD.search(html)
    end = html.find("</table>", last.end()) if last else -1
    return html[end:] if end > 0 else html


def labelled_documents(
    folders: Mapping[str, Path | None],
) -> Iterator[tuple[str, str, dict[str, Any], Metadata]]:
    """Split, name, labels and header of each labelled document whose collection is at hand."""
    texts = {
        "laws": _stored_texts(folders.get("laws")),
        "ncp": _stored_texts(folders.get("ncp")),
    }
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        labels = json.loads(line)
        source, doc_id = labels.pop("source"), labels.pop("id")
        split = labels.pop("split", "made with")
        folder = folders.get(source)
        if folder is None:
            continue
        if source in texts:
            ingested = ingest_text(doc_id, texts[source][doc_id])
        else:
            ingested = ingest_file(folder / doc_id)
        yield split, doc_id, labels, ingested.document.metadata


def _stored_texts(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    packed = path.read_bytes()
    lines = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode().split("\n")
    rows = [json.loads(line) for line in lines if line]
    return {row["id"]: row["text"].replace("<!-- INFO END -->", "") for row in rows}


def main(arguments: list[str] | None = None) -> None:
    """Print accuracy per field and every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gov-html", type=Path, help="folder of labelled State Council pages")
    parser.add_argument("--policies", type=Path, help="folder of the five policies")
    parser.add_argument("--laws", type=Path, help="docs.jsonl.gz")
    parser.add_argument("--ncp", type=Path, help="corpus.jsonl")
    given = parser.parse_args(arguments)
    if given.gov_html is not None:
        pages = list(gov_pages(given.gov_html))
        for heading, shown in (("whole page", str), ("paper alone", paper_of)):
            tally = Tally()
            for name, labels, page in pages:
                metadata = ingest_text(name, page_text(shown(page))).document.metadata
                tally.compare(name, labels, field_values(metadata))
            tally.print(f"{len(pages)} State Council pages, {heading}")
    folders = {"policies": given.policies, "laws": given.laws, "ncp": given.ncp, "samples": SAMPLES}
    splits: dict[str, Tally] = defaultdict(Tally)
    counts: Counter[str] = Counter()
    for split, name, labels, metadata in labelled_documents(folders):
        splits[split].compare(name[-40:], labels, field_values(metadata))
        counts[split] += 1
    for split, tally in splits.items():
        right, labelled = tally.right.total(), tally.labelled.total()
        tally.print(f"{counts[split]} documents labelled by hand, {split}: {right}/{labelled} fields right")


if __name__ == "__main__":
    main()
