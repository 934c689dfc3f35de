"""The figure stated above a quote: that of whom and what was asked, or none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import ask
from assistant.claims import read_claims
from index import Shelf, open_shelf

RULES = """青湖市支持企业发展若干措施

一、支持研发
对年度研发费用占营业收入比重达到5%以上且研发费用不低于200万元的企业，按照研发费用增量的8%给予补助，单个企业每年最高不超过120万元。
二、支持租用厂房
企业租用国有标准化厂房的，前两年租金按70%收取，第三年租金按85%收取。
三、支持起降场地
支持建设起降场地，按照设备投资额的30%给予补贴，大型枢纽、中型起降场、小型起降点最高补贴分别为100万元、30万元、5万元。
四、支持用电
对年用电量500万千瓦时以上的企业，每千瓦时补贴电费0.03元，每年补贴电费最高30万元。
五、支持人才
青年人才一次性安家补助分别由博士8万元、硕士2万元调整为博士10万元、硕士3万元。
对引进硕士研究生的企业，给予企业每人每年2万元薪酬补贴。
第五条 个人、合伙创业、小微企业创业担保贷款额度最高分别为30万元、150万元和400万元。
青湖市到2027年油菜种植、收获机械化率分别达到50%和65%。
六、兑现情况
2024年11月共落实奖励资金990.7万元、兑付科技创新券资金400万元。
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("figures")
    (folder / "青湖市措施.txt").write_text(RULES, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "青湖市措施.txt"])
        yield opened


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        pytest.param("青湖市研发补助每年最多多少", ["最高不超过120万元 [1]"], id="a cap, not the condition"),
        pytest.param(
            "青湖市研发补助给多少",
            ["8% [1]", "最高不超过120万元 [1]"],
            id="a share goes with its cap",
        ),
        pytest.param("青湖市国有厂房前两年租金按多少收", ["70% [1]"], id="the clause of the first years"),
        pytest.param(
            "青湖市小微企业创业担保贷款最多能贷多少", ["小微：400万元 [1]"], id="all of a list are caps"
        ),
        pytest.param("青湖市合伙创业担保贷款最高多少", ["合伙创业：150万元 [1]"], id="one of a list of caps"),
        pytest.param("青湖市2027年油菜收获机械化率是多少", ["收获机械化率：65% [1]"], id="shared beginning"),
        pytest.param("青湖市国有厂房第三年租金按多少收", ["85% [1]"], id="the clause that says which year"),
        pytest.param("青湖市中型起降场最高补贴多少", ["中型起降场：30万元 [1]"], id="paired by 分别"),
        pytest.param(
            "青湖市企业用电每度补贴多少，每年最高多少", ["0.03元 [1]", "最高30万元 [1]"], id="two asked"
        ),
        pytest.param(
            "青湖市兑付的科技创新券资金有多少", ["兑付科技创新券资金：400万元 [1]"], id="its own clause"
        ),
        pytest.param("青湖市引进硕士研究生给企业多少补贴", ["2万元 [1]"], id="no label that names nobody"),
    ],
)
def test_the_figure_above_the_quote_is_the_one_asked_for(
    shelf: Shelf, question: str, stated: list[str]
) -> None:
    lines = [line for line in ask(shelf, question).text.split("\n\n") if not line.startswith(">")]
    assert [line.rpartition("：")[2] for line in lines] == [one.rpartition("：")[2] for one in stated]
    labels = [line.rpartition("：")[0] for line in lines]
    assert [label for label in labels if label.startswith(("以上", "且", "给予", "除"))] == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "博士、硕士一次性补助分别由8万元、2万元调整为10万元、3万元。",
            ["8万元", "2万元", "10万元", "3万元"],
        ),
        (
            "对通过二级、三级、四级及以上认证的企业，分别给予10万元、20万元、40万元奖励。",
            ["通过二级", "三级", "四级及以上认证的企业"],
        ),
        ("达到5%以上且研发费用不低于200万元的企业", []),
        ("除助学贷款5万元以下外", []),
        ("给予企业2万元补贴", []),
        ("（二）瞪羚企业奖励20万元", ["瞪羚企业"]),
    ],
)
def test_labels_are_names_and_no_pieces_of_clauses(text: str, pairs: list[str]) -> None:
    named = [claim for claim in read_claims(text) if claim.subject]
    if len(pairs) == 4:
        assert [text[slice(*claim.value)] for claim in named] == pairs
        assert [text[slice(*c.subject)][:2] for c in named if c.subject] == ["博士", "硕士"] * 2
    else:
        assert [text[slice(*claim.subject)] for claim in named if claim.subject] == pairs
