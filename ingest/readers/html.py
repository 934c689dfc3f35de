"""Saved web pages: the document in them, its header fields, and what the site has put around it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.html_text import UNSEEN, blocks_of_tree, is_hidden, tag_of
from ingest.readers.text import BYTE_ORDER_MARKS, MAGIC_NUMBERS, REPLACEMENT, decode
from ingest.types import Block, BlockKind, RawDocument

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)|encoding=["']([A-Za-z0-9_-]+)["']""", re.I
)
DECLARATION_BYTES = 8192  # browsers look at the first 1,024; pages saved by programs put more before it
WESTERN = "cp1252"  # servers say so of any page, also of Chinese ones
# What pages say and what their bytes are: a page that says gbk may hold any character of GB18030.
ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("utf8", "unicode"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252"), WESTERN),
}
_ABOVE_ASCII = re.compile(rb"[\x80-\xff]")
_LONG_RUN = re.compile(rb"[\x80-\xff]{4,}")
# More unreadable characters than this, and the bytes are in another encoding than the page says.
MAX_REPLACED_SHARE = 0.01

# Ids and classes that the systems of Chinese government sites give to the document itself.
CONTAINERS = re.compile(
    r"^(?:ucap-content|zoom|zoomcon|trs_editor|view|trs_ueditor|content_body|article[-_]?content|artical_content"
    r"|pages_content|xxgk[-_]?content|info[-_]?content|news[-_]?content|main[-_]?content|detail[-_]?content"
    r"|v_news_content|con_con|wzcon|zhengwen|maintext|text_content|articlecontent|bt-content|mainbody|news_conent_two_text"
    r"|article|content|nrbox|doc_content|view-content)$",
    re.IGNORECASE,
)
# The part of a page's prose that an element has to hold to be the document; the rest is about the page.
# One that the site itself names may hold less than one that is found by counting.
MIN_NAMED_SHARE = 0.7
MIN_PROSE_SHARE = 0.9
# Of several named elements within each other the inner one is taken, if it loses less than this.
MAX_INNER_LOSS = 0.03
# Sentences mark prose; menus, link lists and form labels have none.
_SENTENCE = re.compile(r"[。；，、：！？]|[.;,:!?](?:\s|$)")
# What lies outside the document and has this many characters of prose is worth a warning.
MIN_LOST_CHARS = 300
# How far down a document its own title may stand (below the number and the issuer's banner).
TITLE_WITHIN_CHARS = 600
_TITLE_TAGS = ("h1", "h2", "h3", "ucaptitle")
_NOT_LETTERS = re.compile(r"[\W_]+")


def read(path: Path) -> RawDocument:
    """The page's document as blocks; its meta tags as properties; lines around it in ``removed``."""
    markup, encoding = decode_page(path.read_bytes(), str(path))
    return read_markup(markup, str(path), encoding=encoding)


def read_markup(markup: str, name: str, *, encoding: str = "utf-8") -> RawDocument:
    """As ``read``, of a page that is at hand as text."""
    root = parse(markup, name)
    body = root.find(".//body")
    page = body if body is not None else root
    container = find_container(page)
    blocks, hidden = blocks_of_tree(container)
    around = [] if container is page else blocks_of_tree(page, frozenset({id(container)}))[0]
    properties = {"encoding": encoding, **meta_properties(root)}
    blocks = _with_title(blocks, page, container, properties)
    if not blocks:
        raise ReadError(
            f"{name}: 网页中没有文字,可能由脚本生成 (no text in the page; it may be made by a script)"
        )
    warnings = _warnings(around, hidden)
    lines = tuple(line for block in around for line in block.text.split("\n"))
    return RawDocument(tuple(blocks), properties, tuple(warnings), removed=lines)


def decode_page(content: bytes, name: str) -> tuple[str, str]:
    """The markup and its encoding: mark, then what the page declares, then as any text."""
    declared = declared_encoding(content)
    marked = any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    mislabelled = declared == WESTERN and not _is_western(content)
    if (
        declared is None
        or marked
        or mislabelled
        or any(content.startswith(magic) for magic, _ in MAGIC_NUMBERS)
    ):
        return decode(content, name)
    try:
        return content.decode(declared), declared
    except LookupError:
        return decode(content, name)
    except UnicodeDecodeError:
        pass
    try:
        return decode(content, name)
    except ReadError:
        text = content.decode(declared, errors="replace")
        if text.count(REPLACEMENT) > max(len(text) * MAX_REPLACED_SHARE, 1):
            raise
        return text, declared


def _is_western(content: bytes) -> bool:
    """Whether bytes above ASCII stand as letters with marks do, one or two together, not as Chinese does."""
    above = len(_ABOVE_ASCII.findall(content))
    return sum(map(len, _LONG_RUN.findall(content))) * 2 < above or not above


def declared_encoding(content: bytes) -> str | None:
    """The encoding that the page names in its first lines, in Python's words."""
    match = _DECLARED.search(content, 0, DECLARATION_BYTES)
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii").lower()
    return ENCODINGS.get(name, name)


def parse(markup: str, name: str) -> HtmlElement:
    """The tree of a page. Text goes in, not bytes: from bytes lxml stops at the first it cannot decode."""
    from lxml import etree, html

    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.lstrip("\ufeff")).replace("\x00", "")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name}: 不是可读的网页 (not a readable page): {error}") from error
    return root


def meta_properties(root: HtmlElement) -> dict[str, str]:
    """The page's meta tags (ArticleTitle, PubDate, ContentSource, …) under their names, and its title."""
    properties: dict[str, str] = {}
    for meta in root.iter("meta"):
        key, value = meta.get("name") or meta.get("property"), (meta.get("content") or "").strip()
        if key and value:
            properties.setdefault(key.strip(), value)
    title = root.find(".//title")
    if title is not None and title.text_content().strip():
        properties.setdefault("title", " ".join(title.text_content().split()))
    return properties


def find_container(page: HtmlElement) -> HtmlElement:
    """The smallest element that holds the document's prose.

    1. An element that a site's system names as the document, if most of the prose is in it.
    2. Else the deepest element with most of the prose. A page without prose is taken whole.
    """
    prose = _prose_by_element(page)
    if not prose[page]:
        return page
    named = [element for element in page.iter() if tag_of(element) and _is_named(element)]
    holding = [element for element in named if prose.get(element, 0) >= prose[page] * MIN_NAMED_SHARE]
    if holding:
        least = max(prose[element] for element in holding) * (1 - MAX_INNER_LOSS)
        inner = [element for element in holding if prose[element] >= least]
        return max(inner, key=lambda element: sum(1 for _ in element.iterancestors()))
    return _deepest(page, prose, prose[page] * MIN_PROSE_SHARE)


def _deepest(page: HtmlElement, prose: dict[HtmlElement, int], needed: float) -> HtmlElement:
    found = page
    while True:
        child = next((child for child in found if prose.get(child, 0) >= needed), None)
        if child is None or tag_of(child) in ("p", "span", "font", "li", "b", "strong"):
            break
        found = child
    if tag_of(found) in ("tr", "tbody", "thead"):
        return next(found.iterancestors("table"), found)
    return found


def _is_named(element: HtmlElement) -> bool:
    names = [element.get("id") or "", *(element.get("class") or "").split()]
    return tag_of(element) in ("article", "ucapcontent") or any(CONTAINERS.match(name) for name in names)


def _prose_by_element(page: HtmlElement) -> dict[HtmlElement, int]:
    """Characters of sentences below each element; links and hidden parts do not count."""
    own: dict[HtmlElement, int] = {}
    unseen: set[HtmlElement] = set()
    for element in page.iter():
        parent = element.getparent()
        tag = tag_of(element)
        if (
            tag in UNSEEN
            or tag in ("a", "nav", "footer")
            or is_hidden(element)
            or parent in unseen
            or not tag
        ):
            unseen.add(element)
        if element not in unseen:
            own[element] = own.get(element, 0) + _prose(element.text)
        if element is not page and parent is not None and parent not in unseen:
            own[parent] = own.get(parent, 0) + _prose(element.tail)
    for element in reversed(list(page.iter())):
        parent = element.getparent()
        if element is not page and parent is not None and element in own:
            own[parent] = own.get(parent, 0) + own[element]
    own.setdefault(page, 0)
    return own


def _prose(text: str | None) -> int:
    bare = (text or "").strip()
    return len(bare) if bare and (len(bare) > 20 or _SENTENCE.search(bare)) else 0


def _with_title(
    blocks: list[Block], page: HtmlElement, container: HtmlElement, properties: dict[str, str]
) -> list[Block]:
    """The blocks, with the title that the page shows above the document put before them."""
    if container is page:
        return blocks
    opening = _NOT_LETTERS.sub("", "".join(block.text for block in blocks)[:TITLE_WITHIN_CHARS])
    within = set(container.iter())
    wanted = _NOT_LETTERS.sub("", properties.get("ArticleTitle") or properties.get("title") or "")
    for element in page.iter():
        if element in within:
            break
        if tag_of(element) not in _TITLE_TAGS and "title" not in (element.get("class") or "").lower():
            continue
        shown = " ".join(element.text_content().split())
        letters = _NOT_LETTERS.sub("", shown)
        if len(letters) >= 4 and wanted.startswith(letters):
            properties["ArticleTitle"] = shown
            return blocks if letters in opening else [Block(shown, BlockKind.PARAGRAPH), *blocks]
    return blocks


def _warnings(around: list[Block], hidden: int) -> list[str]:
    warnings = []
    if hidden:
        warnings.append(f"网页隐藏的 {hidden} 字未读 · {hidden} characters that the page hides were not read")
    lost = sum(len(block.text) for block in around if "。" in block.text and len(block.text) > 40)
    if lost >= MIN_LOST_CHARS:
        warnings.append(
            f"正文之外还有约 {lost} 字未收入 · about {lost} characters outside the document were left out"
        )
    return warnings
