"""The region a document belongs to: from its issuer, its title, or the place its text keeps naming."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.regions import NATION, Mention, find_regions, leading_region, named
from ingest.types import Level, Located, Region

# Bodies of the central level; provinces and cities have their own 办公厅, 局 and 委员会 under other names.
_NATIONAL_ORGAN = re.compile(
    r"^(?:国务院|中共中央|中央|全国|中华人民共和国|国家|最高人民|海关总署|中国|审计署)"
    r"|(?:市场监管|税务|体育|广播电视|广电|质检|工商|安全监管)总局$|银保监会$|证监会$|^国资委$|^人民银行$"
)
# 国家金融监督管理总局东岭监管局: the branch of a national body in a place.
_BRANCH = re.compile(
    r"^(?:国家|中国)[\u4e00-\u9fff]*(?:总局|总署|银行|监会|总公司)[\u4e00-\u9fff]{2,12}(?:局|分行|支行|办事处|专员办)$"
)
# A ministry: 财政部, 交通部; these are parts of a party committee, an army or a staff.
_MINISTRY = re.compile(
    r"^[\u4e00-\u9fff]{2,12}(?<!宣传)(?<!组织)(?<!统战)(?<!武装)(?<!指挥)(?<!事业)(?<!项目)部$"
)
# The text speaks of its own place: 我市, 全省.
_SELF = {
    Level.PROVINCIAL: re.compile(r"我省|本省(?![（(])|全省"),
    Level.MUNICIPAL: re.compile(r"我市|本市|全市"),
    Level.COUNTY: re.compile(r"我县|我区|本县|全县"),
}
# A place is the document's own if it is named at least so often, and so many times as often as the next.
MIN_MENTIONS = 2
MIN_LEAD = 2
MENTION_CHARS = 60_000  # the longest plans have 40,000 characters; beyond that it is a compilation
# Named for what they are, in rules about visitors, never as the place of a mainland document.
_ABROAD = frozenset({"香港特别行政区", "澳门特别行政区", "台湾省"})
# 中国（上海）自由贸易试验区.
_ZONE = re.compile(r"中国[（(]([\u4e00-\u9fff]{2,4})[）)]")

# An invented or unknown province, where it surely begins a name: in a cited title, or on a line of its
# own organs. One such mention is enough for a city whose own name is not in the table.
_PROVINCE = re.compile(
    r"(?<=《)([\u4e00-\u9fff]{2}省)(?![级内直外份属域里市辖])"
    r"|^[ 　]*([\u4e00-\u9fff]{2}省)(?=人民政府|委|[\u4e00-\u9fff]{2,8}厅)",
    re.MULTILINE,
)
_NOT_A_PROVINCE = re.compile(r"[我全各本外跨该两多几大强在为到于出和及按据照遵各省级经]")


def find_jurisdiction(
    text: str, title: tuple[int, int] | None, issuers: Sequence[Located[str]]
) -> Located[Region] | None:
    """The region, where it is written; None where nothing decides.

    1. The first issuer's name. 2. The title's first words. 3. A place in the title. 4. The place that
    the text names most, if the text speaks of 我市 (我省, 我县) and no other place comes near.
    """
    found = _from_issuers(issuers) or _from_title(text, title) or _from_mentions(text)
    if found is None:
        return None
    return replace(found, value=_with_province(found.value, text))


def _from_issuers(issuers: Sequence[Located[str]]) -> Located[Region] | None:
    for issuer in issuers:
        name = issuer.value.removeprefix("中共")
        # 国家税务总局厦门市税务局 is a national body's branch.
        mention = next(iter(find_regions(name)), None) or leading_region(name)
        if mention is not None:
            return _inside(mention, issuer, len(issuer.value) - len(name))
        if _BRANCH.search(issuer.value):
            continue  # whose place is in no table: its parent's is not its own
        if _NATIONAL_ORGAN.search(issuer.value) or _MINISTRY.match(issuer.value):
            return Located(NATION, issuer.start, issuer.end, issuer.source)
    return None


def _inside(mention: Mention, issuer: Located[str], shift: int) -> Located[Region]:
    if issuer.start is None or issuer.end is None or issuer.end - issuer.start != len(issuer.value):
        return Located(mention.region, issuer.start, issuer.end, issuer.source)
    return Located(mention.region, issuer.start + shift + mention.start, issuer.start + shift + mention.end)


def _from_title(text: str, title: tuple[int, int] | None) -> Located[Region] | None:
    if title is None:
        return None
    written = text[slice(*title)]
    if written.startswith("中华人民共和国"):
        return Located(NATION, title[0], title[0] + len("中华人民共和国"))
    zone = _ZONE.search(written)
    if zone is not None:
        region = named(zone[1])
        return Located(region, title[0] + zone.start(1), title[0] + zone.end(1)) if region else None
    mention = leading_region(written)
    if mention is None:
        opening = re.search(r"(?:关于)?(?:印发|公布|发布|修改|废止)?《?", written)
        at = opening.end() if opening and opening.start() == 0 else 0
        mention = leading_region(written[at:])
        if mention is not None:
            mention = Mention(mention.region, mention.start + at, mention.end + at)
    if mention is None:
        distinct = {
            found.region.name: found for found in find_regions(written) if found.end - found.start > 2
        }
        if len(distinct) != 1:
            return None
        mention = next(iter(distinct.values()))
    return Located(mention.region, title[0] + mention.start, title[0] + mention.end)


def _from_mentions(text: str) -> Located[Region] | None:
    spoken = {level: len(pattern.findall(text)) for level, pattern in _SELF.items()}
    level = max(spoken, key=lambda one: spoken[one])
    if not spoken[level]:
        return None
    mentions = [
        mention
        for mention in find_regions(text[:MENTION_CHARS])
        if mention.region.level is level
        and mention.end - mention.start > 2
        and mention.region.name not in _ABROAD
    ]
    counts = Counter(mention.region for mention in mentions).most_common(2)
    if not counts or counts[0][1] < MIN_MENTIONS:
        return None
    if len(counts) > 1 and counts[0][1] < MIN_LEAD * counts[1][1]:
        return None
    first = next(mention for mention in mentions if mention.region == counts[0][0])
    return Located(first.region, first.start, first.end)


def _with_province(region: Region, text: str) -> Region:
    """An unknown city with the one province named in the text that is in no table either."""
    if region.code is not None or region.province is not None:
        return region
    stems = Counter(match[1] or match[2] for match in _PROVINCE.finditer(text))
    unknown = [(name, count) for name, count in stems.most_common() if _may_be_province(name)]
    if not unknown or (len(unknown) > 1 and unknown[0][1] < MIN_LEAD * unknown[1][1]):
        return region
    return replace(region, province=unknown[0][0])


def _may_be_province(name: str) -> bool:
    return not _NOT_A_PROVINCE.search(name[:2]) and named(name) is None
