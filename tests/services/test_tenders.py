"""Setting up, inviting, publishing, extending, cancelling. Each rule from both sides."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from assessor.domain.chain import sha256
from assessor.domain.permissions import NOBODY, Action, Actor, Role
from assessor.services import participants, setting_up, signing_in, tenders
from assessor.services.access import Sealed, find_response, find_tender, responses_of_vendor, tenders_for
from assessor.services.people import accept_invitation, look_at_invitation
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.services.setting_up import Basics
from assessor.services.tenders import Minimum
from assessor.services.work import writing
from assessor.storage.models import Event, Invitation, Person, Response, Tender
from assessor.storage.start import Store
from assessor.storage.verify import verify
from tests.conftest import Round
from tests.databases import copy_of
from tests.factories import (
    DEADLINE,
    QUESTIONNAIRE,
    Shelf,
    Town,
    fill_in,
    make_officer,
    make_person,
    open_all,
    send,
)

BASICS = Basics(
    title="Selectiehulp (fictief)",
    buyer="Gemeente Waterstad (fictief)",
    procedure="open",
    questionnaire=QUESTIONNAIRE.id,
    questionnaire_version=QUESTIONNAIRE.version,
    test=True,
)
FACTS: dict[str, Any] = {
    "effect": "ranks",
    "volume_per_year": 1800,
    "data": ["cv_text"],
    "reversibility": "reapply",
}
REASON = "Daarom is dit in verhouding."


@pytest.fixture
def officer(town: Town) -> Actor:
    return make_officer(town)


def ready(town: Town, officer: Actor, **basics: Any) -> Tender:
    """A draft that can be published."""
    tender = town.do(setting_up.create, officer, replace(BASICS, **basics))
    town.do(setting_up.edit_facts, officer, tender.id, FACTS)
    town.do(setting_up.edit_dates, officer, tender.id, DEADLINE)
    for role in (Role.OFFICER, Role.ASSESSOR, Role.ASSESSOR, Role.MANAGER):
        town.do(participants.set_person, officer, tender.id, make_person(town, role).id, role.value)
    town.do(participants.invite_vendor, officer, tender.id, "Waterman BV (fictief)", "jo@waterman.example")
    return tender


def stored(town: Town, tender: Tender) -> Tender:
    with town.house() as house:
        return house.db.get_one(Tender, tender.id)


def obstacles(town: Town, tender: Tender) -> list[str]:
    with town.house() as house:
        return [o.en for o in tenders.obstacles_to_publishing(house, house.db.get_one(Tender, tender.id))]


def verbs(town: Town, tender: Tender) -> list[str]:
    with town.house() as house:
        query = select(Event.verb).where(Event.chain == f"tender:{tender.id}").order_by(Event.number)
        return list(house.db.scalars(query))


def faults(town: Town) -> list[str]:
    """What the verification finds, without the application."""
    return verify(copy_of(town.store))


# --- setting up -------------------------------------------------------------------------------------------


def test_an_officer_sets_up_a_tender_and_is_its_first_officer(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    seen = town.look(participants.overview, officer, tender.id)
    assert [(p.person_id, p.part) for p in seen.people] == [(officer.id, "officer")]
    assert obstacles(town, tender)[0].startswith("Not yet filled in about the use: ")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICER, Role.NOBODY, Role.VENDOR)])
def test_nobody_but_an_officer_sets_up_a_tender(town: Town, role: Role) -> None:
    with pytest.raises(NotThere):
        town.do(setting_up.create, make_person(town, role), BASICS)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "a\r\nb"), ("title", "x" * 201), ("buyer", ""), ("procedure", "loterij"),
     ("tier", "half"), ("language", "fr"), ("questionnaire", "anders"), ("description", "\ud83d"),
     ("description", "x" * 4001)],
)  # fmt: skip
def test_what_cannot_be_used_is_named_at_its_field(
    town: Town, officer: Actor, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        town.do(setting_up.create, officer, Basics(**vars(BASICS) | {field: value}))
    assert set(refusal.value.errors) == {field}


def test_two_officers_editing_at_once_do_not_overwrite_each_other(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    first = town.do(setting_up.edit_basics, officer, tender.id, replace(BASICS, title="Een"), 1)
    assert first.revision == 2
    with pytest.raises(Changed) as refusal:
        town.do(setting_up.edit_basics, officer, tender.id, replace(BASICS, title="Twee"), 1)
    assert isinstance(refusal.value.theirs, Tender)
    assert refusal.value.theirs.title == "Een"
    assert stored(town, tender).title == "Een"


@pytest.mark.parametrize(
    ("name", "value"),
    [("effect", "tovert"), ("volume_per_year", -1), ("volume_per_year", True), ("volume_per_year", "veel"),
     ("data", ["geur"]), ("reversibility", "nooit"), ("volume_per_year", 10**12)],
)  # fmt: skip
def test_facts_outside_the_questionnaire_are_refused(
    town: Town, officer: Actor, name: str, value: object
) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    with pytest.raises(Invalid) as refusal:
        town.do(setting_up.edit_facts, officer, tender.id, FACTS | {name: value})
    assert set(refusal.value.errors) == {name}


def test_half_the_facts_can_be_kept_and_the_rest_is_named(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    town.do(setting_up.edit_facts, officer, tender.id, {"effect": "ranks", "data": []})
    assert stored(town, tender).facts == {"effect": "ranks", "vulnerable_group": False, "learns_live": False}
    assert obstacles(town, tender)[0] == (
        "Not yet filled in about the use: applications a year through this product, kinds of data, "
        "whether a rejection can be undone."
    )


@pytest.mark.parametrize(
    ("minimum", "field"),
    [
        (Minimum("XXX-01", 2, REASON), "minimums.0.question"),
        (Minimum("SEC-01", 2, REASON), "minimums.0.question"),  # not in the quick scan
        (Minimum("HUM-01", 0, REASON), "minimums.0.least"),
        (Minimum("HUM-01", 5, REASON), "minimums.0.least"),
        (Minimum("HUM-01", 2, "kort"), "minimums.0.reason"),
    ],
)
def test_a_minimum_names_a_question_a_score_and_why_it_is_in_proportion(
    town: Town, officer: Actor, minimum: Minimum, field: str
) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    with pytest.raises(Invalid) as refusal:
        town.do(setting_up.edit_award, officer, tender.id, minimums=[minimum])
    assert set(refusal.value.errors) == {field}


def test_a_minimum_stands_once(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    twice = [Minimum("HUM-01", 2, REASON), Minimum("HUM-01", 3, REASON)]
    with pytest.raises(Invalid) as refusal:
        town.do(setting_up.edit_award, officer, tender.id, minimums=twice)
    assert set(refusal.value.errors) == {"minimums.1.question"}


# --- people -----------------------------------------------------------------------------------------------


def test_vendors_auditors_and_the_inactive_get_no_part(published: Round) -> None:
    town, tender = published.town, published.tender
    gone = make_person(town, Role.ASSESSOR, active=False)
    for person in (published.vendor, published.auditor, gone):
        with pytest.raises(Invalid):
            town.do(participants.set_person, published.officer, tender.id, person.id, "assessor")
    with pytest.raises(Invalid):
        town.do(participants.set_person, published.officer, tender.id, published.administrator.id, "baas")
    with pytest.raises(Invalid) as refusal:
        town.do(
            participants.set_person,
            published.officer,
            tender.id,
            published.assessor.id,
            "assessor",
            ["tsaar"],
        )
    assert set(refusal.value.errors) == {"labels"}


def test_after_publication_people_join_and_leave_but_do_not_change_part(published: Round) -> None:
    town, tender, officer = published.town, published.tender, published.officer
    extra = make_person(town, Role.ASSESSOR)
    assert extra.id in {p.id for p in town.look(participants.candidates, officer, tender.id)}
    town.do(participants.set_person, officer, tender.id, extra.id, "assessor", ["jurist"])
    with pytest.raises(Refused):
        town.do(participants.set_person, officer, tender.id, extra.id, "manager")
    town.do(participants.remove_person, officer, tender.id, extra.id)
    assert extra.id not in {p.person_id for p in town.look(participants.overview, officer, tender.id).people}


def test_the_last_officer_stays(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    with pytest.raises(Refused):
        town.do(participants.remove_person, officer, tender.id, officer.id)
    with pytest.raises(Refused):
        town.do(participants.set_person, officer, tender.id, officer.id, "manager")


def test_an_assessor_who_leaves_after_the_opening_leaves_the_scores_behind(published: Round) -> None:
    town, tender = published.town, published.tender
    fill_in(town, published.vendor, published.response)
    send(town, published.vendor, published.response)
    open_all(town, tender, published.officer, published.second_officer)
    why = "Heeft een belang bij Waterman BV."
    town.do(participants.remove_person, published.officer, tender.id, published.assessor.id, why)
    seen = town.look(participants.overview, published.officer, tender.id)
    assert [p.recused for p in seen.people if p.person_id == published.assessor.id] == [True]


# --- vendors ----------------------------------------------------------------------------------------------


def join(town: Town, token: str, name: str = "Jo Waterman (fictief)") -> Person:
    with town.house() as house, writing(house, NOBODY):
        return accept_invitation(house, token, "drie losse woorden", name, "nl", "192.0.2.1")


def test_an_invited_vendor_joins_by_its_link_and_finds_its_response_after_publication(
    town: Town, officer: Actor
) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    invited = town.do(
        participants.invite_vendor, officer, tender.id, "Waterman BV (fictief)", "jo@waterman.example"
    )
    person = join(town, invited.token)
    vendor = Actor(person.id, person.name, Role.VENDOR, person.company_id)
    assert town.look(responses_of_vendor, vendor) == []
    with pytest.raises(NotThere):
        town.look(find_response, vendor, invited.response.id, Action.READ_OWN_RESPONSE)
    for role in (Role.OFFICER, Role.ASSESSOR, Role.ASSESSOR, Role.MANAGER):
        town.do(participants.set_person, officer, tender.id, make_person(town, role).id, role.value)
    town.do(setting_up.edit_facts, officer, tender.id, FACTS)
    town.do(setting_up.edit_dates, officer, tender.id, DEADLINE)
    town.do(tenders.publish, officer, tender.id)
    assert [r.id for r, _ in town.look(responses_of_vendor, vendor)] == [invited.response.id]


def test_an_address_is_invited_once_and_staff_are_no_vendors(published: Round) -> None:
    town, tender = published.town, published.tender
    invite = participants.invite_vendor
    town.do(invite, published.officer, tender.id, "Derde BV (fictief)", "x@derde.example")
    with town.house() as house:
        taken = [house.db.get_one(Person, p.id).email for p in (published.vendor, published.assessor)]
    for email in ("X@derde.example", *taken):
        with pytest.raises(Invalid) as refusal:
            town.do(invite, published.officer, tender.id, "Nog een (fictief)", email)
        assert set(refusal.value.errors) == {"email"}


def test_a_contact_with_an_account_keeps_its_company_and_a_name_alone_joins_none(
    town: Town, officer: Actor
) -> None:
    first = town.do(setting_up.create, officer, BASICS)
    second = town.do(setting_up.create, officer, BASICS)
    invite = participants.invite_vendor
    one = town.do(invite, officer, first.id, "Waterman BV (fictief)", "jo@waterman.example")
    person = join(town, one.token)
    same = town.do(invite, officer, second.id, "Waterman BV (fictief)", "jo@waterman.example")
    other = town.do(invite, officer, second.id, "Waterman BV (fictief)", "iemand@anders.example")
    assert same.response.company_id == person.company_id
    assert other.response.company_id != person.company_id


def test_the_link_to_respond_never_opens_an_account_that_exists(town: Town, officer: Actor) -> None:
    first = town.do(setting_up.create, officer, BASICS)
    second = town.do(setting_up.create, officer, BASICS)
    invite = participants.invite_vendor
    one = town.do(invite, officer, first.id, "Waterman BV (fictief)", "jo@waterman.example")
    join(town, one.token)
    again = town.do(invite, officer, second.id, "Waterman BV (fictief)", "jo@waterman.example").token
    join(town, again, "Valse Naam (fictief)")
    with town.house() as house, writing(house, NOBODY):
        assert look_at_invitation(house, again, "192.0.2.9") is None, "used"
        assert signing_in.sign_in(house, "jo@waterman.example", "drie losse woorden", "192.0.2.9")
        assert house.db.scalars(select(Person.name).where(Person.role == "vendor")).one().startswith("Jo")


def test_an_invitation_can_be_renewed_and_a_draft_can_take_it_back(town: Town, officer: Actor) -> None:
    tender = ready(town, officer)
    response = town.look(participants.overview, officer, tender.id).vendors[0].response_id
    with town.house() as house:
        before = house.db.scalars(select(Invitation.token_sha256)).all()
    token = town.do(participants.invite_again, officer, response)
    with town.house() as house, writing(house, officer):
        assert look_at_invitation(house, token, "192.0.2.1")
        used = select(func.count()).where(
            Invitation.token_sha256.in_(before), Invitation.used_at.is_not(None)
        )
        assert house.db.scalar(used) == len(before)
    town.do(participants.take_back_invitation, officer, response)
    assert town.look(participants.overview, officer, tender.id).vendors == ()
    assert "No vendor has been invited yet." in obstacles(town, tender)


def test_after_publication_no_invitation_is_taken_back(published: Round) -> None:
    with pytest.raises(NotThere):
        published.town.do(participants.take_back_invitation, published.officer, published.response)


def test_until_the_opening_the_overview_is_the_same_whatever_vendors_do(published: Round) -> None:
    town, tender = published.town, published.tender

    def seen() -> object:
        overview = town.look(participants.overview, published.officer, tender.id)
        return overview.people, overview.vendors, overview.hours

    before = seen()
    fill_in(town, published.vendor, published.response)
    send(town, published.vendor, published.response)
    assert seen() == before
    assert {v.state for v in town.look(participants.overview, published.officer, tender.id).vendors} == {None}
    open_all(town, tender, published.officer, published.second_officer)
    after = town.look(participants.overview, published.officer, tender.id).vendors
    assert {v.state for v in after} == {"opened", "absent"}


def test_reading_before_the_opening_is_refused_and_noted_for_the_officers(published: Round) -> None:
    town = published.town
    with pytest.raises(Sealed):
        town.look(find_response, published.officer, published.response, Action.READ_ANSWERS)
    with pytest.raises(Sealed):
        town.look(find_tender, published.auditor, published.tender.id, Action.COMPARE)
    assert verbs(town, published.tender)[-2:] == ["reading_sealed_refused"] * 2


def test_the_lists_show_only_ones_own(published: Round) -> None:
    town = published.town
    assert [t.id for t in town.look(tenders_for, published.officer)] == [published.tender.id]
    for stranger in (published.administrator, published.auditor, make_officer(town), published.vendor):
        assert town.look(tenders_for, stranger) == []
    assert [r.id for r, _ in town.look(responses_of_vendor, published.vendor)] == [published.response]
    assert town.look(responses_of_vendor, published.officer) == []


# --- publishing -------------------------------------------------------------------------------------------


def test_publishing_freezes_everything_under_one_hash(town: Town, officer: Actor) -> None:
    tender = ready(town, officer)
    town.do(setting_up.edit_award, officer, tender.id, minimums=[Minimum("HUM-01", 2, REASON)])
    tender = town.do(tenders.publish, officer, tender.id)
    assert tender.frozen is not None
    assert tender.frozen_sha256 == sha256(tender.frozen.encode())
    frozen = json.loads(tender.frozen)
    assert frozen["questionnaire"]["sha256"] == QUESTIONNAIRE.sha256
    assert frozen["facts"]["effect"] == "ranks"
    assert sum(s["weight"] for s in frozen["award"]["sub_criteria"]) == 100
    assert frozen["minimums"] == [{"question": "HUM-01", "least": 2, "reason": REASON}]
    assert frozen["deadline"] == "2026-12-07T09:00:00.000000Z"
    assert "waterman" not in tender.frozen.lower(), "vendors read it: it names none of them"
    with town.house() as house:
        event = house.db.scalars(select(Event).where(Event.verb == "tender_published")).one()
    assert event.digest == tender.frozen_sha256


def test_what_lacks_is_refused_and_nothing_is_published(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    with pytest.raises(Refused) as refusal:
        town.do(tenders.publish, officer, tender.id)
    assert [r.en for r in refusal.value.reasons] == obstacles(town, tender)
    assert stored(town, tender).state == "draft"


def test_a_draft_questionnaire_cannot_be_published_for_real(town: Town, officer: Actor) -> None:
    assert QUESTIONNAIRE.status == "draft"
    tender = ready(town, officer, test=False)
    with pytest.raises(Refused) as refusal:
        town.do(tenders.publish, officer, tender.id)
    assert [r.en for r in refusal.value.reasons] == [
        "This questionnaire is still a draft. You can only use it for a test."
    ]


def test_a_published_questionnaire_can_be_used_for_real(store: Store) -> None:
    town = Town(store, shelf=Shelf(QUESTIONNAIRE.model_copy(update={"status": "published"})))
    officer = make_officer(town)
    tender = ready(town, officer, test=False)
    assert town.do(tenders.publish, officer, tender.id).state == "published"


def test_the_demonstration_may_use_a_draft_questionnaire(town: Town) -> None:
    tender = ready(town, make_person(town, Role.OFFICER, demonstration=True), test=False)
    assert obstacles(town, tender) == []


def test_after_publication_nothing_of_it_can_be_edited(town: Town, officer: Actor) -> None:
    tender = ready(town, officer)
    before = town.do(tenders.publish, officer, tender.id).frozen
    for verb, arguments in (
        (setting_up.edit_basics, (BASICS,)),
        (setting_up.edit_facts, (FACTS,)),
        (setting_up.edit_dates, (DEADLINE,)),
        (tenders.publish, ()),
    ):
        with pytest.raises(NotThere):
            town.do(verb, officer, tender.id, *arguments)
    with pytest.raises(NotThere):
        town.do(setting_up.edit_award, officer, tender.id)
    assert stored(town, tender).frozen == before


def test_an_officer_without_a_part_finds_no_tender(town: Town, officer: Actor) -> None:
    tender, stranger = ready(town, officer), make_officer(town)
    for verb in (tenders.publish, participants.overview, participants.candidates):
        with pytest.raises(NotThere):
            town.do(verb, stranger, tender.id)


# --- facts for one offer ----------------------------------------------------------------------------------


def test_outside_a_tender_an_offer_can_have_facts_of_its_own(town: Town, officer: Actor) -> None:
    tender = ready(town, officer, procedure="market_consultation")
    invited = town.do(
        participants.invite_vendor, officer, tender.id, "Tweede BV (fictief)", "x@tweede.example",
        facts=FACTS | {"effect": "rejects"},
    )  # fmt: skip
    with town.house() as house:
        row = house.db.get_one(Response, invited.response.id)
        assert tenders.buyer_facts(stored(town, tender), row).effect == "rejects"
    town.do(setting_up.set_facts, officer, invited.response.id, None)
    with town.house() as house:
        row = house.db.get_one(Response, invited.response.id)
        assert tenders.buyer_facts(stored(town, tender), row).effect == "ranks"


def test_in_a_tender_all_offers_are_judged_for_the_same_use(published: Round) -> None:
    with pytest.raises(NotThere):
        published.town.do(setting_up.set_facts, published.officer, published.response, FACTS)
    with pytest.raises(NotThere):
        published.town.do(
            participants.invite_vendor, published.officer, published.tender.id, "A (fictief)", "a@b.nl",
            facts=FACTS,
        )  # fmt: skip


# --- afterwards -------------------------------------------------------------------------------------------


def test_the_deadline_only_moves_later_and_not_once_it_has_passed(published: Round) -> None:
    town, officer, id = published.town, published.officer, published.tender.id
    later = DEADLINE + datetime.timedelta(days=2)
    for wrong in (DEADLINE, DEADLINE - datetime.timedelta(hours=1)):
        with pytest.raises(Invalid):
            town.do(tenders.extend_deadline, officer, id, wrong, "Storing bij het platform.")
    with pytest.raises(Invalid):
        town.do(tenders.extend_deadline, officer, id, later, "kort")
    assert town.do(tenders.extend_deadline, officer, id, later, "Storing bij het platform.").deadline == later
    town.now = later
    with pytest.raises(Refused):
        town.do(tenders.extend_deadline, officer, id, later + datetime.timedelta(days=1), "Nog een storing.")


def test_a_published_tender_is_cancelled_with_a_reason_and_stays(published: Round) -> None:
    town, officer, id = published.town, published.officer, published.tender.id
    with pytest.raises(Invalid):
        town.do(tenders.cancel, officer, id, "")
    tender = town.do(tenders.cancel, officer, id, "Het budget is vervallen.")
    assert (tender.state, tender.end_reason) == ("cancelled", "Het budget is vervallen.")
    assert verbs(town, tender)[-1] == "tender_cancelled"
    with pytest.raises(NotThere):
        town.do(tenders.cancel, officer, id, "Het budget is vervallen.")


def test_a_test_is_deleted_whole_and_the_log_remembers_that(published: Round) -> None:
    town, tender = published.town, published.tender
    fill_in(town, published.vendor, published.response)
    send(town, published.vendor, published.response)
    town.do(tenders.delete_test_tender, published.officer, tender.id)
    with town.house() as house:
        assert house.db.get(Tender, tender.id) is None
        assert house.db.scalar(select(func.count()).select_from(Response)) == 0
        assert (
            house.db.scalars(select(Event.verb).where(Event.chain == "house")).all()[-1] == "tender_deleted"
        )


def test_a_real_tender_is_not_deleted_after_publication(town: Town) -> None:
    officer = make_person(town, Role.OFFICER, demonstration=True)
    tender = ready(town, officer, test=False)
    town.do(tenders.publish, officer, tender.id)
    with pytest.raises(NotThere):
        town.do(tenders.delete_test_tender, officer, tender.id)


def test_hours_grow_from_one_product_to_all(town: Town, officer: Actor) -> None:
    tender = town.do(setting_up.create, officer, BASICS)
    lightest, all_together = town.look(participants.overview, officer, tender.id).hours
    assert 0 < lightest < all_together
