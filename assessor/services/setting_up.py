"""Setting up a draft, page by page: what it is, the buyer's facts, the award, the dates.

Each verb checks its whole page and refuses with a message at each field. A `revision` that is not today's means
that somebody else saved in between: `Changed`, and nothing is overwritten.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from assessor.domain.award import Award
from assessor.domain.chain import canonical, sha256
from assessor.domain.permissions import Action, Actor
from assessor.domain.procedures import TO_CHOOSE
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.questions_to_all import usual_last_moment
from assessor.domain.text import Text
from assessor.domain.words import AGREEMENT, TIERS
from assessor.services.access import check, find_response, find_tender, tender_of
from assessor.services.criteria import award_set_up, can_count
from assessor.services.house import House
from assessor.services.refusals import Changed
from assessor.services.tenders import SHORTEST_REASON, Minimum, agreement_of, note, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage.models import Tender, TenderPerson


@dataclass(frozen=True)
class Basics:
    """What a tender is: the first page of setting up."""

    title: str
    buyer: str
    procedure: str
    questionnaire: str
    questionnaire_version: int
    description: str = ""
    tier: str = "quick"
    language: str = "nl"
    both_languages: bool = True
    test: bool = False
    verification: bool = False
    """The presumptive winner is verified with the full questionnaire; counts only where `wants_verification`."""


def create(house: House, actor: Actor, basics: Basics) -> Tender:
    """A new draft; whoever makes it is its first officer."""
    check(house, actor, Action.CREATE_TENDER)
    clean = _clean_basics(house, basics)
    now = house.now()
    tender = Tender(created_by=actor.id, created_at=now, **vars(clean))
    house.db.add(tender)
    house.db.flush()
    house.db.add(TenderPerson(tender_id=tender.id, person_id=actor.id, part="officer", added_at=now))
    note(house, actor, tender, "tender_created", {"title": tender.title})
    return tender


def edit_basics(
    house: House, actor: Actor, tender_id: str, basics: Basics, revision: int | None = None
) -> Tender:
    """Change what the tender is. Another questionnaire empties what names its parts."""
    tender = open_draft(house, actor, tender_id, revision)
    clean = _clean_basics(house, basics)
    before = (tender.questionnaire, tender.questionnaire_version)
    for name, value in vars(clean).items():
        setattr(tender, name, value)
    if before != (tender.questionnaire, tender.questionnaire_version):
        tender.facts, tender.award = {}, {"agreement": agreement_of(tender)}
        tender.conditions = {}
        house.db.execute(update(TenderPerson).where(TenderPerson.tender_id == tender.id).values(sections=[]))
    return note_edit(house, actor, tender, "basics")


def edit_facts(
    house: House, actor: Actor, tender_id: str, facts: Mapping[str, Any], revision: int | None = None
) -> Tender:
    """Set the buyer's half of the scope; the names are those of `words.FACTS`."""
    tender = open_draft(house, actor, tender_id, revision)
    tender.facts = clean_facts(questionnaire_of(house, tender), facts)
    return note_edit(house, actor, tender, "facts")


def edit_weights(
    house: House,
    actor: Actor,
    tender_id: str,
    weights: Mapping[str, int] | None,
    counted: Collection[str] | None = None,
    revision: int | None = None,
) -> Tender:
    """Set what the award rests on: a weight for each dimension (None: as the questionnaire proposes) and its questions.

    `counted` are the questions that count, of those that every vendor gets; None leaves that as it is. What is kept is
    which ones are left out: so a question that not every vendor gets can never be chosen.
    """
    tender = open_draft(house, actor, tender_id, revision)
    questionnaire, typed = questionnaire_of(house, tender), Typed()
    award = {name: value for name, value in tender.award.items() if name != "weights"}
    if counted is not None:
        award["left_out"] = _left_out(typed, questionnaire, tender, counted)
    if weights is not None:
        _check_weights(typed, questionnaire, weights)
        award["weights"] = dict(weights)
    typed.stop()
    possible = can_count(questionnaire, tender)
    if possible is not None:
        _require_questions(typed, award_set_up(questionnaire, tender, award), possible)
    typed.stop()
    tender.award = award
    return note_edit(house, actor, tender, "award")


def edit_award(
    house: House,
    actor: Actor,
    tender_id: str,
    *,
    minimums: Sequence[Minimum] = (),
    agreement: str = "consensus",
    revision: int | None = None,
) -> Tender:
    """Set the minimums, and how scores are agreed."""
    tender = open_draft(house, actor, tender_id, revision)
    questionnaire = questionnaire_of(house, tender)
    typed = Typed()
    typed.choice("agreement", agreement, AGREEMENT)
    award: dict[str, Any] = {**tender.award, "agreement": agreement}
    award["minimums"] = [
        _clean_minimum(typed, questionnaire, tender.tier, place, m) for place, m in enumerate(minimums)
    ]
    named = [m.question for m in minimums]
    for place, question in enumerate(named):
        if question in named[:place]:
            message = Text(nl="Deze vraag staat er al bij.", en="This question is already listed.")
            typed.wrong(f"minimums.{place}.question", message)
    typed.stop()
    tender.award = award
    return note_edit(house, actor, tender, "award")


def edit_dates(
    house: House,
    actor: Actor,
    tender_id: str,
    deadline: datetime.datetime | None,
    drain_minutes: int = 60,
    revision: int | None = None,
    questions_until: datetime.datetime | None = None,
) -> Tender:
    """Set the deadline, the last moment for questions, and the waiting time before the opening.

    Without a last moment for questions it is the usual one. Past dates are refused at publication only.
    """
    tender = open_draft(house, actor, tender_id, revision)
    typed = Typed()
    if not 1 <= drain_minutes <= 7 * 24 * 60:
        typed.wrong("drain_minutes", Text(nl="Kies 1 minuut tot 7 dagen.", en="Choose 1 minute to 7 days."))
    if questions_until is not None and (deadline is None or questions_until >= deadline):
        message = Text(
            nl="Kies een moment voor de uiterste datum en tijd.", en="Choose a moment before the deadline."
        )
        typed.wrong("questions_until", message)
    typed.stop()
    if questions_until is None and deadline is not None:
        questions_until = usual_last_moment(deadline, house.now())
    tender.deadline, tender.drain_minutes = deadline, drain_minutes
    tender.questions_until = questions_until
    return note_edit(house, actor, tender, "dates")


def set_facts(house: House, actor: Actor, response_id: str, facts: Mapping[str, Any] | None) -> None:
    """Outside a tender: the buyer's facts for one offer; None takes the round's own again.

    Possible until the closing, because the facts decide what the vendor is asked.
    """
    response = find_response(house, actor, response_id, Action.SET_FACTS)
    tender = tender_of(house, response)
    response.facts = None if facts is None else clean_facts(questionnaire_of(house, tender), facts)
    content = canonical(response.facts)
    note(house, actor, tender, "facts_set", {"response": response.id}, sha256(content))


def clean_facts(questionnaire: Questionnaire, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that were given, checked; what is not given yet is left out."""
    inherent, typed = questionnaire.inherent, Typed()
    clean: dict[str, Any] = {}
    for name, factors in (("effect", inherent.effects), ("reversibility", inherent.reversibility)):
        if facts.get(name):
            clean[name] = typed.choice(name, str(facts[name]), {f.code for f in factors})
    if facts.get("data"):
        clean["data"] = [typed.choice("data", str(d), {f.code for f in inherent.data}) for d in facts["data"]]
    volume = facts.get("volume_per_year")
    if volume is not None:
        clean["volume_per_year"] = volume
        if isinstance(volume, bool) or not isinstance(volume, int) or not 0 <= volume <= 100_000_000:
            message = Text(nl="Vul een heel getal in.", en="Enter a whole number.")
            typed.wrong("volume_per_year", message)
    clean |= {name: bool(facts.get(name, False)) for name in ("vulnerable_group", "learns_live")}
    typed.stop()
    return clean


# --- within -----------------------------------------------------------------------------------------------


def open_draft(house: House, actor: Actor, tender_id: str, revision: int | None) -> Tender:
    """The draft to be changed; refused where somebody else has changed it since that revision."""
    tender = find_tender(house, actor, tender_id, Action.EDIT_TENDER)
    if revision is not None and revision != tender.revision:
        house.db.expunge(tender)  # it must outlive the rollback, to be shown beside what was typed
        raise Changed(
            Text(
                nl="Iemand anders heeft dit net gewijzigd. Vergelijk en sla opnieuw op.",
                en="Somebody else has just changed this. Compare and save again.",
            ),
            theirs=tender,
        )
    return tender


def note_edit(house: House, actor: Actor, tender: Tender, part: str) -> Tender:
    """The draft was changed: the next revision, and an event."""
    tender.revision += 1
    note(house, actor, tender, "tender_edited", {"part": part, "revision": tender.revision})
    return tender


def _clean_basics(house: House, basics: Basics) -> Basics:
    typed = Typed()
    clean = Basics(
        title=typed.line("title", basics.title),
        buyer=typed.line("buyer", basics.buyer),
        procedure=typed.choice("procedure", basics.procedure, TO_CHOOSE),
        questionnaire=basics.questionnaire,
        questionnaire_version=basics.questionnaire_version,
        description=typed.paragraphs("description", basics.description),
        tier=typed.choice("tier", basics.tier, TIERS),
        language=typed.choice("language", basics.language, ("nl", "en")),
        both_languages=basics.both_languages,
        test=basics.test,
        verification=basics.verification,
    )
    if (basics.questionnaire, basics.questionnaire_version) not in {
        (q.id, q.version) for q in house.library.all()
    }:
        message = Text(nl="Deze vragenlijst is er niet.", en="This questionnaire is not there.")
        typed.wrong("questionnaire", message)
    typed.stop()
    return clean


def _check_weights(typed: Typed, questionnaire: Questionnaire, weights: Mapping[str, int]) -> None:
    scored = {d.code for d in questionnaire.dimensions if not d.gate}
    message = Text(nl="Vul een heel getal in van 0 tot 100.", en="Enter a whole number from 0 to 100.")
    for code, weight in weights.items():
        if code not in scored or isinstance(weight, bool) or not 0 <= weight <= 100:
            typed.wrong(f"weights.{code}", message)
    if not typed.errors and set(weights) == scored and sum(weights.values()) != 100:
        total = Text(
            nl="De wegingen tellen op tot {n}, niet tot 100.", en="The weights add up to {n}, not 100."
        )
        typed.wrong("weights", total.fill(n=sum(weights.values())))


def _left_out(
    typed: Typed, questionnaire: Questionnaire, tender: Tender, counted: Collection[str]
) -> list[str]:
    possible = [q for ids in (can_count(questionnaire, tender) or {}).values() for q in ids]
    if not set(counted) <= set(possible):
        message = Text(
            nl="Alleen vragen die elke leverancier krijgt, kunnen meetellen.",
            en="Only questions that every vendor gets can count.",
        )
        typed.wrong("counted", message)
    return [q for q in possible if q not in counted]


def _require_questions(typed: Typed, award: Award, possible: Mapping[str, Sequence[str]]) -> None:
    none = Text(
        nl="Geen vraag van deze dimensie gaat naar elke leverancier. Vul hier 0 in.",
        en="No question of this dimension goes to every vendor. Enter 0 here.",
    )
    all_left_out = Text(
        nl="Laat ten minste één vraag meetellen, of vul 0 in.",
        en="Let at least one question count, or enter 0.",
    )
    for criterion in award.without_questions:
        typed.wrong(f"weights.{criterion.code}", all_left_out if possible.get(criterion.code) else none)


def _clean_minimum(
    typed: Typed, questionnaire: Questionnaire, tier: str, place: int, minimum: Minimum
) -> dict[str, Any]:
    name = f"minimums.{place}"
    question = questionnaire.by_id.get(minimum.question)
    if question is None or not question.by_vendor or (tier == "quick" and question.quick is None):
        message = Text(
            nl="Kies een vraag die leveranciers hier krijgen.", en="Choose a question that vendors get here."
        )
        typed.wrong(f"{name}.question", message)
    if minimum.least not in (1, 2, 3, 4):
        typed.wrong(f"{name}.least", Text(nl="Kies een score van 1 tot 4.", en="Choose a score from 1 to 4."))
    reason = typed.paragraphs(f"{name}.reason", minimum.reason, longest=500, shortest=SHORTEST_REASON)
    return {"question": minimum.question, "least": minimum.least, "reason": reason}
