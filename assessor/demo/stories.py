"""The invented vendors of the demonstration, each read from its own folder.

A folder holds `vendor.yaml` (what the firm offers, what it answers, and what two assessors found alone and together)
and the evidence itself in `files/`. No total, class or level stands there: those come from the method.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from assessor.domain.answers import Agreed, Answer, Fit, Key, Provider, Standing
from assessor.domain.package import key_from
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.domain.tables.model import ROWS, TableCode
from assessor.domain.yaml_text import check, read_yaml

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10)]

FOLDER = Path(__file__).resolve().parent / "vendors"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(_Part):
    """The vendor's person who signs in."""

    name: Words
    email: Words
    language: Literal["nl", "en"]


class Signature(_Part):
    """Who signs the response for the firm."""

    name: Words
    position: Words


class Made(_Part):
    """Who makes a module, where that is somebody else, and which version is offered."""

    maker: str = ""
    version: str = ""


class EvidenceFile(_Part):
    """A file in `files/`."""

    name: Words
    about: Words


class GivenAnswer(_Part):
    """One answer as the firm fills it in."""

    value: dict[str, JsonValue] = {}
    evidence: EvidenceLevel | None = None
    evidence_note: str = ""
    evidence_date: datetime.date | None = None
    files: tuple[str, ...] = ()
    standing: Standing | None = None
    standing_reason: str = ""

    def answer(self) -> Answer:
        """As it is saved; its files are added one by one."""
        return Answer(
            value=self.value,
            evidence=self.evidence,
            evidence_note=self.evidence_note,
            evidence_date=self.evidence_date,
            standing=self.standing,
            standing_reason=self.standing_reason,
        )


class GivenScore(_Part):
    """What an assessor, or both together, found."""

    anchor: Annotated[int, Field(ge=0, le=4)] | Standing
    evidence: EvidenceLevel = EvidenceLevel.E0
    fit: Fit = "both"
    date: datetime.date | None = None
    reason: Reason

    def judgement(self) -> Agreed:
        """As the method knows it."""
        return Agreed(self.anchor, self.evidence, self.date, self.fit, self.reason)


class Scores(_Part):
    """Two assessors alone, then together."""

    first: GivenScore
    second: GivenScore
    agreed: GivenScore


class JudgedGate(_Part):
    """What two people found about a suspected minimum requirement."""

    state: Literal["confirmed", "cleared"]
    reason: Reason


class JudgedFinding(_Part):
    """What the vendor replied to a contradiction, and what each of two assessors made of that."""

    reply: Reason
    outcome: Literal["explained", "error", "misleading"]
    first: Reason
    second: Reason


class Full(_Part):
    """`full.yaml`: what the full questionnaire asks beyond the quick scan, in the same words."""

    files: tuple[EvidenceFile, ...] = ()
    answers: dict[str, GivenAnswer] = {}
    scores: dict[str, Scores] = {}
    findings: dict[str, JudgedFinding] = {}
    gates: dict[str, JudgedGate] = {}


class Story(_Part):
    """Everything in one `vendor.yaml`."""

    company: Words
    contact: Contact
    signed_by: Signature
    facts: dict[str, JsonValue]
    products: tuple[str, ...]
    marks: tuple[str, ...] = ()
    made: dict[str, Made] = {}
    """By module; what is not listed is the firm's own."""
    files: tuple[EvidenceFile, ...]
    answers: dict[str, GivenAnswer]
    scores: dict[str, Scores]
    findings: dict[str, JudgedFinding] = {}
    """By question: what the tables contradict there is found by the method, not written here."""
    gates: dict[str, JudgedGate] = {}

    @property
    def providers(self) -> list[Provider]:
        """As they are declared: who makes each module."""
        made = {code: self.made.get(code, Made()) for code in self.products}
        return [Provider(code, not one.maker, one.maker, one.version) for code, one in made.items()]


@dataclass(frozen=True)
class Vendor:
    """One invented vendor and where its evidence lies."""

    slug: str
    folder: Path
    story: Story
    full: Full
    final: Full
    """A later, final offer: only what changed."""

    @property
    def answers(self) -> dict[Key, GivenAnswer]:
        return {key_from(name): given for name, given in self.story.answers.items()}

    @property
    def scores(self) -> dict[Key, Scores]:
        return {key_from(name): given for name, given in self.story.scores.items()}

    @property
    def all_answers(self) -> dict[Key, GivenAnswer]:
        """Of the quick scan and beyond."""
        return self.answers | _by_key(self.full.answers)

    @property
    def all_scores(self) -> dict[Key, Scores]:
        return self.scores | _by_key(self.full.scores)

    @property
    def all_gates(self) -> dict[str, JudgedGate]:
        return self.story.gates | self.full.gates

    @property
    def final_answers(self) -> dict[Key, GivenAnswer]:
        """Everything as the final offer has it."""
        return self.all_answers | _by_key(self.final.answers)

    @property
    def final_scores(self) -> dict[Key, Scores]:
        return self.all_scores | _by_key(self.final.scores)

    @property
    def all_files(self) -> tuple[EvidenceFile, ...]:
        return self.story.files + self.full.files + self.final.files

    def content(self, name: str) -> bytes:
        """The bytes of one piece of evidence."""
        return (self.folder / "files" / name).read_bytes()


_Given = TypeVar("_Given")


def _by_key(given: Mapping[str, _Given]) -> dict[Key, _Given]:
    return {key_from(name): one for name, one in given.items()}


def table_code(name: str) -> TableCode | None:
    """T1 for T1.csv; None for evidence of another kind. A table is delivered once, whatever answers name it."""
    stem = Path(name).stem
    return next((code for code in ROWS if code == stem), None)


def read_vendor(folder: Path) -> Vendor:
    """The vendor in a folder; ValueError with every fault when a file of it is not in order."""
    story = _read(folder / "vendor.yaml", Story)
    full, final = (
        _read(file, Full) if file.exists() else Full()
        for file in (folder / "full.yaml", folder / "final.yaml")
    )
    return Vendor(folder.name, folder, story, full, final)


_Read = TypeVar("_Read", bound=_Part)


def _read(file: Path, kind: type[_Read]) -> _Read:
    document, faults = read_yaml(f"{file.parent.name}/{file.name}", file.read_text(encoding="utf-8"))
    found = None
    if document is not None:
        found, faults = check(kind, document, (), "")
    if found is None:
        raise ValueError("\n".join(str(fault) for fault in faults))
    return found


def all_vendors() -> tuple[Vendor, ...]:
    """Every vendor of the demonstration, by the name of its folder."""
    return tuple(read_vendor(path.parent) for path in sorted(FOLDER.glob("*/vendor.yaml")))
