"""Verifying the presumptive winner: how it stands, and starting it. Its round has the pages of any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.permissions import Action, may
from assessor.domain.text import Text
from assessor.domain.verification import HANDING_IN, OUTCOMES, Outcome
from assessor.services import verifying
from assessor.services.access import case_for
from assessor.services.decisions import set_aside
from assessor.services.tenders import questionnaire_of, wants_verification
from assessor.services.verifications import Verified, awaits_start
from assessor.storage.models import Tender
from assessor.web.access import actor, house, needs
from assessor.web.forms import choice, paragraphs, said, trying
from assessor.web.setup_forms import DeadlineForm

pages = Blueprint("verification", __name__)

_TONES = {
    Outcome.UNDER_WAY: "info",
    Outcome.CONFIRMS: "positive",
    Outcome.DOES_NOT_CONFIRM: "warning",
    Outcome.NOT_ANSWERED: "warning",
    Outcome.STOPPED: "neutral",
}


# --- how it stands ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One round, in words."""

    name: Text
    url: str | None
    """None for who has no part in it."""
    hint: Text | None
    status: Text
    tone: str


@dataclass(frozen=True)
class Panel:
    """What a page of a tender says about verification."""

    lines: tuple[Line, ...]
    start_url: str | None
    """Where an officer can start one now."""
    original: Tender | None
    """Of a round: the tender it belongs to."""
    vendor: str
    original_url: str | None


def panel(of: Tender) -> Panel | None:
    """Nothing for a tender in which no offer is verified."""
    found = verifying.verification(house(), actor(), of.id)
    if found.verifies is not None:
        original = found.original
        assert original is not None
        return Panel((), None, original, found.verifies.vendor, _url(original))
    if not found.rounds and not wants_verification(of):
        return None
    awaits = wants_verification(of) and awaits_start(found.rounds, set_aside(house(), of))
    may_start = awaits and may(actor(), Action.START_VERIFICATION, case_for(house(), actor(), of))
    start_url = url_for("verification.start", tender_id=of.id) if may_start else None
    return Panel(tuple(_line(one) for one in found.rounds), start_url, None, "", None)


def _url(of: Tender) -> str | None:
    seen = may(actor(), Action.SEE_TENDER, case_for(house(), actor(), of))
    return url_for("tenders.overview", tender_id=of.id) if seen else None


def _line(one: Verified) -> Line:
    name = Text(nl="Verificatie van {vendor}", en="Verification of {vendor}").fill(vendor=one.vendor)
    return Line(name, _url(one.tender), _missed(one), OUTCOMES[one.outcome], _TONES[one.outcome])


def _missed(one: Verified) -> Text | None:
    if one.requirement is None:
        return None
    if one.requirement == HANDING_IN:
        return None  # the outcome says it
    text = Text(nl="Niet voldaan aan {id} {name}.", en="{id} {name} is missed.")
    question = questionnaire_of(house(), one.tender).by_id[one.requirement]
    return text.fill(id=question.id, name=question.name)


# --- starting ---------------------------------------------------------------------------------------------


class StartForm(DeadlineForm):
    renamed: ClassVar[Mapping[str, str]] = {"deadline": "deadline_date"}

    response = choice(Text(nl="Welke inschrijving verifieert u?", en="Which offer do you verify?"))
    reason = paragraphs(
        Text(nl="Waarom deze inschrijving?", en="Why this offer?"),
        Text(
            nl="Alleen nodig als deze niet eerste is volgens de gepubliceerde formule. De reden komt in het logboek.",
            en="Needed only where it is not first by the published formula. The reason goes into the log.",
        ),
    )


@pages.route("/tenders/<tender_id>/verification", methods=["GET", "POST"])
@needs(Action.START_VERIFICATION)
def start(tender_id: str) -> ResponseReturnValue:
    found = verifying.starting(house(), actor(), tender_id)
    able = [one for one in found.candidates if not one.obstacles]
    chosen = next((one.response_id for one in able if one.is_first), "")
    form = StartForm(response=chosen, deadline_date=f"{found.earliest:%d-%m-%Y}", deadline_time="17:00")
    if form.sent:
        deadline = form.deadline()
        if not form.problems:
            with trying(form) as outcome:
                round = verifying.start_verification(
                    house(), actor(), tender_id, form.response.data or "", deadline, form.reason.data or ""
                )
            if outcome.done:
                said("De verificatie is gestart. De leverancier kan beginnen.",
                     "The verification was started. The vendor can begin.")  # fmt: skip
                return redirect(url_for("tenders.overview", tender_id=round.id))
    body = render_template(
        "tenders/verification.html",
        form=form,
        tender=found.tender,
        panel=panel(found.tender),
        earliest=found.earliest,
        candidates=[(one.response_id, one.vendor, _FIRST if one.is_first else None) for one in able],
        obstacles=_of_all(found.candidates),
        others=[] if _of_all(found.candidates) else [one for one in found.candidates if one.obstacles],
    )
    return body, 422 if form.problems else 200


_FIRST = Text(nl="Eerste volgens de gepubliceerde formule.", en="First by the published formula.")


def _of_all(candidates: tuple[verifying.Candidate, ...]) -> tuple[Text, ...]:
    """What stands in the way of every offer alike, such as that nothing was published."""
    reasons = {one.obstacles for one in candidates}
    return reasons.pop() if len(reasons) == 1 else ()
