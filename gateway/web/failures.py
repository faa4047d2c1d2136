"""The pages for what went wrong: what happened, what is kept, what to do, and a number to quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from gateway.web.asking import Refused
from services.chassis.logs import get_log


class BadForm(Exception):
    """A form that was not made for this browser, or long ago."""


@dataclass(frozen=True)
class Words:
    """What an error page says."""

    status: int
    title: str
    text: str


FAILURES: Mapping[str, Words] = {
    "UNAUTHENTICATED": Words(401, "这一页需要登录", "请用主办方发给你的登录链接进入，再回到这一页。"),
    "FORBIDDEN": Words(403, "你的账号不能看这一页", "如果你认为应当可以，请联系主办方，并说明下面的编号。"),
    "NOT_FOUND": Words(404, "没有找到这一页", "可能已经移走，也可能地址少了几个字。可以从首页或用上方的搜索找到它。"),
    "CONFLICT": Words(
        409, "这一项已经变了", "在你打开页面之后，它有了新的状态，你的操作没有执行。请回到上一页，刷新后再试。"
    ),
    "BAD_USER_INPUT": Words(422, "有内容需要修改", "请回到上一页修改，已填的内容还在。"),
    "LIMIT_EXCEEDED": Words(422, "内容太长", "请缩短后再试，如：把整段文字改成一两句话。"),
    "RATE_LIMITED": Words(429, "请稍等片刻", "短时间内的请求太多，过一分钟再试。"),
    "UPSTREAM_UNAVAILABLE": Words(503, "这一部分暂时打不开", "其余页面不受影响，请过一会儿再试。"),
    "INTERNAL": Words(
        500, "这一页打不开了", "系统出了问题，已经保存的内容没有受影响。请稍后再试；仍不行时把编号告诉主办方。"
    ),
    "BAD_FORM": Words(403, "页面已过期", "没有执行任何操作。请回到上一页，刷新后再提交，已填的内容还在。"),
    "TOO_LARGE": Words(413, "文件太大", "一次最多上传 10 MB，请拆成几个文件。"),
    "METHOD": Words(405, "不能这样打开", "请从页面上的按钮或链接进入。"),
}
_SAID_ALREADY = frozenset({"INTERNAL", "NOT_FOUND", "UNAUTHENTICATED", "UPSTREAM_UNAVAILABLE"})
"""Codes whose page says all that a reader can use."""
_HTTP = {404: "NOT_FOUND", 405: "METHOD", 413: "TOO_LARGE", 403: "FORBIDDEN", 401: "UNAUTHENTICATED"}


def show_failures(site: Blueprint) -> None:
    """Answer every fault of the site with a page."""
    site.register_error_handler(Refused, _show_refusal)
    site.register_error_handler(BadForm, lambda fault: _page("BAD_FORM"))
    site.app_errorhandler(HTTPException)(_show_http)
    site.app_errorhandler(Exception)(_show_broken)


def _show_refusal(refused: Refused) -> Response:
    fault = refused.first
    return _page(fault.code, message=fault.message, number=fault.request_id)


def _show_http(fault: HTTPException) -> Response | HTTPException:
    if fault.code is None or fault.code < 400:
        return fault
    return _page(_HTTP.get(fault.code, "INTERNAL" if fault.code >= 500 else "BAD_USER_INPUT"), status=fault.code)


def _show_broken(fault: Exception) -> Response:
    get_log().error("page_failed", path=request.path, request_id=g.get("request_id", ""), exc_info=fault)
    return _page("INTERNAL")


def _page(code: str, *, message: str = "", number: str = "", status: int = 0) -> Response:
    code = code if code in FAILURES else "INTERNAL"
    words = FAILURES[code]
    body = render_template(
        "failure.html",
        code=code,
        words=words,
        message=message if code not in _SAID_ALREADY else "",
        number=number or g.get("request_id", ""),
        back=request.full_path.rstrip("?") if request.method == "GET" else "",
    )
    return make_response(body, status or words.status)
