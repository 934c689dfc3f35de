"""A dossier in the formats that people keep: its words to read, its contents whole inside."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from assistant.citations import QUOTE_PREFIX
from assistant.printable import printable_page
from assistant.types import Language
from assistant.wording import in_title_marks, standing_name
from ingest import Status

Json = dict[str, Any]

# Each label of ours: (Chinese, English).
LABELS: dict[str, tuple[str, str]] = {
    "heading": ("政策问答卷宗", "Policy answer dossier"),
    "question": ("问题", "Question"),
    "understood": ("理解为", "Understood as"),
    "verdict": ("结论", "Verdict"),
    "answered": ("有原文依据", "answered from the documents"),
    "partial": ("只有部分依据", "partly answered"),
    "not_found": ("文档库中没有答案", "not in these documents"),
    "as_of": ("效力截至", "Standing as of"),
    "made": ("导出时间", "Exported"),
    "answer": ("答复", "Answer"),
    "notes": ("说明", "Notes"),
    "sources": ("依据", "Sources"),
    "document_number": ("发文字号", "Document number"),
    "issuer": ("发文机关", "Issued by"),
    "issued": ("成文日期", "Date of issue"),
    "region": ("地区", "Region"),
    "status": ("效力", "Standing"),
    "headings": ("章节", "Section"),
    "page": ("页码", "Page"),
    "file": ("文件", "File"),
    "sha256": ("文件校验值 SHA-256", "SHA-256 of the file"),
    "shelf": ("文档库", "Shelf"),
    "shelf_state": (
        "第 {generation} 版，{documents} 份文件",
        "generation {generation}, {documents} documents",
    ),
    "verify": (
        "用 wenzheng verify-dossier 可逐条核对本卷宗。",
        "wenzheng verify-dossier checks this dossier against the shelf.",
    ),
}
MAX_CONTENTS_BYTES = 64 * 2**20  # of a .docx member; a dossier of a hundred whole documents is smaller
_SOURCE_FIELDS = (
    "document_number",
    "issuer",
    "issued",
    "region",
    "status",
    "headings",
    "page",
    "file",
    "sha256",
)


# What damaged JSON and damaged zip files raise.
_UNREADABLE = (
    ValueError,
    KeyError,
    IndexError,
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the page: role is title, heading, text, quote, source, field."""

    role: str
    text: str
    name: str = ""  # label of a field


def render(contents: Json, suffix: str) -> bytes:
    """The bytes of the dossier file; equal contents give equal bytes."""
    return _WRITERS[suffix](contents)


def read_contents(written: bytes, suffix: str) -> Any:
    """The contents carried in a dossier file; None if there are none that can be read."""
    try:
        return json.loads(_READERS[suffix](written))
    except _UNREADABLE:
        return None


def _parts(contents: Json) -> Iterator[_Part]:
    """What a person reads, in order."""
    language = Language(contents["language"])
    column = 1 if language is Language.ENGLISH else 0

    def label(key: str) -> str:
        return LABELS[key][column]

    yield _Part("title", label("heading"))
    yield _Part("field", contents["question"], label("question"))
    if contents["understood"]:
        yield _Part("field", contents["understood"], label("understood"))
    yield _Part("field", label(contents["verdict"]), label("verdict"))
    yield _Part("field", contents["as_of"], label("as_of"))
    yield _Part("field", contents["made"], label("made"))
    yield _Part("field", label("shelf_state").format(**contents["shelf"]), label("shelf"))
    yield _Part("heading", label("answer"))
    for line in filter(None, contents["text"].split("\n")):
        quoted = line.startswith(QUOTE_PREFIX)
        yield _Part("quote" if quoted else "text", line.removeprefix(QUOTE_PREFIX))
    if contents["notes"]:
        yield _Part("heading", label("notes"))
        yield from (_Part("text", note) for note in contents["notes"])
    if contents["citations"]:
        yield _Part("heading", label("sources"))
    for citation in contents["citations"]:
        yield _Part("source", f"[{citation['number']}] {in_title_marks(citation['title'])}")
        yield _Part("quote", citation["quote"])
        for name in _SOURCE_FIELDS:
            value = citation[name]
            if value:
                yield _Part("field", _shown(name, value, language), label(name))
    yield _Part("text", label("verify"))


def _shown(name: str, value: Any, language: Language) -> str:
    if name == "status":
        return standing_name(Status(value), language)
    return " › ".join(value) if name == "headings" else str(value)


def _plain(contents: Json) -> str:
    return json.dumps(contents, ensure_ascii=False, indent=2)


def _embedded(contents: Json) -> str:
    """The contents without anything that could end a script element or a comment; still JSON."""
    # two minus signs in a row stand in strings only, where they may be escaped
    return _plain(contents).replace("<", "\\u003c").replace("&", "\\u0026").replace("--", "-\\u002d")


# JSON


def _write_json(contents: Json) -> bytes:
    return (_plain(contents) + "\n").encode("utf-8", "surrogatepass")


def _read_json(written: bytes) -> str:
    return written.decode("utf-8", "surrogatepass")


# HTML: the contents stand in a script element that runs nothing.

_HTML_OPEN = '<script type="application/json" id="dossier">'
_HTML_CLOSE = "</script>"
_HTML_ROLES = {"title": "h1", "heading": "h2", "source": "h3", "text": "p", "quote": "blockquote"}
_HTML_STYLE = """
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 48rem;
  margin: 2rem auto; padding: 0 1rem; color: #1f2937; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; border-bottom: 2px solid #1d4ed8; padding-bottom: .4rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
blockquote { margin: .5rem 0; padding: .3rem .9rem; border-left: 3px solid #1d4ed8; background: #f3f4f6;
  white-space: pre-wrap; }
.field { margin: .1rem 0; } .field b { font-weight: 600; color: #4b5563; }
@media print { body { margin: 0; } h3, blockquote { break-inside: avoid; } }
"""


def _write_html(contents: Json) -> bytes:
    body = [*map(_html_part, _parts(contents)), _HTML_OPEN + _embedded(contents) + _HTML_CLOSE]
    lang = "en" if contents["language"] == "en" else "zh-CN"
    page = printable_page(contents["question"], body, style=_HTML_STYLE, lang=lang)
    return page.encode("utf-8", "surrogatepass")


def _html_part(part: _Part) -> str:
    if part.role == "field":
        return f'<p class="field"><b>{escape(part.name)}</b> {escape(part.text)}</p>'
    tag = _HTML_ROLES[part.role]
    return f"<{tag}>{escape(part.text)}</{tag}>"


def _read_html(written: bytes) -> str:
    page = written.decode("utf-8", "surrogatepass")
    return page.rsplit(_HTML_OPEN, 1)[1].split(_HTML_CLOSE, 1)[0]


# Markdown: the contents stand in a comment, which ends at the first "-->".

_MD_OPEN = "<!-- dossier "
_MD_CLOSE = " -->"
_MD_PREFIX = {"title": "# ", "heading": "## ", "source": "### ", "text": "", "quote": "> "}
_MD_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def _write_markdown(contents: Json) -> bytes:
    body = "\n\n".join(map(_markdown_part, _parts(contents)))
    carried = _embedded(contents)
    return f"{body}\n\n{_MD_OPEN}{carried}{_MD_CLOSE}\n".encode("utf-8", "surrogatepass")


def _markdown_part(part: _Part) -> str:
    text = _MD_SPECIAL.sub(r"\\\1", part.text)
    if part.role == "field":
        return f"**{part.name}** {text}"
    prefix = _MD_PREFIX[part.role]
    return "\n".join(prefix + line for line in text.split("\n"))


def _read_markdown(written: bytes) -> str:
    page = written.decode("utf-8", "surrogatepass")
    return page.rsplit(_MD_OPEN, 1)[1].split(_MD_CLOSE, 1)[0]


# Word: the contents stand in a custom XML part, which Word keeps and does not show.

_CUSTOM_PART = "/customXml/dossier.xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_CUSTOM_NAMESPACE = "urn:wenzheng:dossier"
_WORD_STYLES = {"title": "Title", "heading": "Heading 1", "source": "Heading 2", "quote": "Intense Quote"}
_WORD_FONT = "宋体"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes at every writing


def _write_word(contents: Json) -> bytes:
    from docx import Document
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn

    page = Document()
    fonts = page.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _WORD_FONT)
    for part in _parts(contents):
        paragraph = page.add_paragraph(style=_WORD_STYLES.get(part.role))
        if part.name:
            paragraph.add_run(f"{part.name}  ").bold = True
        paragraph.add_run(_NOT_XML.sub("\ufffd", part.text))
    carried = escape(json.dumps(contents), quote=False)  # ASCII: every character is fit for XML
    blob = f'<dossier xmlns="{_CUSTOM_NAMESPACE}">{carried}</dossier>'.encode()
    custom = Part(PackURI(_CUSTOM_PART), "application/xml", blob, page.part.package)
    page.part.relate_to(custom, _CUSTOM_RELATION)
    saved = io.BytesIO()
    page.save(saved)
    return _same_bytes(saved)


def _same_bytes(package: io.BytesIO) -> bytes:
    """The package without the times at which its members were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()


def _read_word(written: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        info = package.getinfo(_CUSTOM_PART.removeprefix("/"))
        if info.file_size > MAX_CONTENTS_BYTES:
            raise ValueError("too large for a dossier")
        carried = package.read(info).decode("ascii")
    return unescape(carried.split(">", 1)[1].rsplit("</", 1)[0])


_WRITERS: dict[str, Callable[[Json], bytes]] = {
    ".docx": _write_word,
    ".html": _write_html,
    ".md": _write_markdown,
    ".json": _write_json,
}
_READERS: dict[str, Callable[[bytes], str]] = {
    ".docx": _read_word,
    ".html": _read_html,
    ".md": _read_markdown,
    ".json": _read_json,
}
DOSSIER_SUFFIXES = tuple(_WRITERS)
