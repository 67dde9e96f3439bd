"""The law behind the questions, with dates."""

from __future__ import annotations

from assessor.domain.assessment import Assessment
from assessor.domain.questionnaire.library import DemandBasis
from assessor.domain.questionnaire.model import Obligation, Questionnaire
from assessor.domain.references import BASES, applies
from assessor.domain.report.value import Framework, LegalEntry
from assessor.domain.text import Text

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
