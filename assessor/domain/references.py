"""What a question rests on, in words: law that applies now, law that comes, a contract, or good practice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.formats import day
from assessor.domain.questionnaire.library import DemandBasis, Obligation
from assessor.domain.questionnaire.model import Question, Questionnaire
from assessor.domain.text import Text

BASES: Mapping[DemandBasis, Text] = {
    "law_now": Text(nl="wet, geldt nu", en="law, applies now"),
    "law_later": Text(nl="wet, geldt later", en="law, applies later"),
    "contract": Text(nl="te vragen per contract", en="to be asked by contract"),
    "good_practice": Text(nl="goede praktijk", en="good practice"),
}

NOT_CHECKED = Text(nl="nog niet met de bron vergeleken", en="not yet compared with the source")


@dataclass(frozen=True)
class Reference:
    """One source behind a question, as it is shown beside it."""

    id: str
    instrument: Text
    article: Text
    title: Text
    duty: Text
    basis: Text
    """Law, contract or good practice, and since when."""
    disputed: Text | None
    """Both readings."""
    is_checked: bool
    is_law: bool


def applies(obligation: Obligation, as_of: datetime.date) -> Text:
    """Since when or from when a rule applies, seen on a day."""
    date = obligation.applies_from
    if obligation.basis_on(as_of) == "law_later" and date is None:
        return Text(nl="geldt later; datum nog niet vast", en="applies later; date not yet fixed")
    if date is None:
        return Text(nl="geldt nu", en="applies now")
    if date > as_of:
        words = Text(nl="geldt vanaf {d}", en="applies from {d}")
    else:
        words = Text(nl="geldt nu, sinds {d}", en="applies now, since {d}")
    return words.fill(d=Text(nl=day(date, "nl"), en=day(date, "en")))


def basis_words(obligation: Obligation, as_of: datetime.date) -> Text:
    """On what ground it can be asked on a day."""
    basis = obligation.basis_on(as_of)
    if basis in ("law_now", "law_later"):
        return Text(nl="wet, {w}", en="law, {w}").fill(w=applies(obligation, as_of))
    return BASES[basis]


def law_behind(
    questionnaire: Questionnaire, question: Question, as_of: datetime.date
) -> tuple[Reference, ...]:
    """Of what a question rests on only the law, in force and to come."""
    return tuple(one for one in references_of(questionnaire, question, as_of) if one.is_law)


def clauses_of(questionnaire: Questionnaire, question: Question) -> tuple[tuple[str, Text], ...]:
    """The contract conditions that hang on a question: code and title."""
    return tuple((t.id, questionnaire.condition_by_id[t.id].title) for t in question.conditions)


def references_of(
    questionnaire: Questionnaire, question: Question, as_of: datetime.date
) -> tuple[Reference, ...]:
    """What a question rests on, seen on a day: law first, in the order of the question."""
    found = [questionnaire.obligation_by_id[id] for id in question.references]
    order = list(BASES)
    found.sort(key=lambda o: order.index(o.basis_on(as_of)))
    return tuple(
        Reference(
            id=o.id,
            instrument=questionnaire.instruments[o.instrument],
            article=o.article,
            title=o.title,
            duty=o.duty,
            basis=basis_words(o, as_of),
            disputed=o.disputed.words if o.disputed else None,
            is_checked=o.verified,
            is_law=o.basis_on(as_of) in ("law_now", "law_later"),
        )
        for o in found
    )
