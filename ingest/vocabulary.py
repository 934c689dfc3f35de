"""Word lists of figures and facts, as data: what follows or precedes a number, and what it then means."""

from __future__ import annotations

from decimal import Decimal

from ingest.types import Bound

# Currency words after a figure -> unit of the value.
CURRENCIES = {
    "元人民币": "yuan",
    "人民币": "yuan",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "元": "yuan",
    "圆": "yuan",
    "圓": "yuan",
}
# 元 that is no money: 三元锂电池, 多元化, 一元结构, 单元, 元器件.
NOT_MONEY_AFTER = "(?![化器件素旦宵锂正前催月年曲])(?!结构|材料|电池|一次方程)"
# A scaled figure without 元 is money where one of these follows (给予10万补助) …
MONEY_NOUNS = "奖励|奖补|补助|补贴|资助|资金|经费|支持|贷款|授信|额度|规模|扶持|奖金|贴息|级"
# … or one of these stands right before it (最高奖励10万; 投资3亿).
MONEY_VERBS = (
    "人民币|奖励|奖补|补助|补贴|资助|投资|贷款|授信|产值|销售额|营收|收入|资金|经费|注资|出资|融资|给予"
)

# Ratio words after a figure -> factor that turns the figure into a share of one.
RATIO_UNITS = {
    "%": Decimal("0.01"),
    "％": Decimal("0.01"),
    "﹪": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
    "倍": Decimal(1),
}
RATIO_PREFIXES = {  # 百分之三十
    "百分之": Decimal("0.01"),
    "千分之": Decimal("0.001"),
    "万分之": Decimal("0.0001"),
}
POINT_UNITS = {  # differences between two shares: unit "point"
    "个百分点": Decimal("0.01"),
    "个基点": Decimal("0.0001"),
    "基点": Decimal("0.0001"),
    "BP": Decimal("0.0001"),
    "bp": Decimal("0.0001"),
}
# 成 that is no tenth: 3成果, 成立, 成为 …
NOT_TENTHS_AFTER = "(?![果为立员功本长效熟品就都交型套人份绩形活])"

# Words of length of time -> (factor, base unit). Years and quarters are counted in months.
DURATION_UNITS = {
    "个工作日": (Decimal(1), "workday"),
    "工作日": (Decimal(1), "workday"),
    "个自然日": (Decimal(1), "day"),
    "个日历日": (Decimal(1), "day"),
    "个自然年": (Decimal(12), "month"),
    "个日历天": (Decimal(1), "day"),
    "个自然月": (Decimal(1), "month"),
    "个年度": (Decimal(12), "month"),
    "个季度": (Decimal(3), "month"),
    "个小时": (Decimal(1), "hour"),
    "个星期": (Decimal(7), "day"),
    "个月": (Decimal(1), "month"),
    "個月": (Decimal(1), "month"),
    "小时": (Decimal(1), "hour"),
    "分钟": (Decimal(1), "minute"),
    "周年": (Decimal(12), "month"),
    "年": (Decimal(12), "month"),
    "周": (Decimal(7), "day"),
    "天": (Decimal(1), "day"),
    "日": (Decimal(1), "day"),
}
# What must not, or must, follow for the unit to be one of time.
DURATION_AFTER = {
    "年": "(?![级代份检报])",
    "周": "(?![边围岁口])",
    "天": "(?![然津河山府桥])",
    "日": "(?=之?内|以[内上])",  # 10日内; a bare 10日 is a day of the month
}

# A Chinese length of time before these words is part of a programme's name: 三年行动计划.
DURATION_NAME_AFTER = "行动|计划|规划|滚动|攻坚|方案|任务|大庆|工程"
LONGEST_DURATION_YEARS = 200  # 1600年 is a year, not a length

# Classifiers of counted things -> what must not follow (the character would make another word).
CLASSIFIERS = {
    "万人次": "",
    "人次": "",
    "户次": "",
    "车次": "",
    "架次": "",
    "班次": "",
    "批次": "",
    "辆次": "",
    "家次": "",
    "平方公里": "",
    "平方千米": "",
    "立方米": "",
    "平方米": "",
    "公里": "",
    "千米": "",
    "公顷": "",
    "千瓦时": "",
    "兆瓦时": "",
    "千瓦": "",
    "兆瓦": "",
    "千克": "",
    "公斤": "",
    "斤": "",
    "毫克": "",
    "标准箱": "",
    "课时": "",
    "学时": "",
    "标方": "",
    "家": "庭长具电畜禽政乡属级",
    "个": "体别性税",
    "個": "",
    "人": "民大才均社工力行事为文身类选防气物数士们生",
    "名": "单称额牌录义下",
    "户": "籍口外均",
    "戶": "",
    "项": "",
    "項": "",
    "件": "",
    "条": "例款件",
    "次": "日年月会全要",
    "所": "有得在属需述以",
    "座": "谈位",
    "栋": "",
    "幢": "",
    "套": "利用",
    "辆": "",
    "艘": "",
    "架": "构",
    "支": "持付部出行撑",
    "只": "有要能",
    "款": "项式规所的",
    "种": "植子业养",
    "类": "别型似",
    "批": "准复发",
    "本": "科市县省级地报网人办条着次质通届",
    "篇": "",
    "份": "额",
    "期": "间限满末初待",
    "场": "所地景馆租",
    "亩": "均",
    "吨": "位",
    "米": "面粉袋",
    "位": "于居置列数",
    "岁": "",
    "张": "家贴",
    "株": "",
    "羽": "",
    "宗": "旨教",
    "例": "如外会",
    "处": "置理罚长级分室于在",
    "间": "接隔",
    "台": "州湾账风阶",
    "床": "",
    "笔": "试记",
    "片": "区",
    "块": "",
    "门": "槛户类店诊",
    "棵": "",
    "颗": "",
    "枚": "",
    "桶": "",
    "瓶": "",
    "盒": "",
    "箱": "",
    "袋": "",
    "车": "间辆站",
    "列": "入为出车",
    "起": "草步点来",
    "分": "别为之类配期批行公散析级担离布享局支部钟工",
    "GW": "",
    "MW": "",
    "kW": "",
    "TEU": "",
}
# With a Chinese digit below ten these words rather name or enumerate than count (三个方面, 一批, 六条);
# such a figure is a count only beside a bound (三个以上).
VAGUE_CLASSIFIERS = frozenset("个個项項种类批条次件期本位片块门列起分只场处张间份篇款支")
SMALLEST_PLAIN_CHINESE_COUNT = 10

# Words before a figure that bound it; the longest that fits wins.
BOUNDS_BEFORE = {
    "不超过": Bound.AT_MOST,
    "不得超过": Bound.AT_MOST,
    "不超出": Bound.AT_MOST,
    "未超过": Bound.AT_MOST,
    "不高于": Bound.AT_MOST,
    "不得高于": Bound.AT_MOST,
    "不大于": Bound.AT_MOST,
    "不得大于": Bound.AT_MOST,
    "不应超过": Bound.AT_MOST,
    "不能超过": Bound.AT_MOST,
    "不多于": Bound.AT_MOST,
    "最高": Bound.AT_MOST,
    "最多": Bound.AT_MOST,
    "最长": Bound.AT_MOST,
    "至多": Bound.AT_MOST,
    "上限": Bound.AT_MOST,
    "低于": Bound.AT_MOST,
    "少于": Bound.AT_MOST,
    "小于": Bound.AT_MOST,
    "不足": Bound.AT_MOST,
    "不到": Bound.AT_MOST,
    "未满": Bound.AT_MOST,
    "控制在": Bound.AT_MOST,
    "≤": Bound.AT_MOST,
    "<": Bound.AT_MOST,
    "＜": Bound.AT_MOST,
    "不低于": Bound.AT_LEAST,
    "不得低于": Bound.AT_LEAST,
    "未低于": Bound.AT_LEAST,
    "不少于": Bound.AT_LEAST,
    "不得少于": Bound.AT_LEAST,
    "不小于": Bound.AT_LEAST,
    "不得小于": Bound.AT_LEAST,
    "不应低于": Bound.AT_LEAST,
    "不应少于": Bound.AT_LEAST,
    "不能低于": Bound.AT_LEAST,
    "不能少于": Bound.AT_LEAST,
    "至少": Bound.AT_LEAST,
    "最低": Bound.AT_LEAST,
    "最少": Bound.AT_LEAST,
    "下限": Bound.AT_LEAST,
    "高于": Bound.AT_LEAST,
    "大于": Bound.AT_LEAST,
    "多于": Bound.AT_LEAST,
    "超过": Bound.AT_LEAST,
    "突破": Bound.AT_LEAST,
    "超": Bound.AT_LEAST,
    "满": Bound.AT_LEAST,
    "≥": Bound.AT_LEAST,
    ">": Bound.AT_LEAST,
    "＞": Bound.AT_LEAST,
    "约": Bound.ABOUT,
    "大约": Bound.ABOUT,
    "约为": Bound.ABOUT,
    "接近": Bound.ABOUT,
    "近": Bound.ABOUT,
}
# Words that may stand between the bound and the figure: 最高不超过人民币, 最高给予每家企业.
BOUND_FILLERS = (
    "人民币|累计|每家|每年|每人|每户|每个|每项|每月|单个|单户|一次性|可达到?|可获得?|可给予|可贷|可|给予|奖励|奖补|"
    "补助|补贴|支持|资助|扶持|享受|贷款|授信|额度|限额|金额|标准|比例|总额|企业|项目|使用|达到|达|至|为|到|的|按|：|:|不超过"
)
# Words after a figure that bound it.
BOUNDS_AFTER = {
    "及以上": Bound.AT_LEAST,
    "或以上": Bound.AT_LEAST,
    "以上": Bound.AT_LEAST,
    "起步": Bound.AT_LEAST,
    "及以下": Bound.AT_MOST,
    "以下": Bound.AT_MOST,
    "以内": Bound.AT_MOST,
    "之内": Bound.AT_MOST,
    "封顶": Bound.AT_MOST,
    "为限": Bound.AT_MOST,
    "为上限": Bound.AT_MOST,
    "的上限": Bound.AT_MOST,
    "左右": Bound.ABOUT,
    "上下": Bound.ABOUT,
}
DURATION_BOUNDS_AFTER = {"内": Bound.AT_MOST, "之内": Bound.AT_MOST}
DATE_BOUNDS_AFTER = {
    "年底前": Bound.AT_MOST,
    "底前": Bound.AT_MOST,
    "之前": Bound.AT_MOST,
    "以前": Bound.AT_MOST,
    "前": Bound.AT_MOST,
    "止": Bound.AT_MOST,
    "之后": Bound.AT_LEAST,
    "以后": Bound.AT_LEAST,
    "以来": Bound.AT_LEAST,
    "之日起": Bound.AT_LEAST,
    "起": Bound.AT_LEAST,
    "后": Bound.AT_LEAST,
}
DATE_BOUNDS_BEFORE = {
    "到": Bound.AT_MOST,
    "至": Bound.AT_MOST,
    "截至": Bound.AT_MOST,
    "截止": Bound.AT_MOST,
    "截止到": Bound.AT_MOST,
    "于": Bound.EQUAL,
    "自": Bound.AT_LEAST,
}

# What the figure is counted by, as written before it …
PER_BEFORE = (
    "每家企业|每家|每个|每人每月|每人每年|每人每天|每人|每户|每项|每件|每平方米|每亩|每辆|每台|每套|每吨|每次|每场|每班|"
    "每月|每年度?|每年|每天|每日|每季度|每千瓦时|每笔|每名|每位|每支|每座|每所|每张|每公里|每床|"
    "单个企业|单个项目|单个|单户|单笔|单家|单项|(?<!两)人均|户均|年均|月均|日均|亩均|一次性|(?<![上本该去今年0-9])年度|累计|合计|总计"
)
# … or after it (50元/平方米, 1000元每月, 15万元的一次性奖励).
PER_AFTER = (
    r"[/／每](?:平方米|人|户|家|年|月|天|日|亩|吨|台|套|辆|件|个|次|项|间|床|千瓦时|立方米|公里|标准箱|班|名|张|头|只)"
    r"(?:[·./／](?:年|月|天|日|次))?|的?一次性"
)
PER_WINDOW_CHARS = 24  # 每家 and its figure stand in one clause; the longest seen gap is 19 characters

# Names of fixed programmes that contain a figure: not quantities.
IDIOMS = (
    "一般|一方面|一系列|一体化|一定|一流|一起|一致|一律|一并|一些|一切|一旦|一直|一线|一键|一站|一网|一窗|一次性|"
    "一年度|(?<=[^以及]上)一年(?!以)|(?<=[^以]下)一年|(?<=[^以]前)一年|"  # 取消下一年度资格 is no length
    "十分|百分百|万分(?!之)|千万(?!元|级)|万一|百年|千年|万年|万家|百家|千家|万人|百企|千企|万企|万名|千名|百名|"
    "千亩|万亩|百亩|三农|七天无理由|二维|三产|五险一金|五保户?|四季|两会|三品一标|三公|"
    "两个维护|两个确立|四个意识|四个自信|三个代表|三个务必|四个全面|五位一体|两不愁|三保障|三重一大"
)
