"""From the text of the files to a Questionnaire, or to all their faults.

Files in, values out: nothing here opens a file. Every fault is collected, none hides another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from assessor.domain.questionnaire.checking import check_rules
from assessor.domain.questionnaire.conditions import known_marks
from assessor.domain.questionnaire.consistency import Rule
from assessor.domain.questionnaire.law import NAMED, resolve
from assessor.domain.questionnaire.library import LawDate
from assessor.domain.questionnaire.model import (
    Clause,
    ContractCondition,
    EvidenceLevel,
    Field,
    Obligation,
    Part,
    Question,
    Questionnaire,
    Risk,
)
from assessor.domain.questionnaire.parameters import parameter_faults
from assessor.domain.yaml_text import Document, Fault, check, read_yaml

FRAME = "questionnaire.yaml"
LIBRARIES: dict[str, tuple[str, type[Part]]] = {
    "risks.yaml": ("risks", Risk),
    "conditions.yaml": ("conditions", ContractCondition),
    "obligations.yaml": ("obligations", Obligation),
    "consistency.yaml": ("rules", Rule),
}
MAY_LACK = ("consistency.yaml",)
TABLES = ("T1", "T1x", "T1s", "T2", "T3", "T4", "T5", "T5b", "T6", "T7", "T8", "T9")


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the names and contents of all files: what a tender pins and a publication names."""
    whole = hashlib.sha256()
    for name in sorted(files):
        part = hashlib.sha256(files[name].encode()).hexdigest()
        whole.update(f"{name} {part}\n".encode())
    return whole.hexdigest()


def load(files: Mapping[str, str], folder: str = "") -> tuple[Questionnaire | None, list[Fault]]:
    """`files`: text by file name. Returns the questionnaire, or None and every fault, in order of place."""
    loader = _Loader(files, folder)
    questionnaire = loader.load()
    faults = sorted(set(loader.faults))
    return (None, faults) if faults else (questionnaire, [])


class _Loader:
    def __init__(self, files: Mapping[str, str], folder: str) -> None:
        self.files = files
        self.folder = folder
        self.faults: list[Fault] = []
        self.documents: dict[str, Document] = {}
        """What was read, by the name of the file."""
        self.places: dict[str, tuple[Document, tuple[str | int, ...]]] = {}
        """Where each question stands."""

    def load(self) -> Questionnaire | None:
        frame = self._document(FRAME)
        if frame is None:
            return None
        if not isinstance(frame.data, dict):
            self.faults.append(Fault(frame.file, 1, "", "the file must hold keys with their values"))
            return None
        listed = frame.data.pop("files", [])
        if not isinstance(listed, list):
            self.faults.append(Fault(frame.file, frame.line(("files",)), "", "files must be a list of names"))
            return None
        names = [str(n) for n in listed]
        dates = self._law()
        present = [name for name in LIBRARIES if name in self.files or name not in MAY_LACK]
        parts: dict[str, list[Any]] = {name: self._library(name) for name in present}
        questions = [q for name in names for q in self._questions(f"{name}.yaml")]
        known = {FRAME, *LIBRARIES, *(f"{n}.yaml" for n in names)}
        for name in sorted(set(self.files) - known):
            self.faults.append(Fault(self.folder + name, 1, "", "this file is not named under files"))
        instruments = self._top("obligations.yaml", "instruments")
        whole = frame.data | {
            "risks": [], "contract_conditions": [], "obligations": [], "questions": [],
            "instruments": instruments or {}, "dates": {},
        }  # fmt: skip
        shell, faults = check(Questionnaire, Document(frame.file, whole, frame.lines), (), "")
        self.faults += faults
        if shell is None:
            return None
        questionnaire = shell.model_copy(
            update={
                "dates": dates,
                "risks": tuple(parts["risks.yaml"]),
                "contract_conditions": tuple(parts["conditions.yaml"]),
                "obligations": tuple(parts["obligations.yaml"]),
                "questions": tuple(questions),
                "rules": tuple(parts.get("consistency.yaml", ())),
                "sha256": digest(self.files),
            }
        )
        self._check_frame(questionnaire, frame)
        self._check_questions(questionnaire)
        check_rules(questionnaire, set(self.places) - set(questionnaire.by_id), self._say_of_rule)
        return questionnaire

    def _law(self) -> dict[str, LawDate]:
        """The named dates; what the obligations name is put in its place."""
        document = self._document("obligations.yaml")
        if document is None or not isinstance(document.data, dict):
            return {}
        dates, faults = resolve(document)
        self.faults += faults
        return dates

    def _document(self, name: str) -> Document | None:
        if name in self.documents:
            return self.documents[name]
        if name not in self.files:
            self.faults.append(Fault(self.folder + name, 1, "", "this file is missing"))
            return None
        document, faults = read_yaml(self.folder + name, self.files[name])
        self.faults += faults
        if document is not None:
            self.documents[name] = document
        return document

    def _top(self, name: str, key: str) -> Any:
        document = self.documents.get(name)
        return document.data.get(key) if document is not None and isinstance(document.data, dict) else None

    def _items(self, name: str, key: str) -> Iterator[tuple[Document, tuple[str | int, ...], str]]:
        document = self._document(name)
        if document is None:
            return
        items = document.data.get(key) if isinstance(document.data, dict) else None
        if not isinstance(items, list):
            self.faults.append(Fault(document.file, 1, "", f"the file must hold a list under '{key}'"))
            return
        allowed = {key, *(NAMED if key == "obligations" else ())}
        for extra in sorted(set(document.data) - allowed):
            self.faults.append(Fault(document.file, document.line((extra,)), "", f"unknown key '{extra}'"))
        seen: set[str] = set()
        for place, item in enumerate(items):
            path: tuple[str | int, ...] = (key, place)
            id = str(item.get("id", "")) if isinstance(item, dict) else ""
            if id and id in seen:
                self.faults.append(Fault(document.file, document.line(path), id, "this id stands twice"))
            seen.add(id)
            yield document, path, id

    def _library(self, name: str) -> list[Any]:
        key, kind = LIBRARIES[name]
        found = []
        for document, path, id in self._items(name, key):
            part, faults = check(kind, document, path, id)
            self.faults += faults
            if part is not None:
                found.append(part)
            if isinstance(part, ContractCondition):
                self.faults += [
                    Fault(document.file, document.line((*path, *place)), id, message)
                    for place, message in parameter_faults(part.texts, part.parameters)
                ]
        return found

    def _questions(self, name: str) -> Iterator[Question]:
        for document, path, id in self._items(name, "questions"):
            if id in self.places:
                self.faults.append(
                    Fault(document.file, document.line(path), id, "this id stands in another file")
                )
            self.places[id] = (document, path)
            question, faults = check(Question, document, path, id)
            self.faults += faults
            if question is not None:
                yield question

    # --- what one part says of another --------------------------------------------------------------------

    def _say(self, question: str, path: tuple[str | int, ...], message: str) -> None:
        document, base = self.places[question]
        self.faults.append(Fault(document.file, document.line((*base, *path)), question, message))

    def _say_of_rule(self, rule: str, message: str) -> None:
        document = self.documents["consistency.yaml"]
        place = next(n for n, one in enumerate(document.data["rules"]) if one.get("id") == rule)
        self.faults.append(Fault(document.file, document.line(("rules", place)), rule, message))

    def _check_frame(self, q: Questionnaire, frame: Document) -> None:
        def say(path: tuple[str | int, ...], message: str) -> None:
            self.faults.append(Fault(frame.file, frame.line(path), "", message))

        plain = known_marks(q) - set(q.groups)
        for group, members in q.groups.items():
            for mark in members:
                if mark not in plain:
                    say(("groups", group), f"the group '{group}' names the unknown mark '{mark}'")
        for place, mark_ in enumerate(q.marks):
            for code in mark_.implied_by:
                if code not in q.type_by_code:
                    say(("marks", place), f"'{mark_.code}' is implied by the unknown product type '{code}'")
        if {s.level for s in q.evidence_levels} != set(EvidenceLevel):
            say(("evidence_levels",), "the evidence ladder needs each of E0 to E4 once")
        if set(q.residual) != {b.code for b in q.inherent.bands} or any(
            len(r) != 4 for r in q.residual.values()
        ):
            say(("residual",), "the matrix needs a level for each band and each class A to D")
        if q.inherent.volume and q.inherent.volume[-1].below is not None:
            say(("inherent", "volume"), "the last step of the volume has no limit")
        if q.confidence.pilot_condition not in q.condition_by_id:
            say(("confidence", "pilot_condition"), f"unknown condition '{q.confidence.pilot_condition}'")
        for obligation in q.obligations:
            if obligation.instrument not in q.instruments:
                self.faults.append(
                    Fault(self.folder + "obligations.yaml", 1, obligation.id,
                          f"the instrument '{obligation.instrument}' is not listed under instruments")
                )  # fmt: skip

    def _check_questions(self, q: Questionnaire) -> None:
        marks = known_marks(q)
        earlier: dict[str, Question] = {}
        for question in q.questions:
            for name, lines in (("when", question.when), ("quick", question.quick or ())):
                for place, line in enumerate(lines):
                    self._check_line(question, (name, place), line, marks, earlier)
            self._check_names(q, question)
            for place, field in enumerate(question.fields):
                self._check_bands(question, place, field)
            earlier[question.id] = question

    def _check_line(
        self,
        question: Question,
        path: tuple[str | int, ...],
        line: Clause,
        marks: frozenset[str],
        earlier: Mapping[str, Question],
    ) -> None:
        for mark in line.any + line.none:
            if mark not in marks:
                self._say(question.id, path, f"the condition names the unknown mark '{mark}'")
        if line.question is None:
            return
        target = earlier.get(line.question)
        if target is None:
            later = "a later question" if line.question in self.places else "an unknown question"
            self._say(question.id, path, f"the condition looks at {later}, '{line.question}'")
            return
        field = target.field(line.field) if line.field else target.main
        if field is None:
            self._say(question.id, path, f"{line.question} has no field '{line.field}'")
            return
        known = {o.id for o in field.options} or {"yes", "no"}
        for option in line.one_of:
            if option not in known:
                self._say(question.id, path, f"{line.question} has no option '{option}'")

    def _check_names(self, q: Questionnaire, question: Question) -> None:
        dimension = q.dimension_by_code.get(question.dimension)
        if dimension is None:
            self._say(question.id, ("id",), f"the dimension '{question.dimension}' does not exist")
        elif dimension.gate != question.is_gate:
            self._say(question.id, ("weight",), "gates belong to the gate dimension, and only gates do")
        if question.is_gate and question.knock_out is None:
            self._say(question.id, ("weight",), "a gate needs a knock_out")
        for risk in question.risks:
            if risk not in q.risk_by_id:
                self._say(question.id, ("risks",), f"the risk '{risk}' does not exist")
        for reference in question.references:
            if reference not in q.obligation_by_id:
                self._say(
                    question.id, ("references",), f"the reference '{reference}' is not in obligations.yaml"
                )
        for place, trigger in enumerate(question.conditions):
            if trigger.id not in q.condition_by_id:
                self._say(question.id, ("conditions", place), f"the condition '{trigger.id}' does not exist")
        for table in question.tables:
            if table not in TABLES:
                self._say(question.id, ("tables",), f"the table '{table}' does not exist")
        for code in question.knock_out.products if question.knock_out else ():
            if code not in q.type_by_code:
                self._say(question.id, ("knock_out", "products"), f"the product type '{code}' does not exist")

    def _check_bands(self, question: Question, place: int, field: Field) -> None:
        path = ("fields", place, "bands")
        ordered = sorted(field.bands, key=lambda b: float("-inf") if b.at_least is None else b.at_least)
        for first, second in pairwise(ordered):
            if first.below is None or second.at_least is None or first.below > second.at_least:
                self._say(question.id, path, f"two bands of {field.id} hold the same number")
            elif first.below < second.at_least:
                self._say(question.id, path, f"no band of {field.id} holds {first.below:g}")
        if ordered and (ordered[0].at_least is not None or ordered[-1].below is not None):
            lowest_ok = ordered[0].at_least is None or ordered[0].at_least == field.minimum
            highest_ok = ordered[-1].below is None
            if not (lowest_ok and highest_ok):
                self._say(question.id, path, f"the bands of {field.id} leave numbers out at an end")
