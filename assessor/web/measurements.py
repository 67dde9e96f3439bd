"""An offer in use: tables of later periods beside the figures of the award."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask import Response as FlaskResponse
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField

from assessor.domain.figures.change_words import NAMES, SENTENCES, ShownChange, counted, shown_changes
from assessor.domain.figures.words import capital
from assessor.domain.formats import day
from assessor.domain.limits import MEGABYTE, TABLE_BYTES
from assessor.domain.permissions import Action
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text
from assessor.services.access import company_of
from assessor.services.incoming import Incoming, receive_table
from assessor.services.measurements import (
    Measurement,
    Period,
    add_measurement,
    measurements,
    period_of,
    read_measurement,
    remove_measurement,
)
from assessor.services.refusals import Invalid
from assessor.web.access import actor, done_before, house, needs, response
from assessor.web.forms import Form, said, trying
from assessor.web.headers import FILE_POLICY

pages = Blueprint("measurements", __name__)

_NO_FILE = Text(nl="Kies eerst een bestand.", en="Choose a file first.")
_NO_TABLE = Text(nl="Kies welke tabel het is.", en="Choose which table it is.")
_OPEN = ("unseen_share", "impact_ratio")
"""What is shown without unfolding: who looked, and how groups fare."""


class MeasurementForm(Form):
    """Which table, and the file."""

    code = SelectField(
        cast("str", Text(nl="Welke tabel is het?", en="Which table is it?")),
        choices=[],
        validate_choice=False,
    )
    file = FileField(cast("str", Text(nl="Kies een bestand", en="Choose a file")))


@dataclass(frozen=True)
class ShownMeasurement:
    """One measurement as the page shows it."""

    title: Text
    measured: Measurement
    summary: Sequence[Text]
    """How many figures have which reading."""
    blocks: Sequence[tuple[str, Text, bool, Sequence[ShownChange]]]
    """By what is compared: code, name, whether unfolded, and the lines."""
    faults: Sequence[tuple[TableCode, Text]]


@pages.route("/assessments/<response_id>/measurements")
@needs(Action.READ_MEASUREMENTS)
def overview(response_id: str) -> ResponseReturnValue:
    return _show(response_id, MeasurementForm())


def _read_upload() -> Incoming | None:
    file, code = request.files.get("file"), request.form.get("code", "")
    if file is None or not file.filename:
        return None
    if code not in FORMS:
        raise Invalid({"code": _NO_TABLE})
    return receive_table(cast("TableCode", code), file.filename, cast("BinaryIO", file.stream))


@pages.route("/assessments/<response_id>/measurements", methods=["POST"])
@needs(Action.MEASURE, before=_read_upload)
def add(response_id: str) -> ResponseReturnValue:
    form = MeasurementForm()
    with trying(form) as outcome:
        incoming = cast("Incoming | None", done_before())
        if incoming is None:
            raise Invalid({"file": _NO_FILE})
        add_measurement(house(), actor(), response_id, incoming)
    if not outcome.done:
        return _show(response_id, form), 422
    said(
        "De tabel is gelezen en staat naast die van de gunning.",
        "The table was read and stands beside the award’s.",
    )
    return redirect(url_for("measurements.overview", response_id=response_id))


@pages.route("/assessments/<response_id>/measurements/<measured_id>/remove", methods=["POST"])
@needs(Action.MEASURE)
def remove(response_id: str, measured_id: str) -> ResponseReturnValue:
    remove_measurement(house(), actor(), response_id, measured_id)
    said("De tabel is weggehaald.", "The table was taken out.")
    return redirect(url_for("measurements.overview", response_id=response_id))


@pages.route("/assessments/<response_id>/measurements/<measured_id>/file")
@needs(Action.READ_MEASUREMENTS)
def file(response_id: str, measured_id: str) -> FlaskResponse:
    found = read_measurement(house(), actor(), response_id, measured_id)
    answer = send_file(
        io.BytesIO(found.content), mimetype=found.content_type, as_attachment=True, download_name=found.name
    )
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer


def _show(response_id: str, form: MeasurementForm) -> str:
    found = measurements(house(), actor(), response_id)
    asked = {one.code for one in found.baseline}
    order = sorted(FORMS, key=lambda code: (code not in asked, code))
    return render_template(
        "measurements/overview.html",
        form=form,
        tender=found.tender,
        response_id=response_id,
        vendor=company_of(house(), response()).name,
        found=found,
        baseline=[(one, _period_words(period_of(one.table))) for one in found.baseline],
        later=[_shown(one) for one in found.later],
        options=[(code, _table_name(code)) for code in order],
        most=TABLE_BYTES // MEGABYTE,
    )


def _table_name(code: TableCode) -> Text:
    return Text(nl="{code} · {title}", en="{code} · {title}").fill(code=code, title=FORMS[code].title)


def _shown(one: Measurement) -> ShownMeasurement:
    lines = shown_changes(one.changes)
    blocks = [
        (code, capital(NAMES[code]), code in _OPEN, tuple(group))
        for code, group in itertools.groupby(lines, key=lambda line: line.code)
    ]
    return ShownMeasurement(
        title=Text(nl="Meting: {period}", en="Measurement: {period}").fill(period=_period_words(one.period)),
        measured=one,
        summary=[
            Text(nl=f"{n} × {SENTENCES[reading].nl}", en=f"{n} × {SENTENCES[reading].en}")
            for reading, n in counted(one.changes)
        ],
        blocks=blocks,
        faults=[(code, fault.text) for code, faults in one.faults.items() for fault in faults],
    )  # fmt: skip


def _period_words(period: Period | None) -> Text:
    if period is None:
        return Text(nl="niet opgegeven", en="not given")
    first, last = (Text(nl=day(d, "nl"), en=day(d, "en")) for d in period)
    return Text(nl="{first} tot en met {last}", en="{first} up to and including {last}").fill(
        first=first, last=last
    )
