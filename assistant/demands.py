"""What a question demands of a figure beside its kind: a share for each, a cap, a floor, a total."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest import Quantity, QuantityKind

# Of each question as much as depends on it alone is read once, not with each of a hundred sentences.
REMEMBERED_QUESTIONS = 256


@dataclass(frozen=True, slots=True)
class Demand:
    """A question that matches ``asked`` is answered only by a sentence that matches ``met``."""

    name: str
    asked: re.Pattern[str]
    met: re.Pattern[str]


_NO_TIME = "(?!月|季|星期|工作日|小时|年度|百分)"  # 一个月 is no share for one
# Not a ceiling but a comparison is asked for: 哪个县覆盖率最高.
_WHICH_PLACE = r"哪(?:一?个|些|几个)?[县市区省州](?:区|市)?.{0,24}最[高低多少大小快]"
_PAID = r"(?:兑现|兑付|拨付|发放|支出)(?!标准)"  # of a year that is asked about, it is the total
# 我们是一家小企业: says who asks, and asks for no share.
_NOT_OF_ITSELF = r"^(?!我们?是[^,;。]{0,12}一[家个户]).*?"
# 一共能拿多少: what one may get, put together from several rules.
_NOT_FOR_ONE = r"(?!(?:最多|还)?(?:能|可以?)[^,;。]{0,4}(?:拿|领|得|获|享受|补|奖))"
_GIVES = r"(?:给予|奖励|补助|补贴|资助|奖补|发放|支持|贴息)"

DEMANDS = (
    # For one of them: stated as such, or given to whoever belongs to a class.
    Demand(
        "each",
        re.compile(
            rf"{_NOT_OF_ITSELF}(?:(?:每|单|(?<![同第])一)(?:[家户人名项]|个{_NO_TIME})|\beach\b"
            r"|\bper (?:company|firm|enterprise|person|household)\b)",
            re.DOTALL,
        ),
        re.compile(
            rf"每(?:[\u4e00-\u9fff]{{0,4}}一)?[家户个人名项]|单[户家个项]|(?:对|给予?|按).{{0,80}}{_GIVES}(?!资金)"
        ),
    ),
    Demand(
        "cap",
        re.compile(
            rf"^(?!.*{_WHICH_PLACE}).*?(?:最高|最多|上限|封顶|至多"
            r"|\bmaximum\b|\bat most\b|\bcap\b|\bup to\b|\bupper limit\b)",
            re.DOTALL,
        ),
        # A fixed sum is the most there is: 奖400万元; a share is none.
        re.compile(
            r"最高|最多|最大|不超过|不高于|上限|以内|以下|封顶|为限|不得超过"
            r"|^(?!.*(?:%|百分之|[倍折成])).*(?:奖励?|补助|补贴|资助|给予)[^,;。]{0,12}\d[\d.]*[万亿]?元",
            re.DOTALL,
        ),
    ),
    Demand(
        "floor",
        re.compile(rf"^(?!.*{_WHICH_PLACE}).*?(?:最低|至少|最少|下限|\bminimum\b|\bat least\b)", re.DOTALL),
        re.compile(r"最低|至少|最少|不低于|不少于|以上|下限|门槛|达到"),
    ),
    # For how long: 贷款期限为6个月至3年 says so, 成立不满5年的企业 does not.
    Demand(
        "duration",
        re.compile(r"多久|多长时间|最长|\bhow long\b"),
        re.compile(
            r"期限|时限|期间|最长|不超过|不少于|以内|之内|[年月日天时]内|工作日|有效|为期|持续|连续"
            r"|(?:放宽|延长|延期|缩短)[到至]|时间累计|累计时间"
            r"|每(?:隔|[一两二三四五六七八九十半\d]{1,3}个?)?[年月季周日天]|(?<![不未])满"
        ),
    ),
    # How long it runs, not how old who asks for it may be.
    Demand(
        "period",
        re.compile(r"期限|有效期"),
        re.compile(r"期限|有效期|为期|[年月]期|届满|期[内间满为]|施行|期不|之日起[^,;。]{1,8}[年月日]内"),
    ),
    # On which day or in which month: 每年实施 names none.
    Demand(
        "day",
        re.compile(
            r"几月(?!内)|几号|哪[一]?[天日]|(?:申报|报名|申请|提交).{0,8}截止"
            r"|\bwhat (?:day|date|month)\b|\bwhich (?:day|date|month)\b"
        ),
        re.compile(r"\d{1,2}[月日号]|之日|届满|[年月]底|工作日|[一二三四]季度"),
    ),
    # A second recognition is paid otherwise than a first, or not at all.
    Demand(
        "again",
        re.compile(r"重新认定|复审|再次认定|\bre-?(?:recogni[sz]|certif|accredit)"),
        re.compile(r"重新|复审|再次|期满"),
    ),
    # How it is now is not how it should be one day.
    Demand(
        "now",
        re.compile(r"现在|目前|现有|已经|至今|\bcurrently\b|\bnow\b|\bso far\b"),
        re.compile(r"^(?!.*(?:到20\d\d年|力争|争取))", re.DOTALL),
    ),
    # What has to be handed in is named as such.
    Demand(
        "materials",
        re.compile(
            r"(?:哪些|什么|啥|哪几[样种份])(?:申报|申请|证明|书面)?(?:材料|资料|手续|证件)|(?:材料|资料|手续|证件)(?:有|要|是|都|需)"
        ),
        re.compile(r"材料|资料|申请[表书]|申报[表书]|证明|复印件|提交|报送|手续|证件|承诺书|报告"),
    ),
    # That there is a number to call does not say which.
    Demand(
        "contact",
        re.compile(r"电话|热线|手机号|传真|邮箱|\b(?:phone|telephone|hotline|e-?mail)\b"),
        re.compile(r"\d{3,4}-\d{6,8}|(?<!\d)\d{5,13}(?!\d)|@"),
    ),
    # … nor that there is a page where it is.
    Demand(
        "contact",
        re.compile(r"网址|官网|网站(?:地址|是)|\b(?:website|url|web address)\b"),
        re.compile(r"https?:|www\.|\.(?:cn|com|org|net)\b"),
    ),
    # … nor a number to call where the office stands.
    Demand(
        "contact",
        re.compile(r"在哪(?:里|儿|个地方)?(?:办公|上班)|(?:办公|窗口|联系|收件|报送)地址"),
        re.compile(r"地址|位于|[路街道巷]\d+号|\d+[室楼]|窗口|大厅"),
    ),
    # Which company it is, not what it does.
    Demand(
        "name",
        re.compile(r"哪(?:一?家|一?个)(?:公司|企业|银行|机构|医院|学校|协会)"),
        re.compile(r"公司|集团|银行|医院|学院|大学|学校|研究院|中心|协会|合作社|厂|店|企业[:是为]|信用社"),
    ),
    # What is left is not what there was.
    Demand(
        "left",
        re.compile(r"还剩|剩下|剩余|结余|\b(?:left|remaining|remains?)\b"),
        re.compile(r"剩|结余|余额|尚有|还有"),
    ),
    # For each unit of something measured: a total says nothing of it.
    Demand(
        "unit",
        re.compile(
            r"每(?:一)?(?:吨|亩|度|千瓦|公里|平方米|立方米|头|台|辆)"
            r"|\bper (?:ton|mu\b|kilowatt|kwh|square|head|vehicle)"
        ),
        re.compile(r"每|单位|元/|按.{0,20}元"),
    ),
    Demand(
        "total",
        re.compile(
            rf"总数|总量|(?:总共|一共|累计){_NOT_FOR_ONE}|总额|合计|现有"
            r"|\bin total\b|\btotal number\b|\baltogether\b"
        ),
        re.compile(rf"总数|总量|总规模|总额|累计|合计|共|达到|现有|目前|拥有|总投资|全市|全省|{_PAID}"),
    ),
    # Which of several places has most or least: said in so many words, or to be seen where several stand.
    Demand(
        "most",
        re.compile(_WHICH_PLACE),
        re.compile(
            r"最[高低多少大小好快]|第一|首位|居首|领先"
            r"|[县市区州旗][^,;。、]{0,12}\d[^,;。]{0,16}[、,;][^,;。、]{1,12}[县市区州旗][^,;。、]{0,12}\d"
        ),
    ),
)

# Kinds that exclude one another: a sentence about another member of a set is about something else.
CONTRASTS: tuple[tuple[str, ...], ...] = (
    (
        "首次|(?<!重)新认定|第一[次回]|头一[次回]|新评|newly",
        "重新认定|复审|再次认定|re-?(?:recogni[sz]|certif|accredit)|renew",
    ),
    (
        "国家级|国家(?=重点|企业|高新|技术|科技|专精)|national",
        "省级(?!财政|给予|奖励|补助)|省(?=重点|企业|技术|科技|专精)|provincial",  # 省级财政 pays a class
        "市级(?!财政|给予|奖励|补助)|municipal",
        "县级|区级|county",
    ),
    ("一级", "二级", "三级", "四级", "五级"),
    ("a类", "b类", "c类", "d类", "e类"),
    ("博士|phd|doctor", "硕士|master", "本科|学士|bachelor", "大专|专科"),
    ("租房|租金|rent", "购房|买房|house purchase|home purchase"),
    ("迁入|迁来|搬到|搬来|move in", "迁出|迁走|搬走|move away|moves away"),
    ("主板", "创业板", "科创板", "新三板"),
    ("首期|第?一期(?!限)", "第?二期", "第?三期"),
    ("一等奖", "二等奖", "三等奖"),
    ("上半年", "下半年"),
)
_CONTRASTS = tuple(tuple(re.compile(member) for member in members) for members in CONTRASTS)


def contrasts(question_form: str, sentence_form: str, headings: str) -> int:
    """In how many sets the sentence names another member than the question does, and not that one."""
    found = 0
    for asked, others in _members_asked(question_form):
        if asked.search(sentence_form) or asked.search(headings):
            continue
        found += any(member.search(sentence_form) for member in others)
    return found


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def _members_asked(question_form: str) -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    """Of each set of which the question names one member: that member, and the others."""
    found = []
    for members in _CONTRASTS:
        asked = [member for member in members if member.search(question_form)]
        if len(asked) == 1:
            found.append((asked[0], tuple(member for member in members if member is not asked[0])))
    return tuple(found)


def same_set(one: str, other: str) -> bool:
    """Whether two folded words are different members of one set: 硕士 and 博士."""
    for members in _CONTRASTS:
        first = next((member for member in members if member.search(one)), None)
        second = next((member for member in members if member.search(other)), None)
        if first is not None and second is not None and first is not second:
            return True
    return False


def swapped(text: str, named: str) -> str | None:
    """``text`` with the member of a set that it names replaced by that of ``named``: 硕士 → 博士."""
    for members in _CONTRASTS:
        new = [found for member in members if (found := member.search(named))]
        old = [found for m in members if (found := m.search(text.lower())) and not m.search(named)]
        if len(new) == 1 and len(old) == 1:
            return spliced(text, old[0].span(), new[0][0])
    return None


def spliced(text: str, span: tuple[int, int], new: str) -> str:
    """``text`` with ``new`` in place of a span; what stands at its end and after it too is said once.

    首次认定高新技术企业 with 重新认定 for 首次 is 重新认定高新技术企业.
    """
    after = text[span[1] :]
    repeated = [n for n in range(2, len(new)) if after.startswith(new[-n:])]
    return text[: span[0]] + new + after[max(repeated, default=0) :]


_HIGHER_PAYER = re.compile(r"省级?财政|省财政厅|中央财政|国家财政|省里|省级(?=给予|奖励|补助)")
_NAMES_HIGHER = re.compile(r"省|国家|中央|provincial|national|central")


def paid_from_above(question_form: str, sentence_form: str) -> bool:
    """Whether the province or the nation pays, in answer to a question that names neither."""
    return bool(_HIGHER_PAYER.search(sentence_form)) and not _NAMES_HIGHER.search(question_form)


# 2023年共兑付奖励3860万元: what all got together, where a rule was asked for.
_PAID_OUT = re.compile(
    r"(?:(?<![公])共(?!享|同|建|性|管|治)|累计|合计|已)[^,;。]{0,24}(?:兑付|兑现|发放|拨付|落实|下达|争取)(?!标准)"
    r"|安排[^;。]{0,140}(?:资金|经费)[^,;。\d]{0,4}\d[\d.]*亿"  # what is set aside for all
)
_ASKS_PAID = re.compile(
    r"共|总|累计|合计|已|安排|资金|经费|预算|兑付|兑现|发放|发了|拨付|落实|下达|争取|去年|20\d\d年"
    r"|\b(?:total|paid|disburse|so far|set aside|fund|budget|in 20\d\d)"
)


def only_paid_out(question_form: str, sentence_form: str) -> bool:
    """Whether a sentence reports what was paid out in all, and the question asks for what one gets."""
    return bool(_PAID_OUT.search(sentence_form)) and not _ASKS_PAID.search(question_form)


# Words before or after an amount that make it the size of a firm or project, not what is given.
_SIZE = re.compile(r"营业?收入|营收|产值|销售|投资额?|注册资本|资产|规模|投入|年收入|税收|利润|交易额|合同")
_GIVEN = re.compile(
    r"奖|补助|补贴|资助|给予|拨付|发放|支持|贴息|资金|经费|补偿|费用|券|罚|减免|贷款|担保|授信|额度|保费|救助|津贴|安家费|生活费|租金"
)
# 每人每月500元 is given or taken, whatever the clause calls it.
_RATE = re.compile(r"每[人户月年家床台亩吨](?:每[月年天])?$|^[/每][人户月年家床]")
# 营收5亿元以上企业: the amount says which firms, not what they get.
_OF_A_CLASS = re.compile(r"(?:以上|以下|以内)(?:的)?[^,，;；。、]{0,4}(?:企业|项目|单位|公司|园区)")
_CLAUSE = re.compile(r"[^,，;；。、（）()]*$")
_CLAUSE_AFTER = re.compile(r"^[^,，;；。、（）()]*")


def unmet(question_form: str, sentence_form: str) -> tuple[str, ...]:
    """The names of the demands that a question makes and a sentence does not meet."""
    made = _demands_made(question_form)
    return tuple(demand.name for demand in made if not demand.met.search(sentence_form))


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def _demands_made(question_form: str) -> tuple[Demand, ...]:
    return tuple(demand for demand in DEMANDS if demand.asked.search(question_form))


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def asks_for_gift(question_form: str) -> bool:
    """Whether the amount asked for is one that somebody is given."""
    return bool(
        re.search(
            r"奖|补助|补贴|资助|给|拿|领|贴息|津贴|支持|扶持|\b(?:reward|award|subsid\w+|grant|bonus|receive|pay|get|incentive)s?\b",
            question_form,
        )
    )


def clause_of(text: str, quantity: Quantity, *, figure: bool = True) -> str:
    """The words around a figure up to the next comma or list mark on either side, lower case."""
    before = _CLAUSE.search(text, max(0, quantity.start - 40), quantity.start)
    after = _CLAUSE_AFTER.match(text[quantity.end : quantity.end + 20])
    middle = text[quantity.start : quantity.end] if figure else ""
    return ((before[0] if before else "") + middle + (after[0] if after else "")).lower()


def is_given(text: str, quantity: Quantity) -> bool:
    """Whether an amount or share is given rather than the size of a firm, project or market."""
    if quantity.kind not in (QuantityKind.MONEY, QuantityKind.RATIO):
        return True
    near = clause_of(text, quantity, figure=False)
    if _RATE.search(near) and not _SIZE.search(near):
        return True
    if _OF_A_CLASS.match(text, quantity.end):
        return False
    if _GIVEN.search(near):
        return True
    return not _SIZE.search(near) and bool(_GIVEN.search(text, max(0, quantity.start - 60), quantity.start))
