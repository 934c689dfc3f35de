"""Page furniture is known by whole lines; a sentence that uses its words stays."""

from __future__ import annotations

import time

import pytest

from ingest.furniture import furniture_of, split_glued


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("首页 > 政务公开 > 法定主动公开内容 > 建议提案办理", "breadcrumb"),
        ("您现在的位置：首页 > 政策解读 > 部门解读", "breadcrumb"),
        ("当前位置：网站首页>>通知公告", "breadcrumb"),
        ("首页 - 信息公开 - 政策文件", "breadcrumb"),
        ("云川市人民政府门户网站 www.yunchuan.gov.cn 时间:2024-10-04 来源:", "page fields"),
        ("发布时间：2023-03-24 15:30 来源：市政府办公室 浏览次数：1286", "page fields"),
        ("云川市科学技术局 时间：2024-08-21 来源：市科学技术局 【字体：大 中 小】", "page fields"),
        ("责任编辑：张三", "page fields"),
        ("【打印】【关闭】", "page fields"),
        ("打印本页 关闭窗口", "page fields"),
        ("字体：[大 中 小]", "page fields"),
        ("扫一扫在手机打开当前页", "scan"),
        ("留言与评论(共有 0 条评论)", "comments"),
        ("验证码：", "comments"),
        ("标签:", "tags"),
        ("文件类型: .doc 32423e4f.doc (459.00 KB)", "files"),
        ("附件1.申请表.docx", "files"),
        ("附件1--6", "files"),
        ("附件下载：", "files"),
        ("[image: image1.png]", "image"),
        ("上一篇：云川市举办科技政策进园区活动", "neighbours"),
        ("澜ICP备12345678号-1 澜公网安备 33010202000000号", "site footer"),
        ("主办单位：云川市人民政府办公室 网站标识码：3300000021", "site footer"),
        ("版权所有：云川市人民政府", "site footer"),
        ("无障碍阅读 | 长者模式 | 登录", "site header"),
        ("<!-- INFO END -->", "comment mark"),
        ("— 3 —", "page number"),
        ("----------", "rule"),
    ],
)
def test_a_line_of_the_page_is_furniture(line: str, name: str) -> None:
    kind = furniture_of(line)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize(
    "line",
    [
        "首页应当设置政策专栏。",
        "来源于财政的资金应当专款专用。",
        "（三）打印、复制政府信息的费用由申请人承担；",
        "时间安排：2024年1月至6月为申报阶段。",
        "企业扫一扫二维码即可申报，无需到窗口提交材料。",
        "留言与评论应当在5个工作日内回复。",
        "附件1",
        "附件：1.重点企业汇总表",
        "附件1至附件3所列项目优先支持",
        "已取得ICP备案的企业可以申报；",
        "版权所有者可以申请补助。",
        "主办单位：市工业和信息化局",
        "联 系 人：王先生 电话：0000-1234567",
        "标签：对通过认证的产品，加贴绿色产品标签；未通过的不得使用。",
        "相关文件由市财政局另行制定并公布。",
        "信息来源、发布时间和责任编辑应当在页面上标明。",
        "登录“惠企政策直通车”平台提交申请。",
        "第3页至第5页为申报表格式",
        "发文机关：云川市人民政府",
        "成文日期：2023年3月20日",
        "2023年3月20日",
        "中",
        "下载量",
    ],
)
def test_a_line_of_the_document_stays(line: str) -> None:
    assert furniture_of(line) is None


def test_a_long_line_is_text_whatever_it_begins_with() -> None:
    assert furniture_of("首页 > " + "政务公开" * 60) is None


@pytest.mark.parametrize(
    ("line", "body", "cut"),
    [
        ("政策于3月起实施。扫一扫在手机打开当前页", "政策于3月起实施。", ["扫一扫在手机打开当前页"]),
        ("由市财政局负责解释。【打印】【关闭】", "由市财政局负责解释。", ["【打印】【关闭】"]),
        ("奖励20万元。[image: seal.png]", "奖励20万元。", ["[image: seal.png]"]),
        ("请扫一扫下方二维码申报。", "请扫一扫下方二维码申报。", []),
        ("按要求打印", "按要求打印", []),
    ],
)
def test_furniture_glued_to_a_line_is_cut_off(line: str, body: str, cut: list[str]) -> None:
    assert split_glued(line) == (body, cut)


@pytest.mark.parametrize(
    "unit", ["首页 > ", "大 ", "| ", "来源: ", "主办单位：甲 ", "- ", "【打印】", "附件1-", "位置"]
)
def test_no_pattern_takes_long_on_a_line_made_to_confuse_it(unit: str) -> None:
    began = time.perf_counter()
    furniture_of((unit * 160)[:158] + "。x")
    assert time.perf_counter() - began < 0.5
