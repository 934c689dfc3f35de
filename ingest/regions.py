"""Administrative divisions: from a name, or from running text, to a region with its level and code.

The table (``data/divisions.tsv``) holds GB/T 2260 codes down to the county, former names included. A
region that is not in it (renamed since, or invented) is still read by the form of its name where
it stands first in an issuer or a title, and then has no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ingest.types import Level, Region

TABLE_PATH = Path(__file__).parent / "data" / "divisions.tsv"
NATION = Region("全国", Level.NATIONAL, code="100000")

# 直辖市 and special administrative regions: province and city in one.
CITY_PROVINCES = frozenset({"11", "12", "31", "50", "81", "82"})
# GB/T 2260: third and fourth digits of counties that answer to the province directly.
DIRECT_COUNTIES = "90"

# Names whose short form is not what is left when the class word is cut off.
SHORT_NAMES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}
# The peoples that stand in the names of autonomous prefectures and counties (恩施土家族苗族自治州 → 恩施).
PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|"
    "傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|"
    "布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|普米族|塔吉克|怒族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|"
    "独龙族|鄂伦春|各族"
)
_CLASS_WORD = re.compile(rf"(?:(?:{PEOPLES})*自治[州县旗]|省|市|地区|盟|县|区|旗|林区|特区)$")
_ENDINGS = "省市县区州盟旗"
LONGEST_NAME = 18  # 双江拉祜族佤族布朗族傣族自治县 has 15 characters

# An unknown name at the start of an issuer or title: 云川市人民政府, 澜江省财政厅. Stems of one character
# (上市, 全省) are ordinary words, as are the stems below.
_FORM = re.compile(r"([\u4e00-\u9fff]{2,5}?)(自治区|自治州|自治县|省|市|县|区)")
NOT_A_STEM = re.compile(
    r"^(?:关于|全|各|我|本|该|外|跨|大|中小|新|老|超|特|多|两|几|贯彻|推进|促进|支持|加强|落实|印发|国家|强化|深化|优化|完善|实施|开展|做好|规范|提升|建设|加快|全面|经开|社|园|矿|灾|山|牧|"
    r"城|乡|保税|示范|开发|高新|经济|自由|自贸|综合|工业|产业|行政|风景|功能|先行|试验|核心|重点|集聚|管理|服务|旅游)"
)
_STEM_END = re.compile(
    r"(?:城|都|上|超|大|股|夜|集|门|强|各|全|我|本|两|开发|示范|保税|园|社|地|景|矿|山|辖|新)$"
)
_LEVEL_OF_ENDING = {
    "省": Level.PROVINCIAL,
    "自治区": Level.PROVINCIAL,
    "市": Level.MUNICIPAL,
    "自治州": Level.MUNICIPAL,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "自治县": Level.COUNTY,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A region named in a text, and where."""

    region: Region
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    by_name: dict[str, tuple[Region, ...]]  # official names, current before former
    by_short: dict[str, Region]  # short names of provinces and cities


def find_region(name: str, within: Region | None = None) -> Region | None:
    """The region that bears ``name`` (official or short), else the first one named in it, else None.

    A name that several counties share is settled by ``within`` (their city or province) or not at all.
    """
    stripped = name.strip()
    if stripped in ("全国", "国家", "中国", "中华人民共和国"):
        return NATION
    exact = named(stripped, within)
    if exact is not None:
        return exact
    mention = next(iter(find_regions(stripped)), None)
    return mention.region if mention else None


def named(name: str, within: Region | None = None) -> Region | None:
    """The division with exactly this official or short name, or None if there is none or several."""
    table = _table()
    short = table.by_short.get(name)
    candidates = table.by_name.get(name, (short,) if short else ())
    if within is not None:
        candidates = tuple(region for region in candidates if _lies_in(region, within)) or ()
    if len(candidates) > 1:
        highest = min(_RANK[region.level] for region in candidates)
        candidates = tuple(region for region in candidates if _RANK[region.level] == highest)
    return candidates[0] if len(candidates) == 1 else None


def divisions() -> tuple[Region, ...]:
    """Every division of the table, former ones included."""
    return tuple(region for regions in _table().by_name.values() for region in regions)


def find_regions(text: str) -> list[Mention]:
    """Every division named in ``text``, left to right; ``河南省信阳市`` is one mention, of the city.

    Official names of every level, short names of provinces and cities only: those of counties
    (新华, 和平) are ordinary words.
    """
    mentions: list[Mention] = []
    at = 0
    while at < len(text):
        found = _chain_at(text, at)
        if found is None:
            at += 1
        else:
            mentions.append(found)
            at = found.end
    return mentions


def leading_region(text: str) -> Mention | None:
    """The region at the very start of an issuer or title, by table or by the form of the name."""
    at = len(text) - len(text.lstrip())
    known = _chain_at(text, at)
    if known is not None:
        return _extended(text, known)
    formed = _formed_at(text, at)
    if formed is None:
        return None
    inner = _formed_at(text, formed.end)
    if inner is None or _RANK[inner.region.level] <= _RANK[formed.region.level]:
        return formed
    return Mention(_inside(inner.region, formed.region), at, inner.end)


def _extended(text: str, outer: Mention) -> Mention:
    """``杭州市`` + an unknown ``临海区`` that follows it: a county of that city."""
    inner = _formed_at(text, outer.end)
    if inner is None or text[outer.end - 1] not in _ENDINGS:
        return outer
    if _RANK[inner.region.level] <= _RANK[outer.region.level]:
        return outer
    return Mention(_inside(inner.region, outer.region), outer.start, inner.end)


def _inside(inner: Region, outer: Region) -> Region:
    city = outer.name if outer.level is Level.MUNICIPAL else inner.city
    return replace(inner, province=outer.province, city=city)


def _formed_at(text: str, at: int) -> Mention | None:
    match = _FORM.match(text, at)
    if match is None:
        return None
    stem, ending = match.groups()
    if NOT_A_STEM.search(stem) or _STEM_END.search(stem):
        return None
    level = _LEVEL_OF_ENDING[ending]
    if any(_chain_at(text, inner) for inner in range(at + 1, match.end() - 2)):
        return None  # 王某诉安徽省: a known name inside
    name = stem + ending
    province = name if level is Level.PROVINCIAL else None
    city = name if level is Level.MUNICIPAL else None
    return Mention(Region(name, level, province=province, city=city), at, match.end())


def _chain_at(text: str, at: int) -> Mention | None:
    """The longest chain of divisions that starts at ``at``: 河南省 + 信阳市 + 浉河区."""
    current: Region | None = None
    end = at
    while True:
        step = _name_at(text, end, current)
        if step is None:
            break
        current, end = step
        if text[end - 1] not in _ENDINGS and current.level is not Level.PROVINCIAL:
            break
    return Mention(current, at, end) if current is not None else None


def _name_at(text: str, at: int, within: Region | None) -> tuple[Region, int] | None:
    table = _table()
    if at >= len(text) or text[at] not in _first_characters():
        return None
    for end in range(min(len(text), at + LONGEST_NAME), at + 1, -1):
        name = text[at:end]
        if within is None and _is_common_word(text, at, end):
            continue
        if name in table.by_name or (name in table.by_short and _stands_alone(text, end)):
            region = named(name, within)
            if region is not None and region != within:
                return region, end
    return None


# After a short name these characters make another word of it: 海南岛, 吉林路, 中山大学, 朝阳产业.
_NO_SHORT_NAME_BEFORE = re.compile(r"[岛路街大区县江河湖山]|产业|中路")


# 东区, 新区 and 市区 are parts of any city; 和县, 成县 and 理县 stand in 市和县, 建成县级 and 管理县域.
# After the name of what they lie in they are divisions; 赵县 and the like also where no other word ends.
_MAY_PRECEDE = re.compile(r"[^一-鿿]|[在对到去往从向给问]")


def _is_common_word(text: str, at: int, end: int) -> bool:
    if end - at != 2 or text[end - 1] not in "区县":
        return False
    if text[end - 1] == "区":
        return True
    after_city = any(text[begin:at] in _table().by_short for begin in range(max(0, at - 4), at - 1))
    return at > 0 and not after_city and _MAY_PRECEDE.match(text[at - 1]) is None


def _stands_alone(text: str, end: int) -> bool:
    return _NO_SHORT_NAME_BEFORE.match(text, end) is None


_RANK = {Level.NATIONAL: 0, Level.PROVINCIAL: 1, Level.MUNICIPAL: 2, Level.COUNTY: 3}


def _lies_in(region: Region, outer: Region) -> bool:
    if outer.level is Level.PROVINCIAL:
        return region.province == outer.name and region.level is not Level.PROVINCIAL
    return region.city == outer.name and region.level is Level.COUNTY


@lru_cache(maxsize=1)
def _first_characters() -> frozenset[str]:
    table = _table()
    return frozenset(name[0] for names in (table.by_name, table.by_short) for name in names)


@lru_cache(maxsize=1)
def _table() -> _Table:
    rows = list(_rows())
    current = {code: name for code, name, ended in rows if not ended}
    names_now = frozenset(current.values())
    by_name: dict[str, tuple[Region, ...]] = {}
    for former in (False, True):
        for code, name, ended in rows:
            if bool(ended) == former and not (former and name in names_now):
                by_name[name] = (*by_name.get(name, ()), _region(code, name, current))
    by_short: dict[str, Region] = {}
    for regions in by_name.values():
        for region in regions:
            short = _short_name(region.name)
            held = by_short.get(short)
            wanted = region.level in (Level.PROVINCIAL, Level.MUNICIPAL) and len(short) > 1
            if (
                wanted
                and region.code in current
                and (held is None or _RANK[region.level] < _RANK[held.level])
            ):
                by_short[short] = region
    return _Table(by_name, by_short)


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in TABLE_PATH.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, ended = line.split("\t")
            yield code, name, ended


def _region(code: str, name: str, current: dict[str, str]) -> Region:
    province = name if code.endswith("0000") else current.get(code[:2] + "0000")
    if code.endswith("0000"):
        city = name if code[:2] in CITY_PROVINCES else None
        return Region(name, Level.PROVINCIAL, code, province, city)
    if code.endswith("00"):
        return Region(name, Level.MUNICIPAL, code, province, name)
    if code[2:4] == DIRECT_COUNTIES:
        city = name if name.endswith("市") else None
    else:
        city = province if code[:2] in CITY_PROVINCES else current.get(code[:4] + "00")
    return Region(name, Level.COUNTY, code, province, city)


def _short_name(name: str) -> str:
    return SHORT_NAMES.get(name) or _CLASS_WORD.sub("", name)
