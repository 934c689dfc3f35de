"""Commands that fill, list and check a shelf."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import add_json, document_json, parse_day, standing_name
from commands.app import app
from commands.options import AsOfOption, JsonOption, ModelOption, ShelfOption, shelf_dir
from commands.printing import print_json, progress_bars, tell
from commands.trying import try_model
from index import DocumentSummary, Shelf, check_shelf, open_shelf
from ingest import UsageError, WenzhengError, fetch_url, find_sections, is_url


def add_paths(shelf: Shelf, paths: list[Path], *, again: bool = False) -> dict[str, Any]:
    """Put ``paths`` on the shelf, with bars on standard error; the report as JSON."""
    with progress_bars() as progress:
        return add_json(shelf.add(paths, progress=progress, again=again))


@app.command()
def add(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, http(s) addresses. 文件、目录或网址")],
    shelf: ShelfOption = None,
    model: ModelOption = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private addresses too. 允许内网地址")
    ] = False,
    tried: Annotated[
        str | None, typer.Option("--try", help="With --model: first run this question set. 先试评模型")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read unchanged files too, after an update. 更新程序后重读")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put documents on the shelf; unchanged ones cost nothing. 添加文件。"""
    if tried is not None:
        try_model(tried, model, paths)
    with open_shelf(shelf_dir(shelf), create=True, model=model) as opened:
        local, refused = _fetched(opened, paths, allow_private)
        report = add_paths(opened, local, again=again)
    report["skipped"] = refused + report["skipped"]
    if as_json:
        print_json(report)
    else:
        print_added(report)
    if not report["documents"] and not report["unchanged"]:
        raise WenzhengError(
            f"nothing was added: {len(report['skipped'])} file(s) skipped, see above. 没有添加任何文件"
            if report["skipped"]
            else "nothing was added: no readable file there. 没有找到可读的文件"
        )


def _fetched(shelf: Shelf, paths: list[str], allow_private: bool) -> tuple[list[Path], list[dict[str, str]]]:
    """``paths`` with each address replaced by the file fetched from it, and the addresses refused."""
    local, refused = [], []
    for path in paths:
        if not is_url(path):
            local.append(Path(path))
            continue
        try:
            local.append(fetch_url(path, shelf.directory / "fetched", allow_private=allow_private))
        except WenzhengError as error:
            refused.append({"path": path, "reason": str(error)})
    return local, refused


def print_added(report: dict[str, Any]) -> None:
    """The documents added, the files skipped and the counts."""
    for document in report["documents"]:
        number = document["document_number"] or "—"
        typer.echo(f"{document['doc_id']}  {document['title']}  {number}  {document['passages']} passages")
        for warning in document["warnings"]:
            tell(f"    ! {warning}")
    for skipped in report["skipped"]:
        tell(f"skipped 跳过: {skipped['path']}: {skipped['reason']}")
    typer.echo(
        f"added 新增 {report['added']} · updated 更新 {report['updated']} · "
        f"unchanged 未变 {report['unchanged']} · skipped 跳过 {len(report['skipped'])}"
    )
    _tell_outdated(report["outdated"])


def _tell_outdated(documents: int) -> None:
    if documents:
        tell(
            f"{documents} document(s) were read by another version of the program: "
            "`wenzheng add --again PATH` reads them anew. "
            f"{documents} 份文件由其他版本的程序读取,可用 wenzheng add --again 重读"
        )


@app.command("list")
def list_documents(shelf: ShelfOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """List the documents with their standing today. 列出文件。"""
    with open_shelf(shelf_dir(shelf)) as opened:
        documents = opened.documents(as_of=parse_day(as_of))
        outdated = opened.outdated()
    if as_json:
        print_json({"documents": [document_json(document) for document in documents]})
        return
    for document in documents:
        typer.echo(_document_line(document))
    tell(f"{len(documents)} document(s) 份文件")
    _tell_outdated(outdated)


def _document_line(document: DocumentSummary) -> str:
    fields = (
        document.doc_id,
        document.dated.isoformat() if document.dated else "—",
        standing_name(document.status),
        document.region or "—",
        document.document_number or "—",
        document.title,
        "✎ 已更正 corrected" if document.corrected else None,
    )
    return "  ".join(str(field) for field in fields if field is not None)


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(help="doc_id, path or document number. 编号、路径或文号")],
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take documents off the shelf. 移除文件。"""
    with open_shelf(shelf_dir(shelf)) as opened:
        removed = opened.remove(documents)
    if as_json:
        print_json({"removed": [document_json(document) for document in removed]})
        return
    for document in removed:
        typer.echo(f"removed 已移除  {document.doc_id}  {document.title}")


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="doc_id, path or document number. 编号、路径或文号")],
    section: Annotated[
        str | None, typer.Option("--section", help="Labels, e.g. 四/21 or 第十条. 章节")
    ] = None,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a document's text, or one section; offsets in answers count in this text. 显示原文。"""
    with open_shelf(shelf_dir(shelf)) as opened:
        summary = opened.find_document(document)
        full = opened.load_document(summary.doc_id)
    sections = list(full.sections)
    if section is not None:
        sections = find_sections(full.sections, section, full.text)
        if not sections:
            raise UsageError(
                f"{summary.title} has no section {section!r}; without --section all of it is shown. 无此章节"
            )
    if not as_json:
        shown = [full.text] if section is None else [full.text[found.start : found.end] for found in sections]
        typer.echo("\n".join(shown))
        return
    tree = [
        {
            "ordinal": found.ordinal,
            "parent": found.parent,
            "depth": found.depth,
            "label": found.label,
            "heading": found.heading,
            "kind": found.kind,
            "start": found.start,
            "end": found.end,
        }
        for found in sections
    ]
    print_json({**document_json(summary), "text": full.text, "sections": tree, "removed": list(full.removed)})


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what can be rebuilt. 修复")] = False,
    shelf: ShelfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every part of the shelf against the catalogue. 检查文档库。"""
    report = check_shelf(shelf_dir(shelf), repair=repair, model=True)
    if as_json:
        print_json({"ok": report.ok, "problems": list(report.problems), "repaired": list(report.repaired)})
    for problem in report.problems:
        tell(f"problem 问题: {problem}")
    for mended in report.repaired:
        tell(f"repaired 已修复: {mended}")
    if not report.ok:
        raise WenzhengError("the shelf is damaged; --repair rebuilds what can be rebuilt. 文档库有损坏")
    if not as_json:
        typer.echo("ok 文档库完好")
