"""Lines that a government web page adds around a document, as a table with reasons.

A line goes only if the whole of it is furniture: a sentence that mentions 打印 or 来源 stays. The
patterns have no two ways to match the same characters, so each line is read in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# No furniture line seen was longer; a longer line is text, whatever it begins with.
MAX_FURNITURE_CHARS = 160


@dataclass(frozen=True, slots=True)
class Furniture:
    """A kind of line that is not part of a document."""

    name: str
    reason: str
    pattern: re.Pattern[str]  # must match the whole line, runs of white space as one space


def _one_of(*choices: str) -> str:
    """The first choice that matches, never tried otherwise: what keeps long lines of fields linear."""
    return "(?>" + "|".join(choices) + ")"


_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_SIZES = r"(?:特大|超大|大|中|小|默认)"
_BUTTON = _one_of(
    "打印(?:本页|文章)?",
    "关闭(?:本页|窗口|页面)?",
    "收藏(?:本页)?",
    "分享(?:到|至)?[:：]?",
    "返回(?:顶部|首页|列表)?",
    "我要纠错",
    "纠错",
    "保存(?:本页)?",
    "复制链接",
)
# One field of the line under a page's title; a line may hold several, apart by spaces.
_FIELD = _one_of(
    rf"(?:发布|更新|录入|编辑|上传|信息)?(?:时间|日期)[:：] ?(?:{_DAY})?(?:[ T]?{_CLOCK})?",
    r"(?:信息|文章|稿件|内容)?来源[:：] ?[^ 。；;，,|]{0,30}",
    r"(?:责任编辑|编辑|作者|审核|责编|编审|校对|初审|复审|终审|信息员|供稿)[:：] ?[^ 。；;，,|]{0,20}",
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：]? ?[\[(（]?\d*[\])）]?次?",
    rf"[【\[(（]?(?:字体|字号)(?:大小)?[:：]? ?[\[(（]?{_SIZES}?(?:[ |、]{_SIZES}){{0,3}}[\]】)）]{{0,2}}",
    rf"{_SIZES}(?:[ |、]{_SIZES}){{2,3}}",
    rf"[\[【(（]{_BUTTON}[\]】)）]",
    _BUTTON,
    r"(?:微信|微博|QQ空间|QQ|新浪微博|朋友圈)",
    r"(?:www\.|https?://)[A-Za-z0-9./_?=&%-]{4,100}",
    r"[一-鿿]{2,20}(?:门户网站|政府网站|政府网|信息网|政务网)",
)
_READER_TOOL = (
    r"(?:无障碍(?:阅读|浏览)?|长者(?:模式|版)|适老化?|语音(?:播报|朗读)|繁体版?|简体版?|English|登录|注册)"
)
_FOOTER_LINK = r"(?:网站地图|联系我们|关于我们|网站声明|隐私声明|设为首页|加入收藏)"
_NEIGHBOUR = (
    r"(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|信息|稿件|文件)|推荐阅读|热点(?:文章|新闻))"
)
_SITE_ROLE = r"(?:网站)?(?:主办|承办|技术支持|维护)(?:单位)?[:：] ?[^ 。]{2,30}"
_COPYRIGHT = "(?:版权|Copyright)"
_FILE_SUFFIX = r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png)"
_FILE_SIZE = r"[(（\[]? ?\d[\d.,]* ?(?:[KMG]?B|字节|bytes)[)）\]]?"

_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "breadcrumb",
        "where the page stands in the site: 首页 > 政务公开",
        (
            r"(?:.{0,12}位置是?[:：] ?)?(?:网站)?首页 ?(?:[>»›/\\→＞|]++[^>»›/\\→＞|。]{1,40}+)++",
            r"(?:.{0,12}位置是?[:：] ?)?(?:网站)?首页 (?:- [^-。]{1,40}+)++",
            r"(?:您|你)?(?:当前|现在|所在)的?(?:所在)?位置是?[:：] ?[^。；;]{0,80}",
        ),
    ),
    (
        "page fields",
        "site, time, source and buttons of the page; the header reader gets them as removed lines",
        (
            rf"[|丨 ]*+(?>{_FIELD})(?>[ |丨/]{{1,4}}+{_FIELD})*+[|丨 ]*",
            rf"[一-鿿]{{2,30}}+(?> {_FIELD}){{2,8}}+",
            rf"(?:[\[【(（]{_BUTTON}[\]】)）] ?){{2,5}}",
        ),
    ),
    (
        "scan",
        "caption of a QR code",
        (
            r"(?:微信)?扫一扫[,，]?(?:在手机上?打开当前页面?|分享(?:本页|到朋友圈|文章)?|手机(?:阅读|查看|浏览))?",
        ),
    ),
    (
        "comments",
        "the page's comment box",
        (
            r"(?:留言与评论|网友评论|评论)(?: ?[(（]?共有? ?\d+ ?条(?:评论|留言)?[)）]?)?",
            r"我要评论|发表评论|暂无评论|查看全部评论",
            r"验 ?证 ?码[:：]?(?: ?看不清.{0,10})?|看不清[?？]?换一[张个]",
        ),
    ),
    ("tags", "the site's own index words", (r"(?:标签|Tags?)[:：] ?[^。；;，,]{0,40}",)),
    (
        "files",
        "download box of attachments; their names are in the document's own list",
        (
            r"文件类型[:：] ?\.?[A-Za-z]{2,5}\b.{0,100}",
            rf"[^ 。；，]{{1,60}}{_FILE_SUFFIX}(?: ?{_FILE_SIZE})?",
            rf"附件 ?\d{{1,2}} ?(?:-{{1,3}}|—{{1,2}}|–|~|～|至|到) ?\d{{1,2}}(?:{_FILE_SUFFIX})?",
            r"(?:点击(?:此处)?)?(?:附件)?下载(?:附件|地址|链接|文件|全文)?[:：]?|相关附件[:：]?",
        ),
    ),
    (
        "image",
        "mark that a converter left for a picture",
        (r"!?\[(?:image|图片|img|图像)(?:[:： ][^\]]{0,80})?\](?:\([^)]{0,200}\))?",),
    ),
    ("neighbours", "links to other pages", (rf"{_NEIGHBOUR}(?:[:：] ?.{{0,80}})?",)),
    (
        "site footer",
        "who runs the site and its registrations",
        (
            r".{0,60}(?:ICP[备证]|公网安备) ?\d{5,}[^。]{0,60}",
            r"(?:.{0,40} )?(?:政府)?网站标识码?[:：]? ?[A-Za-z]{0,2}\d{6,12}.{0,40}",
            rf"{_SITE_ROLE}(?: {_SITE_ROLE})*(?: (?:地址|邮编)[:：] ?[^ ]{{2,40}})* ?{_COPYRIGHT}.{{0,60}}",
            r"版权所有(?![者人权])[:：]? ?.{0,60}|Copyright.{0,80}",
            rf"{_FOOTER_LINK}(?:[ |丨·-]{{1,3}}{_FOOTER_LINK})*",
        ),
    ),
    ("site header", "tools for readers", (rf"{_READER_TOOL}(?:[ |丨]{{1,3}}{_READER_TOOL})*",)),
    ("comment mark", "a note for programs", (r"<!--.{0,150}",)),
    ("rule", "a drawn line", (r"[-—_=*~·.…<> ]{3,}",)),
    (
        "page number",
        "foot of a printed page",
        (r"[-—–] ?\d{1,4} ?[-—–]|第 ?\d{1,4} ?页(?:[ /，,]{0,2}共 ?\d{1,4} ?页)?",),
    ),
)

FURNITURE: tuple[Furniture, ...] = tuple(
    Furniture(name, reason, re.compile("|".join(f"(?:{choice})" for choice in choices)))
    for name, reason, choices in _TABLE
)

# Furniture that is found glued to the end of a line of text.
GLUED: tuple[Furniture, ...] = (
    Furniture(
        "scan", "caption of a QR code", re.compile(r"(?:微信)?扫一扫(?:在手机上?打开当前页面?|分享本页)。?$")
    ),
    Furniture("buttons", "the reader's buttons", re.compile(rf"(?:[\[【]{_BUTTON}[\]】] ?){{1,5}}$")),
    Furniture("image", "mark for a picture", re.compile(r"\[(?:image|img|图片): ?[^\]]{0,80}\]$")),
)


def furniture_of(line: str) -> Furniture | None:
    """The kind of furniture a whole line is, None for a line of text."""
    if len(line) > MAX_FURNITURE_CHARS:
        return None
    spaced = " ".join(line.split())
    return next((kind for kind in FURNITURE if kind.pattern.fullmatch(spaced)), None)


def split_glued(line: str) -> tuple[str, list[str]]:
    """The line without furniture glued to its end, and what was cut off."""
    cut: list[str] = []
    for kind in GLUED:
        match = kind.pattern.search(line)
        if match:
            cut.append(match[0])
            line = line[: match.start()].rstrip()
    return line, cut
