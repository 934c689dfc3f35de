"""Whether a sentence holds the kind of thing that a question asks for."""

from __future__ import annotations

import re

from assistant.asking import Asked
from assistant.demands import asks_for_gift, clause_of, contrasts, is_given
from assistant.glossary import match_form
from assistant.question import Question
from assistant.read_figures import quantities_in
from assistant.size_classes import of_another_size
from assistant.types import Language
from ingest import Quantity, QuantityKind, fold

# Cells of a table's row are joined by it.
ROW = "|"

_BODY = r"[\u4e00-\u9fff]{1,12}(?:部门|机关|机构|局|委|办|厅|部|署|行|院|会|中心|政府)"
_PATTERNS = {
    Asked.DEPARTMENT: re.compile(
        r"(?:牵头|责任|配合|主管|主办|协办|承办|受理|实施|组织|负责)(?:单位|部门|机关|机构)|领办|督办"
        r"|由[\u4e00-\u9fff、\d:%]{2,30}(?:负责|牵头|承担|分担|负担|列支|组织|受理|审核|认定)"
        rf"|{_BODY}(?:(?:按(?:照)?职责)?(?:分工)?(?:分别|共同)?负责|牵头|会同|受理|审核|主管|配合|承担)|主管部门|报送?至?{_BODY}"
        rf"|{_BODY}(?:联合|共同)?(?:印发|发布|下发|出台|发文)"
    ),
    Asked.CONDITION: re.compile(
        r"符合(?!条件的)|(?<!符合)条件|应当|须|必须|要求|具备|满足|以上|不低于|不少于|限于|适用于|是指|凡|的企业|资格|方可|不得|不予"
    ),
    Asked.CONTACT: re.compile(
        r"联\s*系\s*人|电\s*话|联系方式|邮箱|传真|热线|网址|https?:|www\.|公众号"
        r"|\d{3,4}-\d{7,8}|(?<!\d)(?:1\d{10}|1[02]\d{3}|9[56]\d{3,4}|400\d{7})(?!\d)"
    ),
    Asked.DEFINITION: re.compile(r"是指|指的是|包括|所称|系指|定义为"),
    Asked.LIST: re.compile(
        r"支持|奖励|奖补|补助|补贴|给予|资助|减免|减征|免征|贷款|贴息|鼓励|培育|优先|优惠|设立|加大|推动|引导|落实|扣除|担保|"
        r"降低|建立|提供|安排|专项资金|基金|推荐|保障|帮助|扶持|打造|建设|开展|实施|加强"
    ),
}
_DEADLINE = re.compile(
    r"截止|截至|之?前|期限|以内|内完成|工作日|有效期|自.{2,20}起|至.{2,20}止|"
    r"每(?:两|三|半|一|季|\d)?个?[年月季周日]|年底|到20\d\d年|\d{1,2}月(?:\d{1,2}[日号]|[底初中份]|[上下]旬)"
    r"|\d{1,2}[日号](?!楼|院|线)"
)
_WANTED_KINDS = {
    Asked.AMOUNT: (QuantityKind.MONEY, QuantityKind.RATIO),
    Asked.RATIO: (QuantityKind.RATIO,),
    Asked.COUNT: (QuantityKind.COUNT, QuantityKind.NUMBER),
    Asked.FIGURE: tuple(kind for kind in QuantityKind if kind is not QuantityKind.DATE),
    Asked.DATE: (QuantityKind.DATE, QuantityKind.DURATION),
}
# What the header of a table says of the bare figures below it.
_HEADED_BY = {
    Asked.AMOUNT: re.compile(r"元|金额|标准|补贴|奖励|补助"),
    Asked.RATIO: re.compile(r"%|比例|比率"),
    Asked.COUNT: re.compile(r"数|[(:][万亿]?(?:[家个人名项件亩吨户]|公里|平方米|千瓦)[,)]"),
    Asked.FIGURE: re.compile(r""),
}
# Measures that are asked for by name, however the text writes them.
_MEASURES = {
    "度": "摄氏度|℃|°C|度(?!假)",
    "米": "米",
    "公里": "公里|千米",
    "学时": "学时|小时|课时",
    "小时": "小时",
    "岁": "周岁|岁",
    "倍": "倍",
    "层": "层",
    "分": "分(?!别|之|期|类)",
    "折": "折",
    "级": "级",
    "毫升": "毫升|ml",
    "毫米": "毫米|mm",
}
_ASKS_MEASURE = re.compile(rf"(?:多少|几)(?:个)?({'|'.join(_MEASURES)})(?!月)")
_ENGLISH_MEASURES = ((re.compile(r"\b(?:in|how many) (?:mm|millimet(?:er|re)s?)\b"), "毫米"),)
_NUMERAL = r"[\d一二三四五六七八九十百千万两半]"
# Lengths of time that answer 几年, 几天: neither a year of the calendar nor workdays for years.
_SPAN_NUMERAL = r"(?<![\d.〔\[])(?:\d{1,3}|[一二三四五六七八九十两半百]{1,4})\s*"
_SPANS = {
    "年": re.compile(rf"{_SPAN_NUMERAL}(?:周年|年(?!\d|度|级|[一二三四五六七八九十]月)|个月)"),
    "个月": re.compile(rf"{_SPAN_NUMERAL}(?:个月|年(?!\d|度|级))"),
    "天": re.compile(rf"{_SPAN_NUMERAL}(?:个?工作日|天|日)"),
}
_ASKS_SPAN = re.compile(r"(?:多少|几)个?(年|个月|天)(?!前|初|底|末)")
# Classifiers of one sort of thing: 多少家 is not answered by 12场. 个 counts whatever has none of its own.
_SORTS = (
    "家户个",
    "名人位个",
    "项个件种条宗笔",
    "场次期届",
    "台套辆架艘个",
    "座处个所栋间",
    "份本册",
    "人次",
)
_ASKS_CLASSIFIER = re.compile(
    r"(?:多少|几)[十百千]*[万亿]?(人次|平方米|公里|亩|吨|[家户名人位项件种条宗笔场次期届台套辆架艘座处所栋间份本册])"
)
# Before these the noun counted is over: in "how many talent apartments will" it is not talent.
_AFTER_NOUN = (
    r"\w*(?=\W*$|\s+(?:did|do|does|will|would|are|is|was|were|has|have|had|can|could|must|should|may|be|been|to|in"
    r"|on|at|by|from|of|for|that|which|who|with|under|per|a|each|above|over)\b)"
)
# 分三个时间段, 有两种类型: small counts in words, which are no quantities elsewhere.
_IN_WORDS = re.compile(r"(?<![第之月周\d])[两三四五六七八九十]{1,2}大?([个种类项条批期步])(?!月)")
_ENGLISH_CLASSIFIERS = (
    (re.compile(rf"\bhow many (?:\S+ ){{0,5}}?(?:compan|enterpris|firm|business){_AFTER_NOUN}"), "家"),
    (
        re.compile(
            r"\bhow many (?:\S+ ){0,5}?(?:people|person|expert|graduate|official|student|member|worker"
            rf"|employee|staff|talent|doctor|teacher|judge|minister|deput|president){_AFTER_NOUN}"
        ),
        "名",
    ),
)
# That there is no such gift answers how much it is: 不设购房补贴; not that some get none (骗取的,不予奖励).
_DENIED = re.compile(r"不设(?!置)|不再(?:设|给予|安排|发放|实施|执行|享受)|取消")
_CLAUSE_ENDS = re.compile(r"[,，;；。]")
_BARE_CELL = re.compile(r"\|\s*[\d.,]+")

_GIFTS = frozenset({Asked.AMOUNT, Asked.RATIO})
_MEASURED = frozenset({Asked.FIGURE, Asked.COUNT, Asked.AMOUNT})
_ASKS_HOW_LONG = re.compile(
    r"多久|多长|几(?:个月|个?[年天])|多少(?:个)?(?:[年月天]|工作日|小时)"
    r"|\bhow long\b|\bhow many (?:month|year|day)"
)


# 有资助吗,每件多少: what is given is money or a share, though no word says so.
_ASKS_SUM = re.compile(
    r"(?:奖励|奖补|补助|补贴|资助|津贴|贴息).{0,24}多少(?![\u4e00-\u9fff])"
    r"|多少[\u4e00-\u9fff]{0,10}(?:资金|经费|金额|款项|奖金)"
)


# How long a certificate, a term or a stay lasts: as a length, a day, or for good.
_ASKS_TERM = re.compile(r"有效期|保留期|任期|聘期|[年月]有效|\bvalid(?:ity)?\b")
_UNDATED = re.compile(r"长期有效|永久|不定期|不设期限|自.{2,20}起至|至.{2,20}止|年底|\d{1,2}月\d{1,2}日")
# 成立未满三年: whom it is for, not how long it takes.
_OF_A_CONDITION = re.compile(r"(?:未满|不满|不足|(?<![不未])满|成立)$")
# 每月发多少元: a share of something else does not say so.
_ASKS_YUAN = re.compile(r"(?:多少|几)[十百千]*[万亿]?[元块]")
# 年龄上限, 试用期上限: what is limited is no money.
_LIMITED_AGE = re.compile(r"年龄.{0,4}(?:上限|下限|限制|多少|多大|最[大小高低]|要求)|(?:多大|几)岁")
_LIMITED_SPAN = re.compile(r"(?:期限|[用务]期|年限|时长)的?(?:上限|下限|最[长短高低多])")
_AGE = re.compile(r"\d\s*周?岁")
# A fine is no fee, price or gift.
_OF_A_FINE = re.compile(r"罚款|罚金|滞纳金|没收")
_ASKS_OF_BREACH = re.compile(
    r"罚|处分|违|滞纳|没收|赔|不按|未按|未经|逾期|拒不|擅自|骗|后果|\b(?:fine[ds]?|penalt\w+|violat\w+)\b"
)
# All of it or nothing is a sum too: 全额补助, 免收租金.
_WHOLE = re.compile(r"全额(?:予以|给予)?(?:补助|补贴|资助|奖励|报销|退还?|返还|减免|贴息)")
_FREE = re.compile(r"免收|免缴|免交|不收取")
_CHARGE = re.compile(r"[\u4e00-\u9fff]{2}费|租金|门票|押金|保证金")
_ASKS_WHOM = re.compile(r"咨询|联系|找谁|问谁")


def _kinds_wanted(question: Question) -> tuple[QuantityKind, ...]:
    if question.asked is Asked.DATE and _ASKS_HOW_LONG.search(question.form):
        return (QuantityKind.DURATION,)
    if question.asked is Asked.FIGURE and _ASKS_SUM.search(question.form):
        return _WANTED_KINDS[Asked.AMOUNT]
    if question.asked is Asked.AMOUNT and _LIMITED_SPAN.search(question.form):
        return (QuantityKind.DURATION,)
    if question.asked is Asked.AMOUNT and _ASKS_YUAN.search(question.form):
        return (QuantityKind.MONEY,)
    return _WANTED_KINDS.get(question.asked, ())


def wanted_quantities(question: Question, text: str) -> list[Quantity]:
    """The quantities of a text that are of the kind asked for, the preferred kind alone if present."""
    kinds = _kinds_wanted(question)
    found = [quantity for quantity in quantities_in(text) if quantity.kind in kinds]
    text = _in_one_script(text)
    found = [quantity for quantity in found if not contrasts(question.form, clause_of(text, quantity), "")]
    if question.asked is Asked.COUNT:
        return _of_the_sort(question, found)
    if kinds == (QuantityKind.DURATION,):
        found = [q for q in found if not _OF_A_CONDITION.search(text, max(0, q.start - 4), q.start)]
    found = [quantity for quantity in found if not of_another_size(question.form, text[: quantity.start])]
    if not _ASKS_OF_BREACH.search(question.form):
        found = [quantity for quantity in found if not _OF_A_FINE.search(clause_of(text, quantity))]
    if question.asked is Asked.AMOUNT and asks_for_gift(question.form):
        found = [quantity for quantity in found if is_given(text, quantity)]
    if question.asked is Asked.AMOUNT and any(q.kind is QuantityKind.MONEY for q in found):
        return [quantity for quantity in found if quantity.kind is QuantityKind.MONEY]
    return found


def _in_one_script(text: str) -> str:
    """``text`` folded, 給予補貼 as 给予补贴, where that leaves every character in its place."""
    folded = fold(text)
    return folded if len(folded) == len(text) else text


def _of_the_sort(question: Question, counted: list[Quantity]) -> list[Quantity]:
    """The counts whose classifier is of the sort that the question names."""
    asked = _ASKS_CLASSIFIER.search(question.form)
    sort = asked[1] if asked else ""
    if not sort and question.language is Language.ENGLISH:
        sort = next((zh for pattern, zh in _ENGLISH_CLASSIFIERS if pattern.search(question.form)), "")
    if not sort:
        return counted
    same = [units for units in _SORTS if sort in units]
    return [
        q for q in counted if q.unit == sort or any(q.unit in units for units in same if len(q.unit) == 1)
    ]


def holds_asked(question: Question, text: str, header: str) -> bool:
    """Whether a sentence, or a row under the match form of its header, holds what is asked for."""
    asked, text = question.asked, _in_one_script(text)
    measure = _measure_asked(question.form) if asked in _MEASURED else None
    if measure is not None:
        return _measures(text, measure)
    span = _ASKS_SPAN.search(question.form) if asked is Asked.DATE else None
    if span is not None:
        return bool(_SPANS[span[1]].search(text))
    if asked in _MEASURED and _LIMITED_AGE.search(question.form):
        return bool(_AGE.search(text))
    if asked in _WANTED_KINDS:
        return _holds_value(question, text, header)
    pattern = _PATTERNS.get(asked)
    whom = asked is Asked.DEPARTMENT and _ASKS_WHOM.search(question.form)
    if whom and _PATTERNS[Asked.CONTACT].search(text):
        return True
    return pattern is None or bool(pattern.search(text))


def _holds_value(question: Question, text: str, header: str) -> bool:
    """Whether a sentence or row holds a value of the kind asked for, or says that there is none."""
    asked = question.asked
    times = _ASKS_MEASURE.search(question.form) if asked is Asked.RATIO else None
    if times is not None and _measures(text, times[1]):  # 打几折: 6.5折, but 70% too
        return True
    if wanted_quantities(question, text) or _sets_a_day(question, text):
        return True
    if _denies(question, text) or _counted_in_words(question, text) or _all_or_none(question, text):
        return True
    headed_by = _HEADED_BY.get(asked)
    if ROW not in text or headed_by is None or not _BARE_CELL.search(text):
        return False
    return headed_by.search(f"{header}\n{match_form(text)}") is not None


def _sets_a_day(question: Question, text: str) -> bool:
    """Whether a text says by when; that a certificate has a term (有效期届满) does not say which."""
    if question.asked is not Asked.DATE or _ASKS_HOW_LONG.search(question.form):
        return False
    return bool((_UNDATED if _ASKS_TERM.search(question.form) else _DEADLINE).search(text))


def _measure_asked(form: str) -> str | None:
    """The measure that a question names, as Chinese writes it: 几米, in mm."""
    asked = _ASKS_MEASURE.search(form)
    english = (unit for pattern, unit in _ENGLISH_MEASURES if pattern.search(form))
    return asked[1] if asked else next(english, None)


def _measures(text: str, unit: str) -> bool:
    """Whether a text holds a number of a unit of ``_MEASURES``."""
    return bool(re.search(rf"{_NUMERAL}\s*(?:{_MEASURES[unit]})", text))


def _all_or_none(question: Question, text: str) -> bool:
    """Whether all of a cost is given, or nothing is charged."""
    if question.asked not in _GIFTS:
        return False
    if _WHOLE.search(text):
        return True
    return bool(_FREE.search(text)) and any(charge in text for charge in _CHARGE.findall(question.form))


def _counted_in_words(question: Question, text: str) -> bool:
    """Whether a small count in words is of the things that the question counts: 分几种, 三种类型."""
    if question.asked is not Asked.COUNT:
        return False
    counted = set(_IN_WORDS.findall(match_form(text)))
    return any(f"几{sort}" in question.form or f"多少{sort}" in question.form for sort in counted)


def _denies(question: Question, text: str) -> bool:
    """Whether a clause says that the gift asked about, by its own name, is not given."""
    if question.asked not in _GIFTS or not _DENIED.search(text):
        return False
    gifts = [term for term in question.terms if asks_for_gift(term.text)]
    denied = [match_form(clause) for clause in _CLAUSE_ENDS.split(text) if _DENIED.search(clause)]
    return any(gift.found_in(clause) for clause in denied for gift in gifts)
