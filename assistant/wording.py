"""Every sentence of our own that an answer may hold, in Chinese and English.

An answer is made of these lines and of words that stand in the cited quotes, nothing else; the check in
``citations`` reads the same tables, so a line that is not here cannot pass it.
"""

from __future__ import annotations

from assistant.types import Language
from ingest import Status

# Lines of Answer.text. Slots in braces are filled with words of the cited quotes.
LINES: dict[str, tuple[str, str]] = {
    "claim": ("{subject}：{value} {marks}", "{subject}: {value} {marks}"),
    "cell": ("{row} · {column}：{value} {marks}", "{row} · {column}: {value} {marks}"),
    "cell_of_unit": (
        "{row} · {column}：{value}（{unit}） {marks}",
        "{row} · {column}: {value} ({unit}) {marks}",
    ),
    "value": ("{value} {marks}", "{value} {marks}"),
    "not_found": (
        "文档库中没有找到可以回答这个问题的内容。",
        "The documents on the shelf do not answer this question.",
    ),
    "partial": (
        "文档库中没有直接的答案，只有以下相关内容：",
        "The documents on the shelf do not answer this directly; what they say on the subject:",
    ),
    "answer_en": ("", "The documents say (original Chinese, with sources):"),
    "list": ("找到以下相关内容：", "The documents provide for the following (original Chinese):"),
    "comparison": ("对照如下：", "Side by side (original Chinese):"),
    "source": ("原文如下：", "The original reads:"),
    "no_provision": ("文件中没有所问的条款。", "The document has no such provision."),
    "nearest_provision": (
        "文件中没有所问的条款，最接近的原文如下：",
        "The document has no such provision; the nearest reads:",
    ),
    "differs": ("原文与所引文字有出入，原文如下：", "The original differs from the quotation; it reads:"),
    "group": ("【{place}】", "[{place}]"),
    "document": ("《{title}》", "《{title}》"),
    "no_evidence": ("（没有找到）", "(nothing found)"),
    "number": ("发文字号：{value} {marks}", "Document number: {value} {marks}"),
    "issuer": ("发文机关：{value} {marks}", "Issued by: {value} {marks}"),
    "issued": ("成文日期：{value} {marks}", "Date of issue: {value} {marks}"),
    "published": ("发布日期：{value} {marks}", "Date of publication: {value} {marks}"),
    "recipients": ("主送：{value} {marks}", "Addressed to: {value} {marks}"),
    "attachment": ("附件：{value} {marks}", "Attachment: {value} {marks}"),
    "title": ("标题：{value} {marks}", "Title: {value} {marks}"),
}

# Names of groups that are no region.
PLACES: dict[str, tuple[str, str]] = {
    "national": ("国家", "National"),
    "unknown": ("地区未注明", "Region not stated"),
}

# What a document's standing is called.
STANDINGS: dict[Status, tuple[str, str]] = {
    Status.IN_FORCE: ("现行有效", "in force"),
    Status.NOT_YET: ("尚未施行", "not yet in force"),
    Status.DRAFT: ("征求意见稿", "draft for comment"),
    Status.REPLY: ("答复", "reply to a proposal"),
    Status.EXPIRED: ("已过期", "expired"),
    Status.REPEALED: ("已废止", "repealed"),
    Status.UNKNOWN: ("效力不明", "unknown"),
}

# Notes beside the answer; they may name what the question named.
NOTES: dict[str, tuple[str, str]] = {
    "no_region": (
        "文档库中没有{region}关于这个问题的文件。",
        "The shelf holds no document of {region} on this question.",
    ),
    "other_region": (
        "文档库中有{other}的相关内容，不适用于{region}。",
        "The shelf has something on this for {other}, which does not apply to {region}.",
    ),
    "higher_level": (
        "[{number}] 是{place}的文件，不是{region}自己的规定。",
        "[{number}] is a document of {place}, not {region}'s own rule.",
    ),
    "no_year": (
        "没有找到{year}年的内容；所列内容属于其他年份。",
        "Nothing was found for {year}; what is shown is of other years.",
    ),
    "missing_amount": ("没有找到所问的金额。", "The amount asked about is not stated."),
    "missing_ratio": ("没有找到所问的比例。", "The ratio asked about is not stated."),
    "missing_count": ("没有找到所问的数量。", "The number asked about is not stated."),
    "missing_figure": ("没有找到所问的数值。", "The figure asked about is not stated."),
    "missing_date": ("没有找到所问的时间。", "The date or period asked about is not stated."),
    "missing_department": ("没有找到所问的部门。", "The department asked about is not named."),
    "missing_condition": ("没有找到所问的条件。", "The conditions asked about are not stated."),
    "missing_contact": ("没有找到所问的联系方式。", "No contact is given."),
    "missing_any": ("没有找到直接的答案。", "No direct answer was found."),
    "missing_terms": ("没有提到：{terms}。", "Not mentioned: {terms}."),
    "draft": (
        "[{number}] 是征求意见稿，尚未生效：“{clause}”",
        "[{number}] is a draft for comment, not yet in force: “{clause}”",
    ),
    "reply": (
        "[{number}] 是对建议、提案的答复，不是政策文件：“{clause}”",
        "[{number}] is a reply to a proposal, not a rule: “{clause}”",
    ),
    "expired": ("[{number}] 已过有效期：“{clause}”", "[{number}] has expired: “{clause}”"),
    "expired_as_corrected": (
        "[{number}] 已失效，按人工更正的失效日期 {day}。",
        "[{number}] has expired, by the date that a person gave: {day}.",
    ),
    "superseded": (
        "[{number}] 已被同名文件的新文本取代：“{clause}”",
        "[{number}] has been replaced by a later edition of the same title: “{clause}”",
    ),
    "end_unknown": (
        "[{number}] 是否仍然有效无法判断，请核实：“{clause}”",
        "[{number}] Whether it still holds cannot be told, please check: “{clause}”",
    ),
    "repealed": ("[{number}] 已废止：“{clause}”", "[{number}] has been repealed: “{clause}”"),
    "not_yet": ("[{number}] 在所问日期尚未施行：“{clause}”", "[{number}] was not yet in force: “{clause}”"),
    "converted": ("[{number}] {written} = {plain} 元", "[{number}] {written} = {plain} yuan"),
    "not_an_answer": (
        "下面列出最接近的段落，它们不是答案。",
        "The nearest passages are listed; they are not an answer.",
    ),
    "several_regions": (
        "问题没有指明地区，各地规定分别列出。",
        "The question names no region; each region's rule is listed.",
    ),
    "differences": ("与所引文字不同之处：{changes}", "Where it differs: {changes}"),
    "as_of": ("按{day}时有效的规定回答。", "Answered by the rules in force on {day}."),
    "ended_left_out": (
        "已废止或失效的文件《{title}》涉及此问题，未列入；需要时可包括已失效的文件再问。",
        "《{title}》, repealed or expired, was left out; ask again with all documents included.",
    ),
    "not_stated_in_document": ("文件中没有写明。", "The document does not state it."),
    "empty_cell": (
        "表中该格为空，即没有数额。",
        "The cell is empty: the table gives no figure there.",
    ),
    "no_attachments": ("文件没有列出附件。", "The document lists no attachments."),
    "no_expiry": (
        "文件没有写明有效期或失效日期。",
        "The document does not state until when it is valid.",
    ),
    "valid_until": ("按所引条款计算，有效期至{day}。", "By the clause quoted it is valid until {day}."),
    "valid_until_of": (
        "[{number}] 按所引条款计算，有效期至{day}。",
        "[{number}] By the clause quoted it is valid until {day}.",
    ),
    "without_end": (
        "另有 {count} 份文件没有写明有效期。",
        "{count} more documents do not state until when they are valid.",
    ),
    "more_documents": ("另有 {count} 份文件未列出。", "{count} more documents are not listed."),
    "none_stands_so": (
        "文档库中没有这样的文件，以文件写明的日期和条款为准。",
        "No document on the shelf stands so, by the dates and clauses that they state.",
    ),
    "no_beginning": ("文件没有写明施行日期。", "The document does not state from when it holds."),
    "ended_by": ("{name}已由 [{number}] 废止。", "{name} was repealed by [{number}]."),
    "nothing_ends_it": (
        "文档库中没有它已废止或失效的记载，按现行有效对待。",
        "Nothing on the shelf ends it: it is taken to be in force.",
    ),
    "no_provision": ("《{title}》没有{label}。", "《{title}》 has no {label}."),
    "last_provision": (
        "《{title}》没有{label}，最后是{last}。",
        "《{title}》 has no {label}; the last is {last}.",
    ),
    "fewer_parts": (
        "《{title}》{nearest}只有{count}{unit}，没有{label}。",
        "{nearest} of 《{title}》 has {count} {unit}, no {label}.",
    ),
    "no_parts": (
        "《{title}》{nearest}没有分{unit}，没有{label}。",
        "{nearest} of 《{title}》 has no {unit}, so no {label}.",
    ),
    "provision_elsewhere": (
        "《{title}》没有{label}；{nearest}在文件的其他部分。",
        "《{title}》 has no {label}; {nearest} stands elsewhere in it.",
    ),
    "which_document": (
        "问题没有指明是哪份文件，请写出文件的名称或文号。",
        "The question does not say which document: give its title or number.",
    ),
    "no_such_document": ("文档库中没有{name}。", "The shelf holds no {name}."),
    "like_number": (
        "同年同号的文件有：{numbers}。",
        "Of the same year and number there is: {numbers}.",
    ),
    "disagree": (
        "所引文件的数值不一致，请核对：{figures}。",
        "The cited documents give different figures: {figures}.",
    ),
}


def line(key: str, language: Language, **slots: str) -> str:
    """A line of an answer's text."""
    return _filled(LINES[key][_column(language)], slots)


def note(key: str, language: Language, **slots: str) -> str:
    """A note beside an answer."""
    return _filled(NOTES[key][_column(language)], slots)


def _filled(template: str, slots: dict[str, str]) -> str:
    if "title" in slots and "《{title}》" in template:
        slots = {**slots, "title": in_title_marks(slots["title"])[1:-1]}
    return template.format(**slots)


def in_title_marks(title: str) -> str:
    """``title`` in 《》, the marks within it single and double in turn, as GB/T 15834 writes them.

    关于印发《某办法》的通知 → 《关于印发〈某办法〉的通知》.
    """
    parts, depth = ["《"], 1
    for character in title:
        if character in "《〈":
            parts.append("〈" if depth % 2 else "《")
            depth += 1
        elif character in "》〉" and depth > 1:
            depth -= 1
            parts.append("〉" if depth % 2 else "》")
        else:
            parts.append(character)
    return "".join([*parts, "》"])


def standing_name(status: Status, language: Language | None = None) -> str:
    """What a standing is called; in both languages where none is given."""
    names = STANDINGS[status]
    return " ".join(names) if language is None else names[_column(language)]


def place_name(key: str, language: Language) -> str:
    """What a group without a region is called."""
    return PLACES[key][_column(language)]


def _column(language: Language) -> int:
    return 1 if language is Language.ENGLISH else 0
