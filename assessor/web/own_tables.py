"""Which tables of counts a vendor's answers rest on, whether they are delivered, and what their figures say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from assessor.domain.answers import Key
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode, TableForm
from assessor.domain.text import Text
from assessor.services.figures import Recomputed
from assessor.services.own_figures import recomputed_in_draft
from assessor.services.responses import Filling
from assessor.services.tables import codes_in, tables_asked
from assessor.web.access import house
from assessor.web.figures import ShownClaim, shown_claim
from assessor.web.response_parts import question_name, question_url

_ORDER = ("contradicts", "differs_slightly", "agrees")


@dataclass(frozen=True)
class Asked:
    """A table that is asked for, with the questions that rest on it."""

    form: TableForm
    url: str
    keys: tuple[Key, ...]
    questions: tuple[tuple[Text, str], ...]
    """The names of the questions, and their pages."""
    file_id: str | None
    """Of the file that was delivered."""

    @property
    def code(self) -> TableCode:
        return self.form.code


def asked_tables(filled: Filling) -> list[Asked]:
    """The tables that are asked of this vendor, in the order of their codes."""
    present = codes_in(house(), filled.response)
    asked = tables_asked(filled.questionnaire, filled.asked)
    return [
        Asked(
            form=FORMS[code],
            url=url_for("responses.table", response_id=filled.response.id, code=code),
            keys=keys,
            questions=tuple((question_name(filled.questionnaire, k), question_url(filled, k)) for k in keys),
            file_id=present.get(code),
        )
        for code, keys in sorted(asked.items())
    ]


def tables_behind(filled: Filling, key: Key) -> list[Asked]:
    """Those that the answer to one question rests on."""
    if not filled.questionnaire.by_id[key.question].tables:
        return []
    return [one for one in asked_tables(filled) if key in one.keys]


@dataclass(frozen=True)
class Checked:
    """Whether a delivered table adds up and fits with what is claimed."""

    faults: Sequence[Text]
    claims: Sequence[ShownClaim]
    """Contradictions first; each with the page of its question."""
    contradicted: int

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.contradicted


def checked(filled: Filling, found: Recomputed, code: TableCode) -> Checked:
    """What stands for and against one table."""
    own = [claim for claim in found.claims if claim.judged.table == code]
    own.sort(key=lambda claim: _ORDER.index(claim.judged.verdict))
    return Checked(
        faults=[fault.text for fault in found.faults.get(code, ())],
        claims=[shown_claim(claim, question_url(filled, claim.key)) for claim in own],
        contradicted=sum(claim.judged.verdict == "contradicts" for claim in own),
    )


def state_of(one: Asked, result: Checked | None) -> tuple[Text, str]:
    """A table's state in words, with its tone."""
    if one.file_id is None:
        return Text(nl="niet geleverd", en="not delivered"), "neutral"
    if result is not None and result.faults:
        return Text(nl="telt niet op", en="does not add up"), "critical"
    if result is not None and result.contradicted:
        return Text(nl="past niet bij uw antwoord", en="does not fit your answer"), "notice"
    return Text(nl="geleverd", en="delivered"), "positive"


def table_states(filled: Filling) -> list[tuple[Asked, Text, str]]:
    """Every table asked, with what its figures say of it. Computes all of them."""
    asked, found = asked_tables(filled), recomputed_in_draft(house(), filled)
    return [(one, *state_of(one, checked(filled, found, one.code) if found else None)) for one in asked]
