"""Accounts: invitations, passwords, signing in, roles. Each rule from both sides."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from statistics import median
from typing import Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy import select

from assessor.domain.permissions import NOBODY, Actor, Role
from assessor.services import people, signing_in
from assessor.services.access import as_actor
from assessor.services.colleagues import colleagues
from assessor.services.house import House
from assessor.services.passwords import fault_of_password, hash_password
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.work import writing
from assessor.storage.models import Attempt, Invitation, Person, SignedIn
from tests.conftest import Round
from tests.factories import Town, make_person, make_vendor

P = ParamSpec("P")
T = TypeVar("T")

PASSWORD = "drie losse woorden"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def step(town: Town, verb: Callable[Concatenate[House, P], T], *a: P.args, **k: P.kwargs) -> T:
    with town.house() as house, writing(house, NOBODY):
        return verb(house, *a, **k)


def person_of(town: Town, actor: Actor) -> Person:
    with town.house() as house:
        return house.db.get_one(Person, actor.id)


def with_password(town: Town, role: Role = Role.OFFICER) -> Person:
    return person_of(town, make_person(town, role, password_hash=hash_password(PASSWORD)))


@pytest.fixture
def administrator(town: Town) -> Actor:
    return as_actor(with_password(town, Role.ADMINISTRATOR))


# --- signing in -------------------------------------------------------------------------------------------


def test_the_right_password_gives_a_session_and_a_wrong_one_does_not(town: Town) -> None:
    person = with_password(town)
    token = step(town, signing_in.sign_in, person.email.upper() + " ", PASSWORD, HOME)
    assert token is not None
    assert step(town, signing_in.actor_of, token) == as_actor(person)
    assert step(town, signing_in.sign_in, person.email, "iets heel anders", HOME) is None


def test_nobody_gets_in_without_a_password_or_when_not_active(town: Town) -> None:
    without = person_of(town, make_person(town, Role.OFFICER))
    gone = person_of(
        town, make_person(town, Role.OFFICER, password_hash=hash_password(PASSWORD), active=False)
    )
    for person in (without, gone):
        assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME) is None
        assert step(town, signing_in.sign_in, person.email, "", HOME) is None


def test_the_token_and_the_password_are_stored_only_as_digests(town: Town) -> None:
    person = with_password(town)
    token = step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    assert token is not None
    assert len(token) >= 43, "256 bits"
    with town.house() as house:
        row = house.db.scalars(select(SignedIn)).one()
        assert token not in repr(vars(row))
        stored = house.db.get_one(Person, person.id).password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$")


def test_ten_failures_elsewhere_stop_strangers_but_not_the_usual_address(town: Town) -> None:
    person = with_password(town)
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    for _ in range(10):
        assert step(town, signing_in.sign_in, person.email, "verkeerd woord", ELSEWHERE) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, ELSEWHERE) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    town.later(minutes=16)
    assert step(town, signing_in.sign_in, person.email, PASSWORD, ELSEWHERE)


def test_nine_failures_stop_nobody(town: Town) -> None:
    person = with_password(town)
    for _ in range(9):
        assert step(town, signing_in.sign_in, person.email, "verkeerd woord", ELSEWHERE) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, ELSEWHERE)


def test_guessing_at_the_usual_address_is_limited_too(town: Town) -> None:
    person = with_password(town)
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    for _ in range(10):
        assert step(town, signing_in.sign_in, person.email, "verkeerd woord", HOME) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME) is None
    town.later(minutes=16)
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)


def test_one_address_trying_many_accounts_is_stopped(town: Town) -> None:
    person, other = with_password(town), with_password(town)
    assert step(town, signing_in.sign_in, other.email, PASSWORD, ELSEWHERE)
    now = town.now
    key = signing_in._key("address", ELSEWHERE)
    town.put(*(Attempt(key=key, at=now) for _ in range(100)))
    assert step(town, signing_in.sign_in, person.email, PASSWORD, ELSEWHERE) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    assert step(town, signing_in.sign_in, other.email, PASSWORD, ELSEWHERE), "its usual address"


def test_the_table_of_attempts_names_nobody(town: Town) -> None:
    person = with_password(town)
    step(town, signing_in.sign_in, person.email, "verkeerd woord", HOME)
    with town.house() as house:
        kept = " ".join(a.key for a in house.db.scalars(select(Attempt)))
    assert person.email not in kept
    assert HOME not in kept


def test_unknown_accounts_cost_as_much_work_as_known_ones(town: Town) -> None:
    person = with_password(town)

    def took(email: str) -> float:
        started = time.perf_counter()
        step(town, signing_in.sign_in, email, "verkeerd woord", HOME)
        return time.perf_counter() - started

    known = median(took(person.email) for _ in range(5))
    unknown = median(took("niemand@voorbeeld.example") for _ in range(5))
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize("typed", ["", "\0", "\ud800", "a" * 5000, "' or 1=1 --", "İ@x.nl"])
def test_whatever_is_typed_signing_in_just_fails(town: Town, typed: str) -> None:
    assert step(town, signing_in.sign_in, typed, typed, HOME) is None


# --- sessions ---------------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_without_a_sign_of_life(town: Town) -> None:
    token = step(town, signing_in.start_session, with_password(town))
    town.later(minutes=29)
    assert step(town, signing_in.actor_of, token)
    step(town, signing_in.keep_alive, token)
    town.later(minutes=29)
    assert step(town, signing_in.actor_of, token)
    town.later(minutes=1)
    assert step(town, signing_in.actor_of, token) is None


def test_a_session_ends_after_twelve_hours_however_busy(town: Town) -> None:
    token = step(town, signing_in.start_session, with_password(town))
    for _ in range(35):
        town.later(minutes=20)
        assert step(town, signing_in.actor_of, token)
        step(town, signing_in.keep_alive, token)
    town.later(minutes=20)
    assert step(town, signing_in.actor_of, token) is None


def test_signing_out_ends_the_session_on_the_server(town: Town) -> None:
    person = with_password(town)
    token, other = (step(town, signing_in.start_session, person) for _ in range(2))
    step(town, signing_in.sign_out, token)
    assert step(town, signing_in.actor_of, token) is None
    assert step(town, signing_in.actor_of, other)


def test_a_token_that_is_none_is_nobodys(town: Town) -> None:
    for token in ("", "x", "\ud800", "0" * 64):
        assert step(town, signing_in.actor_of, token) is None


# --- invitations ------------------------------------------------------------------------------------------


def invite(town: Town, administrator: Actor, email: str = "nieuw@waterstad.example") -> str:
    return town.do(people.invite_person, administrator, email, "Noor Nieuw (fictief)", "assessor")


def test_who_is_invited_chooses_a_password_and_gets_in(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    seen = step(town, people.look_at_invitation, token, HOME)
    assert seen == people.Invited("nieuw@waterstad.example", "Noor Nieuw (fictief)", "account", False)
    person = step(town, people.accept_invitation, token, PASSWORD, "Noor de Nieuwe (fictief)", "en", HOME)
    assert (person.name, person.language, person.role) == ("Noor de Nieuwe (fictief)", "en", "assessor")
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)


def test_a_link_works_once_and_looking_does_not_use_it(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    for _ in range(3):
        assert step(town, people.look_at_invitation, token, HOME)
    step(town, people.accept_invitation, token, PASSWORD, "Noor (fictief)", "nl")
    assert step(town, people.look_at_invitation, token, HOME) is None
    with pytest.raises(NotThere):
        step(town, people.accept_invitation, token, "een ander wachtwoord", "Noor (fictief)", "nl")


def test_a_link_expires(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    town.later(days=13, hours=23)
    assert step(town, people.look_at_invitation, token, HOME)
    town.later(hours=1)
    with pytest.raises(NotThere):
        step(town, people.accept_invitation, token, PASSWORD, "Noor (fictief)", "nl")


def test_only_the_digest_of_a_link_is_stored(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    with town.house() as house:
        row = house.db.scalars(select(Invitation)).one()
        assert token not in repr(vars(row))
    assert len(token) >= 43, "256 bits"


def test_guessing_links_is_limited_by_address(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    for n in range(100):
        assert step(town, people.look_at_invitation, f"geraden{n}", ELSEWHERE) is None
    assert step(town, people.look_at_invitation, token, ELSEWHERE) is None
    assert step(town, people.look_at_invitation, token, HOME)


def test_a_new_link_makes_the_old_one_worthless(town: Town, administrator: Actor) -> None:
    old = invite(town, administrator)
    with town.house() as house:
        id = house.db.scalars(select(Person.id).where(Person.email == "nieuw@waterstad.example")).one()
    new = town.do(people.new_link, administrator, id)
    assert step(town, people.look_at_invitation, old, HOME) is None
    assert step(town, people.look_at_invitation, new, HOME)


def test_choosing_a_new_password_ends_the_sessions_from_before(town: Town, administrator: Actor) -> None:
    person = with_password(town)
    session = step(town, signing_in.start_session, person)
    link = town.do(people.new_link, administrator, person.id)
    step(town, people.accept_invitation, link, "een heel ander woord", person.name, "nl")
    assert step(town, signing_in.actor_of, session) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME) is None
    assert step(town, signing_in.sign_in, person.email, "een heel ander woord", HOME)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "geen adres"), ("email", "a@b.nl\r\nBcc: x@y.nl"), ("name", ""), ("name", "a\0b"),
     ("name", "x" * 201), ("role", "vendor"), ("role", "keizer"), ("name", "half \ud800")],
)  # fmt: skip
def test_what_was_typed_wrong_is_named_at_its_field(
    town: Town, administrator: Actor, field: str, value: str
) -> None:
    typed = {"email": "a@b.nl", "name": "A. Bee (fictief)", "role": "officer"} | {field: value}
    with pytest.raises(Invalid) as refusal:
        town.do(people.invite_person, administrator, **typed)
    assert set(refusal.value.errors) == {field}


def test_an_address_has_one_account(town: Town, administrator: Actor) -> None:
    invite(town, administrator)
    with pytest.raises(Invalid):
        invite(town, administrator, "NIEUW@waterstad.example")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.VENDOR, Role.NOBODY)])
def test_only_administrators_manage_people(town: Town, role: Role) -> None:
    actor, other = make_person(town, role), make_person(town, Role.OFFICER)
    for attempt in (
        lambda: town.do(people.invite_person, actor, "x@y.nl", "X", "officer"),
        lambda: town.do(people.new_link, actor, other.id),
        lambda: town.do(people.change_role, actor, other.id, "administrator"),
        lambda: town.do(people.deactivate, actor, other.id),
        lambda: town.look(people.buyers_people, actor),
    ):
        with pytest.raises(NotThere):
            attempt()


# --- passwords --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    ["kort", "elf tekens.", "wachtwoord123", "Welkom Welkom", "aaaaaaaaaaaaa", "abababababab", "x" * 201,
     "jan.devries@waterstad.example", "Jan.DeVries@waterstad.example"],
)  # fmt: skip
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    assert fault_of_password(password, "jan.devries@waterstad.example") is not None


@pytest.mark.parametrize("password", ["twaalf teken", "drie losse woorden", "ünïcödé pass ☂", "Zq8!vB2#nM5$"])
def test_a_long_password_is_good_whatever_its_signs(password: str) -> None:
    assert fault_of_password(password, "jan.devries@waterstad.example") is None


def test_a_weak_password_leaves_the_link_unused(town: Town, administrator: Actor) -> None:
    token = invite(town, administrator)
    with pytest.raises(Invalid) as refusal:
        step(town, people.accept_invitation, token, "kort", "", "fr")
    assert set(refusal.value.errors) == {"password", "name", "language"}
    assert step(town, people.look_at_invitation, token, HOME)


# --- vendors ----------------------------------------------------------------------------------------------


def test_the_administrator_reaches_no_vendors_account(published: Round) -> None:
    town, vendor = published.town, published.vendor
    for attempt in (
        lambda: town.do(people.new_link, published.administrator, vendor.id),
        lambda: town.do(people.change_role, published.administrator, vendor.id, "officer"),
        lambda: town.do(people.deactivate, published.administrator, vendor.id),
    ):
        with pytest.raises(NotThere):
            attempt()
    shown = town.look(people.buyers_people, published.administrator)
    assert Role.VENDOR not in {p.role for p in shown}
    with pytest.raises(Invalid):
        town.do(people.change_role, published.administrator, published.officer.id, "vendor")


def test_a_vendor_invites_a_colleague_who_then_fills_in_too(published: Round) -> None:
    town = published.town
    token = town.do(
        people.invite_colleague,
        published.vendor,
        published.response,
        "collega@waterman.example",
        "Co (fictief)",
    )
    colleague = step(town, people.accept_invitation, token, PASSWORD, "Co (fictief)", "nl")
    assert (colleague.role, colleague.company_id) == ("vendor", published.vendor.company_id)
    assert {p.id for p in town.look(colleagues, published.vendor)} == {
        published.vendor.id,
        colleague.id,
    }
    town.do(people.new_link, published.vendor, colleague.id)


def test_another_vendors_response_and_people_are_not_there(published: Round) -> None:
    town = published.town
    with pytest.raises(NotThere):
        town.do(people.invite_colleague, published.vendor, published.other_response, "x@y.nl", "X")
    with pytest.raises(NotThere):
        town.do(people.new_link, published.vendor, published.other_vendor.id)
    with pytest.raises(NotThere):
        town.do(people.new_link, published.vendor, published.officer.id)


def test_inviting_a_known_address_tells_a_vendor_nothing_of_whose_it_is(published: Round) -> None:
    town = published.town
    told = set()
    for known in (published.other_vendor, published.officer, published.administrator):
        email = person_of(town, known).email
        with pytest.raises(Invalid) as refusal:
            town.do(people.invite_colleague, published.vendor, published.response, email, "X (fictief)")
        told.add(str(refusal.value))
    assert len(told) == 1


# --- changing ---------------------------------------------------------------------------------------------


def test_another_role_works_at_once(town: Town, administrator: Actor) -> None:
    person = with_password(town, Role.OFFICER)
    session = step(town, signing_in.start_session, person)
    town.do(people.change_role, administrator, person.id, "manager")
    assert step(town, signing_in.actor_of, session) is None
    again = step(town, signing_in.sign_in, person.email, PASSWORD, HOME)
    assert again is not None
    found = step(town, signing_in.actor_of, again)
    assert found is not None
    assert found.role is Role.MANAGER


def test_ending_access_works_at_once_and_can_be_undone(town: Town, administrator: Actor) -> None:
    person = with_password(town)
    session = step(town, signing_in.start_session, person)
    town.do(people.deactivate, administrator, person.id)
    assert step(town, signing_in.actor_of, session) is None
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME) is None
    town.do(people.activate, administrator, person.id)
    assert step(town, signing_in.sign_in, person.email, PASSWORD, HOME)


def test_a_link_to_an_ended_account_is_not_there(town: Town, administrator: Actor) -> None:
    person = with_password(town)
    link = town.do(people.new_link, administrator, person.id)
    town.do(people.deactivate, administrator, person.id)
    assert step(town, people.look_at_invitation, link, HOME) is None
    with pytest.raises(NotThere):
        step(town, people.accept_invitation, link, PASSWORD, "Weg (fictief)", "nl")


def test_the_last_administrator_stays(town: Town, administrator: Actor) -> None:
    with pytest.raises(Refused):
        town.do(people.deactivate, administrator, administrator.id)
    with pytest.raises(Refused):
        town.do(people.change_role, administrator, administrator.id, "officer")
    second = with_password(town, Role.ADMINISTRATOR)
    town.do(people.change_role, as_actor(second), administrator.id, "officer")


def test_the_first_administrator_comes_by_command(town: Town) -> None:
    token = step(town, people.add_by_command, "Beheer@Waterstad.example", Role.ADMINISTRATOR)
    person = step(town, people.accept_invitation, token, PASSWORD, "Bea Heer (fictief)", "nl")
    assert (person.role, person.email) == ("administrator", "beheer@waterstad.example")
    again = step(town, people.add_by_command, person.email, Role.ADMINISTRATOR)
    assert step(town, people.look_at_invitation, again, HOME)


def test_the_command_changes_nobodys_role(town: Town) -> None:
    person = with_password(town, Role.OFFICER)
    with pytest.raises(Invalid):
        step(town, people.add_by_command, person.email, "administrator")


def test_a_language_is_chosen_by_whoever_it_is_for(town: Town) -> None:
    vendor = make_vendor(town)
    town.do(people.change_language, vendor, "en")
    assert person_of(town, vendor).language == "en"
    with pytest.raises(Invalid):
        town.do(people.change_language, vendor, "fr")
    with pytest.raises(NotThere):
        town.do(people.change_language, NOBODY, "en")


def test_demonstration_people_come_only_where_nobody_works_yet(town: Town) -> None:
    demo = step(town, people.add_demonstration_person, "o@demo.example", "O (fictief)", "officer", "demo")
    assert demo.demonstration
    assert step(town, signing_in.sign_in, demo.email, "demo", HOME)
    with_password(town)
    with pytest.raises(Refused):
        step(town, people.add_demonstration_person, "p@demo.example", "P (fictief)", "officer", "demo")


def test_old_attempts_are_swept(town: Town) -> None:
    town.put(Attempt(key="oud", at=town.now - datetime.timedelta(days=181)))
    step(town, signing_in.sign_in, "x@y.nl", "verkeerd woord", HOME)
    with town.house() as house:
        assert "oud" not in set(house.db.scalars(select(Attempt.key)))
