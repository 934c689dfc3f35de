"""Who gets nothing, or what is forbidden, is answered by the clauses that say so alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Verdict, ask
from index import Shelf, open_shelf

MEASURES = """青湖市人民政府关于印发青湖市支持制造业发展若干措施的通知
青湖政〔2024〕8号

各县（区）人民政府：
现将《青湖市支持制造业发展若干措施》印发给你们，请认真贯彻落实。
青湖市人民政府
2024年5月6日

青湖市支持制造业发展若干措施

一、支持技术改造。对工业企业技术改造项目，按照设备投资额的10%给予补助，单个项目不得超过500万元。
二、支持梯度培育。对新认定的省级专精特新中小企业，给予20万元奖励。复核通过的企业不纳入奖励范围。
三、总额限制。单个企业每年获得的各类奖补资金不超过1000万元，“一事一议”项目除外。
四、有下列情形之一的企业，不享受本措施：
（一）近三年发生较大安全事故的；
（二）列入严重失信主体名单的；
（三）当年受到环境保护行政处罚的。
五、申报程序。企业逾期未申报的，视为放弃，一年内不得再次申请。
六、本措施自2024年6月1日起施行。
"""
LIST = (
    "四、有下列情形之一的企业，不享受本措施： （一）近三年发生较大安全事故的； "
    "（二）列入严重失信主体名单的； （三）当年受到环境保护行政处罚的。"
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("excluding")
    (folder / "青湖市措施.txt").write_text(MEASURES, encoding="utf-8")
    with open_shelf(folder / "shelf", create=True) as opened:
        opened.add([folder / "青湖市措施.txt"])
        yield opened


def quotes(shelf: Shelf, question: str) -> list[str]:
    answer = ask(shelf, question)
    assert answer.verdict is Verdict.ANSWERED
    return [" ".join(citation.quote.split()) for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "青湖市哪些企业不能享受支持制造业发展的措施？",
        "青湖市什么样的企业不享受制造业措施",
        "Which enterprises are not eligible for the manufacturing measures in 青湖市?",
    ],
)
def test_a_list_of_exclusions_stands_whole_and_gifts_ceilings_and_procedure_do_not(
    shelf: Shelf, question: str
) -> None:
    found = quotes(shelf, question)
    assert LIST in found
    assert not any("500万元" in quote or "1000万元" in quote or "逾期" in quote for quote in found)


def test_a_single_clause_that_excludes_answers_for_its_own_gift(shelf: Shelf) -> None:
    found = quotes(shelf, "青湖市省级专精特新奖励不包括哪些企业")
    assert found[0] == "复核通过的企业不纳入奖励范围。"
