"""Notas van inlichtingen: published to all at one moment, numbered per tender, frozen under a digest, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from assessor.domain.chain import sha256
from assessor.domain.language import LANGUAGES
from assessor.domain.nota import Corrected, Item, Published, as_content, from_content
from assessor.domain.permissions import Action, Actor
from assessor.domain.questions_to_all import Outcome, late_warning, named_in
from assessor.domain.text import Text
from assessor.services import notices
from assessor.services.access import find_response, find_tender
from assessor.services.house import House
from assessor.services.nota_drafts import Draft, drafts_of, refuse_late
from assessor.services.refusals import NotThere, Refused
from assessor.services.tenders import questionnaire_of
from assessor.storage import events
from assessor.storage.models import Company, Nota, NotaItem, Response, Tender


@dataclass(frozen=True)
class Preview:
    """What would be published now, and what to consider before that."""

    nota: Published
    seen: str
    """A digest of the items, so that what is published is what was looked at."""
    warnings: tuple[Text, ...]


# --- publishing -------------------------------------------------------------------------------------------


def preview(house: House, actor: Actor, tender_id: str) -> Preview:
    """The next nota as it would be."""
    tender = find_tender(house, actor, tender_id, Action.ANSWER_QUESTIONS)
    ready = _ready(house, tender)
    nota = _next(house, tender, ready)
    return Preview(nota, _seen(nota), tuple(_warnings(house, tender, ready, nota)))


def publish_nota(house: House, actor: Actor, tender_id: str, seen: str) -> Nota:
    """Publish all that is ready, to everybody at once. `seen` is the digest of what the officer looked at."""
    tender = find_tender(house, actor, tender_id, Action.ANSWER_QUESTIONS)
    refuse_late(house, tender)
    ready = _ready(house, tender)
    nota = _next(house, tender, ready)
    if not ready:
        raise Refused(
            Text(nl="Er staat niets klaar om te publiceren.", en="Nothing is ready to be published.")
        )
    if _seen(nota) != seen:
        raise Refused(
            Text(
                nl="Een collega heeft net iets gewijzigd. Lees de nota opnieuw voordat u haar publiceert.",
                en="A colleague has just changed something. Read the nota again before you publish it.",
            )
        )
    content = as_content(nota)
    row = Nota(
        tender_id=tender.id,
        number=nota.number,
        published_at=nota.published_at,
        published_by=actor.id,
        content=content,
        sha256=sha256(content.encode()),
    )
    house.db.add(row)
    house.db.flush()
    for draft, item in zip(ready, nota.items, strict=True):
        draft.row.nota_id, draft.row.number = row.id, item.number
    about = {"number": nota.number, "items": len(nota.items), "sha256": row.sha256}
    events.append(
        house.db, events.tender_chain(tender.id), actor.id, "nota_published", about, "", house.now(), row
    )
    notices.nota_published(house, tender, row.number)
    return row


def _ready(house: House, tender: Tender) -> list[Draft]:
    """In the order of the questionnaire, general ones first: this order tells nothing of when or by whom."""
    return [d for d in drafts_of(house, tender) if d.row.ready and d.row.outcome != Outcome.TOLD]


def _next(house: House, tender: Tender, ready: list[Draft]) -> Published:
    numbers = select(func.max(Nota.number)).where(Nota.tender_id == tender.id)
    items = select(func.max(NotaItem.number)).where(NotaItem.tender_id == tender.id)
    first = (house.db.scalar(items) or 0) + 1
    known = questionnaire_of(house, tender).by_id
    return Published(
        number=(house.db.scalar(numbers) or 0) + 1,
        title=tender.title,
        buyer=tender.buyer,
        is_test=tender.test,
        language="nl" if tender.language == "nl" else "en",
        both_languages=tender.both_languages,
        tender_sha256=tender.frozen_sha256 or "",
        published_at=house.now(),
        items=tuple(
            Item(
                number=number,
                question=draft.row.question,
                name=known[draft.row.question].name if draft.row.question in known else None,
                wording=draft.wording,
                answer=draft.answer,
                changes=draft.changes,
                rejected=draft.row.outcome == Outcome.REJECTED,
                corrects=Corrected(*draft.corrects) if draft.corrects else None,
            )
            for number, draft in enumerate(ready, first)
        ),
    )


def _seen(nota: Published) -> str:
    return sha256(repr(nota.items).encode())


def _warnings(house: House, tender: Tender, ready: list[Draft], nota: Published) -> list[Text]:
    found = []
    late = late_warning(tender.procedure, tender.deadline, house.now())
    if late is not None and ready:
        found.append(late)
    names = list(
        house.db.scalars(
            select(Company.name)
            .join(Response, Response.company_id == Company.id)
            .where(Response.tender_id == tender.id)
            .order_by(Company.name)
        )
    )
    for draft, item in zip(ready, nota.items, strict=True):
        spoken = (item.wording, item.answer, item.changes)
        said = "\n".join(getattr(one, language) for one in spoken for language in LANGUAGES)
        found += [_NAMED.fill(n=item.number, name=name) for name in named_in(said, names)]
        if any(one.sensitive for one in draft.questions):
            found.append(_SENSITIVE.fill(n=item.number))
        if tender.both_languages and not (item.answer.nl and item.answer.en):
            found.append(_ONE_LANGUAGE.fill(n=item.number))
    return found


_NAMED = Text(
    nl="Nummer {n} noemt {name}. Leveranciers mogen niet van elkaar weten dat zij meedoen.",
    en="Number {n} names {name}. Vendors may not know of each other that they take part.",
)
_SENSITIVE = Text(
    nl="De vraagsteller noemt de vraag bij nummer {n} bedrijfsgevoelig. Controleer of de tekst algemeen is.",
    en="The one who asked calls the question of number {n} sensitive. Check that the text is general.",
)
_ONE_LANGUAGE = Text(
    nl="Nummer {n} is er maar in één taal, terwijl u de stukken in beide talen aanbiedt.",
    en="Number {n} is there in one language only, while you offer the documents in both.",
)


# --- reading ----------------------------------------------------------------------------------------------


def notas_of_tender(house: House, actor: Actor, tender_id: str) -> tuple[Published, ...]:
    """What was published, in the order of publication, to the buyer's people."""
    return _published(house, find_tender(house, actor, tender_id, Action.SEE_TENDER).id)


def notas_of_response(house: House, actor: Actor, response_id: str) -> tuple[Published, ...]:
    """The same to a vendor, also to one that was invited later."""
    return _published(house, find_response(house, actor, response_id, Action.READ_OWN_RESPONSE).tender_id)


def numbered(notas: tuple[Published, ...], number: int) -> Published:
    """The one with this number."""
    found = next((nota for nota in notas if nota.number == number), None)
    if found is None:
        raise NotThere
    return found


def _published(house: House, tender_id: str) -> tuple[Published, ...]:
    rows = house.db.scalars(select(Nota).where(Nota.tender_id == tender_id).order_by(Nota.number))
    return tuple(from_content(row.content, row.sha256) for row in rows)
