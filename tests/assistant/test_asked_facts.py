"""Whether a sentence holds the kind of thing that is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.asked_facts import holds_asked
from assistant.asking import Asked
from assistant.places import Gazetteer
from assistant.question import understand

NOWHERE = Gazetteer(by_name={}, parents={}, known=frozenset())


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("省级孵化器每年认定多少家", "每年举办活动不少于12场。", False),
        ("省级孵化器每年认定多少家", "每年认定20家。", True),
        ("派了几名科技特派员", "选派126名科技特派员。", True),
        ("派了几名科技特派员", "走访企业430家次,解决问题215个。", True),
        ("室内温度不低于多少度", "提出检测要求后二十四小时内完成检测。", False),
        ("室内温度不低于多少度", "起居室的温度不低于十八摄氏度。", True),
        ("许可证有效期几年", "有效期届满30个工作日前提出换证申请。", False),
        ("许可证有效期几年", "经营许可证有效期为5年。", True),
        ("投诉热线是多少", "请拨打服务热线95113。", True),
        ("投诉热线是多少", "请到服务大厅办理。", False),
        ("购房补贴是多少", "本市不设购房补贴。", True),
        ("购房补贴是多少", "本市不设游泳馆。", False),
        ("奖励多少钱", "骗取资金的,不予奖励。", False),
        ("国家级小巨人企业奖多少", "省级财政给予国家级小巨人企业100万元奖励。", True),
        ("How many talent apartments will be built?", "建设人才公寓2000套。", True),
        ("How many talents will be trained?", "建设人才公寓2000套。", False),
        ("台湾学生每月补助多少钱", "給予每人每月3000元生活補助。", True),
        ("失能老人补助一个月多少", "失能老人每人每月500元。", True),
        ("通行费打几折", "统一按6.5折收取。", True),
        ("租金按几折收", "前两年租金按70%收取。", True),
        ("仪器设备补几成", "按实际采购金额予以全额补助。", True),
        ("停车费收多少钱", "免收停车费。", True),
        ("保险费多少钱", "免收停车费。", False),
        ("失业金每月发多少元", "标准为缴费工资的百分之十五。", False),
        ("许可收费多少", "未经许可的,处一万元以上三万元以下罚款。", False),
        ("未经许可罚多少", "未经许可的,处一万元以上三万元以下罚款。", True),
        ("申报年龄上限", "C类不超过55周岁。", True),
        ("试用期上限", "试用期不得超过二个月。", True),
        ("要种多少万亩粮食", "粮食面积88.4万亩。", True),
        ("业务咨询找谁", "业务咨询:中小企业科周敏0791-5566327。", True),
        ("登记证有效期多久", "登记证应当载明名称、有效期。", False),
        ("登记证有效期多久", "登记证有效期三年。", True),
        ("许可证有效期", "许可证有效期届满的,办理注销手续。", False),
        ("许可证有效期", "许可证有效期至2027年12月31日止。", True),
        ("公寓最多能住多久", "被取消资格未满三年的,不得申请。", False),
        ("公寓最多能住多久", "租期累计不超过六年。", True),
        ("累计工作满10年的休几天", "按照月计薪天数(21.75天)折算。", False),
        ("哪个部门监管", "生态环境部门负责零散工业废水的监督管理。", True),
    ],
)
def test_what_is_counted_or_measured_must_be_of_the_sort_asked_for(
    question: str, sentence: str, held: bool
) -> None:
    assert holds_asked(understand(question, NOWHERE, date(2025, 6, 1)), sentence, "") is held


def test_until_when_one_may_apply_is_no_question_of_how_long_a_paper_holds() -> None:
    assert understand("网上申报到哪天截止", NOWHERE, date(2025, 6, 1)).asked is Asked.DATE
    assert understand("这个办法到什么时候截止", NOWHERE, date(2025, 6, 1)).asked is Asked.VALIDITY


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("小作坊登记证几年有效", Asked.DATE),
        ("validity of a transport certificate", Asked.DATE),
        ("这个办法还有效吗", Asked.VALIDITY),
        ("垃圾分类举报电话", Asked.CONTACT),
        ("什么时候截止,发到哪个邮箱", Asked.DATE),
        ("中小企业科在哪办公", Asked.CONTACT),
        ("要种多少万亩粮食", Asked.COUNT),
        ("质量保证金退多少", Asked.AMOUNT),
        ("Within how many working days is it paid?", Asked.DATE),
    ],
)
def test_what_is_asked_is_read_off_the_words(question: str, asked: Asked) -> None:
    assert understand(question, NOWHERE, date(2025, 6, 1)).asked is asked
