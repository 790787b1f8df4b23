"""The pages of the server: what is asked of them, and what they answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from validator.data.languages import catalogue
from validator.model.errors import UserError
from validator.rendering import wording
from validator.rendering.templating import template
from validator.web import api
from validator.web.asking import (
    Serving,
    accepted,
    desk_of,
    entry_of,
    fault,
    files_of,
    http_error,
    language_of,
    page,
    said_to,
    user_error,
)
from validator.web.desk import Desk, Entry
from validator.web.guard import Guard
from validator.web.views import Sheet, Supposed, choice_of, sheet, supposed
from validator.web.work import Drawing, Setup, Writing

_STATIC = Path(__file__).parent / "static"
# Of what one upload may have: files, and fields of the form of figures.
_FILES, _FIELDS = 50, 3000
_CELL = "cell:"
# Seconds between two looks at what has lain on the desk for too long.
_TIDY = 60
# What may be had of a document that was checked: the output, its ending and media type.
_DOWNLOADS = {
    "report": ("html", ".html", "text/html; charset=utf-8"),
    "opinion": (
        "docx", ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "workbook": (
        "xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "findings": ("json", ".json", "application/json"),
}  # fmt: skip
_ANNOTATED = "annotated"
_PDF = b"%PDF"


def application(serving: Serving) -> Starlette:
    """The server as an ASGI application."""
    desk = Desk(Setup(serving.asked), serving.jobs, serving.bounds, serving.limits)
    # Uploads stay in memory, whatever their size.
    MultiPartParser.spool_max_size = serving.most * 2**20

    def say(headers: Headers, key: str) -> str:
        language = accepted(headers.get("accept-language", ""), serving.language)
        return catalogue(language).say(f"errors.{key}", most=serving.most)

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        async def tidying() -> None:
            while True:
                await asyncio.sleep(_TIDY)
                desk.tidy()

        task = asyncio.create_task(tidying())
        try:
            yield
        finally:
            task.cancel()
            desk.close()

    guard = Middleware(
        Guard, hosts=serving.hosts, token=serving.token, most=serving.most * 2**20, say=say
    )
    app = Starlette(
        routes=[
            Route("/", start),
            Route("/documents", upload, methods=["POST"]),
            Route("/d/{id}", document),
            Route("/d/{id}/state", state),
            Route("/d/{id}/what-if", what_if, methods=["POST"]),
            Route("/d/{id}/pages/{page:int}.png", picture),
            Route("/d/{id}/files/{form}", download),
            Route("/d/{id}/close", close, methods=["POST"]),
            Route("/api/check", api.check, methods=["POST"]),
            Route("/api/rules", api.rules),
            Route("/api/openapi.json", api.description),
            Route("/api/schemas/findings", api.findings_schema),
            Route("/assets/palette.css", palette),
            Mount("/assets", StaticFiles(directory=_STATIC)),
        ],
        middleware=[guard],
        exception_handlers={UserError: user_error, HTTPException: http_error, Exception: fault},
        lifespan=alive,
    )
    app.state.desk, app.state.serving = desk, serving
    # Readings under way, held on to or they might be collected before they end.
    app.state.reading = set()
    return app


async def start(request: Request) -> Response:
    """The page on which files are dropped."""
    return page(request, "start.html")


async def palette(_: Request) -> Response:
    """The colours, which all pages of the project have."""
    return Response(template("validator.web", "palette.css").render(), media_type="text/css")


async def upload(request: Request) -> Response:
    """Files from the page; they are read while it waits."""
    async with request.form(max_files=_FILES, max_fields=_FILES) as form:
        documents = await files_of(form, "file")
        before = await files_of(form, "previous")
    if not documents:
        raise UserError("no_upload")
    desk = desk_of(request)
    entries = desk.put(documents, before[0] if before else None, language_of(request))
    under_way: set[asyncio.Task[None]] = request.app.state.reading
    for entry in entries:
        task = asyncio.create_task(desk.read(entry))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    return RedirectResponse(f"/d/{entries[0].id}", 303)


async def document(request: Request) -> Response:
    """A document with its findings; that it is still being read; or why it cannot be."""
    entry, said = entry_of(request), said_to(request)
    if entry.done is None:
        return page(request, "waiting.html", entry=entry, others=_others(request, entry))
    run = await desk_of(request).run(entry, said.language)
    if run.findings is None:
        others = _others(request, entry)
        why = wording.refusal(run, said)
        return page(request, "refused.html", entry=entry, others=others, why=why)
    return _shown(request, entry, sheet(run, entry.shown, said))


async def state(request: Request) -> Response:
    """How far the reading of a document is."""
    entry = entry_of(request)
    done, pages = entry.recognised or (0, 0)
    said = said_to(request)
    message = said.say("output.recognised", done=done, pages=pages) if pages else ""
    return JSONResponse({"done": entry.done is not None, "message": message})


async def what_if(request: Request) -> Response:
    """A document as if other figures stood in its tables."""
    entry, said, desk = entry_of(request), said_to(request), desk_of(request)
    if entry.done is None or entry.done.report is None:
        raise HTTPException(404)
    async with request.form(max_files=0, max_fields=_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    own = await desk.run(entry, said.language)
    assert own.report is not None
    facts = own.report.facts
    typed = {name.removeprefix(_CELL): text.strip() for name, text in fields.items()}
    cells = {c: text for c, text in typed.items() if c in facts and text != facts[c].figure.text}
    other = await desk.supposed(entry, cells, said.language) if cells else own
    if (accepted := choice_of(other, fields.get("accept", ""))) is not None:
        cells |= {one.cell: f"{one.proposed.normalize():f}" for one in accepted.cells}
        other = await desk.supposed(entry, cells, said.language)
    changed = supposed(own, other, cells, said.language) if cells else None
    return _shown(request, entry, sheet(other, entry.shown, said), changed)


async def picture(request: Request) -> Response:
    """A page of a document."""
    entry, number = entry_of(request), request.path_params["page"]
    if not 1 <= number <= len(entry.shown.pages):
        raise HTTPException(404)
    png = await desk_of(request).do(Drawing(entry.document, number))
    return Response(png, media_type="image/png")


async def download(request: Request) -> Response:
    """An output, or the document with its findings as comments."""
    entry, said, desk = entry_of(request), said_to(request), desk_of(request)
    wanted = request.path_params["form"]
    if entry.done is None or entry.done.findings is None or wanted not in _forms(entry):
        raise HTTPException(404)
    form, ending, kind = _DOWNLOADS.get(wanted, (_ANNOTATED, "", "application/octet-stream"))
    own = await desk.worded(entry, said.language)
    data = await desk.do(Writing(form, entry.document, own, entry.last_year, said.language))
    if form == _ANNOTATED:
        ending = ".pdf" if data.startswith(_PDF) else ".docx"
    name = said.say(f"serve.file_{wanted}", name=PurePosixPath(entry.document.name).stem)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name + ending)}"}
    return Response(data, media_type=kind, headers=headers)


async def close(request: Request) -> Response:
    """Forget a document and those that came with it."""
    desk_of(request).remove(request.path_params["id"])
    return RedirectResponse("/", 303)


def _shown(request: Request, entry: Entry, own: Sheet, changed: Supposed | None = None) -> Response:
    return page(
        request, "report.html", entry=entry, others=_others(request, entry), sheet=own,
        changed=changed, forms=_forms(entry), wording=wording, said=said_to(request), explain=False,
    )  # fmt: skip


def _forms(entry: Entry) -> list[str]:
    """What may be had of a document, comments in it only where its form takes them."""
    return [*([_ANNOTATED] if entry.comments else []), *_DOWNLOADS]


def _others(request: Request, entry: Entry) -> list[Entry]:
    """The documents that came together, where there are several."""
    desk = desk_of(request)
    found = [other for name in entry.batch if (other := desk.get(name)) is not None]
    return found if len(found) > 1 else []
