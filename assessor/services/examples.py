"""The invented vendors as an example: their agreed scores, on which weights can be tried out anywhere.

They are read from the same files that the demonstration plays, and of these only what two assessors agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from assessor.domain.answers import Agreed, GateState, Key, Standing
from assessor.domain.package import key_from
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.domain.yaml_text import check, read_yaml
from assessor.places import examples_folder

QUESTIONNAIRE = ("recruitment-ai", 1)
"""Which questions they answered."""


@dataclass(frozen=True)
class Example:
    """One invented vendor."""

    company: str
    agreed: Mapping[Key, Agreed]
    gates: Mapping[str, GateState]


class _Part(BaseModel):
    """What else stands in these files is the demonstration's."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Found(_Part):
    anchor: int | Standing
    evidence: EvidenceLevel = EvidenceLevel.E0


class _Scores(_Part):
    agreed: _Found


class _Gate(_Part):
    state: GateState


class _File(_Part):
    company: str = ""
    scores: dict[str, _Scores] = {}
    gates: dict[str, _Gate] = {}


@cache
def examples() -> tuple[Example, ...]:
    """All of them, by the name of their folder; with what the full questionnaire asks too."""
    found = []
    for folder in sorted(path.parent for path in examples_folder().glob("*/vendor.yaml")):
        files = [_read(folder.name, name) for name in ("vendor.yaml", "full.yaml")]
        found.append(
            Example(
                company=files[0].company,
                agreed={
                    key_from(key): Agreed(scores.agreed.anchor, scores.agreed.evidence)
                    for file in files
                    for key, scores in file.scores.items()
                },
                gates={question: gate.state for file in files for question, gate in file.gates.items()},
            )
        )
    return tuple(found)


def _read(folder: str, name: str) -> _File:
    text = (examples_folder() / folder / name).read_text(encoding="utf-8")
    document, faults = read_yaml(f"{folder}/{name}", text)
    found = None
    if document is not None:
        found, faults = check(_File, document, (), "")
    if found is None:
        raise ValueError("\n".join(str(fault) for fault in faults))
    return found
