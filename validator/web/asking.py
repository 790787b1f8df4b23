"""What all requests share: language, files, the document that they are about, refusals."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from validator.checker import Asked
from validator.data.languages import catalogue
from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.text import LANGUAGES, Language
from validator.processes.pool import Bounds
from validator.rendering.templating import template
from validator.web.desk import Desk, Entry, Limits
from validator.web.work import Given

_LANGUAGE = "lang"
_LONGEST_NAME = 120
# What is said of a request that cannot be answered, by its status.
_REFUSALS = {413: "upload_too_large", 404: "not_here", 405: "not_here"}
_BUSY = {"too_busy": 503}


class Serving(NamedTuple):
    """How the page is served: `hosts` are names it may be asked by, None for any with a token.

    `most` are megabytes of one upload; `bounds` what reading one document may take.
    """

    asked: Asked
    language: Language = "zh"
    jobs: int = 2
    bounds: Bounds = Bounds(120, 2000)
    limits: Limits = Limits()
    hosts: frozenset[str] | None = None
    token: str = ""
    most: int = 100


def serving_of(request: Request) -> Serving:
    """How the server that is asked serves."""
    serving: Serving = request.app.state.serving
    return serving


def desk_of(request: Request) -> Desk:
    """The desk of the server that is asked."""
    desk: Desk = request.app.state.desk
    return desk


def entry_of(request: Request) -> Entry:
    """The document that an address names; HTTPException 404 where it is gone."""
    entry = desk_of(request).get(request.path_params["id"])
    if entry is None:
        raise HTTPException(404)
    return entry


async def files_of(form: FormData, field: str) -> list[Given]:
    """The files that were chosen in a field of a form."""
    files = [part for part in form.getlist(field) if isinstance(part, UploadFile)]
    return [Given(_shown_name(part.filename), await part.read()) for part in files if part.filename]


def _shown_name(name: str) -> str:
    """What is shown of a file name: no path, no control characters, not long."""
    own = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(c for c in own if c.isprintable())[-_LONGEST_NAME:] or "-"


def said_to(request: Request) -> Catalogue:
    """The phrases of the language that a request is answered in."""
    return catalogue(language_of(request))


def language_of(request: Request) -> Language:
    """What the address, a cookie or the browser asks for, in this order."""
    asked: Mapping[str, str] = {**request.cookies, **request.query_params}
    for language in LANGUAGES:
        if asked.get(_LANGUAGE) == language:
            return language
    header = request.headers.get("accept-language", "")
    return accepted(header, serving_of(request).language)


def accepted(header: str, otherwise: Language) -> Language:
    """The first of our languages in an Accept-Language header."""
    for part in header.lower().split(","):
        for language in LANGUAGES:
            if part.strip().startswith(language):
                return language
    return otherwise


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template; a language that the address asks for is kept in a cookie."""
    said = said_to(request)
    # What is answered to a form cannot be asked for again by its address.
    path = request.url.path.removesuffix("/what-if") if request.method != "GET" else None
    text = template("validator.web", name).render(
        say=said.say,
        language="zh-CN" if said.language == "zh" else "en",
        path=path or request.url.path,
        serving=serving_of(request),
        **values,
    )
    answer = Response(text, status, media_type="text/html; charset=utf-8")
    if (wanted := request.query_params.get(_LANGUAGE)) in LANGUAGES:
        answer.set_cookie(_LANGUAGE, str(wanted), httponly=True, samesite="strict")
    return answer


def refused(request: Request, status: int, sentence: str) -> Response:
    """Why a request is not answered: JSON for programs, a page for people."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status)
    return page(request, "problem.html", status=status, why=sentence)


async def user_error(request: Request, error: Exception) -> Response:
    """What the user can mend."""
    assert isinstance(error, UserError)
    sentence = said_to(request).say(f"errors.{error.key}", **error.details)
    return refused(request, _BUSY.get(error.key, 400), sentence)


async def http_error(request: Request, error: Exception) -> Response:
    """A request that there is no answer to."""
    assert isinstance(error, HTTPException)
    key = _REFUSALS.get(error.status_code, "bad_request")
    sentence = said_to(request).say(f"errors.{key}", most=serving_of(request).most)
    return refused(request, error.status_code, sentence)


async def fault(request: Request, error: Exception) -> Response:
    """A fault of the program."""
    sentence = said_to(request).say("errors.internal", problem=type(error).__name__)
    return refused(request, 500, sentence)
