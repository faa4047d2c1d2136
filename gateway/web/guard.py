"""What protects every page: the headers a browser obeys, and the check that a form is ours."""

from urllib.parse import urlsplit

from flask import Request, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def protect(response: Response) -> Response:
    """Add the headers; a page is kept by nobody, since it shows what one person may see."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def is_from_elsewhere(request: Request, address: str) -> bool:
    """Whether the browser itself says that another site sent this form. `address` is ours, as people type it."""
    origin = request.headers.get("Origin", "")
    if not origin:
        return request.headers.get("Sec-Fetch-Site") == "cross-site"
    # Behind a proxy the Host we are called by is not the one the browser knows.
    return urlsplit(origin).netloc not in {request.host, urlsplit(address).netloc}
