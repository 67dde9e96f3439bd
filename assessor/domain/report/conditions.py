"""The contract conditions that apply to one vendor, with the words that will stand in its contract."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, TriggeredCondition
from assessor.domain.contract import Contract, OwnWords
from assessor.domain.questionnaire.model import ContractCondition, Questionnaire
from assessor.domain.report.printable import printable
from assessor.domain.report.value import Cause, ConditionEntry, Settled, SwitchedOff
from assessor.domain.text import Text

OWNERS = {
    "vendor": Text(nl="leverancier", en="vendor"),
    "buyer": Text(nl="gemeente", en="municipality"),
}

_BY_AGREEMENT = Text(nl="zoals in de tekst staat", en="as the text says")
_PURPOSE = Text(nl="Door de gemeente toegevoegd.", en="Added by the municipality.")
_BOTH = Text(nl="leverancier en gemeente", en="vendor and municipality")


def _entry(
    questionnaire: Questionnaire, assessment: Assessment, found: TriggeredCondition, contract: Contract
) -> ConditionEntry:
    condition = questionnaire.condition_by_id[found.id]
    values = contract.values.get(found.id, {})
    worded = condition.worded(values)
    reworded = contract.reworded.get(found.id)
    causes = []
    for id in found.questions:
        result = assessment.result_of(id)
        causes.append(Cause(id, questionnaire.by_id[id].name, result.score if result else 0.0))
    return ConditionEntry(
        id=condition.id,
        title=condition.title,
        text=_printable(reworded or worded.text),
        purpose=condition.purpose,
        owner=OWNERS[condition.owner],
        due=_printable(worded.due),
        consequence=_printable(worded.consequence),
        model_articles=condition.model_articles,
        verified=condition.verified,
        hardness=condition.hardness,
        causes=tuple(sorted(causes, key=lambda c: (c.score, c.question))),
        rule=found.rule,
        is_reworded=reworded is not None,
        blanks=() if reworded is not None else blanks(condition, contract),
    )


def blanks(condition: ContractCondition, contract: Contract) -> tuple[Text, ...]:
    """The names and dates that are not filled in yet."""
    values = contract.values.get(condition.id, {})
    return tuple(p.label for name, p in condition.parameters.items() if p.is_open and not values.get(name))


def _own_entry(own: OwnWords) -> ConditionEntry:
    return ConditionEntry(
        id=own.id,
        title=_printable(own.title),
        text=_printable(own.text),
        purpose=_PURPOSE,
        owner=_BOTH,
        due=_BY_AGREEMENT,
        consequence=_BY_AGREEMENT,
        model_articles="",
        verified=True,
        hardness=1,
        causes=(),
        rule=None,
        is_own=True,
    )


def condition_entries(
    questionnaire: Questionnaire, assessment: Assessment, contract: Contract
) -> tuple[tuple[ConditionEntry, ...], Settled]:
    """What applies, hardest first (those that stop use, then those with the gravest cause), and what was settled."""

    def gravity(entry: ConditionEntry) -> tuple[int, int, float, str]:
        severity = max((questionnaire.by_id[c.question].severity for c in entry.causes), default=0)
        lowest = min((c.score for c in entry.causes), default=4.0)
        return -entry.hardness, -severity, lowest, entry.id

    triggered = sorted(
        (_entry(questionnaire, assessment, c, contract) for c in assessment.conditions), key=gravity
    )
    applying = [entry for entry in triggered if entry.id not in contract.off]
    off = [
        SwitchedOff(entry, printable(contract.off[entry.id]) or "–")
        for entry in triggered
        if entry.id in contract.off
    ]
    discuss = tuple(_own_entry(own) for own in contract.to_discuss)
    return tuple(applying) + tuple(_own_entry(own) for own in contract.added), Settled(tuple(off), discuss)


def number_applying(assessment: Assessment, contract: Contract) -> int:
    """How many conditions apply: what is switched off does not, what was added does."""
    return sum(c.id not in contract.off for c in assessment.conditions) + len(contract.added)


def _printable(text: Text) -> Text:
    return Text(nl=printable(text.nl) or "–", en=printable(text.en) or "–")
