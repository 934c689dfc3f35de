"""The words before a figure as a name of whose it is; none rather than a piece of a clause."""

from __future__ import annotations

import re

MAX_SUBJECT_CHARS = 40
# What may stand before a name and is no part of it.
_BEFORE_NAME = re.compile(
    r"\s*(?:但是?|且|其中|同时|给予|发放给|支付给?|责令|处以?(?!理|置|于|分|方)"
    r"|由[^，,；;。]{2,30}?(?:处以?|给予|收取)(?=[\u4e00-\u9fff])"
    r"|每(?:亩|家|人|户|个|项|台|辆|千瓦|名|吨|床|平方米)"
    r"|(?:补助|补贴|奖励|资助|收费|支持)?标准(?=中央|国家|省|市|县|区)"
    r"|第[一二三四五六七八九十百]+[条章节]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])\s*"
)
# Words with which no name begins: it was cut out of the middle of a clause.
_NO_BEGINNING = re.compile(
    r"以[上下内]|且|或|并|除|不|的|暨|等|及其|其中|该|度(?!假)|后(?!备)|前(?![海沿期])|起(?![降重飞])|内(?![资河陆贸])"
    r"|每|各|按|达(?!标)|在(?![校职孵岗册编建库读])|于"
    r"|如(?!皋|东县)|若|是指|系指|未|因(?!公)|根据|依托|依据|依照|截至|截止|到(?!期)|选择|取消|超过|高于|低于|相比|占"
)
# Words that end no name: 自献血之日起, 接到要求后.
_NO_ENDING = re.compile(
    r"(?:[起后内时前得从自至到由在未不下按占是]|[^行作]为|是指|系指|超过|可以|应当|不得)$"
)
# What a clause says and no name does: 试用期的工资不得低于最低档工资 is nobody.
_OF_CLAUSES = re.compile(r"是指|系指|不得|不能|超过|不?低于|不?高于|少于|不足|应当|可以|给予|相比|逐步")
# 另一方按标准的50%: whose it is stands before 按, what of after it.
_SHARE_OF = re.compile(r"(?<=[\u4e00-\u9fff]{2})按照?(?![揭摩时期月年])[\u4e00-\u9fff]*$")
# Names of everything and nothing: 企业：20万元 says no more than 20万元.
_NO_ONE = frozenset(
    {"企业", "项目", "单位", "个人", "每家", "资金", "年度", "金额", "标准", "补贴", "奖励", "补助"}
    | {"额度", "比例", "期限", "数量", "规模", "总额", "总数", "总量"}
)


def sound_name(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The part of ``text[span]`` that names somebody or something; None if it is a piece of a clause."""
    start, end = unnumbered(text, span)
    if (share := _SHARE_OF.search(text[start:end])) is not None:
        end = start + share.start()
    start, end = trimmed(text, (start, end))
    name = text[start:end]
    if name.count("“") != name.count("”"):
        return None
    if not 2 <= len(name) <= MAX_SUBJECT_CHARS or name in _NO_ONE:
        return None
    if _NO_BEGINNING.match(name) or _NO_ENDING.search(name) or _OF_CLAUSES.search(name):
        return None
    return start, end


def unnumbered(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without the number of its article and the words that lead to a name."""
    begin, end = span
    while (before := _BEFORE_NAME.match(text, begin, end)) is not None:
        begin = before.end()
    return begin, end


def trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without white space and list marks at its ends, and without a 的 at its end."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "、,，和与及的:：—|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、,，:：的|"):
        end -= 1
    return start, end
