"""Labelled header values: 发布日期：2024-10-04, 发文机关：…, on page lines or in the head of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.head import Head, Line, Role
from ingest.types import Source

# Label → field. Longer labels first; a page writes them with spaces between the characters.
LABELS = {
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发文单位": "issuer",
    "发布机关": "issuer",
    "制定机关": "issuer",
    "公开主体": "issuer",
    "信息公开发文单位": "issuer",
    "发文字号": "number",
    "文件编号": "number",
    "文号": "number",
    "字号": "number",
    "成文日期": "issued",
    "成文时间": "issued",
    "发文日期": "issued",
    "发文时间": "issued",
    "印发日期": "issued",
    "签发日期": "issued",
    "发布日期": "published",
    "发布时间": "published",
    "公开日期": "published",
    "公开时间": "published",
    "生成日期": "issued",
    "生效日期": "effective",
    "实施日期": "effective",
    "施行日期": "effective",
    "失效日期": "expires",
    "废止日期": "expires",
    "标题": "title",
    "名称": "title",
    "信息名称": "title",
    "时间": "published",
    "日期": "published",
}
# Labels whose values are of no use here; they only end the value before them.
_OTHER_LABELS = (
    "索引号", "主题分类", "主题词", "来源", "信息来源", "浏览次数", "点击数", "阅读", "字体", "有效性",
    "体裁分类", "关键词", "内容概述", "公开方式", "公开范围", "时效", "附加码",
    "作者", "责任编辑", "分享", "状态", "效力状态", "分类",
)  # fmt: skip


def _spaced(label: str) -> str:
    return r"[\s　]*".join(label)


_ALL_LABELS = sorted((*LABELS, *_OTHER_LABELS), key=len, reverse=True)
_ANY_LABEL = "|".join(map(_spaced, _ALL_LABELS))
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])[\[【(（]?(?P<label>{_ANY_LABEL})[\]】)）]?[\s　]*[:：][\s　|]*")
# Keys of file properties (HTML meta tags, docx core properties), lower case without separators.
PROPERTY_KEYS = {
    "issuer": ("issuer", "contentsource", "publisher"),
    "number": ("documentnumber", "docno", "number"),
    "published": ("published", "pubdate", "publishdate", "date", "articlepublishedtime"),
    "title": ("articletitle", "title", "ogtitle"),
}


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A labelled value; the span is None unless it stands in the text."""

    value: str
    start: int | None
    end: int | None
    source: Source


Fields = dict[str, FieldValue]


def read_fields(head: Head, removed: Iterable[str], properties: Mapping[str, str]) -> Fields:
    """The first value of each field: from the head of the text, else the page, else the file."""
    fields: Fields = {}
    lines = [line for line, role in zip(head.lines, head.roles, strict=False) if role is not Role.BODY]
    _collect(fields, lines, Source.TEXT)
    at, page_lines = 0, []
    for text in removed:
        page_lines.append(Line(text.strip(), at, at + len(text.strip())))
        at += len(text) + 1
    _collect(fields, page_lines, Source.PAGE)
    keys = {re.sub(r"[\W_]", "", key.lower()): value.strip() for key, value in properties.items()}
    for name, candidates in PROPERTY_KEYS.items():
        value = next((keys[key] for key in candidates if keys.get(key)), None)
        if value and name not in fields:
            fields[name] = FieldValue(value, None, None, Source.FILE)
    return fields


def _collect(fields: Fields, lines: Sequence[Line], source: Source) -> None:
    for position, line in enumerate(lines):
        labels = list(_LABEL.finditer(line.text))
        for label, after in zip(labels, [*labels[1:], None], strict=False):
            name = LABELS.get("".join(label["label"].split()))
            if name is None or name in fields:
                continue
            start, end = label.end(), after.start() if after else len(line.text)
            start, end = _trimmed(line.text, start, end)
            offset = line.start
            value = line.text[start:end]
            if not value and after is None and position + 1 < len(lines):
                following = lines[position + 1]
                if _LABEL.match(following.text):
                    continue
                value, offset, start, end = following.text, following.start, 0, len(following.text)
            if value:
                located = source is Source.TEXT
                fields[name] = FieldValue(
                    value, offset + start if located else None, offset + end if located else None, source
                )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    cut = re.compile(r"[\s　]*[|｜][\s　]*|[\s　]{3,}").search(text, start, end)
    if cut is not None and cut.start() > start:
        end = cut.start()
    while end > start and text[end - 1] in " 　|[【(（":
        end -= 1
    return start, end
