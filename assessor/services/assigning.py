"""Assigning assessors to sections: who scores what, with which expertise.

Free until the opening, with an event each time. After it somebody can only be added, with a reason: to the tender
(`participants.py`), or to a section, as long as the scores of that assessor are not final. Who joins late gets the
own sections before the first score.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.assignments import AT_LEAST, Assignment, Stated, assessors_of, sections_asked
from assessor.domain.permissions import Action, Actor
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.access import assignments_of, find_tender
from assessor.services.house import House
from assessor.services.interests import checked_reason
from assessor.services.refusals import NotThere, Refused
from assessor.services.tenders import note, questionnaire_of, stated_assessors
from assessor.services.typed import Typed
from assessor.storage.models import Response, Score, ScoreSheet, Tender, TenderPerson


@dataclass(frozen=True)
class Share:
    """What of the scoring is somebody's: sections (none named: all of them), and the expertise for it."""

    sections: Collection[str] = ()
    expertise: str = ""


@dataclass(frozen=True)
class SectionTeam:
    """A section with who scores it."""

    code: str
    name: Text
    assessors: tuple[Assignment, ...]
    stated: Stated | None
    """What was published of it."""

    @property
    def has_too_few(self) -> bool:
        return len(self.assessors) < AT_LEAST

    @property
    def is_as_stated(self) -> bool:
        return self.stated is None or self.stated.number == len(self.assessors)


def teams_of(house: House, tender: Tender) -> tuple[SectionTeam, ...]:
    """Each section with its assessors. For services and pages that checked the actor."""
    assigned = assignments_of(house, tender)
    stated = {s.section: s for s in stated_assessors(tender)}
    return tuple(
        SectionTeam(s.code, s.name, assessors_of(assigned, s.code), stated.get(s.code))
        for s in sections_asked(questionnaire_of(house, tender), tender.tier)
    )


def assign(
    house: House, actor: Actor, tender_id: str, person_id: str, share: Share, reason: str = ""
) -> TenderPerson:
    """Say which sections an assessor scores, and what the assessor is expert in."""
    tender = find_tender(house, actor, tender_id, Action.MANAGE_TENDER_PEOPLE)
    row = house.db.get(TenderPerson, (tender.id, person_id))
    if row is None or row.part != "assessor" or row.recused_at is not None:
        raise NotThere
    codes = [s.code for s in sections_asked(questionnaire_of(house, tender), tender.tier)]
    typed = Typed()
    expertise = typed.line("expertise", share.expertise, obligatory=False)
    for section in share.sections:
        typed.choice("sections", section, codes)
    typed.stop()
    chosen = [code for code in codes if code in share.sections]
    if len(chosen) == len(codes):
        chosen = []
    if (chosen, expertise) == (row.sections, row.expertise):
        return row
    about = {"person": person_id, "sections": chosen, "expertise": expertise}
    if tender.opened_at is not None:
        about["reason"] = checked_reason(reason)
        _refuse_after_opening(
            house, tender, row, frozenset(chosen or codes), frozenset(row.sections or codes)
        )
    row.sections, row.expertise = chosen, expertise
    house.db.flush()
    if tender.opened_at is not None:
        refuse_more_than_stated(house, tender)
    note(house, actor, tender, "sections_assigned", about)
    return row


def state_assessors(house: House, actor: Actor, tender_id: str, *, stated: bool) -> None:
    """Choose whether the number and expertise of the assessors of each section are published."""
    tender = find_tender(house, actor, tender_id, Action.EDIT_TENDER)
    if tender.states_assessors != stated:
        tender.states_assessors = stated
        note(house, actor, tender, "tender_edited", {"part": "assessors", "stated": stated})


def _refuse_after_opening(
    house: House, tender: Tender, row: TenderPerson, wanted: frozenset[str], have: frozenset[str]
) -> None:
    if tender.state != State.OPENED:
        raise Refused(
            Text(
                nl="De scores zijn al vastgesteld. De toewijzing verandert niet meer.",
                en="The scores have been settled. The assignment no longer changes.",
            )
        )
    own = select(Response.id).where(Response.tender_id == tender.id)
    is_newcomer = tender.opened_at is not None and row.added_at > tender.opened_at
    scored = select(Score.id).where(Score.assessor_id == row.person_id, Score.response_id.in_(own)).limit(1)
    if is_newcomer and house.db.scalar(scored) is None:
        return
    if not wanted >= have:
        raise Refused(
            Text(
                nl="Na de opening kunt u een beoordelaar alleen onderdelen erbij geven.",
                en="After the opening you can only give an assessor more sections.",
            )
        )
    final = select(ScoreSheet.response_id).where(
        ScoreSheet.assessor_id == row.person_id, ScoreSheet.response_id.in_(own)
    )
    if wanted != have and house.db.scalar(final.limit(1)) is not None:
        raise Refused(
            Text(
                nl="Deze beoordelaar heeft scores definitief gemaakt en ziet die van anderen. "
                "Voeg iemand anders toe.",
                en="This assessor has made scores final and sees those of others. Add somebody else.",
            )
        )


def refuse_more_than_stated(house: House, tender: Tender) -> None:
    """Refuse where a section has more assessors than was published."""
    over = [t for t in teams_of(house, tender) if t.stated and len(t.assessors) > t.stated.number]
    if over:
        message = Text(
            nl="Gepubliceerd is hoeveel beoordelaars elk onderdeel scoren. Dit worden er meer bij: {names}.",
            en="It was published how many assessors score each section. This makes it more for: {names}.",
        )
        names = Text(nl=", ".join(t.name.nl for t in over), en=", ".join(t.name.en for t in over))
        raise Refused(message.fill(names=names))
