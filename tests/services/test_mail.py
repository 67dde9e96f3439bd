"""The outbox: in the transaction of the step, sealed, fit to be sent, and shown to whom it may be shown."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from assessor.domain.mail import KINDS, STALE, Kind
from assessor.domain.permissions import Actor, Role
from assessor.services.house import House
from assessor.services.outbox import of_tender, outbox, send_again, send_vendors_again
from assessor.services.people import invite_colleague, invite_person, new_link
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.tenders import cancel, extend_deadline
from assessor.services.work import writing
from assessor.storage.models import Mail, Person
from tests.conftest import Round
from tests.databases import every_byte
from tests.factories import (
    DEADLINE,
    Town,
    fill_in,
    make_person,
    send,
)
from tests.mailing import PostOffice, deliver, jobs_of, mails
from tests.services.mailed import (
    NEW,
    REASON,
    SOME,
    VALUES,
    email_of,
    extend,
    invited,
    joined,
    put_in,
    seen_by_administrator,
    seen_by_officer,
    texts,
)

# --- the outbox -----------------------------------------------------------------------------------------------


def test_where_no_mail_is_set_up_nothing_is_queued(published: Round) -> None:
    town = published.town
    fill_in(town, published.vendor, published.response)
    send(town, published.vendor, published.response)
    invited(published)
    town.do(cancel, published.officer, published.tender.id, REASON)
    assert mails(town) == []
    assert town.woken == []
    assert not seen_by_administrator(published).is_set_up


def test_a_step_that_is_rolled_back_sends_nothing(round: Round) -> None:
    def verb(house: House, actor: Actor) -> None:
        extend_deadline(house, actor, round.tender.id, DEADLINE + datetime.timedelta(days=1), REASON)
        raise Refused(KINDS[Kind.DEADLINE])

    with pytest.raises(Refused):
        round.town.do(verb, round.officer)
    assert mails(round.town) == []
    assert round.town.woken == []


def test_a_queue_that_fails_after_the_commit_does_not_undo_the_step(round: Round) -> None:
    def fails(_: str) -> None:
        raise OSError("no space left on device")

    store = round.town.store
    with store.sessions() as db:
        with round.town.house() as like:
            house = House(
                db, like.master, like.files, like.library, like.clock, "", sends_mail=True, wake=fails
            )
        with writing(house, round.officer):
            cancel(house, round.officer, round.tender.id, REASON)
    assert len(mails(round.town)) == 2


def test_a_personal_link_lies_nowhere_in_the_clear_and_is_dropped_once_sent(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    _, token = invited(round)
    assert token.encode() not in every_byte(town.store)
    deliver(jobs_of(town, tmp_path / "work"))
    assert token in texts(office, NEW[1])
    assert token.encode() not in every_byte(town.store)
    assert [m.sealed_body for m in mails(town)] == [None]


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_in_both_languages(
    town: Town, office: PostOffice, tmp_path: Path, kind: Kind
) -> None:
    town.mail = office.settings
    for language in ("nl", "en"):
        to = f"{language}@w.example"
        put_in(town, kind, to, language, VALUES)
    deliver(jobs_of(town, tmp_path / "work"))
    dutch, english = texts(office, "nl@w.example"), texts(office, "en@w.example")
    for said in (dutch, english):
        assert len(said.splitlines()[0]) > 10
        assert "{" not in said
        assert "None" not in said
        assert not re.search(r"\n{3}", said)
        assert max(len(line) for line in said.splitlines()) < 998
    assert "Dit bericht is automatisch verstuurd" in dutch
    assert "This message was sent automatically" in english
    assert not {"the", "your"} & set(dutch.lower().split()) or kind is Kind.HEADS


# --- hostile values -------------------------------------------------------------------------------------------


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\u2028b", "a\u0085b", "a\ud800"]
)
def test_what_would_make_a_header_is_refused_in_words(town: Town, bad: str) -> None:
    town.mail = SOME
    for name in ("title", "company", "link", "test"):
        values = VALUES | {name: bad}
        with pytest.raises(Refused) as refused:
            put_in(town, Kind.INVITATION, "a@b.example", "nl", values)
        assert "regeleinde" in refused.value.message.nl
    for to in (f"{bad}@b.example", f"a@b.example{bad}", "geen adres", "a@b.example, c@d.example", "@", ""):
        with pytest.raises(Refused):
            put_in(town, Kind.INVITATION, to, "nl", VALUES)
    with pytest.raises(Invalid):
        town.do(invite_person, make_person(town, Role.ADMINISTRATOR), "n@w.example", bad, "officer")
    assert mails(town) == []


@pytest.mark.sqlite
def test_a_value_is_never_read_as_a_template_or_as_markup(
    town: Town, office: PostOffice, tmp_path: Path
) -> None:
    town.mail = office.settings
    hostile = (
        "{{ 7*7 }} {% include 'mail/link.txt' %} {0.__class__} <b>&amp;</b> =?utf-8?q?x?= 🐤 \u202eom ."
        + "x" * 300
    )
    values = VALUES | {"company": hostile, "title": hostile}
    put_in(town, Kind.INVITATION, "a@b.example", "nl", values)
    deliver(jobs_of(town, tmp_path / "work"))
    [message] = office.to("a@b.example")
    assert hostile in message.get_content()
    assert "{{ 7*7 }}" in message["Subject"]
    assert len(message["Subject"]) <= 150
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
        "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


@pytest.mark.sqlite
def test_a_line_that_begins_with_a_dot_arrives_as_it_is(
    town: Town, office: PostOffice, tmp_path: Path
) -> None:
    town.mail = office.settings
    values = VALUES | {"heads": (".", "..", ". x")}
    put_in(town, Kind.HEADS, "a@b.example", "nl", values)
    deliver(jobs_of(town, tmp_path / "work"))
    assert "\n.\n..\n. x\n" in office.messages[0].get_content().replace("\r", "")


# --- what the buyer may see of it -----------------------------------------------------------------------------


def test_officers_see_whom_they_reached_and_nothing_of_what_vendors_do(round: Round) -> None:
    response, token = invited(round)
    quiet, _ = invited(round, "Stille BV (fictief)", "stil@stille.example")
    vendor = joined(round.town, token)
    town = round.town
    joined(town, town.do(invite_colleague, vendor, response, "collega@vogel.example", "Co"))
    fill_in(town, vendor, response)
    send(town, vendor, response)
    town.do(new_link, vendor, next(m for m in people(town, vendor) if m != vendor.id))
    extend(round)
    town.do(lambda house, _: set_state(house, "collega@vogel.example", "failed"), round.officer)
    assert seen_by_officer(round, response) == seen_by_officer(round, quiet)
    assert [one.kind.en for one in seen_by_officer(round, quiet)] == [
        "invitation of a vendor",
        "new deadline",
    ]
    for other in (round.assessor, round.manager, round.administrator, round.vendor):
        with pytest.raises(NotThere):
            town.look(of_tender, other, round.tender.id)


def people(town: Town, vendor: Actor) -> list[str]:
    with town.house() as house:
        return list(house.db.scalars(select(Person.id).where(Person.company_id == vendor.company_id)))


def set_state(house: House, to: str, state: str) -> None:
    for mail in house.db.scalars(select(Mail).where(Mail.to == to)):
        mail.state, mail.fault = state, "address"
        mail.made_at += datetime.timedelta(seconds=1)  # it would be the newest, if it were shown


def test_the_administrator_sees_nothing_of_receipts_and_reminders_that_arrived(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    invited(round)
    before = seen_by_administrator(round)
    assert [(line.kind.en, line.to) for line in before.lines] == [("invitation of a vendor", "")]
    for vendor, response in ((round.vendor, round.response), (round.other_vendor, round.other_response)):
        fill_in(town, vendor, response)
        send(town, vendor, response)
        assert seen_by_administrator(round) == before
    office.refused = {email_of(town, round.vendor), email_of(town, round.other_vendor)}
    deliver(jobs_of(town, tmp_path / "work"))
    one = seen_by_administrator(round)
    assert len(one.vendors_faults) == 1, "two that failed look like one"
    assert one.vendors_retry
    hidden = mails(town, "receipt")[0]
    with pytest.raises(NotThere):
        town.do(send_again, round.administrator, hidden.id)
    office.refused = set()
    town.do(send_vendors_again, round.administrator)
    deliver(jobs_of(town, tmp_path / "again"))
    assert {m.state for m in mails(town, "receipt")} == {"sent"}
    for other in (round.officer, round.auditor, round.vendor):
        with pytest.raises(NotThere):
            town.look(outbox, other)
        with pytest.raises(NotThere):
            town.do(send_vendors_again, other)


def test_held_mail_goes_out_when_the_administrator_wants_it(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    jobs = jobs_of(town, tmp_path / "work")
    invited(round)
    town.now += STALE * 2
    deliver(jobs)
    [line] = seen_by_administrator(round).lines
    assert (line.state, line.can_be_sent) == ("held", True)
    town.do(send_again, round.administrator, line.id)
    deliver(jobs)
    assert len(office.to(NEW[1])) == 1
    with pytest.raises(NotThere):
        town.do(send_again, round.administrator, line.id)
