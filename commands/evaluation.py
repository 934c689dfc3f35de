"""Commands that measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import parse_day
from commands.app import app
from commands.options import AsOfOption, JsonOption, ModelOption, ShelfOption, shelf_dir
from commands.printing import print_json, progress_bars, tell
from index import open_shelf
from ingest import WenzhengError

if TYPE_CHECKING:
    from eval import EvalResult


@app.command("eval")
def evaluate(
    name: Annotated[
        str, typer.Argument(metavar="[SET]", help="samples, policies, a JSONL file, gate or suggest. 评测集")
    ] = "samples",
    documents: Annotated[
        Path | None, typer.Option("--documents", help="Folder of its documents. 文档目录")
    ] = None,
    beir: Annotated[
        Path | None, typer.Option("--beir", help="Folder of a BEIR-style benchmark. 公开评测集")
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", help="Saved runs, now, lanes, model=…, glossary=…. 比较两次结果"),
    ] = None,
    lanes: Annotated[str | None, typer.Option("--lanes", help="Of lexical,dense,fused. 检索通道")] = None,
    as_of: AsOfOption = None,
    half: Annotated[str | None, typer.Option("--half", help="Only dev or held. 只用一半")] = None,
    failures: Annotated[int, typer.Option("--failures", min=0, help="Failures to list. 列出失败数")] = 10,
    html: Annotated[
        Path | None, typer.Option("--html", help="Also write a page with plots. 图表网页")
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="gate: raise the floors to this run. 更新门槛")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="suggest: the set that accepted drafts are added to. 题集文件"),
    ] = None,
    count: Annotated[int, typer.Option("-n", min=1, max=1000, help="suggest: drafts. 题数")] = 20,
    shelf: ShelfOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval, answers and refusals on a question set. 评测。"""
    import eval as room

    if name == "gate":
        _gate(pin, model)
        return
    if name == "suggest":
        _suggest(shelf_dir(shelf), count, out)
        return
    chosen = tuple(lanes.split(",")) if lanes else (tuple(room.LANES) if beir is None else ("fused",))
    asked = _Asked(name, documents, beir, parse_day(as_of), half, model)
    if compare is not None:
        comparison = room.compare_sides(*compare, asked.run)
        if as_json:
            print_json(room.comparison_json(comparison))
        else:
            typer.echo(room.comparison_text(comparison))
        return
    result = asked.run(chosen, None, True)
    if html is not None:
        room.write_html(result, html)
    if as_json:
        print_json(room.to_json(result))
    else:
        room.print_report(result, failures=failures)


@dataclass(frozen=True)
class _Asked:
    """The set or benchmark of a command line."""

    name: str
    documents: Path | None
    beir: Path | None
    as_of: date | None
    half: str | None
    model: str | None

    def run(self, lanes: tuple[str, ...], model: str | None, with_answers: bool) -> EvalResult:
        """Run it, with bars on standard error; ``model`` goes before the command line's."""
        import eval as room

        model = model or self.model
        with progress_bars() as progress:
            if self.beir is not None:
                return room.run_beir(
                    self.beir, lanes=lanes, model=model, with_answers=with_answers, progress=progress
                )
            return room.run_set(
                self.name,
                documents_dir=self.documents,
                lanes=lanes,
                as_of=self.as_of,
                half=self.half,
                model=model,
                with_answers=with_answers,
                progress=progress,
            )


def _suggest(folder: Path, count: int, out: Path | None) -> None:
    """Show drafts; those that the person accepts go to ``out``. Without it, all are printed as JSON lines."""
    import eval as room

    with open_shelf(folder) as opened:
        drafts = room.suggest_questions(opened, count)
    if out is None:
        for draft in drafts:
            print_json(draft.line())
        return
    accepted = 0
    for number, draft in enumerate(drafts, start=1):
        where = ", ".join(f"{place.document} {place.section}" for place in draft.gold) or draft.expect
        typer.echo(
            f"\n{number}/{len(drafts)}  {draft.question}\n    {where}\n    {' '.join(draft.quote.split())}"
        )
        choice = typer.prompt("[y] accept 采用  [n] reject 舍弃  [e] reword 改写  [q] stop 结束", default="n")
        if choice == "q":
            break
        if choice in ("y", "e"):
            wording = (
                typer.prompt("question 问题", default=draft.question) if choice == "e" else draft.question
            )
            room.append_gold(out, replace(draft, question=wording).line())
            accepted += 1
    tell(f"{accepted} question(s) added to {out}; run: wenzheng eval {out} --documents DIR. 已写入题集")


def _gate(pin: bool, model: str | None) -> None:
    """Hold the pinned sets against their floors, or pin them anew."""
    import eval as room

    with progress_bars() as progress:
        if pin:
            for name in room.set_names():
                if room.find_documents(name) is not None:
                    room.raise_floors(room.run_set(name, lanes=("fused",), model=model, progress=progress))
            return
        report = room.run_gate(model=model, progress=progress)
    for line in (*report.bars, *report.problems):
        typer.echo(str(line))
    if not report.passed:
        raise WenzhengError("quality is below the pinned floors, see above. 质量低于门槛")
