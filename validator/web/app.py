"""The web application: routes and request handlers."""

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

from validator.model.errors import UserError
from validator.pipeline.session import SessionSetup
from validator.recognition.tables.figures import read_figure
from validator.rendering import wording
from validator.rendering.page_pictures import Picture
from validator.serialization import packing
from validator.web import api, pages
from validator.web.desk import Desk
from validator.web.entry import Entry
from validator.web.guard import Guard
from validator.web.options import ServerOptions
from validator.web.requests import (
    accepted_language,
    catalogue_for,
    desk_of,
    entry_of,
    frame_of,
    html,
    http_error,
    internal_error,
    read_uploads,
    user_error,
)
from validator.web.tasks import DrawPageTask, WriteTask, run_task
from validator.web.views import Changes, Sheet, build_sheet, compare_runs, find_explanation

_STATIC = Path(__file__).parent / "static"
# Maximum number of files in an upload, and of fields in the form of figures.
_MAX_FILES, _MAX_FIELDS = 50, 3000
_CELL_PREFIX = "cell:"
# Characters of the longest name of a person.
_MAX_PERSON = 40
# Seconds between two removals of expired documents.
_TIDY_INTERVAL = 60
# Downloads of a checked document: output, file extension and media type.
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


def application(options: ServerOptions) -> Starlette:
    """The server as an ASGI application."""
    desk = Desk(
        SessionSetup(options.config, run_task),
        options.jobs,
        options.config.options.bounds,
        options.limits,
    )
    # Uploads stay in memory, whatever their size, not in temporary files.
    MultiPartParser.spool_max_size = options.max_megabytes * 2**20

    def say(headers: Headers, key: str) -> str:
        language = accepted_language(headers.get("accept-language", ""), options.language)
        return options.config.rules.catalogue(language).say(
            f"errors.{key}", most=options.max_megabytes
        )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async def tidying() -> None:
            while True:
                await asyncio.sleep(_TIDY_INTERVAL)
                desk.tidy()

        task = asyncio.create_task(tidying())
        try:
            yield
        finally:
            task.cancel()
            desk.close()

    guard = Middleware(
        Guard, hosts=options.hosts, token=options.token, most=options.max_megabytes * 2**20, say=say
    )
    app = Starlette(
        routes=[
            Route("/", start),
            Route("/documents", upload, methods=["POST"]),
            Route("/d/{id}", document),
            Route("/d/{id}/state", state),
            Route("/d/{id}/what-if", what_if, methods=["POST"]),
            Route("/d/{id}/readings", readings, methods=["POST"]),
            Route("/d/{id}/pages/{page:int}", picture),
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
        exception_handlers={
            UserError: user_error,
            HTTPException: http_error,
            Exception: internal_error,
        },
        lifespan=lifespan,
    )
    app.state.desk, app.state.serving = desk, options
    # References to running tasks, which might be garbage-collected otherwise.
    app.state.reading = set()
    return app


async def start(request: Request) -> Response:
    """The page for uploads."""
    return html(request, pages.start_page(frame_of(request)))


async def palette(_: Request) -> Response:
    """The colour palette, shared with the HTML reports."""
    return Response(pages.palette(), media_type="text/css")


async def upload(request: Request) -> Response:
    """Take files from the upload page and start reading them."""
    async with request.form(max_files=_MAX_FILES, max_fields=_MAX_FILES) as form:
        documents = await read_uploads(form, "file")
        previous = await read_uploads(form, "previous")
    if not documents:
        raise UserError("no_upload")
    desk = desk_of(request)
    entries = desk.put(documents, previous[0] if previous else None)
    under_way: set[asyncio.Task[None]] = request.app.state.reading
    for entry in entries:
        task = asyncio.create_task(desk.read(entry))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    return RedirectResponse(f"/d/{entries[0].id}", 303)


async def document(request: Request) -> Response:
    """The page of a document: its findings, its refusal, or that it is still being read."""
    entry, frame = entry_of(request), frame_of(request)
    run, batch = entry.run, _batch(request, entry)
    if run is None:
        return html(request, pages.waiting_page(frame, entry, batch))
    if run.findings is None:
        why = wording.refusal(run, frame.catalogue)
        return html(request, pages.refused_page(frame, entry, batch, why))
    return _report_page(request, entry, build_sheet(run, entry.preview, frame.catalogue))


async def state(request: Request) -> Response:
    """The progress of reading a document."""
    entry = entry_of(request)
    recognised, pages = entry.recognised or (0, 0)
    phrases = catalogue_for(request)
    message = phrases.say("output.recognised", done=recognised, pages=pages) if pages else ""
    return JSONResponse({"done": entry.run is not None, "message": message})


async def what_if(request: Request) -> Response:
    """The page of a document with some of its figures replaced."""
    entry, phrases, desk = entry_of(request), catalogue_for(request), desk_of(request)
    if entry.run is None or entry.run.report is None:
        raise HTTPException(404)
    async with request.form(max_files=0, max_fields=_MAX_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    original, facts = entry.run, entry.run.report.facts
    typed = {name.removeprefix(_CELL_PREFIX): text.strip() for name, text in fields.items()}
    cells = {c: text for c, text in typed.items() if c in facts and text != facts[c].figure.text}
    hypothetical = await desk.what_if(entry, cells) if cells else original
    if (explanation := find_explanation(hypothetical, fields.get("accept", ""))) is not None:
        cells |= {one.cell: f"{one.proposed.normalize():f}" for one in explanation.cells}
        hypothetical = await desk.what_if(entry, cells)
    changed = compare_runs(original, hypothetical, cells, phrases.language) if cells else None
    return _report_page(request, entry, build_sheet(hypothetical, entry.preview, phrases), changed)


async def readings(request: Request) -> Response:
    """Keep the figures that a person read where they are not sure, and check again with them."""
    entry = entry_of(request)
    if entry.run is None or entry.run.report is None:
        raise HTTPException(404)
    async with request.form(max_files=0, max_fields=_MAX_FIELDS) as form:
        fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    report = entry.run.report
    typed = {name.removeprefix(_CELL_PREFIX): text for name, text in fields.items() if text}
    # What is no figure is asked for again.
    cells = {
        concept: text
        for concept, text in typed.items()
        if (fact := report.facts.get(concept)) is not None
        and report.is_unsure(fact)
        and read_figure(text).is_recognised
    }
    if cells and fields.get("by"):
        await desk_of(request).read_again(entry, cells, fields["by"][:_MAX_PERSON])
    return RedirectResponse(f"/d/{entry.id}", 303)


async def picture(request: Request) -> Response:
    """The image of a page of a document."""
    entry, number = entry_of(request), request.path_params["page"]
    if not 1 <= number <= len(entry.preview.pages):
        raise HTTPException(404)
    answer = await desk_of(request).execute(DrawPageTask(entry.document, number))
    drawn = packing.unpack(answer, Picture)
    return Response(drawn.data, media_type=drawn.media_type)


async def download(request: Request) -> Response:
    """Download an output, or the document with its findings as comments."""
    entry, phrases, desk = entry_of(request), catalogue_for(request), desk_of(request)
    requested = request.path_params["form"]
    if entry.run is None or entry.run.findings is None or requested not in _downloads(entry):
        raise HTTPException(404)
    output, extension, content_type = _DOWNLOADS.get(
        requested, (_ANNOTATED, "", "application/octet-stream")
    )
    task = WriteTask(output, entry.document, entry.encoded, entry.last_year, phrases.language)
    data = await desk.execute(task)
    if output == _ANNOTATED:
        extension = ".pdf" if data.startswith(_PDF) else ".docx"
    name = phrases.say(f"serve.file_{requested}", name=PurePosixPath(entry.document.name).stem)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name + extension)}"}
    return Response(data, media_type=content_type, headers=headers)


async def close(request: Request) -> Response:
    """Remove a document and the rest of its batch."""
    desk_of(request).remove(request.path_params["id"])
    return RedirectResponse("/", 303)


def _report_page(
    request: Request, entry: Entry, report_sheet: Sheet, changed: Changes | None = None
) -> Response:
    page = pages.report_page(
        frame_of(request), entry, _batch(request, entry), report_sheet, _downloads(entry), changed
    )
    return html(request, page)


def _downloads(entry: Entry) -> list[str]:
    """The downloads of a document, with comments only if its form supports them."""
    return [*([_ANNOTATED] if entry.comments else []), *_DOWNLOADS]


def _batch(request: Request, entry: Entry) -> list[Entry]:
    """All documents of the same batch if there are several, else none."""
    desk = desk_of(request)
    entries = [other for name in entry.batch if (other := desk.get(name)) is not None]
    return entries if len(entries) > 1 else []
