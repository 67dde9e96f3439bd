"""A vendor as a company: one administrator, sections handed out, and what happens inside stays inside."""

from __future__ import annotations

import datetime

import pytest

from assessor.domain.answers import Answer, Confidential, Key, Provider
from assessor.domain.permissions import Actor
from assessor.services import people
from assessor.services.access import as_actor
from assessor.services.colleagues import (
    HandOut,
    colleagues,
    company_log,
    end_access,
    hand_out,
    hand_over,
    handed_out,
)
from assessor.services.events import tender_log
from assessor.services.opening import opened
from assessor.services.providers import declare_providers
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.services.responses import declare_scope, filling, read_answers, save_answers
from assessor.services.signing_in import actor_of, sign_in
from assessor.services.work import writing
from assessor.storage.models import Person
from tests.conftest import Round
from tests.factories import DEADLINE, fill_in, open_all, send

KEY = Key("CTX-01")
PASSWORD = "een-lang-wachtwoord-om-te-onthouden"


def join(round: Round, name: str = "Co Bakker (fictief)", email: str = "co@waterman.example") -> Actor:
    """A colleague who took the link."""
    town = round.town
    token = town.do(people.invite_colleague, round.vendor, round.response, email, name)
    with town.house() as house, writing(house, round.vendor):
        person = people.accept_invitation(house, token, PASSWORD, name, "nl")
        return as_actor(person)


def again(round: Round, actor: Actor) -> Actor:
    """The actor as the next request knows it."""
    with round.town.house() as house:
        return as_actor(house.db.get_one(Person, actor.id))


# --- the administrator --------------------------------------------------------------------------------------


def test_the_first_who_comes_is_administrator_and_the_next_are_not(published: Round) -> None:
    colleague = join(published)
    assert again(published, published.vendor).administers
    assert not colleague.administers


def test_only_the_administrator_invites_ends_access_gives_links_and_divides(published: Round) -> None:
    town, colleague = published.town, join(published)
    other = join(published, "Derde (fictief)", "derde@waterman.example")
    for verb, more in (
        (people.invite_colleague, (published.response, "nog@waterman.example", "Nog Een")),
        (people.new_link, (published.vendor.id,)),
        (end_access, (published.response, other.id)),
        (hand_over, (published.response, colleague.id)),
        (hand_out, (published.response, {"CTX": HandOut(colleague.id)})),
    ):
        with pytest.raises(NotThere):
            town.do(verb, colleague, *more)


def test_handing_over_makes_one_administrator_of_another(published: Round) -> None:
    town, colleague = published.town, join(published)
    town.do(hand_over, published.vendor, published.response, colleague.id)
    old, new = again(published, published.vendor), again(published, colleague)
    assert (old.administers, new.administers) == (False, True)
    with pytest.raises(NotThere):
        town.do(hand_over, published.vendor, published.response, colleague.id)  # the page was still open
    town.do(end_access, new, published.response, old.id)
    assert [p.active for p in town.look(colleagues, new) if p.id == old.id] == [False]


def test_there_is_never_no_administrator(published: Round) -> None:
    town = published.town
    town.do(people.invite_colleague, published.vendor, published.response, "co@waterman.example", "Co")
    waiting = next(p for p in town.look(colleagues, published.vendor) if p.email == "co@waterman.example")
    with pytest.raises(Refused, match="cannot sign in yet"):
        town.do(hand_over, published.vendor, published.response, waiting.id)
    with pytest.raises(Refused, match="hand this over"):
        town.do(end_access, published.vendor, published.response, published.vendor.id)
    colleague = join(published, "Derde (fictief)", "derde@waterman.example")
    town.do(end_access, published.vendor, published.response, colleague.id)
    with pytest.raises(Refused):
        town.do(hand_over, published.vendor, published.response, colleague.id)
    assert again(published, published.vendor).administers


def test_ended_access_ends_at_the_next_request_and_can_be_given_back(published: Round) -> None:
    town, colleague = published.town, join(published)
    with town.house() as house, writing(house, colleague):
        token = sign_in(house, "co@waterman.example", PASSWORD, "127.0.0.1")
        assert isinstance(token, str)
        assert actor_of(house, token) is not None
    town.do(hand_out, published.vendor, published.response, {"CTX": HandOut(colleague.id)})
    town.do(end_access, published.vendor, published.response, colleague.id)
    with town.house() as house:
        assert actor_of(house, token) is None
    assert town.look(handed_out, published.vendor, published.response) == {}
    join(published)
    assert again(published, colleague).id == colleague.id


def test_another_company_reaches_none_of_it(published: Round) -> None:
    town, colleague = published.town, join(published)
    for verb in (end_access, hand_over):
        with pytest.raises(NotThere):
            town.do(verb, published.other_vendor, published.response, colleague.id)
        with pytest.raises(NotThere):
            town.do(verb, published.other_vendor, published.other_response, colleague.id)
        with pytest.raises(NotThere):
            town.do(verb, published.vendor, published.response, published.other_vendor.id)
    for look in (handed_out, company_log):
        for who in (published.other_vendor, published.officer, published.auditor, published.administrator):
            with pytest.raises(NotThere):
                town.look(look, who, published.response)
    wanted = {"CTX": HandOut(published.other_vendor.id)}
    with pytest.raises(Invalid):
        town.do(hand_out, published.vendor, published.response, wanted)


# --- sections -----------------------------------------------------------------------------------------------


def test_a_section_is_handed_out_changed_and_taken_back(published: Round) -> None:
    town, colleague = published.town, join(published)
    day = (town.now + datetime.timedelta(days=3)).date()
    town.do(hand_out, published.vendor, published.response, {"CTX": HandOut(colleague.id, day)})
    found = town.look(handed_out, colleague, published.response)
    assert (found["CTX"].name, found["CTX"].until) == ("Co Bakker (fictief)", day)
    town.do(hand_out, published.vendor, published.response, {"CTX": HandOut("")})
    assert town.look(handed_out, colleague, published.response) == {}


def test_a_section_is_handed_out_until_a_day_that_can_be(published: Round) -> None:
    town = published.town
    for day in (town.now.date() - datetime.timedelta(days=1), DEADLINE.date() + datetime.timedelta(days=1)):
        wanted = {"CTX": HandOut(published.vendor.id, day)}
        with pytest.raises(Invalid) as refusal:
            town.do(hand_out, published.vendor, published.response, wanted)
        assert list(refusal.value.errors) == ["CTX.until"]
    with pytest.raises(NotThere):
        town.do(hand_out, published.vendor, published.response, {"NONE": HandOut(published.vendor.id)})
    town.now = DEADLINE
    assert town.look(handed_out, published.vendor, published.response) == {}


def test_who_has_a_section_keeps_nobody_else_from_it(published: Round) -> None:
    town, colleague = published.town, join(published)
    fill_in(town, published.vendor, published.response)
    town.do(hand_out, published.vendor, published.response, {"CTX": HandOut(published.vendor.id)})
    answer = Answer({"main": "door een ander"})
    town.do(save_answers, colleague, published.response, {KEY: answer}, {KEY: 1})
    assert town.look(read_answers, published.vendor, published.response)[KEY].answer == answer


# --- who did what -------------------------------------------------------------------------------------------


def test_the_company_sees_who_changed_what_and_one_line_for_each_sitting(published: Round) -> None:
    town, colleague = published.town, join(published)
    fill_in(town, published.vendor, published.response)
    for n, (who, minutes) in enumerate(
        ((colleague, 1), (colleague, 5), (published.vendor, 1), (colleague, 40))
    ):
        town.later(minutes=minutes)
        answer = Answer({"main": f"poging {n}"})
        town.do(save_answers, who, published.response, {KEY: answer}, {KEY: n + 1}, autosave=True)
    log = town.look(company_log, colleague, published.response)
    assert [one.who for one in log if one.key == KEY] == [
        colleague.name, published.vendor.name, colleague.name, published.vendor.name,
    ]  # fmt: skip
    assert any(one.words.en == "colleague invited" and one.about == colleague.name for one in log)


def test_the_buyer_never_sees_who_did_what_in_a_company_not_even_after_the_opening(published: Round) -> None:
    town, colleague = published.town, join(published)
    fill_in(town, published.vendor, published.response)
    town.do(hand_out, published.vendor, published.response, {"CTX": HandOut(colleague.id)})
    town.do(hand_over, published.vendor, published.response, colleague.id)
    send(town, colleague, published.response)
    open_all(town, published.tender, published.officer, published.second_officer)
    for reader in (published.officer, published.manager, published.auditor):
        log = town.look(tender_log, reader, published.tender.id)
        assert {"submitted", "response_opened"} <= {one.verb for one in log}
        assert not {"scope_declared", "answers_saved", "colleague_invited", "section_handed_out",
                    "administrator_handed_over", "providers_declared"} & {one.verb for one in log}  # fmt: skip
        whos = {one.who.en for one in log}
        assert not whos & {colleague.name, published.vendor.name}
        assert colleague.id not in str([one.about for one in log])


# --- providers ----------------------------------------------------------------------------------------------


def test_each_module_names_its_provider_before_it_is_submitted(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    town.do(declare_scope, vendor, response, ["T05", "T10"], ["learned"], 0)
    town.do(save_answers, vendor, response, {KEY: Answer({"main": "x"})}, {})
    other = Provider("T10", own=False, name="Taalmaat (fictief)", version="7.1")
    town.do(declare_providers, vendor, response, [other], 1)
    with pytest.raises(Refused, match="who makes these modules"):
        send(town, vendor, response)
    town.do(declare_providers, vendor, response, [Provider("T05", own=True, name="weg ermee")], 2)
    send(town, vendor, response)
    open_all(town, published.tender, published.officer, published.second_officer)
    scope = town.look(opened, published.officer, response).scope
    assert scope.providers == (Provider("T05", own=True), other)


def test_a_third_party_has_a_name_and_a_version(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    with pytest.raises(Refused):
        town.do(declare_providers, vendor, response, [Provider("T05", own=True)], 0)
    town.do(declare_scope, vendor, response, ["T05"], [], 0)
    with pytest.raises(Invalid) as refusal:
        town.do(declare_providers, vendor, response, [Provider("T05", own=False)], 1)
    assert list(refusal.value.errors) == ["T05.name", "T05.version"]
    with pytest.raises(NotThere):
        town.do(declare_providers, vendor, response, [Provider("T10", own=True)], 1)
    town.do(declare_providers, vendor, response, [Provider("T05", own=True)], 1)
    with pytest.raises(Changed):
        town.do(declare_providers, vendor, response, [Provider("T05", own=True, version="2")], 1)


def test_another_scope_keeps_the_providers_of_what_stays(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    town.do(declare_scope, vendor, response, ["T10"], [], 2)
    scope = town.look(filling, vendor, response).scope
    assert scope is not None
    assert [one.module for one in scope.providers] == ["T10"]


# --- what is confidential -----------------------------------------------------------------------------------

MARK = Confidential("Dit is onze werkwijze.", passage="geheime stap")
MARKED = Answer({"main": "Onze geheime\n stap is x."}, confidential=MARK)


def test_a_mark_is_sealed_with_the_answer_and_reaches_the_assessors(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    town.do(save_answers, vendor, response, {KEY: MARKED}, {KEY: 1})
    assert town.look(read_answers, vendor, response)[KEY].answer.confidential == MARK
    send(town, vendor, response)
    open_all(town, published.tender, published.officer, published.second_officer)
    assert town.look(opened, published.officer, response).answers[KEY].confidential == MARK


@pytest.mark.parametrize(
    ("mark", "field"),
    [
        (Confidential("", whole=True), "reason"),
        (Confidential("x" * 5000, whole=True), "reason"),
        (Confidential("Daarom."), "passage"),
        (Confidential("Daarom.", passage="staat er niet"), "passage"),
        (Confidential("Daarom.", files=("niet.pdf",)), "passage"),
    ],
)
def test_a_mark_needs_a_reason_and_something_that_it_marks(
    published: Round, mark: Confidential, field: str
) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    answer = Answer({"main": "tekst"}, confidential=mark)
    with pytest.raises(Invalid) as refusal:
        town.do(save_answers, vendor, response, {KEY: answer}, {KEY: 1})
    assert list(refusal.value.errors) == [f"CTX-01.confidential_{field}"]
