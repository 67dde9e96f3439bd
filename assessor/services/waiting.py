"""What waits for somebody in a tender: the steps that are theirs to take now, in words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain import findings as rules
from assessor.domain.decisions import CHOICES, Choice
from assessor.domain.findings import FindingState
from assessor.domain.formats import day, moment
from assessor.domain.permissions import Action, Actor, Case
from assessor.domain.tender import State, Step, obstacles
from assessor.domain.text import Text
from assessor.domain.verification import Outcome
from assessor.domain.words import response_word, responses_word, tender_word
from assessor.services.access import case_for, is_final, opened_responses, tender_of
from assessor.services.decisions import set_aside
from assessor.services.finishing import obstacles_to_finishing
from assessor.services.found import of_response, of_tender, recorded
from assessor.services.gates import waiting_gates
from assessor.services.house import House
from assessor.services.nota_drafts import open_questions
from assessor.services.opening import TOGETHER, opening_facts, waiting_for_second
from assessor.services.scoring import missing_agreed
from assessor.services.tenders import agreement_of, procedure_of, wants_verification
from assessor.services.verifications import awaits_start, verifications_of
from assessor.storage.models import Decision, Response, Tender


@dataclass(frozen=True)
class Waiting:
    """A step to take, and the action on whose page it is taken."""

    action: Action
    words: Text


def waiting_for(house: House, actor: Actor, tender: Tender) -> tuple[Waiting, ...]:
    """What the actor should do now in this tender; empty where it waits for others."""
    case = case_for(house, actor, tender)
    if case.recused:
        return ()
    if case.part == "officer":
        return _of_officer(house, actor, tender, case)
    if case.part == "assessor":
        return _of_assessor(house, actor, tender, case)
    if case.part == "manager":
        return _of_manager(house, tender, case)
    return ()


# --- officers ---------------------------------------------------------------------------------------------


def _of_officer(house: House, actor: Actor, tender: Tender, case: Case) -> tuple[Waiting, ...]:
    word = tender_word(tender.procedure)
    if tender.state == State.DRAFT:
        text = Text(nl="Maak het concept af en publiceer het.", en="Finish the draft and publish it.")
        return (Waiting(Action.EDIT_TENDER, text),)
    if tender.state == State.PUBLISHED and not obstacles(Step.CLOSE, opening_facts(house, actor, tender)):
        text = Text(
            nl="De termijn is voorbij. Sluit de {word}.", en="The deadline has passed. Close the {word}."
        )
        return (Waiting(Action.CLOSE_TENDER, text.fill(word=word)),)
    if tender.state == State.PUBLISHED:
        return _of_questions(house, tender)
    if tender.state == State.CLOSED and not obstacles(Step.OPEN, opening_facts(house, actor, tender)):
        return _of_opening(house, actor, tender)
    if tender.state == State.OPENED or case.returned:
        found = _gates(house, actor, tender) + _findings_to_put(house, tender)
        if not obstacles_to_finishing(house, actor, tender):
            text = Text(
                nl="Alle scores zijn vastgesteld. Draag ze over aan de opdrachtgever.",
                en="All scores have been settled. Hand them to the manager.",
            )
            found += (Waiting(Action.FINISH_SCORING, text),)
        return found
    to_be_decided = tender.state in (State.SCORED, State.DECIDED) and wants_verification(tender)
    if to_be_decided and awaits_start(verifications_of(house, tender), set_aside(house, tender)):
        text = Text(
            nl="Start de verificatie van de voorlopige winnaar.",
            en="Start the verification of the presumptive winner.",
        )
        return (Waiting(Action.START_VERIFICATION, text),)
    return ()


def _of_questions(house: House, tender: Tender) -> tuple[Waiting, ...]:
    n = len(open_questions(house, tender))
    if not n:
        return ()
    text = Text(nl="Beantwoord {n} vragen van leveranciers.", en="Answer {n} questions of vendors.")
    if n == 1:
        text = Text(nl="Beantwoord één vraag van een leverancier.", en="Answer one question of a vendor.")
    return (Waiting(Action.ANSWER_QUESTIONS, text.fill(n=n)),)


def _of_opening(house: House, actor: Actor, tender: Tender) -> tuple[Waiting, ...]:
    responses = responses_word(tender.procedure)
    if not procedure_of(tender).two_officers:
        text = Text(nl="Open de {responses}.", en="Open the {responses}.")
        return (Waiting(Action.OPEN_RESPONSES, text.fill(responses=responses)),)
    first = waiting_for_second(house, actor, tender.id)
    if first is None:
        text = Text(
            nl="Open de {responses}, samen met een andere inkoper.",
            en="Open the {responses}, together with another officer.",
        )
        return (Waiting(Action.OPEN_RESPONSES, text.fill(responses=responses)),)
    if first.first_by == actor.id:
        return ()
    until = first.first_at + TOGETHER
    text = Text(
        nl="Bevestig de opening als tweede inkoper, uiterlijk {until}.",
        en="Confirm the opening as the second officer, by {until}.",
    )
    words = text.fill(until=Text(nl=moment(until, "nl"), en=moment(until, "en")))
    return (Waiting(Action.OPEN_RESPONSES, words),)


# --- assessors --------------------------------------------------------------------------------------------


def _of_assessor(house: House, actor: Actor, tender: Tender, case: Case) -> tuple[Waiting, ...]:
    if tender.state in (State.PUBLISHED, State.CLOSED, State.OPENED) and not case.declared:
        text = Text(
            nl="Verklaar of u een belang hebt bij de uitkomst.",
            en="Declare whether you have an interest in the outcome.",
        )
        return (Waiting(Action.DECLARE_INTERESTS, text),)
    if case.returned:
        text = Text(
            nl="De opdrachtgever heeft de scores teruggegeven. Bekijk ze opnieuw.",
            en="The manager has returned the scores. Look at them again.",
        )
        found = _gates(house, actor, tender) + _findings_to_judge(house, actor, tender)
        return (Waiting(Action.RECORD_SCORE, text), *found)
    if tender.state != State.OPENED:
        return ()
    opened = opened_responses(house, tender)
    open_sheets = sum(not is_final(house, actor.id, response) for response in opened)
    if open_sheets:
        word = response_word(tender.procedure)
        text = Text(nl="Geef nog {n} keer scores aan een {word}.", en="Score {n} more {word}s.")
        if open_sheets == 1:
            text = Text(nl="Geef nog scores aan één {word}.", en="Score one more {word}.")
        first = Waiting(Action.RECORD_SCORE, text.fill(n=open_sheets, word=word))
        return (first, *_findings_to_judge(house, actor, tender))
    found = _gates(house, actor, tender) + _findings_to_judge(house, actor, tender)
    if case.all_final and agreement_of(tender) == "consensus":
        missing = sum(len(missing_agreed(house, actor, response)) for response in opened)
        if missing:
            text = Text(
                nl="Spreek de scores af met de andere beoordelaars: nog {n} te gaan.",
                en="Agree the scores with the other assessors: {n} to go.",
            )
            found += (Waiting(Action.RECORD_AGREED_SCORE, text.fill(n=missing)),)
    return found


def _gates(house: House, actor: Actor, tender: Tender) -> tuple[Waiting, ...]:
    """Proposals on gates by somebody else, that wait for a second person."""
    named = sorted(
        {
            judgement.question
            for response in opened_responses(house, tender)
            for judgement in waiting_gates(house, response)
            if judgement.first_by != actor.id
        }
    )
    if not named:
        return ()
    text = Text(
        nl="Oordeel als tweede over minimumeis {names}.",
        en="Judge minimum requirement {names} as the second person.",
    )
    return (Waiting(Action.JUDGE_GATE, text.fill(names=", ".join(named))),)


# --- findings ---------------------------------------------------------------------------------------------


def _findings_to_put(house: House, tender: Tender) -> tuple[Waiting, ...]:
    now = house.now()
    n = sum(one.state(now) is FindingState.FOUND for one in recorded(house, of_tender(tender.id)))
    if not n:
        return ()
    text = Text(nl="Leg {n} bevindingen voor aan de leverancier.", en="Put {n} findings to the vendor.")
    if n == 1:
        text = Text(nl="Leg één bevinding voor aan de leverancier.", en="Put one finding to the vendor.")
    return (Waiting(Action.HANDLE_FINDINGS, text.fill(n=n)),)


def _findings_to_judge(house: House, actor: Actor, tender: Tender) -> tuple[Waiting, ...]:
    now = house.now()
    n = sum(
        rules.awaits(one.state(now), one.judgements, actor.id)
        for one in recorded(house, of_tender(tender.id))
    )
    if not n:
        return ()
    text = Text(nl="Oordeel over {n} bevindingen.", en="Judge {n} findings.")
    if n == 1:
        text = Text(nl="Oordeel over één bevinding.", en="Judge one finding.")
    return (Waiting(Action.JUDGE_FINDING, text.fill(n=n)),)


def waits_for_vendor(house: House, response: Response) -> Text | None:
    """What a vendor should reply to, and until when; None where nothing waits. The caller has checked the actor."""
    tender = tender_of(house, response)
    returned = tender.state == State.SCORED and tender.scored_at is None
    if response.state != "opened" or not (tender.state == State.OPENED or returned):
        return None
    now = house.now()
    days = [
        one.last_day
        for one in recorded(house, of_response(response.id))
        if one.last_day is not None and one.state(now) is FindingState.PUT
    ]
    if not days:
        return None
    text = Text(
        nl="Wij hebben {n} vragen bij uw antwoorden. Reageer uiterlijk {last}.",
        en="We have {n} questions about your answers. Reply by {last}.",
    )
    if len(days) == 1:
        text = Text(
            nl="Wij hebben een vraag bij uw antwoorden. Reageer uiterlijk {last}.",
            en="We have a question about your answers. Reply by {last}.",
        )
    first = min(days)
    return text.fill(n=len(days), last=Text(nl=day(first, "nl"), en=day(first, "en")))


# --- managers ---------------------------------------------------------------------------------------------


def _of_manager(house: House, tender: Tender, case: Case) -> tuple[Waiting, ...]:
    if tender.state != State.SCORED or case.returned:
        return ()
    if wants_verification(tender) and _is_being_verified(house, tender):
        return ()
    if procedure_of(tender).in_tender:
        text = Text(nl="Neem een besluit.", en="Take a decision.")
        return (Waiting(Action.DECIDE, text),)
    rows = house.db.scalars(select(Decision).where(Decision.tender_id == tender.id))
    judged = {d.response_id for d in rows if CHOICES[Choice(d.choice)].in_tender is False}
    left = sum(response.id not in judged for response in opened_responses(house, tender))
    text = Text(nl="Besluit nog over {n} producten.", en="Decide on {n} more products.")
    if left == 1:
        text = Text(nl="Besluit nog over één product.", en="Decide on one more product.")
    return (Waiting(Action.DECIDE, text.fill(n=left)),)


def _is_being_verified(house: House, tender: Tender) -> bool:
    """A verification is still to be started, or under way: until its outcome no award can be approved."""
    rounds = verifications_of(house, tender)
    under_way = any(one.outcome is Outcome.UNDER_WAY for one in rounds)
    return under_way or awaits_start(rounds, set_aside(house, tender))
