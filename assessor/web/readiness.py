"""The buyer's own tasks: the list of a tender, and a page for each task."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessor.domain.findings import today
from assessor.domain.formats import read_day
from assessor.domain.permissions import Action, may
from assessor.domain.readiness import STATES, Task, TaskState
from assessor.domain.text import Text
from assessor.services.access import case_for
from assessor.services.readiness import Readiness, plan_task, readiness_of
from assessor.services.refusals import Invalid, NotThere
from assessor.web.access import actor, house, needs, tender
from assessor.web.forms import Form, line, paragraphs, said, tick, trying

pages = Blueprint("readiness", __name__)

TONES = {
    TaskState.OPEN: "notice",
    TaskState.PLANNED: "info",
    TaskState.LATE: "warning",
    TaskState.DONE: "positive",
}
_NO_DAY = Text(nl="Vul een datum in, bijvoorbeeld 22-11-2026.", en="Enter a date, for example 22-11-2026.")


class TaskForm(Form):
    owner = line(
        Text(nl="Wie doet dit?", en="Who does this?"),
        Text(
            nl="Een naam of functie. Wie het doet, hoeft hier geen account te hebben.",
            en="A name or a function. Whoever does it needs no account here.",
        ),
    )
    due = line(
        Text(nl="Wanneer moet het klaar zijn?", en="By when does it have to be done?"),
        Text(nl="Bijvoorbeeld 22-11-2026.", en="For example 22-11-2026."),
    )
    note = paragraphs(
        Text(nl="Notitie", en="Note"),
        Text(
            nl="Bijvoorbeeld wat is afgesproken en waar het staat. Deze tekst komt in de risicobeoordeling.",
            en="Such as what was agreed and where it stands. This text goes into the risk assessment.",
        ),
    )
    done = tick(Text(nl="Dit is klaar", en="This is done"))


@pages.route("/tenders/<tender_id>/readiness")
@needs(Action.SEE_TENDER)
def overview(tender_id: str) -> ResponseReturnValue:
    found = readiness_of(house(), actor(), tender_id)
    day = today(house().now())
    return render_template(
        "readiness/overview.html",
        tender=found.tender,
        found=found,
        groups=[
            (Text(nl="Vragen die alleen u beantwoordt", en="Questions only you answer"), _shown(found, True)),
            (
                Text(nl="Uw helft van vragen aan leveranciers", en="Your half of questions to vendors"),
                _shown(found, False),
            ),
        ],
        state_of=lambda task: task.state(day),
        states=STATES,
        tones=TONES,
        may_plan=_may_plan(),
    )


@pages.route("/tenders/<tender_id>/readiness/<question>")
@needs(Action.SEE_TENDER)
def task(tender_id: str, question: str) -> ResponseReturnValue:
    planned = _task(tender_id, question).planned
    due = f"{planned.due:%d-%m-%Y}" if planned.due else ""
    return _page(
        tender_id, question, TaskForm(owner=planned.owner, due=due, note=planned.note, done=planned.done)
    )


@pages.route("/tenders/<tender_id>/readiness/<question>", methods=["POST"])
@needs(Action.PLAN_READINESS)
def plan(tender_id: str, question: str) -> ResponseReturnValue:
    form = TaskForm()
    typed = (form.due.data or "").strip()
    with trying(form) as outcome:
        due = read_day(typed)
        if typed and due is None:
            raise Invalid({"due": _NO_DAY})
        plan_task(
            house(),
            actor(),
            tender_id,
            question,
            owner=form.owner.data or "",
            due=due,
            done=bool(form.done.data),
            note=form.note.data or "",
        )
    if not outcome.done:
        return _page(tender_id, question, form)
    said("Bewaard.", "Saved.")
    return redirect(url_for("readiness.overview", tender_id=tender_id))


def _page(tender_id: str, question: str, form: TaskForm) -> ResponseReturnValue:
    found = _task(tender_id, question)
    page = render_template(
        "readiness/task.html",
        form=form,
        tender=tender(),
        task=found,
        state=STATES[found.state(today(house().now()))],
        may_plan=_may_plan(),
    )
    return page, 422 if request.method == "POST" and form.problems else 200


def _may_plan() -> bool:
    return may(actor(), Action.PLAN_READINESS, case_for(house(), actor(), tender()))


def _task(tender_id: str, question: str) -> Task:
    found = readiness_of(house(), actor(), tender_id)
    one = next((t for t in found.tasks if t.question == question), None)
    if one is None:
        raise NotThere
    return one


def _shown(found: Readiness, own: bool) -> list[Task]:
    return [one for one in found.tasks if one.is_own == own]
