"""The labels of header values on pages and in heads: 发布日期：, 发文机关：, 索 引 号：."""

from __future__ import annotations

import re

# Label → field. Longer labels first; a page writes them with spaces between the characters.
FIELD_OF_LABEL = {
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
    "公文标题": "title",
    "文件标题": "title",
    "来文文号": "number",
    "来文单位": "issuer",
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


_ALL_LABELS = sorted((*FIELD_OF_LABEL, *_OTHER_LABELS), key=len, reverse=True)
_ANY_LABEL = "|".join(map(_spaced, _ALL_LABELS))
# In a form the value stands in the next cell; a short label (名称, 日期) may there be the head of a column.
_CELL_LABEL = "|".join(_spaced(label) for label in _ALL_LABELS if len(label) >= 4)
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])[\[【(（]?(?:(?P<label>{_ANY_LABEL})[\]】)）]?[\s　]*[:：][\s　|]*"
    rf"|(?P<cell>{_CELL_LABEL})[\s　]*\|[\s　|]*)"
)
