"""The log of a tender: who did what, when, in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assessor.domain.formats import moment
from assessor.domain.permissions import Action
from assessor.domain.text import Text
from assessor.domain.words import LABELS, ROLES
from assessor.services.events import Entry, head_of_tender, tender_log
from assessor.services.participants import overview
from assessor.web.access import actor, house, needs, tender
from assessor.web.tender_summary import capital

pages = Blueprint("events", __name__)

_PAGES: Mapping[str, Text] = {
    "basics": Text(
        nl="titel, procedure, taal of vragenlijst", en="title, procedure, language or questionnaire"
    ),
    "facts": Text(nl="gebruik", en="use"),
    "award": Text(nl="weging, minimumscores of werkwijze", en="weights, minimum scores or way of working"),
    "dates": Text(nl="termijnen", en="dates"),
}


@dataclass(frozen=True)
class Line:
    """One event, with what it was about in words."""

    entry: Entry
    words: Text
    about: tuple[Text | str, ...]


@pages.route("/tenders/<tender_id>/events")
@needs(Action.READ_EVENTS)
def log(tender_id: str) -> ResponseReturnValue:
    entries = tender_log(house(), actor(), tender_id)
    found = overview(house(), actor(), tender_id)
    names = {p.person_id: p.name for p in found.people} | {v.response_id: v.company for v in found.vendors}
    return render_template(
        "events/log.html",
        tender=tender(),
        lines=[Line(entry, capital(entry.words), tuple(about(entry, names))) for entry in reversed(entries)],
        head=head_of_tender(house(), actor(), tender_id),
        sealed=tender().opened_at is None,
    )


def about(entry: Entry, names: Mapping[str, str]) -> list[Text | str]:
    """What an event says besides its verb, as far as a reader can use it."""
    told = entry.about
    found: list[Text | str] = []
    for key in ("person", "response"):
        if told.get(key) in names:
            found.append(names[told[key]])
    if told.get("company") and told.get("response") not in names:
        found.append(str(told["company"]))
    if told.get("part") in ROLES:
        found.append(ROLES[told["part"]])
    elif told.get("part") in _PAGES:
        found.append(_PAGES[told["part"]])
    found += [LABELS[label] for label in told.get("labels", ()) if label in LABELS]
    if entry.verb == "deadline_extended":
        text = Text(nl="van {before} naar {after}", en="from {before} to {after}")
        found.append(text.fill(before=_moment(told["from"]), after=_moment(told["to"])))
    if "opens_from" in told:
        text = Text(
            nl="kan meewerken aan de opening vanaf {from_}", en="can take part in the opening from {from_}"
        )
        found.append(text.fill(from_=_moment(told["opens_from"])))
    if entry.verb == "responses_opened":
        text = Text(nl="{received} ontvangen, {opened} geopend, {failed} mislukt",
                    en="{received} received, {opened} opened, {failed} failed")  # fmt: skip
        found.append(text.fill(**{name: told[name] for name in ("received", "opened", "failed")}))
    if told.get("question"):
        found.append(str(told["question"]))
    if entry.verb == "nota_published":
        text = Text(nl="nota {n}, {items} onderdelen", en="nota {n}, {items} items")
        found.append(text.fill(n=told["number"], items=told["items"]))
    if told.get("reason"):
        found.append(str(told["reason"]))
    return found


def _moment(stamped: str) -> Text:
    when = datetime.datetime.fromisoformat(stamped)
    return Text(nl=moment(when, "nl"), en=moment(when, "en"))
