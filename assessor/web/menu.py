"""The main menu: what each role comes for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from assessor.domain.permissions import NOBODY, Role
from assessor.domain.text import Text


@dataclass(frozen=True)
class Entry:
    label: Text
    url: str
    current: bool


_TENDERS = ("start.home", Text(nl="Beoordelingen", en="Assessments"))
_QUESTIONNAIRES = ("questionnaires.overview", Text(nl="Vragenlijsten", en="Questionnaires"))
_PEOPLE = ("people.overview", Text(nl="Mensen", en="People"))
_MAIL = ("mail.outbox", Text(nl="E-mail", en="Mail"))

_OF: dict[Role, tuple[tuple[str, Text], ...]] = {
    Role.OFFICER: (_TENDERS, _QUESTIONNAIRES),
    Role.ASSESSOR: (_TENDERS, _QUESTIONNAIRES),
    Role.MANAGER: (_TENDERS, _QUESTIONNAIRES),
    Role.AUDITOR: (_TENDERS, _QUESTIONNAIRES),
    Role.ADMINISTRATOR: (_PEOPLE, _QUESTIONNAIRES, _MAIL),
    Role.VENDOR: (("start.home", Text(nl="Uw reacties", en="Your responses")),),
}


def register(app: Flask) -> None:
    @app.context_processor
    def menu() -> dict[str, Any]:
        entries = _OF.get(g.get("actor", NOBODY).role, ())
        known = [(e, label) for e, label in entries if e in current_app.view_functions]
        return {"menu": [Entry(label, url_for(e), request.endpoint == e) for e, label in known]}
