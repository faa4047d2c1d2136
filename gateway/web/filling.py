"""The round of a form: shown, sent, and either taken or shown again with every value and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from gateway.web.asking import Refused
from gateway.web.forms import Field, Form

Page = tuple[str, int]
"""A page and its status."""
Trail = Sequence[tuple[str, str]]
"""Words and address of the pages above one."""


def fill(
    fields: Sequence[Field], send: Callable[[dict[str, Any]], Response], noun: Mapping[str, Any] | None = None
) -> Form | Response:
    """Take the form when it was sent and is right, answering where to go on; else the form to be shown."""
    if request.method != "POST":
        return Form.of(fields, noun)
    form = Form.typed(fields, request.form)
    typed = form.read()
    if not form.is_wrong:
        try:
            return send(typed)
        except Refused as refused:
            form.refuse(refused)
    return form


def show_form(form: Form, template: str = "form.html", **values: Any) -> Page:
    """The page of a form. 422 when it was sent with something wrong."""
    return render_template(template, form=form, **values), 422 if form.is_wrong else 200


def plain_form(
    form: Form, *, title: str, trail: Trail, verb: str, back: str, version: int | None = None, **more: Any
) -> Page:
    """A form of one column that needs no page of its own. `more`: lead (a sentence above), aside (a template part)."""
    return show_form(form, title=title, trail=trail, verb=verb, back=back, version=version, **more)
