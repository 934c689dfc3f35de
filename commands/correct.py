"""The command that sets right what reading got wrong in a document's header fields."""

from __future__ import annotations

import getpass
import json
from typing import Annotated, Any

import typer

from assistant import corrections_json, document_json
from commands.app import app
from commands.options import JsonOption, ShelfOption, shelf_dir
from commands.printing import print_json
from index import CORRECTABLE, DocumentSummary, open_shelf
from ingest import Kind, UsageError

Field = str | None


@app.command()
def correct(
    document: Annotated[str, typer.Argument(help="doc_id, path or document number. 编号、路径或文号")],
    title: Annotated[Field, typer.Option("--title", help="Title. 标题")] = None,
    number: Annotated[Field, typer.Option("--number", help="Document number. 发文字号")] = None,
    issuer: Annotated[Field, typer.Option("--issuer", help="Issuers, joined by 、. 发文机关")] = None,
    region: Annotated[Field, typer.Option("--region", help="Region. 地区")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Kind of document. 文件类型")] = None,
    issued: Annotated[Field, typer.Option("--issued", help="Day of issue. 成文日期")] = None,
    published: Annotated[Field, typer.Option("--published", help="Day of publication. 发布日期")] = None,
    effective: Annotated[Field, typer.Option("--effective", help="First day in force. 施行日期")] = None,
    expires: Annotated[Field, typer.Option("--expires", help="First day out of force. 失效日期")] = None,
    clause: Annotated[
        list[str] | None,
        typer.Option(
            "--clause",
            help='All clauses on standing, each {"kind","quote","day","months","target"}. 效力条款',
            metavar="JSON",
        ),
    ] = None,
    none: Annotated[
        list[str] | None, typer.Option("--none", help="Fields it does not have. 没有的字段", metavar="FIELD")
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option("--undo", help="Fields as they were read, or all. 恢复为读取结果", metavar="FIELD"),
    ] = None,
    by: Annotated[
        Field, typer.Option("--by", help="Who says so. 更正人", show_default="the login name")
    ] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct header fields for good, or tell what was corrected. 更正文件信息。"""
    given: dict[str, Any] = {
        "title": title,
        "document_number": number,
        "issuers": issuer,
        "region": region,
        "kind": kind,
        "issued": issued,
        "published": published,
        "effective": effective,
        "expires": expires,
        "clauses": [_clause(one) for one in clause] if clause else None,
    }
    values = {field: value for field, value in given.items() if value is not None}
    for field in none or ():
        if field in values:
            raise UsageError(f"{field} is given and --none at once. 同一字段不能既填写又置空")
        values[field] = [] if field == "clauses" else None
    restored = list(CORRECTABLE) if undo and "all" in undo else list(undo or ())
    with open_shelf(shelf_dir(shelf)) as opened:
        summary = opened.find_document(document)
        if values or restored:
            summary = opened.correct(summary.doc_id, values, restore=restored, by=by or getpass.getuser())
        log = corrections_json(opened.corrections(summary.doc_id), opened.fields_as_read(summary.doc_id))
    if as_json:
        print_json({**document_json(summary), "corrections": log})
    else:
        _print(summary, log)


def _clause(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError as error:
        raise UsageError(f"--clause takes a JSON object ({error}): {written!r}. 条款须为 JSON") from None


def _print(summary: DocumentSummary, log: list[dict[str, Any]]) -> None:
    typer.echo(f"{summary.doc_id}  {summary.title}")
    for made in log:
        what = "as read 恢复" if made["restored"] else json.dumps(made["value"], ensure_ascii=False)
        typer.echo(f"  {made['at']}  {made['by']}  {made['field']} = {what}")
    corrected = ", ".join(summary.corrected) or "nothing 无"
    typer.echo(f"corrected 已更正: {corrected}")
