"""The HTTP API: the commands' contracts, one route each."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Query, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response
from starlette.routing import Match

from assistant import (
    add_json,
    answer_json,
    comparison_json,
    corrections_json,
    document_json,
    find_json,
    matches_json,
    parse_day,
    report_json,
)
from desk.answers import ApiResponse, error_response
from desk.errors import AccessError, MissingError
from desk.guard import Access, person_of, signed_by
from desk.limits import CHECK_S, Work
from desk.observing import Figures
from desk.replies import (
    AddReply,
    AskReply,
    CheckReply,
    CorrectReply,
    DiffReply,
    DocumentsReply,
    ErrorReply,
    FindReply,
    MatchReply,
    MeReply,
    RefusedUploadReply,
    RemoveReply,
    SectionReply,
    ShowReply,
)
from desk.requests import (
    AskRequest,
    CheckRequest,
    CorrectRequest,
    Day,
    DiffRequest,
    FindRequest,
    Name,
    ProfileRequest,
)
from desk.service import Desk, Shown
from desk.uploads import MAX_FILES, Upload
from ingest import find_sections

COPY_BYTES = 1 << 20
CHANGE_S = 3600.0  # a long scan takes a second a page, and somebody else may be writing

Json = dict[str, Any]


def editor_only(request: Request) -> None:
    """Refuse who may only read."""
    if not person_of(request).may_edit:
        raise AccessError("only an editor may add, correct or remove documents. 只有编辑者可以增删和更正文件")


class Api:
    """The routes over one desk."""

    def __init__(self, desk: Desk, access: Access, work: Work) -> None:
        self._desk = desk
        self._access = access
        self._work = work

    async def find(self, body: FindRequest) -> Response:
        """Passages for a sentence, words or a question, best first."""
        day = parse_day(body.as_of)
        found = await self._work.run(
            partial(self._desk.find, body.query, k=body.k, filters=body.filters, as_of=day)
        )
        return ApiResponse(find_json(found.query, found.hits, found.took_ms))

    async def ask(self, body: AskRequest) -> Response:
        """An answer made of exact quotes, or a refusal."""
        if body.reword:
            self._desk.check_rewording()
        answer = await self._work.run(
            partial(
                self._desk.ask,
                body.question,
                after=tuple(body.after),
                region=body.region,
                as_of=parse_day(body.as_of),
                kind=body.kind,
                all_status=body.all_status,
                statuses=tuple(body.statuses),
                k=body.k,
                reword=body.reword,
            )
        )
        return ApiResponse(answer_json(answer))

    async def check(self, body: CheckRequest) -> Response:
        """What does not agree on the shelf."""
        day = parse_day(body.as_of)
        report = await self._work.run(partial(self._desk.check, as_of=day), within_s=CHECK_S)
        return ApiResponse(report_json(report))

    async def diff(self, body: DiffRequest) -> Response:
        """What changed from document ``a`` to document ``b``, clause by clause."""
        comparison = await self._work.run(partial(self._desk.diff, body.a, body.b))
        return ApiResponse(comparison_json(comparison))

    async def match(self, body: ProfileRequest) -> Response:
        """Which measures a firm can get, condition by condition."""
        day = parse_day(body.as_of)
        report = await self._work.run(partial(self._desk.match, body.profile, as_of=day))
        return ApiResponse(matches_json(report))

    async def documents(self, as_of: Annotated[Day | None, Query()] = None) -> Response:
        """The documents on the shelf with their standing on a day (today)."""
        day = parse_day(as_of)
        documents = await self._work.run(partial(self._desk.documents, as_of=day))
        return ApiResponse({"documents": [document_json(document) for document in documents]})

    async def show(self, doc_id: str, section: Annotated[Name | None, Query()] = None) -> Response:
        """A document's text and section tree; ``section`` keeps the sections with these labels."""
        shown = await self._work.run(partial(self._desk.show, doc_id))
        return ApiResponse(show_json(shown, section))

    async def add(
        self, request: Request, files: Annotated[list[UploadFile], File(max_length=MAX_FILES)]
    ) -> Response:
        """Put files that are sent on the shelf; editors only."""
        with tempfile.TemporaryDirectory(prefix="wenzheng-", ignore_cleanup_errors=True) as folder:
            uploads = [await _received(file, Path(folder), number) for number, file in enumerate(files)]
            report = await self._work.run(partial(self._desk.add_uploads, uploads), within_s=CHANGE_S)
        reply = add_json(report)
        if report.added + report.updated + report.unchanged == 0:
            reasons = "; ".join(f"{one['path']}: {one['reason']}" for one in reply["skipped"])
            message = f"none of the files was taken: {reasons or 'they hold nothing'}. 没有添加任何文件"
            return error_response(422, message, skipped=reply["skipped"])
        return ApiResponse(reply)

    async def correct(self, request: Request, doc_id: str, body: CorrectRequest) -> Response:
        """Correct header fields of a document, or take corrections back; editors only."""
        by = signed_by(request)
        correct = partial(self._desk.correct, doc_id, body.values, restore=body.restore, by=by)
        summary = await self._work.run(correct, within_s=CHANGE_S)
        shown = await self._work.run(partial(self._desk.show, summary.doc_id))
        log = corrections_json(shown.corrections, shown.as_read)
        return ApiResponse({**document_json(summary), "corrections": log})

    async def remove(self, doc_id: str) -> Response:
        """Take a document off the shelf; editors only."""
        removed = await self._work.run(partial(self._desk.remove, [doc_id]), within_s=CHANGE_S)
        return ApiResponse({"removed": [document_json(document) for document in removed]})

    async def metrics(self, figures: Figures) -> bytes:
        """The figures, which look at the shelf."""
        return await self._work.run(figures.text)

    async def me(self, request: Request) -> Response:
        """Who is asking."""
        person = person_of(request)
        return ApiResponse(
            {
                "name": person.name,
                "role": person.role,
                "auth": self._access.users is not None,
                "rewording": self._desk.rewords,
            }
        )


def show_json(shown: Shown, section: str | None = None) -> Json:
    """A document as ``show`` prints it; ``MissingError`` if it has no such section."""
    sections = list(shown.document.sections)
    if section is not None:
        sections = find_sections(shown.document.sections, section, shown.document.text)
        if not sections:
            raise MissingError(f"{shown.summary.title} has no section {section!r}. 无此章节")
    fields = SectionReply.model_fields
    tree = [{field: getattr(found, field) for field in fields} for found in sections]
    return {
        **document_json(shown.summary),
        "text": shown.document.text,
        "sections": tree,
        "removed": list(shown.document.removed),
        "corrections": corrections_json(shown.corrections, shown.as_read),
    }


async def _received(file: UploadFile, folder: Path, number: int) -> Upload:
    """The bytes of one part of the request, in a file whose name is a number."""
    path = folder / str(number)
    with path.open("wb") as copy, contextlib.closing(file.file):
        while chunk := await file.read(COPY_BYTES):
            copy.write(chunk)
    return Upload(file.filename or "", path)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorReply} for status in statuses}


# Codes that any route may answer: not logged in, from another site, too long, not as described, too often,
# a fault, too busy.
_ANYWHERE = _problems(400, 401, 403, 408, 413, 422, 429, 500, 503)


def make_router(api: Api) -> APIRouter:
    """The routes under /api."""
    router = APIRouter()

    def route(
        method: str,
        path: str,
        endpoint: Any,
        reply: type[BaseModel],
        *,
        more: Sequence[int] = (),
        editors: bool = False,
    ) -> None:
        responses = {**_ANYWHERE, **_problems(*more), 200: {"model": reply}}
        if path == "/api/documents" and method == "POST":
            responses[422] = {"model": RefusedUploadReply}
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            response_model=None,
            responses=responses,
            dependencies=[Depends(editor_only)] if editors else [],
        )

    route("POST", "/api/find", api.find, FindReply)
    route("POST", "/api/ask", api.ask, AskReply)
    route("POST", "/api/check", api.check, CheckReply)
    route("POST", "/api/diff", api.diff, DiffReply, more=(404,))
    route("POST", "/api/match", api.match, MatchReply)
    route("GET", "/api/documents", api.documents, DocumentsReply)
    route("POST", "/api/documents", api.add, AddReply, editors=True)
    route("GET", "/api/documents/{doc_id}", api.show, ShowReply, more=(404,))
    route("PATCH", "/api/documents/{doc_id}", api.correct, CorrectReply, more=(404,), editors=True)
    route("DELETE", "/api/documents/{doc_id}", api.remove, RemoveReply, more=(404,), editors=True)
    route("GET", "/api/me", api.me, MeReply)
    return router


def no_such_route(router: APIRouter) -> Any:
    """What answers below /api where nothing else does: the pages are mounted at / and know no JSON."""

    async def answer(request: Request) -> Response:
        scope = {**request.scope, "root_path": request.scope.get("root_path", "")}
        allowed = sorted(
            method
            for route in router.routes
            if route.matches(scope)[0] is Match.PARTIAL
            for method in getattr(route, "methods", None) or ()
        )
        if allowed:
            message = (
                f"{request.method} is not what this address takes: use {', '.join(allowed)}. 请求方法不对"
            )
            return error_response(405, message, headers={"allow": ", ".join(allowed)})
        return error_response(404, "there is nothing at this address: see /openapi.json. 没有这个地址")

    return answer
