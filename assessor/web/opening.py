"""Closing and opening: what is still in the way, the confirmations of two officers, and the protocol."""

from __future__ import annotations

import datetime
import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action
from assessor.domain.tender import State, Step, obstacles
from assessor.services import opening as service
from assessor.services.opening import FAILURES, TOGETHER
from assessor.services.participants import overview
from assessor.services.tenders import procedure_of
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import Form, said, trying

pages = Blueprint("opening", __name__)


class ConfirmForm(Form):
    """A button alone."""


@pages.route("/tenders/<tender_id>/opening")
@needs(Action.SEE_TENDER)
def opening(tender_id: str) -> ResponseReturnValue:
    if tender().opened_at is not None:
        return redirect(url_for("opening.protocol", tender_id=tender_id))
    return _page(ConfirmForm())


@pages.route("/tenders/<tender_id>/opening/close", methods=["POST"])
@needs(Action.CLOSE_TENDER)
def close(tender_id: str) -> ResponseReturnValue:
    form = ConfirmForm()
    with trying(form) as outcome:
        service.close(house(), actor(), tender_id)
    if not outcome.done:
        return _page(form)
    said("Gesloten. Er wordt niets meer ontvangen.", "Closed. Nothing is received any more.")
    return redirect(url_for("opening.opening", tender_id=tender_id))


@pages.route("/tenders/<tender_id>/opening/confirm", methods=["POST"])
@needs(Action.SEE_TENDER)
def confirm(tender_id: str) -> ResponseReturnValue:
    """Confirm. The second confirmation opens; one sent twice finds the protocol."""
    form = ConfirmForm()
    with trying(form) as outcome:
        service.confirm_opening(house(), actor(), tender_id)
    if not outcome.done:
        return _page(form)
    if tender().opened_at is None:
        said("U hebt bevestigd. Nu een andere inkoper nog.", "You have confirmed. Now another officer must.")
        return redirect(url_for("opening.opening", tender_id=tender_id))
    said("De opening is gedaan.", "The opening is done.")
    return redirect(url_for("opening.protocol", tender_id=tender_id))


def _page(form: ConfirmForm) -> ResponseReturnValue:
    found = tender()
    officers = [p for p in overview(house(), actor(), found.id).people if p.part == "officer"]
    is_officer = any(p.person_id == actor().id for p in officers)
    closed = found.state == State.CLOSED
    first = service.waiting_for_second(house(), actor(), found.id) if closed and is_officer else None
    body = render_template(
        "opening/opening.html",
        form=form,
        tender=found,
        procedure=procedure_of(found),
        obstacles=obstacles(
            Step.OPEN if closed else Step.CLOSE, service.opening_facts(house(), actor(), found)
        ),
        is_officer=is_officer,
        others=[p.name for p in officers if p.person_id != actor().id],
        opens_at=found.deadline and found.deadline + datetime.timedelta(minutes=found.drain_minutes),
        first=first,
        first_name=next((p.name for p in officers if first and p.person_id == first.first_by), ""),
        until=first and first.first_at + TOGETHER,
        mine=first is not None and first.first_by == actor().id,
    )
    return body, 422 if form.problems else 200


# --- the protocol -----------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/protocol")
@needs(Action.READ_PROTOCOL)
def protocol(tender_id: str) -> ResponseReturnValue:
    found = service.protocol(house(), actor(), tender_id)
    return render_template(
        "opening/protocol.html",
        tender=tender(),
        protocol=found,
        when=_when,
        failures=FAILURES,
    )


@pages.route("/tenders/<tender_id>/protocol.json")
@needs(Action.READ_PROTOCOL)
def protocol_file(tender_id: str) -> ResponseReturnValue:
    found: dict[str, Any] = service.protocol(house(), actor(), tender_id)
    answer = Response(json.dumps(found, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="protocol-{tender_id[:8]}.json"'
    return answer


def _when(stamped: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(stamped)
