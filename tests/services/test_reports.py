"""The PDF of a risk assessment: made once for each input, by a real worker, and never half."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assessor.config import Settings, read_settings
from assessor.domain.permissions import Actor, Role
from assessor.services import reports
from assessor.services.decisions import decide
from assessor.services.finishing import finish_scoring
from assessor.services.house import House
from assessor.services.jobs import Jobs, start_worker
from assessor.services.refusals import NotThere, Refused
from assessor.services.scoring import record_agreed
from assessor.storage.models import ReportJob
from assessor.storage.start import Store
from tests.factories import make_person
from tests.services.assessing import VAL, GatedShelf, Stage, judge, opened_stage

PATIENCE = 60


class Workshop:
    """What jobs need of the installation under test."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.stage, self.settings = stage, settings

    @property
    def store(self) -> Store:
        return self.stage.town.store

    def house(self, session: Session) -> House:
        town = self.stage.town
        return House(
            session, self.store.master, self.store.files, GatedShelf(), lambda: town.now, "http://localhost"
        )


@pytest.fixture
def stage(store: Store) -> Stage:
    found = opened_stage(store, procedure="market_consultation")
    found.hand_in()
    return found


@pytest.fixture
def workshop(stage: Stage, tmp_path: Path) -> Workshop:
    return Workshop(stage, settings_for(stage.town.store, tmp_path))


def settings_for(store: Store, folder: Path) -> Settings:
    """With the queue in the database itself where that is a server's."""
    return read_settings(folder, database=store.engine.url.render_as_string(hide_password=False))


def ask(workshop: Workshop, language: str = "nl", who: Actor | None = None) -> ReportJob:
    """Ask as the web does: the job goes into the queue when the step of work is committed."""
    jobs = Jobs(workshop)

    def verb(house: House, actor: Actor) -> ReportJob:
        job = reports.ask_for_report(house, actor, workshop.stage.response, language)
        jobs.ask_report(house.db, job.id)
        return job

    return workshop.stage.town.do(verb, who or workshop.stage.manager)


def state_of(workshop: Workshop, job: ReportJob) -> ReportJob:
    stage = workshop.stage
    return stage.town.look(reports.find_report, stage.manager, stage.response, job.id)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "the worker took too long"
        time.sleep(0.05)


def stored(workshop: Workshop) -> list[str]:
    folder = workshop.store.files.folder
    return sorted(f.name for f in folder.iterdir()) if folder.is_dir() else []


def test_a_pdf_is_made_by_the_worker_and_downloaded_under_a_readable_name(workshop: Workshop) -> None:
    stage, job = workshop.stage, ask(workshop)
    assert job.state == "waiting"
    with pytest.raises(NotThere):
        stage.town.look(reports.read_report, stage.manager, stage.response, job.id)
    worker = start_worker(workshop)
    try:
        wait_until(lambda: state_of(workshop, job).state == "ready")
    finally:
        worker.stop()
    found = stage.town.look(reports.read_report, stage.manager, stage.response, job.id)
    assert found.content.startswith(b"%PDF-")
    assert found.content.rstrip().endswith(b"%%EOF")
    assert found.name == f"risicobeoordeling-beta-bv-{stage.town.now:%Y-%m-%d}-nl.pdf"
    assert found.content_type == "application/pdf"
    read = stage.town.look(reports.read, stage.manager, stage.response)
    assert {language: one.id for language, one in read.jobs.items()} == {"nl": job.id}


def test_making_it_twice_has_one_effect(workshop: Workshop) -> None:
    job, jobs = ask(workshop), Jobs(workshop)
    jobs.make_report(job.id)
    first = state_of(workshop, job)
    assert (first.state, first.progress, len(stored(workshop))) == ("ready", 100, 1)
    jobs.make_report(job.id)
    assert state_of(workshop, job).stored_as == first.stored_as
    assert stored(workshop) == [first.stored_as]
    assert ask(workshop).id == job.id, "the same input needs no new PDF"


def test_another_language_or_other_scores_need_another_pdf(workshop: Workshop) -> None:
    stage, first = workshop.stage, ask(workshop)
    assert ask(workshop).id == first.id
    assert ask(workshop, "en").id != first.id
    stage.town.do(decide, stage.manager, stage.tender.id, "return_to_assessors", "Licht de werkwijze toe.")
    with pytest.raises(Refused):
        ask(workshop)
    stage.town.do(record_agreed, stage.assessors[0], stage.response, VAL, judge("1"))
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert ask(workshop).id != first.id


def test_before_the_scores_are_handed_in_there_is_no_pdf(store: Store, tmp_path: Path) -> None:
    stage = opened_stage(store)
    stage.declare()
    stage.finish_sheets()
    with pytest.raises(Refused):
        ask(Workshop(stage, settings_for(store, tmp_path)))
    assert stage.town.look(reports.read, stage.manager, stage.response).jobs == {}


def test_what_a_stop_left_undone_is_done_by_the_next_worker(workshop: Workshop) -> None:
    stage = workshop.stage
    job = stage.town.do(reports.ask_for_report, stage.manager, stage.response, "en")
    stage.town.do(lambda house, _: reports.begin(house, job.id), stage.manager)
    worker = start_worker(workshop)
    try:
        wait_until(lambda: state_of(workshop, job).state == "ready")
    finally:
        worker.stop()


def test_a_job_that_failed_says_so_and_asking_again_makes_a_new_one(workshop: Workshop) -> None:
    job, jobs = ask(workshop), Jobs(workshop)
    folder = workshop.store.files.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("no folder: nothing can be stored here")
    with pytest.raises(OSError, match=folder.name):
        jobs.make_report(job.id)
    assert (state_of(workshop, job).state, state_of(workshop, job).stored_as) == ("failed", None)
    folder.unlink()
    again = ask(workshop)
    assert again.id != job.id
    jobs.make_report(again.id)
    assert state_of(workshop, again).state == "ready"


def test_a_damaged_pdf_is_never_handed_out_and_can_be_made_again(workshop: Workshop) -> None:
    stage, job, jobs = workshop.stage, ask(workshop), Jobs(workshop)
    jobs.make_report(job.id)
    (name,) = stored(workshop)
    file = workshop.store.files.folder / name
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(Refused):
        stage.town.look(reports.read_report, stage.manager, stage.response, job.id)
    assert ask(workshop).id != job.id


def test_a_job_carries_an_id_in_plain_text_and_unknown_ids_do_nothing(workshop: Workshop) -> None:
    job, jobs = ask(workshop), Jobs(workshop)
    (message,) = jobs.huey.storage.enqueued_items()
    jobs.huey.storage.close()
    assert [part for part in json.loads(message) if part == [job.id]] == [[job.id]]
    jobs.make_report("0" * 32)
    assert stored(workshop) == []


def test_who_may_not_read_the_assessment_gets_no_pdf(workshop: Workshop) -> None:
    stage, job = workshop.stage, ask(workshop)
    for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.MANAGER):
        stranger = make_person(stage.town, role)
        with pytest.raises(NotThere):
            ask(workshop, who=stranger)
        with pytest.raises(NotThere):
            stage.town.look(reports.find_report, stranger, stage.response, job.id)
    with pytest.raises(NotThere):
        stage.town.look(reports.find_report, stage.manager, stage.responses[1], job.id)
    with pytest.raises(NotThere):
        ask(workshop, "fr")
