"""How the parts of an official paper look: titles, salutations, signatures, contacts, annexes.

All patterns are matched against whole lines with their inner spaces taken out between Chinese
characters, unless said otherwise.
"""

from __future__ import annotations

import re

_NUMERAL = "一二三四五六七八九十"
_YEAR = rf"(?:\d{{4}}|[一二][〇○零OＯ0{_NUMERAL}]{{3}})"
_DATE = rf"{_YEAR} ?年 ?[\d{_NUMERAL}]{{1,3}} ?月 ?[\d{_NUMERAL}]{{1,3}} ?日"

# 2018年5月7日, 二〇一八年五月七日
DATE_LINE = re.compile(rf"[(（]?{_DATE}[)）]?(?:印发)?")

# Under a title: a remark in brackets, or who passed, amended or published the paper and when.
NOTE = re.compile(
    r"[(（].*[)）]"
    rf"|{_DATE}.*(?:通过|批准|公布|发布|施行|修订|修正|修改|令|号).*"
    rf"|根据.{{0,20}}{_DATE}.*(?:修正|修订|修改|公告|决定).*"
    rf"|自{_DATE}起施行.?"
)

# A document number on its own line.
NUMBER_LINE = re.compile(
    r".{1,30}[〔\[（(【［]\d{4}[〕\]）)】］].{0,6}\d+ ?号|第 ?\d+ ?号(?:令)?|.{2,20}令第? ?\d+ ?号"
)

# The fields that a portal lists above a document.
INDEX_FIELD = re.compile(
    r"(?:索 ?引 ?号|主题分类|主 ?题 ?词|发文机关|发文字号|成文日期|发布日期|发布机构|标 ?题"
    r"|文 ?号|有效性|体裁分类|服务对象|信息分类|公开方式|公开范围|生成日期"
    r"|实施日期|施行日期|生效日期|废止日期"
    r"|信息名称|名 ?称)[:：].*"
)

# The end of a salutation: a person or body, a remark in brackets, a colon.
ADDRESSEE = re.compile(
    r"(?:代表|委员|同志|先生|女士|政府|委员会|部门|机构|单位|[局厅部委办院校所会社团处科室队区县市]|公司|企业"
    r"|中心|银行|管委会|党组|等|组织|居民|市民|朋友|群众|申请人)(?:[（(][^（()）]{1,40}[)）])?[:：]$"
)
# Lines that end likewise but announce what follows, or name who does a task.
NOT_ADDRESSEE = re.compile(
    r"如下|以下|下列|收悉|通知|意见|现将|现就|规定|按照|根据|一是|包括|条件|其中|负责|电话|地址|联系"
    r"|^(?:牵头|责任|配合|主办|协办|承办|会办|实施|完成|申报|参与|支持|主管)"
)

THANKS = re.compile(
    r"(?:最后|再次|衷心|诚挚|非常|由衷)?[,，]?(?:再次|衷心|诚挚|非常|由衷|十分|真诚)?地?"
    r"(?:感谢|谢谢)(?:您|你|各位|对|大家|贵).{0,150}"
)
CONTACT = re.compile(
    r"(?:(?:业务|政策)?(?:联 ?系|咨询)(?:人|电话|方式|地址|单位|部门)|经办人|责任人|电 ?话|监督(?:举报)?电话"
    r"|传 ?真|邮 ?编|邮政编码|通讯地址|地 ?址|(?:电子)?邮箱|电子信箱|签发人"
    r"|承办人)(?:及[^:：]{1,10})?[:：].{0,120}"
)
# Other lines of a closing block.
CLOSINGS: tuple[re.Pattern[str], ...] = (
    THANKS,
    CONTACT,
    re.compile(
        r"(?:特此|专此|此)(?:通知|公告|通告|函复|函达|函告|答复|回复|复函|批复|报告|说明|复|致)[。.！!]?"
    ),
    re.compile(r"[（(](?:此件|此页无正文|此文|本文|信息公开).{0,40}[)）]"),
    re.compile(
        r"(?:主办|承办|协办|会办|联系|责任|答复|办理)(?:单位|部门|科室|处室)(?:及电话|及联系电话)?[:：].{0,80}"
    ),
    re.compile(r"[抄主分] ?[送报告发][:：].{0,300}"),
    re.compile(r"(?:(?:信息)?公开(?:属性|方式|类别)?|办理结果|答复类别)[:：].{0,30}"),
    re.compile(r"(?:主动|依申请|不予)公开"),
    re.compile(
        rf"[^。；;，,:：]{{2,60}}(?:政府|委员会|[局厅部委办院署会社处]|办公室|公司|中心)[ 　]*{_DATE}"
    ),
    re.compile(rf".{{2,30}}{_DATE}印发.{{0,10}}|.{{0,20}}校对[:：].{{0,30}}|共印\d+份.{{0,20}}"),
)
# Names of bodies, one or two on a line; matched against the line as written.
SIGNATURE = re.compile(
    r"[^。；;，,:：!！?？《》\d]{0,34}(?:政府|委员会|[局厅部委办院署会社处区团庭]|办公室|公司|中心|银行|领导小组"
    r"|指挥部|专班|法院|检察院|大学|学院)(?:[ 　]{1,8}[^ 　。；;，,:：\d]{2,34})*"
    r"(?:[(（](?:章|盖章|代章|印章|公章)[)）])?"
)

_ANNEX = "附 ?[件表录图]"
ANNEX_LABEL = re.compile(rf"{_ANNEX}[ 　]{{0,4}}(?:[\d{_NUMERAL}]{{1,3}}|[A-Z])?(?:[-—]\d{{1,2}})?")
# 附件1, 附件1：申报表, 附表 …: opens an annex or stands in a list.
ANNEX_LINE = re.compile(rf"{ANNEX_LABEL.pattern}[:：]?(?:[ 　]{{0,4}}[^。；;:：]{{2,60}})?")
# 附件：1.申报表 opens a list of attachments.
LIST_OPENING = re.compile(rf"{_ANNEX}(?:[:：]|[ 　]{{0,2}}\d{{1,2}}[:：.．、])[ 　]*.*")
LIST_ITEM = re.compile(rf"(?:{_ANNEX} ?)?[(（]?[\d{_NUMERAL}]{{1,3}}[)）]?[.．、:：].{{2,100}}")
LISTED_NAME = re.compile(rf"{_ANNEX}[:：][ 　]*\S.*")
FIRST_OF_LIST = re.compile(rf"{_ANNEX}[:：]?[ 　]*1[.．、:：].*")
SECOND_OF_LIST = re.compile(rf"(?:{_ANNEX}[:：]?[ 　]*)?2[.．、:：].*")

CONTENTS = re.compile(r"目[ 　]*[录次]")
# What a complete title ends in; a title that does not goes on in the next line.
TITLE_END = re.compile(
    r"(?:[表单书册图函令文]|方案|办法|细则|目录|标准|条件|指南|说明|要求|流程|意见|计划|措施|政策|规定|通知|格式|样式"
    r"|模板|范本|规程|规则|规范|制度|条例|规划|要点|分工|指标|任务|安排|名录|信息|材料|公式|协议|合同|大纲|报告"
    r"|指引|目标)(?:[（(].*[)）])?$"
)
