"""Checks on every request, and the security headers of every response.

A foreign page can make a browser send requests to this server: under a host name that it points
here (DNS rebinding), or by submitting a form (cross-site request forgery). Both are refused.
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
_SECURITY_HEADERS = {
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
    """ASGI middleware that lets only legitimate requests through.

    `hosts` are the allowed host names, None for any. A `token`, unless empty, is required with
    every request. `most` is the maximum size of a request in bytes; `say` words a refusal.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str] | None, token: str, most: int, say: Say
    ) -> None:
        """Wrap an application."""
        self.app, self.hosts, self.token, self.most, self.say = app, hosts, token, most, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on to the application."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._reject(scope, headers) or self._authenticate(scope, headers)

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    sent.setdefault(name, value)
            await send(message)

        if answer is not None:
            await answer(scope, receive, send_secured)
        else:
            await self.app(scope, self._bounded(receive), send_secured)

    def _reject(self, scope: Scope, headers: Headers) -> Response | None:
        if self.hosts is not None and _host(headers.get("host", "")) not in self.hosts:
            return self._refusal(headers, 421, "foreign_host")
        if scope["method"] not in _SAFE and _is_cross_site(headers):
            return self._refusal(headers, 403, "foreign_site")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.most:
            return self._refusal(headers, 413, "upload_too_large")
        return None

    def _authenticate(self, scope: Scope, headers: Headers) -> Response | None:
        """None if the token is valid; else a refusal, or a redirect that moves it to a cookie."""
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
        candidate = bearer if scheme.lower() == "bearer" else cookie.value if cookie else ""
        return None if self._is_token(candidate) else self._refusal(headers, 401, "no_token")

    def _is_token(self, candidate: str) -> bool:
        return hmac.compare_digest(candidate.encode(), self.token.encode())

    def _refusal(self, headers: Headers, status: int, key: str) -> Response:
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
    """The name in a Host header without its port; empty if the header is invalid."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _is_cross_site(headers: Headers) -> bool:
    """Whether the browser says that another site caused the request."""
    if (fetch_site := headers.get("sec-fetch-site")) is not None:
        return fetch_site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
