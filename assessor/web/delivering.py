"""The tables of counts on the vendor's side: which are asked, what goes in them, and delivering one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from assessor.domain.answers import Key
from assessor.domain.limits import FILE_BYTES, MEGABYTE
from assessor.domain.permissions import Action
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode, TableForm
from assessor.domain.text import Text
from assessor.services.evidence import remove_file
from assessor.services.incoming import Incoming, receive_table
from assessor.services.refusals import Invalid, NotThere
from assessor.services.responses import Filling, filling
from assessor.services.tables import Delivered, deliver_table, delivered_tables, tables_asked
from assessor.spreadsheets.templates import template
from assessor.web.access import actor, done_before, house, needs
from assessor.web.forms import Form, said, trying
from assessor.web.headers import FILE_POLICY
from assessor.web.language import language
from assessor.web.response_parts import is_open, pages, question_name, question_url

_TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NO_FILE = Text(nl="Kies eerst een bestand.", en="Choose a file first.")


class Delivery(Form):
    """One file."""

    file = FileField(cast("str", Text(nl="Kies een bestand", en="Choose a file")))


@dataclass(frozen=True)
class Asked:
    """A table that is asked for, with the questions that rest on it."""

    form: TableForm
    url: str
    questions: tuple[tuple[Text, str], ...]
    """The names of the questions, and their pages."""
    delivered: Delivered | None


@pages.route("/responses/<response_id>/tables")
@needs(Action.READ_OWN_RESPONSE)
def tables(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    if filled.scope is None:
        return redirect(url_for("responses.scope", response_id=response_id))
    return render_template(
        "responses/tables.html", tender=filled.tender, response=filled.response,
        tables=_asked(filled), editable=is_open(filled.tender),
    )  # fmt: skip


@pages.route("/responses/<response_id>/tables/<code>")
@needs(Action.READ_OWN_RESPONSE)
def table(response_id: str, code: str) -> ResponseReturnValue:
    return _show(filling(house(), actor(), response_id), code, Delivery())


def _read_upload() -> Incoming | None:
    file = request.files.get("file")
    code = cast("TableCode", (request.view_args or {})["code"])
    if code not in FORMS:
        raise NotThere
    return receive_table(code, file.filename, cast("BinaryIO", file.stream)) if file and file.filename else None


@pages.route("/responses/<response_id>/tables/<code>", methods=["POST"])
@needs(Action.FILL_IN, before=_read_upload)
def deliver(response_id: str, code: str) -> ResponseReturnValue:
    form = Delivery()
    with trying(form) as outcome:
        incoming = cast("Incoming | None", done_before())
        if incoming is None:
            raise Invalid({"file": _NO_FILE})
        deliver_table(house(), actor(), response_id, incoming)
    if not outcome.done:
        return _show(filling(house(), actor(), response_id), code, form), 422
    said("De tabel is gelezen en bewaard.", "The table was read and saved.")
    return redirect(url_for("responses.table", response_id=response_id, code=code))


@pages.route("/responses/<response_id>/tables/<code>/remove", methods=["POST"])
@needs(Action.FILL_IN)
def take_table_out(response_id: str, code: str) -> ResponseReturnValue:
    for one in delivered_tables(house(), actor(), response_id):
        if one.code == code:
            remove_file(house(), actor(), response_id, one.file.id)
    said("De tabel is verwijderd.", "The table was removed.")
    return redirect(url_for("responses.table", response_id=response_id, code=code))


@pages.route("/tables/<code>.<kind>")
@needs(Action.VISIT)
def table_template(code: str, kind: str) -> FlaskResponse:
    if code not in FORMS or kind not in _TEMPLATE_TYPES:
        raise NotThere
    content = template(FORMS[cast("TableCode", code)], language(), cast("Literal['csv', 'xlsx']", kind))
    answer = send_file(
        io.BytesIO(content),
        mimetype=_TEMPLATE_TYPES[kind],
        as_attachment=True,
        download_name=f"{code}.{kind}",
    )
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer


def _show(filled: Filling, code: str, form: Delivery) -> str:
    asked = next((one for one in _asked(filled) if one.form.code == code), None)
    if asked is None:
        raise NotThere
    return render_template(
        "responses/table.html", form=form, tender=filled.tender, response=filled.response, asked=asked,
        table=asked.form, most=FILE_BYTES // MEGABYTE, most_bytes=FILE_BYTES, editable=is_open(filled.tender),
    )  # fmt: skip


def _asked(filled: Filling) -> list[Asked]:
    present = {d.code: d for d in delivered_tables(house(), actor(), filled.response.id)}
    asked: Mapping[TableCode, tuple[Key, ...]] = tables_asked(filled.questionnaire, filled.asked)
    return [
        Asked(
            form=FORMS[code],
            url=url_for("responses.table", response_id=filled.response.id, code=code),
            questions=tuple((question_name(filled.questionnaire, k), question_url(filled, k)) for k in keys),
            delivered=present.get(code),
        )
        for code, keys in sorted(asked.items())
    ]
