"""Lines that a government web page adds around a document, as a table with reasons.

A line goes only if the whole of it is furniture: a sentence that mentions 打印 or 来源 stays.
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
    pattern: re.Pattern[str]  # must match the whole line
    reason: str


def _furniture(name: str, pattern: str, reason: str) -> Furniture:
    return Furniture(name, re.compile(pattern), reason)


# A page's own fields; one line may hold several, apart by spaces.
_FIELD = (
    r"(?:(?:发布|更新|录入|编辑|上传|信息)?(?:时间|日期)[:：] ?(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?(?:[ T]?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?:信息|文章|稿件|内容)?来源[:：] ?[^ 。；;，,]{0,30}"
    r"|(?:责任编辑|编辑|作者|审核|责编|编审|校对|初审|复审|终审|信息员|供稿)[:：] ?[^ 。；;，,]{0,20}"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]? ?[\[(（]?\d*[\])）]?次?"
    r"|【?(?:字体|字号)[:：]? ?[\[【(（]? ?(?:特大|大|中|小|默认|超大)?(?:[ |、]{0,2}(?:特大|大|中|小|默认|超大)){0,3} ?[\]】)）]?】?"
    r"|[\[【(（]?(?:打印(?:本页|文章)?|关闭(?:本页|窗口|页面)?|收藏(?:本页)?|分享(?:到|至)?[:：]?|返回(?:顶部|首页|列表)?|下载|纠错|我要纠错|保存(?:本页)?|复制链接|大|中|小)[\]】)）]?"
    r"|(?:微信|微博|QQ空间|QQ|新浪微博|朋友圈)"
    r"|(?:www\.|https?://)[A-Za-z0-9./_?=&%-]{4,100}"
    r"|[一-鿿]{2,20}(?:门户网站|政府网站|政府网|信息网|政务网))"
)

FURNITURE: tuple[Furniture, ...] = (
    _furniture(
        "breadcrumb",
        r"(?:(?:您|你)?(?:当前|现在|所在)?的?(?:所在)?位置(?:是)?[:：] ?)?(?:网站)?首页 ?(?:[>»›/\\→＞|-]+ ?[^>»›＞。]{1,40} ?)+",
        "where the page stands in the site",
    ),
    _furniture(
        "position", r"(?:您|你)?(?:当前|现在|所在)的?(?:所在)?位置(?:是)?[:：] ?[^。；;]{0,80}", "likewise"
    ),
    _furniture(
        "page fields",
        rf"[|丨 ]*{_FIELD}(?:[ |丨/]{{1,6}}{_FIELD})*[|丨 ]*",
        "site, time, source, reader's buttons",
    ),
    _furniture(
        "scan",
        r"(?:微信)?扫一扫[,，]?(?:在手机(?:上)?打开当前页(?:面)?|分享(?:本页|到朋友圈|文章)?|手机(?:阅读|查看|浏览)|关注.{0,20})?",
        "QR code caption",
    ),
    _furniture(
        "comments",
        r"(?:留言与评论|网友评论|评论)[ ]?[(（]?共有 ?\d+ ?条(?:评论|留言)?[)）]?|我要评论|发表评论|暂无评论|查看全部评论",
        "comment box",
    ),
    _furniture("captcha", r"验 ?证 ?码[:：]?(?: ?看不清.{0,10})?|看不清[?？]?换一[张个]", "comment box"),
    _furniture("tags", r"(?:标签|关键[词字]|Tags?)[:：] ?[^。；;，,]{0,40}", "the site's own index words"),
    _furniture("file type", r"文件类型[:：] ?\.?[A-Za-z]{2,5}\b.{0,100}", "download box of an attachment"),
    _furniture(
        "file name",
        r"[^ 。；，]{1,60}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png)(?: ?[(（\[]? ?\d[\d.,]* ?(?:[KMG]?B|字节|bytes)[)）\]]?)?",
        "download link of an attachment",
    ),
    _furniture(
        "file range",
        r"附件 ?\d{1,2} ?(?:-{1,3}|—{1,2}|–|~|～|至|到) ?\d{1,2}(?:\.(?:docx?|zip|rar|pdf|xlsx?))?",
        "download link of several attachments",
    ),
    _furniture(
        "download",
        r"(?:点击(?:此处)?)?(?:附件)?下载(?:附件|地址|链接|文件|全文)?[:：]?|相关附件[:：]?|附件下载[:：]?",
        "download box",
    ),
    _furniture(
        "image",
        r"!?\[(?:image|图片|img|图像)(?:[:： ][^\]]{0,80})?\](?:\([^)]{0,200}\))?",
        "placeholder that a converter left",
    ),
    _furniture(
        "neighbour",
        r"(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|信息|稿件|文件)|推荐阅读|热点(?:文章|新闻))[:：] ?.{0,80}|(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|稿件)|推荐阅读)",
        "links to other pages",
    ),
    _furniture("record number", r".{0,60}(?:ICP备|公网安备|ICP证)[^。]{0,60}", "site registration"),
    _furniture(
        "site footer",
        r"(?:网站标识码|政府网站标识码|网站标识)[:：]? ?[A-Za-z]{0,2}\d{6,12}.{0,40}|版权所有[:：]? ?.{0,60}|(?:网站)?(?:主办单位|承办单位|主办|承办|技术支持|维护单位)[:：] ?[^ 。]{2,30}(?: +(?:网站)?(?:主办单位|承办单位|主办|承办|技术支持|维护单位|地址|邮编)[:：] ?[^ 。]{2,30})+ *(?:ICP|版权|Copyright).{0,60}|Copyright.{0,80}|(?:网站地图|联系我们|关于我们|网站声明|隐私声明|设为首页|加入收藏)(?:[ |丨·-]+(?:网站地图|联系我们|关于我们|网站声明|隐私声明|设为首页|加入收藏))*",
        "footer of the site",
    ),
    _furniture(
        "reader tools",
        r"(?:无障碍(?:阅读|浏览)?|长者(?:模式|版)|适老(?:化)?|语音(?:播报|朗读)|繁体(?:版)?|简体|English|登录|注册)(?:[ |丨]+(?:无障碍(?:阅读|浏览)?|长者(?:模式|版)|适老(?:化)?|语音(?:播报|朗读)|繁体(?:版)?|简体|English|登录|注册))*",
        "header of the site",
    ),
    _furniture("comment mark", r"<!--.{0,100}-->", "mark for a program"),
    _furniture("rule", r"[-—_=*~·.…<> ]{3,}", "a drawn line"),
    _furniture(
        "page number",
        r"[-—–] ?\d{1,4} ?[-—–]|第 ?\d{1,4} ?页(?:[ /，,]{0,2}共 ?\d{1,4} ?页)?",
        "foot of a printed page",
    ),
)

# Furniture that is found glued to the end of a line of text.
GLUED: tuple[Furniture, ...] = (
    _furniture(
        "scan", r"(?:微信)?扫一扫(?:在手机(?:上)?打开当前页(?:面)?|分享本页)[。]?$", "QR code caption"
    ),
    _furniture(
        "buttons", r"[\[【](?:打印(?:本页|文章)?|关闭(?:本页|窗口|页面)?)[\]】]$", "the reader's buttons"
    ),
    _furniture("image", r"\[(?:image|img|图片): ?[^\]]{0,80}\]$", "placeholder that a converter left"),
)


def is_furniture(line: str) -> bool:
    """Whether the whole line belongs to a web page and not to the document on it."""
    return furniture_of(line) is not None


def furniture_of(line: str) -> Furniture | None:
    """The kind of furniture a line is, None for a line of text."""
    if len(line) > MAX_FURNITURE_CHARS:
        return None
    flat = " ".join(line.split())
    return next((kind for kind in FURNITURE if kind.pattern.fullmatch(flat)), None)


def split_glued(line: str) -> tuple[str, list[str]]:
    """The line without furniture glued to its end, and what was cut off."""
    cut: list[str] = []
    for kind in GLUED:
        match = kind.pattern.search(line)
        if match:
            cut.append(match[0])
            line = line[: match.start()].rstrip()
    return line, cut
