"""What stands in front of every page: no request from elsewhere, no answer that a browser may misread or keep."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: The largest body that a page of ours sends, in bytes.
LARGEST = 1_000_000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Nothing goes to others; and, other than with "no-referrer", a form of ours still says its Origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware. Unsafe methods need an Origin of ours; every answer carries the headers above."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers(str(scope["path"])).items():
                    headers[name] = value
            await send(message)

        refused = refusal(scope, self.settings)
        await (refused or self.app)(scope, receive, with_headers)

    def _headers(self, path: str) -> dict[str, str]:
        headers = dict(HEADERS)
        if path.startswith("/static/"):
            headers["Cache-Control"] = "no-cache"  # holds nobody's values; asked again by its etag
        if self.settings.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return headers


def refusal(scope: Scope, settings: Settings) -> PlainTextResponse | None:
    """The answer to a request that did not come from a page of ours; None when it may pass."""
    headers = Headers(scope=scope)
    if scope["method"] in SAFE:
        return None
    own = settings.origins or {f"{'https' if settings.secure else scope['scheme']}://{headers.get('host', '')}"}
    if headers.get("origin") not in own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return PlainTextResponse("This request did not come from a page of this desk. Reload the page.", 403)
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdigit() or int(length) > LARGEST:
        return PlainTextResponse("This is larger than anything the desk takes.", 413)
    return None
