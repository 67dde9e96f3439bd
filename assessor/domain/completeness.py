"""What is still open in a response, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.domain.answers import Answer, Answers, Key
from assessor.domain.questionnaire.counts import more_than_the_whole
from assessor.domain.questionnaire.kinds import check, fields_asked, is_empty
from assessor.domain.questionnaire.model import Field, Kind, Question, Questionnaire
from assessor.domain.text import Text


@dataclass(frozen=True)
class OpenAnswer:
    """A question that is not finished, and why."""

    key: Key
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Progress:
    """Finished answers of those asked, in one section."""

    section: str
    done: int
    total: int

    @property
    def word(self) -> str:
        """Code of the section's state: not_started, started, done."""
        return "done" if self.done == self.total else "started" if self.done else "not_started"


def open_fields(question: Question, answer: Answer) -> tuple[Field, ...]:
    """The obligatory fields without a value. Standard tables come as evidence files and are never obligatory."""
    return tuple(
        f
        for f in fields_asked(question, answer.value)
        if not f.optional
        and f.kind is not Kind.FILES
        and f.table is None
        and is_empty(answer.value.get(f.id))
    )


def reasons_open(question: Question, answer: Answer | None) -> tuple[Text, ...]:
    """Why the answer is not finished; nothing when it is."""
    if answer is None:
        return (Text(nl="nog niet beantwoord", en="not answered yet"),)
    if answer.standing is not None:
        if answer.standing in ("withheld", "not_applicable") and not answer.standing_reason.strip():
            return (Text(nl="een reden ontbreekt", en="a reason is missing"),)
        return ()
    reasons = [
        Text(nl="'{label}' is nog leeg", en="'{label}' is still empty").fill(label=f.label)
        for f in open_fields(question, answer)
    ]
    too_many = more_than_the_whole(question, answer.value)
    for field in fields_asked(question, answer.value):
        fault = check(field, answer.value.get(field.id)) or too_many.get(field.id)
        if fault is not None:
            reasons.append(
                Text(nl="'{label}': {fault}", en="'{label}': {fault}").fill(label=field.label, fault=fault)
            )
    if answer.evidence is None:
        reasons.append(
            Text(nl="het bewijsniveau is nog niet gekozen", en="the evidence level is not chosen yet")
        )
    return tuple(reasons)


def vendor_keys(questionnaire: Questionnaire, keys: Iterable[Key]) -> tuple[Key, ...]:
    """The asked questions that the vendor answers."""
    return tuple(k for k in keys if questionnaire.by_id[k.question].by_vendor)


def open_answers(
    questionnaire: Questionnaire, keys: Iterable[Key], answers: Answers
) -> tuple[OpenAnswer, ...]:
    """Every unfinished answer among the vendor's asked questions, in order."""
    found = []
    for key in vendor_keys(questionnaire, keys):
        reasons = reasons_open(questionnaire.by_id[key.question], answers.get(key))
        if reasons:
            found.append(OpenAnswer(key, reasons))
    return tuple(found)


def progress(questionnaire: Questionnaire, keys: Iterable[Key], answers: Answers) -> tuple[Progress, ...]:
    """Progress per section (a dimension with vendor's questions), in order."""
    keys = vendor_keys(questionnaire, keys)
    unfinished = {o.key for o in open_answers(questionnaire, keys, answers)}
    found = []
    for dimension in questionnaire.dimensions:
        own = [k for k in keys if questionnaire.by_id[k.question].dimension == dimension.code]
        if own:
            found.append(Progress(dimension.code, sum(k not in unfinished for k in own), len(own)))
    return tuple(found)
