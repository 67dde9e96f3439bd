"""Work that takes long: a queue, and a worker in a thread beside the server.

A job on a record carries an id and nothing else; what is to be done stands in its row, so that a lost message loses no
work and a message twice has one effect. The queue lies in a SQLite file of its own, or in the database where that is
PostgreSQL.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from assessor.config import Settings
from assessor.domain.permissions import NOBODY
from assessor.reports.pdf import render_pdf
from assessor.reports.questionnaires import Edition, questionnaire_pdf
from assessor.services import questionnaire_pdfs, reports
from assessor.services.house import House
from assessor.services.mail_jobs import Post
from assessor.services.questionnaire_pdfs import Progress, Wanted
from assessor.services.work import reading, writing
from assessor.storage.start import Store

if TYPE_CHECKING:
    from assessor.services.job_queue import Beside


class Workshop(Protocol):
    """What jobs need of an installation."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Store: ...

    def house(self, session: Session) -> House: ...


class Jobs:
    """The jobs of an installation: asked for by the pages, done by a worker."""

    def __init__(self, workshop: Workshop) -> None:
        from assessor.services.job_queue import (  # noqa: PLC0415 - loaded when the first job is asked for
            every_minute,
            queue,
        )

        self._workshop = workshop
        self.huey = queue(workshop.settings)
        self._report = self.huey.task(name="report")(self.make_report)
        self._questionnaire = self.huey.task(name="questionnaire")(self.make_questionnaire)
        self.post = Post(workshop, self._write)
        self._mail = self.huey.task(name="mail")(self.post.send)
        self.has_rounds = workshop.settings.mail is not None
        if self.has_rounds:
            self.huey.periodic_task(every_minute(), name="mail_round")(self.mail_round)

    def ask_report(self, session: Session, job_id: str) -> None:
        """Put the making of a report into the queue, once the session's transaction is committed."""

        def send(_: Session) -> None:
            self._send(job_id)

        event.listen(session, "after_commit", send, once=True)

    def _send(self, *job_ids: str) -> None:
        """Put jobs into the queue and let go of it: they are rare, and an open connection costs a server's memory."""
        try:
            for job_id in job_ids:
                self._report(job_id)
        finally:
            self.huey.storage.close()

    def make_report(self, job_id: str) -> None:
        """Make one PDF, from its row to its file. Doing it twice has one effect."""
        if not self._write(reports.begin, job_id):
            return
        is_done = False
        try:
            with self._workshop.store.sessions() as session:
                house = self._workshop.house(session)
                with reading(house, NOBODY):
                    report, language, digest = reports.ingredients(house, job_id)
            self._write(reports.progress, job_id, 40)
            content = render_pdf(report, language)
            self._write(reports.finish, job_id, content, digest)
            is_done = True
        finally:
            if not is_done:
                self._write(reports.give_up, job_id)

    def ask_questionnaire(self, wanted: Wanted) -> None:
        """Put the making of a questionnaire's PDF into the queue, unless it is there or waits.

        One that a stop of the program left half done is made again when somebody asks again.
        """
        try:
            if questionnaire_pdfs.progress_of(self.huey, wanted).state not in ("waiting", "ready"):
                questionnaire_pdfs.note_progress(self.huey, wanted, "waiting", 0)
                self._questionnaire(questionnaire_pdfs.as_message(wanted))
        finally:
            self.huey.storage.close()

    def questionnaire_progress(self, wanted: Wanted) -> Progress:
        """How far it is."""
        try:
            return questionnaire_pdfs.progress_of(self.huey, wanted)
        finally:
            self.huey.storage.close()

    def questionnaire_content(self, wanted: Wanted) -> bytes:
        """The finished PDF of a questionnaire."""
        try:
            return questionnaire_pdfs.content_of(self.huey, wanted)
        finally:
            self.huey.storage.close()

    def make_questionnaire(self, message: list[str]) -> None:
        """Make one PDF of a questionnaire. Doing it twice has one effect."""
        wanted = questionnaire_pdfs.from_message(message)
        if questionnaire_pdfs.progress_of(self.huey, wanted).state == "ready":
            return
        is_done = False
        try:
            questionnaire_pdfs.note_progress(self.huey, wanted, "running", 10)
            with self._workshop.store.sessions() as session:
                found = self._workshop.house(session).library.get(wanted.id, wanted.version)
            edition = Edition(found, wanted.language, wanted.readers, wanted.as_of)
            questionnaire_pdfs.keep(self.huey, wanted, questionnaire_pdf(edition))
            is_done = True
        finally:
            if not is_done:
                questionnaire_pdfs.note_progress(self.huey, wanted, "failed", 0)

    def ask_mail(self, mail_id: str) -> None:
        """Put the sending of a mail into the queue."""
        try:
            self._mail(mail_id)
        finally:
            self.huey.storage.close()

    def mail_round(self) -> None:
        """Put every mail that is due into the queue; those that wait there already are sent once all the same."""
        for mail_id in self.post.round():
            self._mail(mail_id)

    def ask_again(self) -> None:
        """Put what an earlier stop of the program left undone into the queue again."""
        with self._workshop.store.sessions() as session:
            house = self._workshop.house(session)
            with reading(house, NOBODY):
                left = reports.unfinished(house)
        self._send(*left)

    def _write(self, step: Any, *values: Any) -> Any:
        with self._workshop.store.sessions() as session:
            house = self._workshop.house(session)
            with writing(house, NOBODY):
                return step(house, *values)


class Worker:
    """A consumer of the queue in threads of its own."""

    def __init__(self, consumer: Beside) -> None:
        self._consumer = consumer
        self._thread = threading.Thread(target=consumer.run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the running job finish, then stop."""
        self._consumer.stop(graceful=True)
        self._thread.join()


def start_worker(workshop: Workshop) -> Worker:
    """Start a worker beside the server, and have it do first what was left undone."""
    from assessor.services.job_queue import Beside  # noqa: PLC0415 - as above

    jobs = Jobs(workshop)
    jobs.ask_again()
    return Worker(Beside(jobs.huey, periodic=jobs.has_rounds))
