"""One vendor's answers as a YAML file: read strictly, every fault with its line.

The format is described in the README under `assessor assess`. `anchor` is the agreed score; it may be left out where
the answer settles it by itself, and `value` may be left out beside an anchor.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from assessor.domain.answers import (
    WHOLE_OFFER,
    Agreed,
    Answer,
    BuyerFacts,
    Fit,
    GateState,
    IntegrityFlag,
    Key,
    Scope,
    Standing,
    Value,
)
from assessor.domain.assess import Case
from assessor.domain.questionnaire.kinds import check as check_value
from assessor.domain.questionnaire.kinds import fields_asked, proposed_anchor
from assessor.domain.questionnaire.model import EvidenceLevel, Question, Questionnaire
from assessor.domain.scoring import score_question
from assessor.domain.yaml_text import Document, Fault, Path, check, read_yaml

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Buyer(_Part):
    name: Words
    effect: str
    volume_per_year: Annotated[int, Field(ge=0, le=100_000_000)]
    data: Annotated[tuple[str, ...], Field(min_length=1)]
    reversibility: str
    vulnerable_group: bool = False
    learns_live: bool = False


class _Entry(_Part):
    value: JsonValue = None
    anchor: Annotated[int, Field(ge=0, le=4)] | Literal["unknown", "withheld", "not_applicable"] | None = None
    evidence: EvidenceLevel = EvidenceLevel.E0
    date: datetime.date | None = None
    fit: Fit = "both"
    note: str = ""


class _Flag(_Part):
    question: str
    outcome: Literal["explained", "error", "misleading"]
    reason: Words


class _File(_Part):
    questionnaire: Words
    version: int
    tier: Literal["quick", "full"]
    as_of: datetime.date
    vendor: Words
    buyer: _Buyer
    products: Annotated[tuple[str, ...], Field(min_length=1)]
    scope: tuple[str, ...] = ()
    answers: dict[str, _Entry] = {}
    tables: dict[str, Words] = {}
    knock_outs: dict[str, GateState] = {}
    integrity_flags: tuple[_Flag, ...] = ()


@dataclass(frozen=True)
class Named:
    """Which questionnaire a file asks for, before it is read in full."""

    questionnaire: str
    version: int
    tables: Mapping[str, NamedTable]


@dataclass(frozen=True)
class NamedTable:
    """A table of counts that lies beside the file."""

    file: str
    line: int


def named(file: str, text: str) -> tuple[Named | None, list[Fault]]:
    """Which questionnaire the answers belong to."""
    document, faults = read_yaml(file, text)
    if document is None:
        return None, faults
    whole, faults = check(_File, document, (), "")
    if whole is None:
        return None, faults
    tables = {code: NamedTable(name, document.line(("tables", code))) for code, name in whole.tables.items()}
    return Named(whole.questionnaire, whole.version, tables), []


def read_answers(questionnaire: Questionnaire, file: str, text: str) -> tuple[Case | None, list[Fault]]:
    """The case that the file describes, or every fault in it."""
    document, faults = read_yaml(file, text)
    if document is None:
        return None, faults
    whole, faults = check(_File, document, (), "")
    if whole is None:
        return None, faults
    reader = _Reader(questionnaire, document, whole)
    case = reader.case()
    return (None, sorted(reader.faults)) if reader.faults else (case, [])


class _Reader:
    def __init__(self, questionnaire: Questionnaire, document: Document, whole: _File) -> None:
        self.q = questionnaire
        self.document = document
        self.whole = whole
        self.faults: list[Fault] = []

    def say(self, path: Path, question: str, message: str) -> None:
        self.faults.append(Fault(self.document.file, self.document.line(path), question, message))

    def case(self) -> Case:
        self._check_scope()
        answers: dict[Key, Answer] = {}
        agreed: dict[Key, Agreed] = {}
        # Entries that name a module come last, so that they stand before one for all modules.
        for name, entry in sorted(self.whole.answers.items(), key=lambda item: "@" in item[0]):
            question = self._question(name)
            if question is None:
                continue
            value = self._value(question, name, entry)
            standing: Standing | None = entry.anchor if isinstance(entry.anchor, str) else None
            self._check_entry(question, name, entry)
            anchor = entry.anchor if entry.anchor is not None else proposed_anchor(question, value)
            if anchor is None and question.by_vendor:
                self.say(
                    ("answers", name), question.id, "give an anchor: the answer does not settle it by itself"
                )
            for key in self._keys(question, name):
                answers[key] = Answer(value, entry.evidence, "", entry.date, standing, entry.note)
                if anchor is not None:
                    found = Agreed(anchor, entry.evidence, entry.date, entry.fit, entry.note)
                    agreed[key] = self._lower(key, found, agreed.get(key)) if "@" in name else found
        b = self.whole.buyer
        facts = BuyerFacts(
            b.name, b.effect, b.volume_per_year, b.data, b.reversibility, b.vulnerable_group, b.learns_live
        )
        scope = Scope(self.whole.products, frozenset(self.whole.scope), b.effect)
        self._check_rest()
        return Case(
            questionnaire=self.q,
            tier=self.whole.tier,
            as_of=self.whole.as_of,
            vendor=self.whole.vendor,
            buyer=facts,
            scope=scope,
            answers=answers,
            agreed=agreed,
            knock_outs=self.whole.knock_outs,
            flags=tuple(IntegrityFlag(f.question, f.outcome, f.reason) for f in self.whole.integrity_flags),
        )

    def _check_scope(self) -> None:
        rules = self.q.inherent
        for place, code in enumerate(self.whole.products):
            if code not in self.q.type_by_code:
                self.say(("products", place), "", f"unknown product type '{code}'")
        for place, code in enumerate(self.whole.scope):
            if code not in {m.code for m in self.q.marks}:
                self.say(("scope", place), "", f"unknown scope mark '{code}'")
        buyer = self.whole.buyer
        choices = (
            ("effect", buyer.effect, rules.effects),
            ("reversibility", buyer.reversibility, rules.reversibility),
        )
        for name, code, known in choices:
            if code not in {f.code for f in known}:
                self.say(
                    ("buyer", name), "", f"{name}: '{code}' is not one of {', '.join(f.code for f in known)}"
                )
        for place, code in enumerate(buyer.data):
            if code not in {f.code for f in rules.data}:
                self.say(("buyer", "data", place), "", f"unknown kind of data '{code}'")

    def _question(self, name: str) -> Question | None:
        id, _, module = name.partition("@")
        question = self.q.by_id.get(id)
        if question is None:
            self.say(("answers", name), id, "this question is not in the questionnaire")
        elif module and module not in self.whole.products:
            self.say(("answers", name), id, f"'{module}' is not a product here")
        return question

    def _keys(self, question: Question, name: str) -> tuple[Key, ...]:
        """The answers that an entry stands for: without a module, every module of a question asked per module."""
        module = name.partition("@")[2]
        if question.per == "offer":
            return (Key(question.id, WHOLE_OFFER),)
        return (
            (Key(question.id, module),) if module else tuple(Key(question.id, p) for p in self.whole.products)
        )

    def _lower(self, key: Key, found: Agreed, known: Agreed | None) -> Agreed:
        """A question asked once for the whole offer, answered for several modules: the lowest score counts."""
        if known is None or self.q.by_id[key.question].per == "module":
            return found
        as_of = self.whole.as_of
        scores = [score_question(self.q, key, one, as_of).score for one in (known, found)]
        return known if scores[0] <= scores[1] else found

    def _value(self, question: Question, name: str, entry: _Entry) -> Value:
        """A plain value is that of the main field; a mapping names the fields."""
        given = entry.value
        if given is None:
            return {}
        if not isinstance(given, dict):
            given = {question.main.id: given}
        followed = fields_asked(question, given)
        for id, value in given.items():
            field = question.field(id)
            path: Path = ("answers", name, "value", id)
            if field is None:
                self.say(path, question.id, f"there is no field '{id}'")
            elif field in followed and (fault := check_value(field, value)) is not None:
                self.say(path, question.id, f"{id}: {fault.en}")
        return given

    def _check_entry(self, question: Question, name: str, entry: _Entry) -> None:
        if entry.anchor == "not_applicable" and not entry.note.strip():
            self.say(("answers", name), question.id, "not_applicable needs a note that says why")
        if entry.date is not None and entry.date > self.whole.as_of:
            self.say(("answers", name, "date"), question.id, "the evidence is dated after as_of")

    def _check_rest(self) -> None:
        for id in self.whole.knock_outs:
            question = self.q.by_id.get(id)
            if question is None or question.knock_out is None:
                self.say(("knock_outs", id), id, "this question is not a knock-out")
        for place, flag in enumerate(self.whole.integrity_flags):
            if flag.question not in self.q.by_id:
                self.say(
                    ("integrity_flags", place), flag.question, "this question is not in the questionnaire"
                )
