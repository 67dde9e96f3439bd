"""What a vendor marks as confidential in an answer: whether the mark holds, and the answer without it.

Assessors read everything. Letters to other vendors and exports take the answer `without_confidential`.
"""

from __future__ import annotations

from dataclasses import replace

from assessor.domain.answers import Answer, Confidential, Json
from assessor.domain.limits import NOTE_LENGTH
from assessor.domain.text import Text

LEFT_OUT = "[…]"
"""Stands where a confidential passage was: the same in both languages."""

_NO_REASON = Text(
    nl="Leg uit waarom dit vertrouwelijk is, bijvoorbeeld welk bedrijfsgeheim het raakt.",
    en="Explain why this is confidential, for instance which trade secret it touches.",
)
_NOTHING = Text(
    nl="Noem de passage, of kruis bij de bestanden aan welk bestand vertrouwelijk is.",
    en="Give the passage, or tick at the files which file is confidential.",
)
_ELSEWHERE = Text(
    nl="Deze woorden staan niet zo in uw antwoord. Neem de passage letterlijk over.",
    en="These words do not stand in your answer like this. Copy the passage literally.",
)
_TOO_LONG = Text(nl="Gebruik hier hoogstens {n} tekens.", en="Use {n} characters at most.")


def faults(answer: Answer) -> dict[str, Text]:
    """What keeps the mark from holding, by `reason` or `passage`."""
    marked = answer.confidential
    if marked is None:
        return {}
    found: dict[str, Text] = {}
    if not marked.reason:
        found["reason"] = _NO_REASON
    elif len(marked.reason) > NOTE_LENGTH:
        found["reason"] = _TOO_LONG.fill(n=NOTE_LENGTH)
    if marked.whole:
        return found
    if not marked.passage and not marked.files:
        found["passage"] = _NOTHING
    elif marked.passage and not any(_flat(marked.passage) in _flat(text) for text in texts_of(answer)):
        found["passage"] = _ELSEWHERE
    return found


CONFIDENTIAL_LABEL = Text(
    nl="Vertrouwelijk volgens de leverancier", en="Confidential according to the vendor"
)


def marked_words(answer: Answer) -> tuple[Text, ...]:
    """What is marked and why, a line each; nothing where nothing is."""
    marked = answer.confidential
    if marked is None:
        return ()
    lines = []
    if marked.whole:
        lines.append(Text(nl="Het hele antwoord, met de bestanden", en="The whole answer, with the files"))
    if marked.passage:
        lines.append(Text(nl="Passage: {text}", en="Passage: {text}").fill(text=marked.passage))
    if marked.files:
        lines.append(Text(nl="Bestanden: {text}", en="Files: {text}").fill(text=", ".join(marked.files)))
    lines.append(Text(nl="Reden: {text}", en="Reason: {text}").fill(text=marked.reason))
    return tuple(lines)


def texts_of(answer: Answer) -> tuple[str, ...]:
    """Everything that was typed as text."""
    return (*_texts(dict(answer.value)), answer.evidence_note, answer.standing_reason)


def without_confidential(answer: Answer) -> Answer:
    """The answer as it may be quoted to others: what is marked is left out, and so are the mark and its reason."""
    marked = answer.confidential
    if marked is None:
        return answer
    if marked.whole:
        return Answer(standing=answer.standing)
    value = _left_out(dict(answer.value), marked)
    assert isinstance(value, dict)
    return replace(
        answer,
        value=value,
        evidence_note=_quoted(answer.evidence_note, marked),
        standing_reason=_quoted(answer.standing_reason, marked),
        files=tuple(name for name in answer.files if name not in marked.files),
        confidential=None,
    )


def _left_out(value: Json, marked: Confidential) -> Json:
    if isinstance(value, str):
        return _quoted(value, marked)
    if isinstance(value, list):
        return [_left_out(one, marked) for one in value]
    if isinstance(value, dict):
        return {name: _left_out(one, marked) for name, one in value.items()}
    return value


def _quoted(text: str, marked: Confidential) -> str:
    passage = _flat(marked.passage)
    if not passage or passage not in _flat(text):
        return text
    if marked.passage in text:
        return text.replace(marked.passage, LEFT_OUT)
    # Only line ends or blanks differ: rather the text on one line than the passage in it.
    return _flat(text).replace(passage, LEFT_OUT)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _texts(value: Json) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(text for one in value for text in _texts(one))
    if isinstance(value, dict):
        return tuple(text for one in value.values() for text in _texts(one))
    return ()
