"""The tables of counts on the vendor's side: which are asked, what goes in them, and delivering one."""

from __future__ import annotations

import io
from typing import BinaryIO, Literal, cast

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField

from assessor.domain.limits import MEGABYTE, TABLE_BYTES
from assessor.domain.permissions import Action
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text
from assessor.services.evidence import remove_file
from assessor.services.incoming import Incoming, receive_table
from assessor.services.own_figures import recomputed_in_draft
from assessor.services.refusals import Invalid, NotThere
from assessor.services.responses import Filling, filling
from assessor.services.tables import deliver_table, delivered_tables
from assessor.spreadsheets.templates import template
from assessor.web.access import actor, done_before, house, needs
from assessor.web.forms import Form, said, trying
from assessor.web.headers import FILE_POLICY
from assessor.web.language import language
from assessor.web.own_tables import asked_tables, checked, table_states
from assessor.web.response_parts import is_open, pages

_TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NO_FILE = Text(nl="Kies eerst een bestand.", en="Choose a file first.")


class Delivery(Form):
    """One file."""

    file = FileField(cast("str", Text(nl="Kies een bestand", en="Choose a file")))


@pages.route("/responses/<response_id>/tables")
@needs(Action.READ_OWN_RESPONSE)
def tables(response_id: str) -> ResponseReturnValue:
    filled = filling(house(), actor(), response_id)
    if filled.scope is None:
        return redirect(url_for("responses.scope", response_id=response_id))
    return render_template(
        "responses/tables.html", tender=filled.tender, response=filled.response,
        tables=table_states(filled), editable=is_open(filled.tender),
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
    return (
        receive_table(code, file.filename, cast("BinaryIO", file.stream)) if file and file.filename else None
    )


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
    form = Delivery()
    with trying(form) as outcome:
        for one in delivered_tables(house(), actor(), response_id):
            if one.code == code:
                remove_file(house(), actor(), response_id, one.file.id)
    if not outcome.done:
        return _show(filling(house(), actor(), response_id), code, form), 422
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
    asked = next((one for one in asked_tables(filled) if one.code == code), None)
    if asked is None:
        raise NotThere
    found = recomputed_in_draft(house(), filled) if asked.file_id else None
    return render_template(
        "responses/table.html", form=form, tender=filled.tender, response=filled.response, asked=asked,
        table=asked.form, most=TABLE_BYTES // MEGABYTE, most_bytes=TABLE_BYTES, editable=is_open(filled.tender),
        delivered=next((one for one in found.delivered if one.code == code), None) if found else None,
        checked=checked(filled, found, asked.code) if found else None,
        figures=found.figures if found else None,
    )  # fmt: skip
