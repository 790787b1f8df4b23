"""What a request must be before anything is done for it, and what every answer says.

A page elsewhere can make a browser ask this server: under a name of its own that it points here
(DNS rebinding), or by sending a form (cross-site request). Both are refused.
"""

import hmac
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN = "token"
_SAFE = ("GET", "HEAD")
_SAID = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

Say = Callable[[Headers, str], str]


class Guard:
    """Lets through what this server is for.

    `hosts` are the names that it may be asked by, None for any; where `token` is set it must come
    with every request, and `most` is how many bytes one may have. `say` words a refusal.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str] | None, token: str, most: int, say: Say
    ) -> None:
        """Stand before an application."""
        self.app, self.hosts, self.token, self.most, self.say = app, hosts, token, most, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._refused(scope, headers) or self._admitted(scope, headers)

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _SAID.items():
                    own.setdefault(name, value)
            await send(message)

        if answer is not None:
            await answer(scope, receive, said)
        else:
            await self.app(scope, self._bounded(receive), said)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        if self.hosts is not None and _host(headers.get("host", "")) not in self.hosts:
            return self._no(headers, 421, "foreign_host")
        if scope["method"] not in _SAFE and _from_elsewhere(headers):
            return self._no(headers, 403, "foreign_site")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.most:
            return self._no(headers, 413, "upload_too_large")
        return None

    def _admitted(self, scope: Scope, headers: Headers) -> Response | None:
        """None where the token is there; else a refusal, or where an address held it a cookie."""
        if not self.token:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if self._is_token(dict(query).get(TOKEN, "")) and scope["method"] in _SAFE:
            rest = urlencode([pair for pair in query if pair[0] != TOKEN])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(TOKEN, self.token, httponly=True, samesite="strict")
            return answer
        cookie = SimpleCookie(headers.get("cookie", "")).get(TOKEN)
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer if scheme.lower() == "bearer" else cookie.value if cookie else ""
        return None if self._is_token(given) else self._no(headers, 401, "no_token")

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _no(self, headers: Headers, status: int, key: str) -> Response:
        return PlainTextResponse(self.say(headers, key) + "\n", status)

    def _bounded(self, receive: Receive) -> Receive:
        left = self.most

        async def bounded() -> Message:
            nonlocal left
            message: Any = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, "upload_too_large")
            return dict(message)

        return bounded


def _host(header: str) -> str:
    """The name in a Host header, without its port; empty where it is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site makes it ask."""
    if (told := headers.get("sec-fetch-site")) is not None:
        return told not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
