"""The conditions of the draft contract as they were published: what can apply, and when, the same for every vendor.

Nothing here is about one vendor. The words are the questionnaire's, which the publication names by its hash; values
and triggers are those that were frozen with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.answers import Json
from assessor.domain.procedures import Procedure
from assessor.domain.questionnaire.model import ContractCondition, Questionnaire
from assessor.domain.questionnaire.parameters import Value
from assessor.domain.text import Text
from assessor.domain.words import TOPICS


@dataclass(frozen=True)
class Frozen:
    """One condition as it stands in what was published."""

    id: str
    values: Mapping[str, Value]
    triggers: tuple[tuple[str, int], ...]
    """The questions it follows from, each with the score below which it applies."""


def conditions_json(
    questionnaire: Questionnaire, chosen: Mapping[str, Mapping[str, Value]]
) -> list[dict[str, Json]]:
    """The whole library as it is frozen: of each condition the values that were chosen, and its triggers."""
    triggers = triggers_of(questionnaire)
    return [
        {
            "id": condition.id,
            # The numbers, also where they are the usual ones; names and dates may follow.
            "values": {
                name: value
                for name, parameter in condition.parameters.items()
                if (value := chosen.get(condition.id, {}).get(name, parameter.default)) is not None
            },
            "triggers": [{"question": id, "below": below} for id, below in triggers[condition.id]],
        }
        for condition in questionnaire.contract_conditions
    ]


def triggers_of(questionnaire: Questionnaire) -> dict[str, list[tuple[str, int]]]:
    """By condition the questions it follows from, each with the score below which it applies."""
    found: dict[str, list[tuple[str, int]]] = {c.id: [] for c in questionnaire.contract_conditions}
    for question in questionnaire.questions:
        for trigger in question.conditions:
            found[trigger.id].append((question.id, trigger.below))
    return found


@dataclass(frozen=True)
class Publication:
    """What was published, as far as the draft contract shows it."""

    title: str
    buyer: str
    procedure: Procedure
    tier: str
    is_verified: bool
    """The presumptive winner of the quick scan gets the full questionnaire."""
    is_test: bool
    published_on: datetime.date
    sha256: str
    conditions: tuple[Frozen, ...]


@dataclass(frozen=True)
class Possible:
    """A condition that can come to apply, with its words filled in."""

    condition: ContractCondition
    applies_at: tuple[Text, ...]
    """What makes it apply, a line for each; empty where nothing in this procedure can."""
    short: tuple[Text, ...]
    """The same in codes."""
    is_open: bool
    """A name or a date is still to be filled in."""


@dataclass(frozen=True)
class Topic:
    """The conditions on one subject of the European model clauses."""

    code: str
    name: Text
    conditions: tuple[Possible, ...]


@dataclass(frozen=True)
class DraftContract:
    """All conditions that were published, by topic."""

    publication: Publication
    questionnaire: Questionnaire
    topics: tuple[Topic, ...]

    @property
    def conditions(self) -> tuple[Possible, ...]:
        return tuple(one for topic in self.topics for one in topic.conditions)


_OTHER = Text(nl="Overig", en="Other")


def draft_contract(questionnaire: Questionnaire, publication: Publication) -> DraftContract:
    """What was published about the contract; each condition stands once, under the first of its topics."""
    by_topic: dict[str, list[Possible]] = {code: [] for code in TOPICS}
    for frozen in publication.conditions:
        condition = questionnaire.condition_by_id[frozen.id]
        first = condition.topics[0] if condition.topics else ""
        lines = trigger_lines(
            questionnaire, frozen.id, frozen.triggers, publication.tier, publication.is_verified
        )
        by_topic.setdefault(first if first in TOPICS else "", []).append(
            Possible(
                condition.worded(frozen.values),
                tuple(dict.fromkeys(words for words, _ in lines)),
                tuple(dict.fromkeys(short for _, short in lines)),
                any(p.is_open and not frozen.values.get(name) for name, p in condition.parameters.items()),
            )
        )
    topics = tuple(
        Topic(code or "other", TOPICS.get(code, _OTHER), tuple(found))
        for code, found in by_topic.items()
        if found
    )
    return DraftContract(publication, questionnaire, topics)


_SCORE = Text(nl="score van {q} ({name}) onder {n}", en="score of {q} ({name}) below {n}")
_ALWAYS = Text(
    nl="elk aanbod waarvoor {q} ({name}) wordt gevraagd", en="every offer for which {q} ({name}) is asked"
)
_VERIFYING = Text(nl="{w}; alleen in de verificatie", en="{w}; in the verification only")
_CONFIDENCE = Text(nl="de zekerheid van het oordeel is beperkt", en="confidence in the judgement is limited")
_SHORT_SCORE = Text(nl="{q} onder {n}", en="{q} below {n}")
_SHORT_ALWAYS = Text(nl="elk aanbod", en="every offer")
_SHORT_CONFIDENCE = Text(nl="beperkte zekerheid", en="limited confidence")


def trigger_lines(
    questionnaire: Questionnaire,
    condition_id: str,
    triggers: Iterable[tuple[str, int]],
    tier: str,
    is_verified: bool = False,
) -> list[tuple[Text, Text]]:
    """What makes a condition apply, in words and in codes, as far as vendors are asked it here.

    A limit above the highest score means that it applies whatever the score.
    """
    lines = []
    for id, below in triggers:
        question = questionnaire.by_id[id]
        is_asked = tier == "full" or question.quick is not None
        if not question.by_vendor or not (is_asked or is_verified):
            continue
        line = (_ALWAYS if below > 4 else _SCORE).fill(q=id, name=question.name, n=below)
        short = (_SHORT_ALWAYS if below > 4 else _SHORT_SCORE).fill(q=id, n=below)
        lines.append((line if is_asked else _VERIFYING.fill(w=line), short))
    if condition_id == questionnaire.confidence.pilot_condition:
        lines.append((_CONFIDENCE, _SHORT_CONFIDENCE))
    return lines


def introduction(draft: DraftContract) -> Sequence[Text]:
    """What a reader has to know before the conditions: that they are fixed, and that not all will apply."""
    procedure = draft.publication.procedure
    if procedure.final_offer:
        first = Text(
            nl="Deze voorwaarden horen bij het conceptcontract en zijn voor elke leverancier gelijk. De gemeente kan "
            "de tekst nog wijzigen tijdens de onderhandelingen, niet na de definitieve inschrijving.",
            en="These conditions are part of the draft contract and are the same for every vendor. The municipality "
            "can still change the text during the negotiations, not after the final offer.",
        )
    elif procedure.in_tender:
        first = Text(
            nl="Deze voorwaarden horen bij het conceptcontract. Zij zijn voor elke leverancier gelijk en veranderen "
            "niet meer.",
            en="These conditions are part of the draft contract. They are the same for every vendor and no longer "
            "change.",
        )
    else:
        first = Text(
            nl="Dit zijn de voorwaarden waar de gemeente van uitgaat. Dit is geen aanbesteding: tot het besluit kan "
            "de tekst in overleg nog wijzigen.",
            en="These are the conditions that the municipality starts from. This is no tender: until the decision the "
            "text can still change in consultation.",
        )
    when = Text(
        nl="Niet alles zal voor u gelden. Een voorwaarde geldt als een aanleiding die erbij staat zich voordoet. "
        "Scores lopen van 0 tot 4; een vraag zonder antwoord telt als 0.",
        en="Not everything will apply to you. A condition applies where a cause that stands with it occurs. Scores "
        "run from 0 to 4; a question without an answer counts as 0.",
    )
    found = [first, when]
    if any(one.is_open for one in draft.conditions):
        found.append(
            Text(
                nl="Wat tussen vierkante haken staat, wordt vóór de ondertekening ingevuld.",
                en="What stands in square brackets is filled in before signing.",
            )
        )
    return found


NEVER_SHORT = Text(nl="niet in deze procedure", en="not in this procedure")
NEVER = Text(
    nl="geen vraag in deze procedure; deze voorwaarde gaat hier niet gelden",
    en="no question in this procedure; this condition will not come to apply here",
)
