"""Helpers shared by all request handlers: language, uploads, documents, error pages."""

from collections.abc import Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.text import LANGUAGES, Language
from validator.web.desk import Desk
from validator.web.entry import Entry, Upload
from validator.web.options import ServerOptions
from validator.web.pages import Frame, problem_page

_LANGUAGE = "lang"
_MAX_NAME = 120
# Message keys of failed requests, by status.
_REFUSALS = {413: "upload_too_large", 404: "not_here", 405: "not_here"}
_BUSY = {"too_busy": 503}


def options_of(request: Request) -> ServerOptions:
    """The options of the server."""
    options: ServerOptions = request.app.state.serving
    return options


def desk_of(request: Request) -> Desk:
    """The desk of the server."""
    desk: Desk = request.app.state.desk
    return desk


def entry_of(request: Request) -> Entry:
    """The document that the URL names; HTTPException 404 if it is not on the desk."""
    entry = desk_of(request).get(request.path_params["id"])
    if entry is None:
        raise HTTPException(404)
    return entry


async def read_uploads(form: FormData, field: str) -> list[Upload]:
    """Read the files uploaded in a form field."""
    files = [part for part in form.getlist(field) if isinstance(part, UploadFile)]
    return [
        Upload(_display_name(part.filename), await part.read()) for part in files if part.filename
    ]


def _display_name(name: str) -> str:
    """A file name for display: without path and control characters, and shortened."""
    base_name = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(c for c in base_name if c.isprintable())[-_MAX_NAME:] or "-"


def catalogue_for(request: Request) -> Catalogue:
    """The catalogue of the language that a request is answered in."""
    return options_of(request).config.rules.catalogue(language_of(request))


def language_of(request: Request) -> Language:
    """The language requested by the URL, a cookie or the browser, in this order."""
    requested: Mapping[str, str] = {**request.cookies, **request.query_params}
    for language in LANGUAGES:
        if requested.get(_LANGUAGE) == language:
            return language
    header = request.headers.get("accept-language", "")
    return accepted_language(header, options_of(request).language)


def accepted_language(header: str, otherwise: Language) -> Language:
    """The first supported language in an Accept-Language header, or `otherwise`."""
    for part in header.lower().split(","):
        for language in LANGUAGES:
            if part.strip().startswith(language):
                return language
    return otherwise


def frame_of(request: Request) -> Frame:
    """What the pages around a request's answer show."""
    # The URL of a form response cannot be fetched again; link to its document.
    path = request.url.path
    if request.method != "GET":
        path = path.removesuffix("/what-if")
    return Frame(catalogue_for(request), path, options_of(request))


def html(request: Request, text: str, *, status: int = 200) -> Response:
    """A page as the answer; a language requested by the URL is kept in a cookie."""
    response = Response(text, status, media_type="text/html; charset=utf-8")
    if (requested := request.query_params.get(_LANGUAGE)) in LANGUAGES:
        response.set_cookie(_LANGUAGE, str(requested), httponly=True, samesite="strict")
    return response


def is_busy(error: UserError) -> bool:
    """Whether an error says to try again later."""
    return error.key in _BUSY


def refuse(request: Request, status: int, sentence: str) -> Response:
    """The error response to a request: JSON for the API, else a page."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status)
    return html(request, problem_page(frame_of(request), sentence), status=status)


async def user_error(request: Request, error: Exception) -> Response:
    """Handle errors that the user can fix."""
    assert isinstance(error, UserError)
    sentence = catalogue_for(request).word(error.message)
    return refuse(request, _BUSY.get(error.key, 400), sentence)


async def http_error(request: Request, error: Exception) -> Response:
    """Handle HTTP errors."""
    assert isinstance(error, HTTPException)
    key = _REFUSALS.get(error.status_code, "bad_request")
    sentence = catalogue_for(request).say(f"errors.{key}", most=options_of(request).max_megabytes)
    return refuse(request, error.status_code, sentence)


async def internal_error(request: Request, error: Exception) -> Response:
    """Handle unexpected errors."""
    sentence = catalogue_for(request).say("errors.internal", problem=type(error).__name__)
    return refuse(request, 500, sentence)
