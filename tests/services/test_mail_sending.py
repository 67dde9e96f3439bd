"""Sending by a real mail server: once in the normal case, at most twice, and never lost in silence."""

from __future__ import annotations

import dataclasses
import datetime
import logging
import threading
import time
from pathlib import Path

import pytest

from assessor.domain.mail import BACK_OFF, KEPT, LEASE, STALE, Kind
from assessor.domain.permissions import Role
from assessor.services import mail, mail_sending
from assessor.services.jobs import Jobs, start_worker
from assessor.services.people import invite_person
from assessor.storage.engine import begin_writing
from assessor.storage.models import Mail
from tests.factories import SYSTEM, Town, make_person
from tests.mailing import PostOffice, deliver, jobs_of, mails, post_office

TO = "nora@waterstad.example"


@pytest.fixture
def jobs(town: Town, office: PostOffice, tmp_path: Path) -> Jobs:
    town.mail = office.settings
    return jobs_of(town, tmp_path / "work")


def invite(town: Town, to: str = TO) -> str:
    """Somebody of the buyer's people is invited; returns the token of the link."""
    return town.do(invite_person, make_person(town, Role.ADMINISTRATOR), to, "Nora (fictief)", "officer")


def only(town: Town) -> Mail:
    [found] = mails(town)
    return found


def test_a_mail_is_sent_once_and_what_it_said_is_dropped(town: Town, jobs: Jobs, office: PostOffice) -> None:
    token = invite(town)
    assert town.woken == [only(town).id], "it is sent at once, not at the next round"
    deliver(jobs)
    deliver(jobs)
    jobs.post.send(only(town).id)
    [message] = office.to(TO)
    assert f"http://localhost/invitation/{token}" in message.get_content()
    assert str(message["From"]) == '"Gemeente Waterstad (fictief)" <assessor@waterstad.example>'
    assert message["Auto-Submitted"] == "auto-generated"
    assert only(town).state == "sent"
    assert only(town).sealed_body is None
    assert only(town).sent_at == town.now


def test_a_slow_server_is_waited_for_and_one_that_hangs_is_not(
    town: Town, jobs: Jobs, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_sending, "SECONDS", 1)
    office.mode = "slow"
    invite(town)
    deliver(jobs)
    assert only(town).state == "sent"
    office.mode = "hangs"
    invite(town, "tweede@waterstad.example")
    deliver(jobs)
    late = mails(town)[-1]
    assert (late.state, late.fault, late.attempts) == ("waiting", "unreachable", 1)
    office.mode = "well"
    town.later(minutes=2)
    deliver(jobs)
    assert len(office.to("tweede@waterstad.example")) == 1


def test_a_server_that_is_down_is_tried_again_ever_later_for_three_days(
    town: Town, jobs: Jobs, office: PostOffice, tmp_path: Path
) -> None:
    assert town.mail is not None
    town.mail = dataclasses.replace(town.mail, port=1)
    down = jobs_of(town, tmp_path / "down")
    began = town.now
    invite(town)
    waits = []
    while True:
        deliver(down)
        row = only(town)
        if row.state != "waiting":
            break
        waits.append(row.next_at - town.now)
        town.now = row.next_at - datetime.timedelta(seconds=1)
        deliver(down)
        assert only(town).attempts == row.attempts, "not a second earlier"
        town.now = row.next_at
    assert tuple(waits) == BACK_OFF
    assert [w.total_seconds() // 60 for w in waits[:6]] == [1, 5, 15, 60, 240, 720]
    assert town.now - began <= datetime.timedelta(days=3)
    assert (row.state, row.fault) == ("failed", "unreachable")
    assert row.sealed_body is not None, "an administrator can still have it sent"
    town.later(days=KEPT.days)
    deliver(jobs)
    assert only(town).sealed_body is None


def test_while_the_server_is_down_other_mail_does_not_hold_up_the_worker(
    town: Town, jobs: Jobs, tmp_path: Path
) -> None:
    assert town.mail is not None
    town.mail = dataclasses.replace(town.mail, port=1)
    down = jobs_of(town, tmp_path / "down")
    for n in range(3):
        invite(town, f"n{n}@waterstad.example")
    deliver(down)
    assert sorted(m.attempts for m in mails(town)) == [0, 0, 1]
    deliver(jobs)
    assert sorted(m.state for m in mails(town)) == ["sent", "sent", "waiting"]


def test_a_refused_address_fails_at_once_and_alone(town: Town, jobs: Jobs, office: PostOffice) -> None:
    office.refused.add(TO)
    invite(town)
    invite(town, "goed@waterstad.example")
    deliver(jobs)
    found = {m.to: (m.state, m.fault) for m in mails(town)}
    assert found == {TO: ("failed", "address"), "goed@waterstad.example": ("sent", None)}


def test_a_server_that_asks_for_patience_gets_it(town: Town, jobs: Jobs, office: PostOffice) -> None:
    office.mode = "greylists"
    invite(town)
    deliver(jobs)
    assert (only(town).state, only(town).fault) == ("waiting", "later")
    office.mode = "well"
    town.later(minutes=1)
    deliver(jobs)
    assert only(town).state == "sent"


def test_a_refused_message_is_not_sent_again(town: Town, jobs: Jobs, office: PostOffice) -> None:
    office.mode = "full"
    invite(town)
    deliver(jobs)
    assert (only(town).state, only(town).fault) == ("failed", "refused")


def test_a_server_that_takes_it_and_hangs_up_gets_it_at_most_twice(
    town: Town, jobs: Jobs, office: PostOffice
) -> None:
    office.mode = "drops_after"
    invite(town)
    for _ in range(6):
        deliver(jobs)
        town.later(minutes=10)
    first, second = office.to(TO)
    assert first["Message-ID"] == second["Message-ID"], "a mail program can tell that it is the same"
    assert (only(town).state, only(town).fault) == ("failed", "doubt")


def test_one_doubt_is_followed_by_one_more_copy(town: Town, jobs: Jobs, office: PostOffice) -> None:
    office.mode = "drops_before"
    invite(town)
    deliver(jobs)
    assert (only(town).state, only(town).fault, only(town).doubts) == ("waiting", "doubt", 1)
    office.mode = "well"
    town.later(minutes=1)
    deliver(jobs)
    assert only(town).state == "sent"
    assert len(office.to(TO)) == 1


def test_a_worker_that_was_stopped_halfway_leaves_a_doubt_and_no_third_copy(
    town: Town, jobs: Jobs, office: PostOffice
) -> None:
    invite(town)
    id = only(town).id
    for turn in (1, 2):
        letter = town.do(lambda house, _: mail.begin(house, id), SYSTEM)
        assert letter is not None
        assert mail_sending.hand_over(office.settings, letter) is None  # and then the power goes
        deliver(jobs)
        assert len(office.to(TO)) == turn, "not while somebody is at it"
        town.later(seconds=LEASE.total_seconds())
    deliver(jobs)
    assert len(office.to(TO)) == 2
    assert (only(town).state, only(town).fault) == ("failed", "doubt")


def test_two_workers_on_the_same_mail_send_it_once(
    town: Town, jobs: Jobs, office: PostOffice, tmp_path: Path
) -> None:
    office.mode = "slow"
    invite(town)
    id = only(town).id
    others = [jobs, jobs_of(town, tmp_path / "other"), jobs_of(town, tmp_path / "third")]
    threads = [threading.Thread(target=one.post.send, args=(id,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.to(TO)) == 1


def test_old_mail_of_a_system_that_was_put_back_waits_for_the_administrator(
    town: Town, jobs: Jobs, office: PostOffice
) -> None:
    invite(town)
    town.now += STALE + datetime.timedelta(minutes=1)
    deliver(jobs)
    deliver(jobs)
    assert office.taken == []
    assert only(town).state == "held"


def test_what_is_deleted_while_it_is_sent_is_left_alone(
    town: Town, jobs: Jobs, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(town)

    def gone(*_: object) -> None:
        with town.store.sessions() as db:
            begin_writing(db)
            db.delete(db.get_one(Mail, only(town).id))
            db.commit()

    monkeypatch.setattr("assessor.services.mail_sending.hand_over", gone)
    deliver(jobs)
    assert mails(town) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_secure_connection_is_made_and_the_certificate_is_checked(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: str
) -> None:
    secret = tmp_path / "password"
    secret.write_text("geheim wachtwoord\n", encoding="utf-8")
    with post_office(tls, tmp_path, password="geheim wachtwoord") as office:
        town.mail = dataclasses.replace(office.settings, user="assessor", password_file=secret)
        invite(town)
        deliver(jobs_of(town, tmp_path / "a"))
        assert (only(town).state, only(town).fault) == ("waiting", "insecure")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        town.later(minutes=2)
        secret.write_text("verkeerd", encoding="utf-8")
        deliver(jobs_of(town, tmp_path / "b"))
        assert only(town).fault == "sign_in"
        secret.write_text("geheim wachtwoord\n", encoding="utf-8")
        town.later(minutes=10)
        deliver(jobs_of(town, tmp_path / "c"))
        assert only(town).state == "sent"
        assert len(office.to(TO)) == 1


@pytest.mark.sqlite
def test_a_server_that_offers_no_security_gets_nothing(
    town: Town, office: PostOffice, tmp_path: Path
) -> None:
    town.mail = dataclasses.replace(office.settings, tls="starttls")
    invite(town)
    deliver(jobs_of(town, tmp_path / "work"))
    assert only(town).fault == "insecure"
    assert office.taken == []


@pytest.mark.sqlite
def test_the_worker_sends_what_the_outbox_holds_and_its_logs_tell_nothing(
    town: Town, office: PostOffice, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town.mail = office.settings
    office.refused.add("weg@waterstad.example")
    tokens = [invite(town), invite(town, "weg@waterstad.example")]
    jobs = jobs_of(town, tmp_path / "work")
    worker = start_worker(jobs._workshop)
    try:
        end = time.monotonic() + 30
        while any(m.state in ("waiting", "sending") for m in mails(town)):
            assert time.monotonic() < end, "the worker took too long"
            time.sleep(0.05)
    finally:
        worker.stop()
    assert {m.to: m.state for m in mails(town)} == {TO: "sent", "weg@waterstad.example": "failed"}
    logged = "\n".join(
        f"{r.getMessage()} {r.exc_text}" for r in caplog.records if not r.name.startswith("mail.")
    )
    assert "mail_round" in logged
    for word in (*tokens, TO, "weg@", "Nora", only_subject(town)):
        assert word not in logged


def only_subject(town: Town) -> str:
    return mails(town, Kind.ACCOUNT.value)[0].subject
