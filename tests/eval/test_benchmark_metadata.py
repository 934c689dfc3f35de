import json

from eval.benchmarks.metadata import LABELS, Tally, field_values, main, page_text, paper_of
from ingest import Kind
from ingest.metadata import read_metadata

FIELDS = {
    "title",
    "document_number",
    "issuers",
    "region",
    "kind",
    "issued",
    "published",
    "effective",
    "expires",
}
PAGE = (
    "<table><tr><td>主 题 词：</td><td>气象</td></tr></table>"
    "<p>云川市科技贷办法</p><p>第一条<script>x</script></p>"
)


def test_labels_name_known_fields_and_each_document_once():
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 40
    assert len({(row["source"], row["id"]) for row in rows}) == len(rows)
    for row in rows:
        assert set(row) - {"source", "id", "split"} <= FIELDS | {"title_digest"}
        assert row.get("split") in (None, "held")
        assert row.get("kind") is None or Kind(row["kind"])


def test_the_paper_is_the_page_without_its_table_of_fields():
    assert page_text(PAGE).split("\n")[:2] == ["主 题 词：", "气象"]
    assert page_text(paper_of(PAGE)) == "云川市科技贷办法\n第一条"


def test_a_guess_where_nothing_is_said_counts_as_wrong(capsys):
    tally = Tally()
    found = field_values(read_metadata("云川市科技贷办法\n第一条 略。\n第二条 略。"))
    tally.compare("甲", {"title": "云川市科技贷办法", "issued": None, "kind": "plan"}, found)
    assert (tally.right["title"], tally.right["issued"], tally.right["kind"]) == (1, 1, 0)
    tally.print("set")
    assert "甲 kind: expected 'plan', found 'measures'" in capsys.readouterr().out


def test_the_samples_are_measured_without_any_folder_given(capsys):
    main([])
    printed = capsys.readouterr().out
    assert "documents labelled by hand" in printed
    assert "title               6/6    1.000" in printed
