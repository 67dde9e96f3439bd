"""The contract conditions that apply and the law behind the questions, with dates."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, TriggeredCondition
from assessor.domain.questionnaire.library import DemandBasis
from assessor.domain.questionnaire.model import ContractCondition, Obligation, Questionnaire
from assessor.domain.references import BASES, applies
from assessor.domain.report.value import Cause, ConditionEntry, Framework, LegalEntry
from assessor.domain.text import Text

_OWNER = {
    "vendor": Text(nl="leverancier", en="vendor"),
    "buyer": Text(nl="gemeente", en="municipality"),
}

_BOUND = {
    "provider": Text(nl="leverancier (aanbieder)", en="vendor (provider)"),
    "deployer": Text(nl="gemeente (gebruiker)", en="municipality (deployer)"),
    "controller": Text(nl="gemeente (verwerkingsverantwoordelijke)", en="municipality (controller)"),
    "processor": Text(nl="leverancier (verwerker)", en="vendor (processor)"),
    "employer": Text(nl="gemeente (werkgever)", en="municipality (employer)"),
    "contracting_authority": Text(nl="gemeente (aanbesteder)", en="municipality (contracting authority)"),
}


_NOT_LAW: tuple[DemandBasis, ...] = ("contract", "good_practice")


def joined(texts: list[Text], separator: str = ", ") -> Text:
    return Text(nl=separator.join(t.nl for t in texts) or "-", en=separator.join(t.en for t in texts) or "-")


def bound(obligation: Obligation) -> Text:
    """Whom it binds, in words."""
    return joined([_BOUND[b] for b in obligation.binds])


def _filled(condition: ContractCondition, text: Text) -> Text:
    values: dict[str, object] = {name: p.default for name, p in condition.parameters.items()}
    return text.fill(**values) if values else text


def _condition(
    questionnaire: Questionnaire, assessment: Assessment, found: TriggeredCondition
) -> ConditionEntry:
    condition = questionnaire.condition_by_id[found.id]
    causes = []
    for id in found.questions:
        result = assessment.result_of(id)
        causes.append(Cause(id, questionnaire.by_id[id].name, result.score if result else 0.0))
    return ConditionEntry(
        id=condition.id,
        title=condition.title,
        text=_filled(condition, condition.text),
        purpose=condition.purpose,
        owner=_OWNER[condition.owner],
        due=_filled(condition, condition.due),
        consequence=_filled(condition, condition.consequence),
        model_articles=condition.model_articles,
        verified=condition.verified,
        hardness=condition.hardness,
        causes=tuple(sorted(causes, key=lambda c: (c.score, c.question))),
        rule=found.rule,
    )


def condition_entries(questionnaire: Questionnaire, assessment: Assessment) -> tuple[ConditionEntry, ...]:
    """The triggered conditions, hardest first: those that stop use, then those with the gravest cause."""

    def gravity(entry: ConditionEntry) -> tuple[int, int, float, str]:
        severity = max((questionnaire.by_id[c.question].severity for c in entry.causes), default=0)
        lowest = min((c.score for c in entry.causes), default=4.0)
        return -entry.hardness, -severity, lowest, entry.id

    entries = [_condition(questionnaire, assessment, c) for c in assessment.conditions]
    return tuple(sorted(entries, key=gravity))


def _references(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, list[str]]:
    asked = {key.question for key in assessment.asked}
    found: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        if question.id in asked:
            for reference in question.references:
                found.setdefault(reference, []).append(question.id)
    return found


def legal_map(
    questionnaire: Questionnaire, assessment: Assessment
) -> tuple[tuple[LegalEntry, ...], tuple[Framework, ...]]:
    """The law that the asked questions rest on, and beside it what is asked by contract or as good practice.

    In force first, then what comes, in the order of the questionnaire's file. Dates are held against `as_of`.
    """
    by_reference = _references(questionnaire, assessment)
    law: list[LegalEntry] = []
    frameworks: dict[tuple[DemandBasis, str], list[Obligation]] = {}
    for obligation in questionnaire.obligations:
        if obligation.id not in by_reference:
            continue
        basis = obligation.basis_on(assessment.as_of)
        if basis not in ("law_now", "law_later"):
            frameworks.setdefault((basis, obligation.instrument), []).append(obligation)
            continue
        entry = LegalEntry(
            id=obligation.id,
            instrument=questionnaire.instruments[obligation.instrument],
            article=obligation.article,
            title=obligation.title,
            duty=obligation.duty,
            binds=bound(obligation),
            applies=applies(obligation, assessment.as_of),
            is_later=basis == "law_later",
            disputed=obligation.disputed.words if obligation.disputed else None,
            is_checked=obligation.verified,
            questions=tuple(by_reference[obligation.id]),
        )
        law.append(entry)
    law.sort(key=lambda entry: entry.is_later)
    found = [
        Framework(
            instrument=questionnaire.instruments[instrument],
            articles=tuple(o.article for o in ones),
            basis=BASES[basis],
            unchecked=frozenset(o.article for o in ones if not o.verified),
        )
        for basis in _NOT_LAW
        for (own, instrument), ones in frameworks.items()
        if own == basis
    ]
    return tuple(law), tuple(found)
