"""The task list of a draft: what is done, what is open, and why. The reasons are those of publishing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from assessor.domain.tender import Step, StepFacts, obstacles
from assessor.domain.text import Text
from assessor.domain.words import AGREEMENT
from assessor.services.participants import Overview
from assessor.services.tenders import agreement_of, minimums_of, publishing_facts
from assessor.web.access import house

_DONE = Text(nl="Klaar", en="Done")
_OPEN = Text(nl="Nog te doen", en="To do")


@dataclass(frozen=True)
class Task:
    """One page of setting up, with its state in words."""

    name: Text
    url: str
    status: Text
    tone: str
    hint: Text | None = None


@dataclass(frozen=True)
class Group:
    """Tasks about one thing."""

    name: Text
    tasks: tuple[Task, ...]


# What publishing would find if the page were filled in: the reasons that then go away belong to that page.
_FILLED_IN: dict[str, Mapping[str, Any]] = {
    "basics": {"title": "-"},
    "questionnaire": {"questionnaire_status": "published"},
    "facts": {"missing_facts": ()},
    "weights": {"weight_total": 100, "weights_without_questions": ()},
    "minimums": {"unasked_minimums": ()},
    "people": {"officers": 2, "assessors": 2, "managers": 1, "thin_sections": ()},
    "vendors": {"vendors": 1},
    "dates": {"deadline": datetime.datetime.max.replace(tzinfo=datetime.UTC), "questions_until": None},
}


def reasons_of(name: str, facts: StepFacts) -> list[Text]:
    """Why this page keeps the tender from being published."""
    left = obstacles(Step.PUBLISH, replace(facts, **_FILLED_IN.get(name, {})))
    return [reason for reason in obstacles(Step.PUBLISH, facts) if reason not in left]


def setup_tasks(overview: Overview) -> list[Group]:
    """All pages of setting up, in the order in which one would do them."""
    tender = overview.tender
    facts = publishing_facts(house(), tender)

    def task(endpoint: str, nl: str, en: str, status: Text = _DONE, tone: str = "positive") -> Task:
        reasons = reasons_of(endpoint.split(".")[1], facts)
        hint = None
        if reasons:
            status, tone = _OPEN, "notice"
            hint = Text(nl=" ".join(r.nl for r in reasons), en=" ".join(r.en for r in reasons))
        return Task(Text(nl=nl, en=en), url_for(endpoint, tender_id=tender.id), status, tone, hint)

    number = len(minimums_of(tender))
    count = Text(nl="{n} ingesteld", en="{n} set").fill(n=number)
    none = Text(nl="Geen", en="None")
    chosen = "weights" in tender.award or bool(tender.award.get("left_out"))
    own = Text(nl="Zelf gekozen", en="Own choice") if chosen else None
    agreement = AGREEMENT[agreement_of(tender)]
    short = Text(nl=agreement.nl.split(":")[0].capitalize(), en=agreement.en.split(":")[0].capitalize())
    changed = Text(nl="{n} aangepast", en="{n} adapted")
    usual = Text(nl="Gebruikelijke waarden", en="Usual values")
    judging = [
        task("tender_setup.minimums", "Minimumscores", "Minimum scores", count if number else none, "neutral"),
        task("tender_setup.agreement", "Van losse scores naar één score", "From separate scores to one", short,
             "neutral"),
        task("conditions.overview", "Contractvoorwaarden", "Contract conditions",
             changed.fill(n=len(tender.conditions)) if tender.conditions else usual, "neutral"),
    ]  # fmt: skip
    if facts.procedure.award:
        standard = Text(nl="Voorstel van de vragenlijst", en="As the questionnaire proposes")
        judging.insert(0, task("tender_setup.weights", "Weging van de dimensies", "Weights of the dimensions",
                               own or standard, "neutral"))  # fmt: skip
    return [
        Group(
            Text(nl="Wat u beoordeelt", en="What you assess"),
            (
                task("tender_setup.basics", "Titel, procedure en taal", "Title, procedure and language"),
                task("tender_setup.questionnaire", "Vragenlijst", "Questionnaire"),
                task(
                    "tender_setup.facts", "Hoe u het product gaat gebruiken", "How you will use the product"
                ),
            ),
        ),
        Group(Text(nl="Hoe u beoordeelt", en="How you assess"), tuple(judging)),
        Group(
            Text(nl="Wie en wanneer", en="Who and when"),
            (
                task("participants.people", "Collega's die meedoen", "Colleagues who take part"),
                task("participants.vendors", "Leveranciers", "Vendors"),
                task("tender_setup.dates", "Termijnen", "Dates"),
            ),
        ),
    ]
