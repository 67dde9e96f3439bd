"""A tender: where it stands, what was published, and what can still be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.formats import moment
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services import tenders
from assessor.services.access import case_for, tenders_for
from assessor.services.house import House
from assessor.services.nota_drafts import in_short
from assessor.services.participants import overview as whole
from assessor.services.waiting import Waiting, waiting_for
from assessor.storage.models import Tender
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import said, trying
from assessor.web.language import language
from assessor.web.setup_forms import CancelForm, ExtendForm, SetupForm
from assessor.web.tender_setup import check_blocks, task_list
from assessor.web.tender_summary import people_rows
from assessor.web.verification import panel

pages = Blueprint("tenders", __name__)

TONES = {
    "draft": "neutral",
    "published": "info",
    "closed": "notice",
    "opened": "info",
    "scored": "info",
    "decided": "positive",
    "awarded": "positive",
    "running": "positive",
    "ended": "neutral",
    "no_award": "neutral",
    "cancelled": "neutral",
}
"""The colour of a state's badge."""

# On which page an action is taken.
_PAGE_OF = {
    Action.EDIT_TENDER: "tenders.overview",
    Action.ANSWER_QUESTIONS: "questions_to_all.overview",
    Action.CLOSE_TENDER: "opening.opening",
    Action.OPEN_RESPONSES: "opening.opening",
    Action.DECLARE_INTERESTS: "scoring.overview",
    Action.RECORD_SCORE: "scoring.overview",
    Action.RECORD_AGREED_SCORE: "scoring.overview",
    Action.JUDGE_GATE: "scoring.overview",
    Action.FINISH_SCORING: "scoring.overview",
    Action.HANDLE_FINDINGS: "findings.overview",
    Action.JUDGE_FINDING: "findings.overview",
    Action.DECIDE: "decisions.overview",
    Action.START_VERIFICATION: "verification.start",
}


# --- the start page ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToDo:
    """A step that waits for the reader, and where to take it."""

    words: Text
    url: str


@dataclass(frozen=True)
class Line:
    """One assessment on the start page."""

    tender: Tender
    tone: str
    to_do: tuple[ToDo, ...]


def to_do(waiting: tuple[Waiting, ...], of: Tender) -> tuple[ToDo, ...]:
    """What waits, with addresses."""
    return tuple(ToDo(w.words, url_for(_PAGE_OF[w.action], tender_id=of.id)) for w in waiting)


def lines_for(house: House, who: Actor) -> list[Line]:
    """The assessments of the reader: what waits for the reader first, then the newest."""
    lines = [Line(t, TONES[t.state], to_do(waiting_for(house, who, t), t)) for t in tenders_for(house, who)]
    return sorted(lines, key=lambda line: not line.to_do)


# --- where it stands --------------------------------------------------------------------------------------


def rights() -> frozenset[str]:
    """What the reader may do with this tender now, for the links on its pages."""
    case = case_for(house(), actor(), tender())
    return frozenset(action.value for action in Action if may(actor(), action, case))


@pages.route("/tenders/<tender_id>")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:
    found = whole(house(), actor(), tender_id)
    if found.tender.state == State.DRAFT:
        return task_list(found)
    return render_template(
        "tenders/overview.html",
        tender=found.tender,
        overview=found,
        tone=TONES[found.tender.state],
        procedure=tenders.procedure_of(found.tender),
        to_do=to_do(waiting_for(house(), actor(), found.tender), found.tender),
        rights=rights(),
        people=people_rows(found),
        verification=panel(found.tender),
        questions=in_short(house(), found.tender),
    )


@pages.route("/tenders/<tender_id>/publication")
@needs(Action.SEE_TENDER)
def publication(tender_id: str) -> ResponseReturnValue:
    """What was published, with the hash by which everybody can check it."""
    found = whole(house(), actor(), tender_id)
    if found.tender.state == State.DRAFT:
        return redirect(url_for("tender_setup.publish", tender_id=tender_id))
    frozen = [b for b in check_blocks(found) if not b[1].startswith("participants.")]
    published = tenders.published_deadline(found.tender)
    return render_template(
        "tenders/publication.html",
        tender=found.tender,
        blocks=frozen,
        extended_from=published if published and published != found.tender.deadline else None,
    )


@pages.route("/tenders/<tender_id>/publication.json")
@needs(Action.SEE_TENDER)
def frozen(tender_id: str) -> ResponseReturnValue:
    """The very bytes of which the hash was taken."""
    answer = Response((tender().frozen or "").encode("ascii"), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="publication-{tender_id[:8]}.json"'
    return answer


# --- afterwards -------------------------------------------------------------------------------------------


@pages.route("/tenders/<tender_id>/extend", methods=["GET", "POST"])
@needs(Action.EXTEND_DEADLINE)
def extend(tender_id: str) -> ResponseReturnValue:
    form = ExtendForm(**ExtendForm.stored(tender().deadline))
    if form.sent:
        deadline = form.deadline()
        if deadline is None and not form.problems:
            form.refuse({"deadline_date": Text(nl="Vul een datum in.", en="Enter a date.")})
        if deadline is not None:
            with trying(form) as outcome:
                tenders.extend_deadline(house(), actor(), tender_id, deadline, form.reason.data or "")
            if outcome.done:
                shown = moment(deadline, language())
                said(f"De nieuwe uiterste datum is {shown}.", f"The new deadline is {shown}.")
                return redirect(url_for("tenders.overview", tender_id=tender_id))
    body = render_template("tenders/extend.html", form=form, tender=tender())
    return body, 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/cancel", methods=["GET", "POST"])
@needs(Action.CANCEL_TENDER)
def cancel(tender_id: str) -> ResponseReturnValue:
    form = CancelForm()
    if form.sent:
        with trying(form) as outcome:
            tenders.cancel(house(), actor(), tender_id, form.reason.data or "")
        if outcome.done:
            said("De beoordeling is gestopt.", "The assessment has been stopped.")
            return redirect(url_for("tenders.overview", tender_id=tender_id))
    return render_template("tenders/cancel.html", form=form, tender=tender()), 422 if form.problems else 200


@pages.route("/tenders/<tender_id>/delete", methods=["GET", "POST"])
@needs(Action.DELETE_TENDER)
def delete(tender_id: str) -> ResponseReturnValue:
    form = SetupForm()
    if form.sent:
        with trying(form) as outcome:
            tenders.delete_test_tender(house(), actor(), tender_id)
        if outcome.done:
            said("Verwijderd.", "Deleted.")
            return redirect(url_for("start.home"))
    return render_template("tenders/delete.html", form=form, tender=tender()), 422 if form.problems else 200
