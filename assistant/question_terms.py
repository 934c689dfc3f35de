"""The content words of a question: what must be on the shelf for the question to have an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.glossary import Concept, load_glossary, match_form, translate

# Words that shape a question and say nothing of its subject. One alternation, longest first.
QUESTION_WORDS = (
    "请问一下", "请问", "请教一下", "请教", "我想知道", "想知道", "我想问一下", "我想问", "想问一下", "想问", "想了解一下", "想了解",
    "麻烦问下", "帮我查一下", "帮我查", "帮我看看", "查一下", "查询", "告诉我", "介绍一下", "说说", "讲讲", "你好", "您好",
    "有没有", "是不是", "能不能", "可不可以", "会不会", "要不要", "需不需要", "是否", "能否", "可否",
    "多少钱", "多少", "哪些", "哪几个", "哪几", "哪个", "哪家", "哪份", "哪里", "哪一", "哪", "什么样的", "什么样", "什么时候", "什么时间", "什么", "啥", "何时", "何种",
    "为什么", "如何", "怎么样", "怎么办", "怎么", "怎样", "咋样", "咋", "多久", "多长时间", "几家", "几个", "几项", "几", "谁", "吗", "呢", "么", "吧", "啊", "呀",
    "对于", "关于", "有关", "相关", "具体", "分别", "一共", "总共", "现在", "目前", "到底", "究竟", "大概", "大约",
    "可以", "能够", "应该", "应当", "需要", "必须", "以及", "还有", "或者", "如果", "的话", "时候", "一下", "那么", "其中", "这个", "那个", "这份", "该", "我们", "咱们", "你们", "他们", "自己", "方面", "情况", "我", "您", "你",
)  # fmt: skip
_QUESTION_WORD = re.compile("|".join(sorted(map(re.escape, QUESTION_WORDS), key=len, reverse=True)))

# Dictionary words that carry no subject either, left out after segmentation.
EMPTY_WORDS = frozenset(
    ["的", "地", "得", "了", "着", "过", "和", "与", "及", "或", "而", "且", "但", "并", "对", "向", "从", "自", "由", "被", "把", "将", "让", "使", "为", "为了", "按", "按照", "根据", "依据", "通过", "以", "于", "在", "里", "中", "上", "下", "内", "外", "前", "后", "间", "等", "是", "有", "没有", "无", "能", "会", "要", "想", "可", "应", "须", "做", "进行", "给", "给予", "给与", "得到", "得", "拿到", "拿", "领", "领到", "获得", "享受", "到", "达到", "达", "去", "来", "出", "说", "看", "找", "问", "用", "个", "种", "些", "次", "项", "家", "件", "名", "这", "那", "此", "其", "它", "他", "她", "们", "本", "每", "各", "所", "都", "也", "还", "又", "再", "就", "才", "只", "很", "更", "最", "太", "不", "没", "别", "刚", "刚刚", "已", "已经", "正在", "曾", "一", "两", "二", "三", "第", "元", "万", "万元", "亿元", "规定", "文件", "内容", "东西", "事情", "事", "怎", "今", "当", "当年", "同", "同时", "且", "之", "者", "者们", "号", "年", "月", "日", "里面", "分", "除了", "以外", "之外", "算", "属于", "包括", "包含", "提供", "提出", "提到", "写", "明确", "关系", "区别", "不同", "差别", "差异", "异同", "对比", "比较", "原文", "出处", "出自", "来自", "条款", "开始", "市", "省", "县", "区", "全", "高", "低", "大", "小", "多", "少", "新", "人", "打算", "准备", "计划要", "一个", "一种", "请", "谈谈", "方"]
)  # fmt: skip
# Parts of speech (as rjieba tags them) that can name a subject.
CONTENT_TAGS = ("n", "v", "a", "j", "i", "l", "eng", "b", "t", "s", "z", "x", "q", "g")
NOUN_TAGS = ("n", "eng", "j", "x", "i", "l")
# A noun of the question that is missing says more than a verb, which people choose freely.
NOUN_ROLE = 0.8
VERB_ROLE = 0.35
UNKNOWN_ROLE = 0.6  # an English word without a translation here
_HAS_WORD = re.compile(r"[a-z0-9\u3400-\u9fff]")
_LATIN_TERM = re.compile(r"[a-z][a-z0-9&+.\-]*[a-z0-9]|[0-9]+[a-z]+")
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")

ENGLISH_EMPTY_WORDS = frozenset(
    ["a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "available", "be", "been", "before", "being", "between", "but", "by", "can", "chinese", "could", "did", "do", "doe", "does", "doing", "done", "during", "each", "either", "else", "ever", "every", "exactly", "for", "from", "further", "get", "gets", "give", "given", "gives", "giving", "got", "granted", "had", "ha", "has", "have", "having", "he", "her", "here", "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "itself", "kind", "largest", "let", "lot", "made", "make", "many", "may", "me", "might", "more", "most", "much", "must", "my", "need", "new", "newly", "no", "not", "now", "of", "off", "offer", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "paid", "per", "please", "provide", "provided", "receive", "received", "same", "say", "says", "shall", "should", "so", "some", "such", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they", "thing", "this", "those", "through", "to", "too", "under", "until", "up", "upon", "us", "use", "used", "very", "want", "was", "wa", "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "would", "yes", "you", "your", "document", "file", "text", "section", "article", "mention", "mentioned", "state", "stated", "describe", "come", "originally", "exist", "explain", "known", "list", "long", "look", "find", "china", "city", "town", "local", "government's", "become", "set", "people", "any", "total", "overall", "currently", "current", "latest", "recent", "amount", "value", "size", "kind", "type", "sort", "way", "thing", "plan", "intend", "want", "planned", "reach", "reached", "number", "large", "big", "high", "higher", "much", "first", "each", "every", "compare", "comparison", "different", "difference", "differ", "versus", "both", "year", "month", "day", "date", "time", "according", "regarding", "concerning", "toward", "towards", "via", "onto", "offered", "being", "doing", "going", "go", "goes", "went", "getting", "set", "based", "include", "included", "including"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A content word with all the names under which documents may hold it, in match form."""

    text: str  # as asked
    names: tuple[str, ...]  # the asked form first where the question is Chinese
    role: float = 1.0  # how much a word of its sort says about the subject
    known: bool = True  # False: an English word that the glossary does not hold

    def found_in(self, form: str) -> str | None:
        """The name by which ``form`` (a match form) holds this term, or None."""
        return next((name for name in self.names if name in form), None)


def chinese_terms(form: str) -> list[Term]:
    """The content words of the match form of a Chinese text, glossary names kept whole."""
    found: list[Term] = []
    rest: list[str] = []
    last = 0
    for start, end in _glossary_spans(form):
        rest.append(form[last:start])
        found.append(_glossary_term(form[start:end]))
        last = end
    rest.append(form[last:])
    for piece in rest:
        found.extend(_plain_terms(piece))
    return distinct_terms(found)


def _glossary_spans(form: str) -> Iterable[tuple[int, int]]:
    """Spans of the longest glossary names, left to right."""
    glossary = load_glossary()
    i = 0
    while i < len(form):
        for length in range(min(glossary.longest_name_chars, len(form) - i), 1, -1):
            name = form[i : i + length]
            if name in glossary.by_name and name not in QUESTION_WORDS:
                yield i, i + length
                i += length
                break
        else:
            i += 1


def _glossary_term(name: str) -> Term:
    concepts = load_glossary().by_name[name]
    return Term(name, tuple(dict.fromkeys((name, *(other for c in concepts for other in c.names)))))


def _plain_terms(text: str) -> list[Term]:
    import rjieba

    kept: list[Term] = []
    for piece in _QUESTION_WORD.split(text):
        if not piece:
            continue
        for word, tag in rjieba.tag(piece):
            if word in EMPTY_WORDS or not _HAS_WORD.search(word) or word.isdigit():
                continue
            if not tag.startswith(CONTENT_TAGS) or (len(word) < 2 and not word.isascii()):
                continue
            kept.append(Term(word, (word,), role=NOUN_ROLE if tag.startswith(NOUN_TAGS) else VERB_ROLE))
    return kept


def english_terms(folded: str) -> list[Term]:
    """The content words of an English text as the Chinese names that documents hold."""
    translation = translate(folded, ENGLISH_EMPTY_WORDS)
    found = [Term(phrase, _names(concepts)) for phrase, concepts in translation.concepts]
    found += [
        Term(word, (word,), role=UNKNOWN_ROLE, known=False)
        for word in translation.unknown
        if not word.isdigit()
    ]
    for run in _CHINESE_RUN.findall(folded):
        found.extend(chinese_terms(match_form(run)))
    return distinct_terms(found)


_SHORT_QUOTE = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’]{2,12})[”\"」』’]")
_NUMBERED = re.compile(r"(?:第)?(?<!\d)(\d{1,9})\s*号(?!楼|线|院)")


def quoted_names(text: str) -> list[Term]:
    """Short names that the asker put in quotation marks: “膜城”, “四有”."""
    forms = (match_form(name) for name in _SHORT_QUOTE.findall(text))
    return [_named(form) for form in forms if form]


def _named(form: str) -> Term:
    return _glossary_term(form) if form in load_glossary().by_name else Term(form, (form,))


def numbered_things(form: str) -> list[Term]:
    """Things known by a number: 第123号提案. Another number is another thing."""
    return [Term(f"{number}号", (f"第{number}号", f"{number}号")) for number in _NUMBERED.findall(form)]


def _names(concepts: tuple[Concept, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for concept in concepts for name in concept.names))


def distinct_terms(terms: list[Term]) -> list[Term]:
    """Terms without repeats; one that lies within another's own text is kept only if it stands apart."""
    kept: dict[str, Term] = {}
    for term in terms:
        kept.setdefault(term.text, term)
    return list(kept.values())
