"""Who gets which mail when; none of it names another vendor."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from assessor.domain.permissions import Actor
from assessor.services import inviting, notices
from assessor.services.house import House
from assessor.services.participants import invite_again, invite_vendor
from assessor.services.people import invite_colleague, invite_person, new_link
from assessor.services.submitting import withdraw
from assessor.services.tenders import cancel
from assessor.services.tenders import publish as publish_tender
from assessor.storage.models import Verification
from tests.conftest import Round
from tests.factories import (
    DEADLINE,
    NOW,
    Town,
    fill_in,
    make_officer,
    make_tender,
    publish,
    send,
)
from tests.mailing import PostOffice, deliver, jobs_of, mails
from tests.services.mailed import (
    NEW,
    REASON,
    SOME,
    addresses,
    email_of,
    extend,
    invited,
    joined,
    seen_by_administrator,
    texts,
    with_password,
)
from tests.services.test_tenders import ready

# --- invitations ----------------------------------------------------------------------------------------------


def test_a_vendor_is_invited_by_mail_once_the_tender_is_published(town: Town) -> None:
    town.mail, officer = SOME, make_officer(town)
    tender = ready(town, officer)
    assert mails(town) == [], "before publication nobody outside is written to"
    town.do(publish_tender, officer, tender.id)
    [invitation] = mails(town)
    assert (invitation.kind, invitation.to, invitation.private) == (
        "invitation",
        "jo@waterman.example",
        False,
    )
    assert "TEST" in invitation.subject or not tender.test


def test_the_mailed_link_works_and_so_does_the_one_the_officer_passed_on(
    town: Town, office: PostOffice, tmp_path: Path
) -> None:
    town.mail, officer = office.settings, make_officer(town)
    tender = ready(town, officer)
    passed_on = town.do(invite_vendor, officer, tender.id, *NEW).token
    town.do(publish_tender, officer, tender.id)
    deliver(jobs_of(town, tmp_path / "work"))
    found = re.search(r"/invitation/(\S+)", texts(office, NEW[1]))
    assert found is not None
    assert found[1] != passed_on
    for token in (passed_on, found[1]):
        joined(town, token)


def test_a_new_invitation_takes_the_place_of_one_that_was_not_sent(round: Round) -> None:
    response, _ = invited(round)
    first = mails(round.town)[0].id
    round.town.do(invite_again, round.officer, response)
    [second] = mails(round.town)
    assert second.id != first


def test_the_buyers_people_get_their_links_and_so_does_who_was_locked_out(round: Round) -> None:
    town = round.town
    town.do(invite_person, round.administrator, "n@w.example", "Nora (fictief)", "officer")
    town.do(new_link, round.administrator, round.officer.id)
    assert addresses(town, "account") == ["n@w.example"]
    assert addresses(town, "link") == [email_of(town, round.officer)]
    lines = seen_by_administrator(round).lines
    assert {line.to for line in lines} == {"n@w.example", email_of(town, round.officer)}


def test_a_vendor_cannot_have_advertisements_mailed(round: Round, office: PostOffice, tmp_path: Path) -> None:
    town = round.town
    town.mail = office.settings
    for n in range(notices.MOST_COLLEAGUES + 3):
        to = f"slachtoffer{n}@elders.example"
        town.do(invite_colleague, round.vendor, round.response, to, "WIN EEN PRIJS op evil.example")
    assert len(addresses(town, "colleague")) == notices.MOST_COLLEAGUES
    deliver(jobs_of(town, tmp_path / "work"))
    said = texts(office, "slachtoffer0@elders.example")
    assert "evil.example" not in said
    assert email_of(town, round.vendor) in said


# --- notices to all -------------------------------------------------------------------------------------------


def test_a_new_deadline_reaches_everybody_by_itself_and_names_no_other(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    with_password(town, round.other_vendor, "en")
    _, token = invited(round)
    extend(round)
    deliver(jobs_of(town, tmp_path / "work"))
    mine, other = email_of(town, round.vendor), email_of(town, round.other_vendor)
    assert sorted(addresses(town, "deadline")) == sorted([mine, other, NEW[1]])
    names = {mine: "Waterman", other: "Stroomlijn", NEW[1]: "Kanarievogel"}
    for address in names:
        said = texts(office, address)
        assert all(len(to) == 1 for to, _ in office.taken)
        for whose, name in names.items():
            if whose != address:
                assert name not in said
                assert whose not in said
        assert "Zwijger" not in said, "the reason may name whoever asked"
        assert "Cc" not in office.to(address)[0]
    assert "8 december 2026" in texts(office, mine)
    assert "8 December 2026" in texts(office, other)
    assert token not in texts(office, mine)


def test_the_end_of_a_tender_is_told_to_every_vendor(round: Round) -> None:
    round.town.do(cancel, round.officer, round.tender.id, REASON)
    assert len(addresses(round.town, "cancelled")) == 2


def test_the_one_vendor_of_a_verification_is_told_that_it_begins(round: Round) -> None:
    town = round.town
    verification = make_tender(town, round.officer, procedure="verification", vendors=(round.vendor,))
    town.put(Verification(tender_id=verification.id, response_id=round.response, reason=""))
    publish(town, verification)

    def begin(house: House, _: Actor) -> None:
        row = house.db.merge(verification, load=True)
        house.db.refresh(row)
        inviting.published(house, row)

    town.do(begin, round.officer)
    assert addresses(town, "verification") == [email_of(town, round.vendor)]


# --- receipts and reminders -----------------------------------------------------------------------------------


def test_the_receipt_goes_to_who_submitted_with_its_digest(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    fill_in(town, round.vendor, round.response)
    receipt = send(town, round.vendor, round.response, once="once-and-only-once")
    again = send(town, round.vendor, round.response, once="once-and-only-once")
    assert again == receipt
    deliver(jobs_of(town, tmp_path / "work"))
    assert [to for to, _ in office.taken] == [[email_of(town, round.vendor)]]
    said = texts(office, email_of(town, round.vendor))
    assert receipt["manifest"]["sha256"] in said
    assert receipt["chain"]["head"] in said
    assert f"/responses/{round.response}/receipt/1" in said


def test_a_draft_is_not_a_submission_is_said_a_day_and_an_hour_before_and_once_each(
    round: Round, tmp_path: Path
) -> None:
    town, jobs = round.town, jobs_of(round.town, tmp_path / "work")
    fill_in(town, round.other_vendor, round.other_response)
    send(town, round.other_vendor, round.other_response)
    mine = email_of(town, round.vendor)
    counted = []
    for before in (25 * 60, 24 * 60 - 1, 20 * 60, 60, 59, 1, -1):
        town.now = DEADLINE - datetime.timedelta(minutes=before)
        jobs.post.round()
        jobs.post.round()
        counted.append(addresses(town, "reminder").count(mine))
    assert counted == [0, 1, 1, 2, 2, 2, 2]
    assert set(addresses(town, "reminder")) == {mine}, "who submitted is not bothered"
    assert {m.until for m in mails(town, "reminder")} == {DEADLINE}


def test_who_withdrew_is_reminded_and_a_new_deadline_has_reminders_of_its_own(
    round: Round, tmp_path: Path
) -> None:
    town, jobs = round.town, jobs_of(round.town, tmp_path / "work")
    fill_in(town, round.vendor, round.response)
    send(town, round.vendor, round.response)
    town.do(withdraw, round.vendor, round.response, received_at=town.now)
    town.now = DEADLINE - datetime.timedelta(hours=5)
    jobs.post.round()
    assert len(addresses(town, "reminder")) == 2
    later = extend(round)
    town.now = later - datetime.timedelta(hours=5)
    jobs.post.round()
    assert len(addresses(town, "reminder")) == 4
    town.do(cancel, round.officer, round.tender.id, REASON)
    town.now = later - datetime.timedelta(minutes=30)
    jobs.post.round()
    assert len(addresses(town, "reminder")) == 4, "none of a tender that was cancelled"


def test_a_reminder_that_comes_too_late_is_not_sent(round: Round, office: PostOffice, tmp_path: Path) -> None:
    town = round.town
    town.mail = office.settings
    jobs = jobs_of(town, tmp_path / "work")
    town.now = DEADLINE - datetime.timedelta(minutes=2)
    waiting = jobs.post.round()
    town.later(minutes=3)
    for id in waiting:
        jobs.post.send(id)
    assert office.taken == []
    assert {(m.state, m.fault) for m in mails(town, "reminder")} == {("failed", "too_late")}


def test_the_heads_go_out_once_a_day_without_titles_and_vendors(
    round: Round, office: PostOffice, tmp_path: Path
) -> None:
    town = round.town
    town.mail = office.settings
    fill_in(town, round.vendor, round.response)
    send(town, round.vendor, round.response)
    jobs = jobs_of(town, tmp_path / "work", heads_to="controle@w.example")
    for day in range(2):
        for hour in (4, 7, 23):
            town.now = NOW.replace(hour=0) + datetime.timedelta(days=1 + day, hours=hour - 1)
            deliver(jobs)
    first, second = office.to("controle@w.example")
    for message in (first, second):
        said = message.get_content()
        assert re.search(rf"^tender:{round.tender.id} \d+ [0-9a-f]{{64}}\r?$", said, re.MULTILINE)
        assert "response:" not in said
        assert round.tender.title not in said
    off = jobs_of(town, tmp_path / "off")
    town.later(days=1)
    deliver(off)
    assert len(office.to("controle@w.example")) == 2
