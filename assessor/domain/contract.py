"""The conditions of one contract besides the library: the values published, and what an officer settled afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assessor.domain.questionnaire.parameters import Value
from assessor.domain.text import Text

StepKind = Literal[
    "switched_off", "switched_on", "filled_in", "rewritten", "restored", "added", "to_discuss", "removed"
]


@dataclass(frozen=True)
class Step:
    """One thing an officer settled about a condition. Steps are added, never changed; the newest of a kind counts."""

    condition: str
    kind: StepKind
    words: Mapping[str, str] = field(default_factory=dict)
    """Of filling in: the names and dates by parameter. Of own words: title_nl, title_en, text_nl, text_en."""
    reason: str = ""


@dataclass(frozen=True)
class OwnWords:
    """A condition in the words of the buyer."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True)
class Contract:
    """What stands beside the triggers: values, names, and what is off, reworded, added or left for another talk."""

    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """By condition the values that differ from the usual ones."""
    off: Mapping[str, str] = field(default_factory=dict)
    """Switched off, with the reason."""
    reworded: Mapping[str, Text] = field(default_factory=dict)
    added: tuple[OwnWords, ...] = ()
    to_discuss: tuple[OwnWords, ...] = ()
    """Not published, so no part of this contract: for a conversation outside this procedure."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a hash of everything a document depends on."""

        def own(words: tuple[OwnWords, ...]) -> list[Any]:
            return [[one.id, one.title.model_dump(), one.text.model_dump()] for one in words]

        return {
            "values": {id: dict(values) for id, values in self.values.items()},
            "off": dict(self.off),
            "reworded": {id: text.model_dump() for id, text in self.reworded.items()},
            "added": own(self.added),
            "to_discuss": own(self.to_discuss),
        }


def contract_after(published: Mapping[str, Mapping[str, Value]], steps: tuple[Step, ...]) -> Contract:
    """What holds after all steps, oldest first."""
    values = {id: dict(chosen) for id, chosen in published.items()}
    off: dict[str, str] = {}
    reworded: dict[str, Text] = {}
    own: dict[str, tuple[str, OwnWords]] = {}
    for step in steps:
        if step.kind == "switched_off":
            off[step.condition] = step.reason
        elif step.kind == "switched_on":
            off.pop(step.condition, None)
        elif step.kind == "filled_in":
            values.setdefault(step.condition, {}).update(step.words)
        elif step.kind == "rewritten":
            reworded[step.condition] = _text(step.words, "text")
        elif step.kind == "restored":
            reworded.pop(step.condition, None)
        elif step.kind == "removed":
            own.pop(step.condition, None)
        else:
            words = OwnWords(step.condition, _text(step.words, "title"), _text(step.words, "text"))
            own[step.condition] = (step.kind, words)
    return Contract(
        values=values,
        off=off,
        reworded=reworded,
        added=tuple(words for kind, words in own.values() if kind == "added"),
        to_discuss=tuple(words for kind, words in own.values() if kind == "to_discuss"),
    )


def _text(words: Mapping[str, str], name: str) -> Text:
    return Text(nl=words[f"{name}_nl"], en=words[f"{name}_en"])
