"""A tender in words, line by line: for checking before publication, and for reading what was published."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain import words
from assessor.domain.assignments import Stated, stated_of
from assessor.domain.award import formula_words
from assessor.domain.formats import moment
from assessor.domain.questionnaire.hours import hours_asked
from assessor.domain.questionnaire.method import Factor
from assessor.domain.questionnaire.model import ContractCondition, Questionnaire
from assessor.domain.questionnaire.parameters import UNITS, Value
from assessor.domain.text import Text
from assessor.services.assigning import SectionTeam
from assessor.services.criteria import award_of
from assessor.services.participants import Overview, Participant
from assessor.services.tenders import (
    agreement_of,
    buyer_facts,
    condition_values,
    minimums_of,
    procedure_of,
    stated_assessors,
    wants_verification,
)
from assessor.storage.models import Tender

YES, NO = Text(nl="ja", en="yes"), Text(nl="nee", en="no")
OPEN = Text(nl="nog niet ingevuld", en="not filled in yet")
_LANGUAGES = {"nl": Text(nl="Nederlands", en="Dutch"), "en": Text(nl="Engels", en="English")}


@dataclass(frozen=True)
class Row:
    """One line: what it is, and its value, each line of which is a Text or words as typed."""

    key: Text
    lines: tuple[Text | str, ...]

    @property
    def is_open(self) -> bool:
        return OPEN in self.lines


def capital(text: Text) -> Text:
    """With a first letter as at the start of a line."""
    return Text(nl=text.nl[0].upper() + text.nl[1:], en=text.en[0].upper() + text.en[1:])


def _row(nl: str, en: str, *lines: Text | str | None) -> Row:
    return Row(Text(nl=nl, en=en), tuple(line or OPEN for line in lines))


def basics_rows(tender: Tender) -> list[Row]:
    languages = _LANGUAGES[tender.language]
    if tender.both_languages:
        both = Text(
            nl="Nederlands en Engels; bij verschil geldt het {one}",
            en="Dutch and English; where they differ {one} prevails",
        )
        languages = both.fill(one=languages)
    return [
        _row("Titel", "Title", tender.title),
        _row("Omschrijving", "Description", tender.description or Text(nl="geen", en="none")),
        _row("Organisatie", "Organisation", tender.buyer),
        _row("Procedure", "Procedure", words.PROCEDURE_NAMES[tender.procedure]),
        _row("Test", "Test", YES if tender.test else NO),
        _row("Taal van de stukken", "Language of the documents", languages),
    ]


def questionnaire_rows(questionnaire: Questionnaire, tender: Tender, hours: tuple[int, int]) -> list[Row]:
    name = Text(nl="{title}, versie {n}", en="{title}, version {n}")
    if questionnaire.status == "draft":
        name = Text(nl="{title}, versie {n} (concept)", en="{title}, version {n} (draft)")
    rows = [
        _row(
            "Vragenlijst",
            "Questionnaire",
            name.fill(title=questionnaire.title, n=questionnaire.version),
        ),
        _row("Omvang", "Size", words.TIERS[tender.tier]),
        _row("Werk voor een leverancier", "Work for a vendor", hours_in_words(hours)),
    ]
    if tender.tier == "quick" and procedure_of(tender).award:
        rows.append(_row("Verificatie", "Verification", *_verification_lines(questionnaire, tender)))
    return rows


def _verification_lines(questionnaire: Questionnaire, tender: Tender) -> tuple[Text, ...]:
    """Whether the presumptive winner is verified, and what that asks of it in all."""
    if not wants_verification(tender):
        return (
            Text(nl="nee: wie wint, krijgt geen verdere vragen", en="no: who wins gets no further questions"),
        )
    yes = Text(
        nl="ja: wie eerste wordt, krijgt vóór de gunning ook de andere vragen van de volledige vragenlijst",
        en="yes: who ends first gets the other questions of the full questionnaire too, before the award",
    )
    late = Text(
        nl="wie die niet op tijd indient, voldoet niet en kan terzijde worden gelegd",
        en="who does not hand those in in time misses a requirement and can be set aside",
    )
    in_all = Text(
        nl="quickscan en verificatie samen: {hours}", en="quick scan and verification together: {hours}"
    )
    hours = hours_asked(questionnaire, buyer_facts(tender).effect, "full")
    return yes, late, in_all.fill(hours=hours_in_words(hours))


def hours_in_words(hours: tuple[int, int]) -> Text:
    """What answering takes: from the lightest product to all kinds at once."""
    if hours[0] == hours[1]:
        return Text(nl="ongeveer {n} uur", en="about {n} hours").fill(n=hours[0])
    text = Text(
        nl="{low} tot {high} uur, naar het aantal en de soort producten",
        en="{low} to {high} hours, by the number and kind of products",
    )
    return text.fill(low=hours[0], high=hours[1])


def facts_rows(questionnaire: Questionnaire, facts: Mapping[str, Any]) -> list[Row]:
    """The buyer's half of the scope."""
    inherent = questionnaire.inherent
    volume = facts.get("volume_per_year")
    data = [_named(inherent.data, code) for code in facts.get("data", ())]
    rows = [
        Row(capital(words.FACTS["effect"]), (_named(inherent.effects, facts.get("effect")),)),
        Row(
            capital(words.FACTS["volume_per_year"]),
            (OPEN if volume is None else Text(nl="{n}", en="{n}").fill(n=float(volume)),),
        ),
        Row(capital(words.FACTS["data"]), tuple(data) or (OPEN,)),
        Row(
            capital(words.FACTS["reversibility"]),
            (_named(inherent.reversibility, facts.get("reversibility")),),
        ),
    ]
    return rows + [
        Row(capital(words.FACTS[name]), (YES if facts.get(name) else NO,))
        for name in ("vulnerable_group", "learns_live")
    ]


def _named(factors: tuple[Factor, ...], code: object) -> Text:
    return next((f.name for f in factors if f.code == code), OPEN)


def weight_rows(questionnaire: Questionnaire, tender: Tender) -> list[Row]:
    """Each sub-criterion of the award with its weight and questions, then the formula; as published, else as set up."""
    award = award_of(questionnaire, tender)
    if award is None:
        return []
    points = Text(nl="{n} punten", en="{n} points")
    none = Text(nl="0 punten: telt niet mee", en="0 points: does not count")
    named = Text(nl="{id} {name}", en="{id} {name}")
    rows = [
        Row(
            s.name,
            (
                points.fill(n=s.weight),
                *(named.fill(id=id, name=questionnaire.by_id[id].name) for id in s.questions),
            )
            if s.weight
            else (none,),
        )
        for s in award.sub_criteria
    ]
    return [*rows, Row(Text(nl="Formule", en="Formula"), formula_words(questionnaire, award))]


def agreement_rows(tender: Tender) -> list[Row]:
    return [
        _row(
            "Van losse scores naar één score",
            "From separate scores to one",
            words.AGREEMENT[agreement_of(tender)],
        )
    ]


def assessor_rows(tender: Tender, teams: Sequence[SectionTeam]) -> list[Row]:
    """How many assessors score each section and what they are expert in, where that is published; never a name."""
    key = Text(nl="Beoordelaars in de publicatie", en="Assessors in what is published")
    if not tender.states_assessors:
        return [Row(key, (Text(nl="niet vermeld", en="not stated"),))]
    published = {s.section: s for s in stated_assessors(tender)}
    # As published, else as it would be.
    now = {s.section: s for t in teams for s in stated_of(t.assessors, (t.code,))}
    stated = {code: published.get(code, one) for code, one in now.items()}
    return [Row(t.name, stated_in_words(stated[t.code])) for t in teams]


def stated_in_words(stated: Stated) -> tuple[Text | str, ...]:
    """The number of assessors, and a line for each expertise."""
    one, more = Text(nl="1 beoordelaar", en="1 assessor"), Text(nl="{n} beoordelaars", en="{n} assessors")
    return (one if stated.number == 1 else more.fill(n=stated.number), *stated.expertise)


def minimum_rows(questionnaire: Questionnaire, tender: Tender) -> list[Row]:
    """The minimum scores with their reason."""
    least = Text(nl="score {n} of hoger", en="score {n} or higher")
    return [
        Row(
            Text(nl="{id} {name}", en="{id} {name}").fill(
                id=m.question, name=questionnaire.by_id[m.question].name
            ),
            (least.fill(n=m.least), m.reason),
        )
        for m in minimums_of(tender)
    ]


def chosen_rows(condition: ContractCondition, chosen: Mapping[str, Value]) -> list[Row]:
    """The values of a condition, a row for each."""
    with_unit = Text(nl="{v} {u}", en="{v} {u}")
    return [
        Row(p.label, (with_unit.fill(v=shown, u=UNITS[p.kind]) if p.kind in UNITS else shown,))
        for name, p in condition.parameters.items()
        for shown in (p.shown(chosen.get(name, p.default)),)
    ]


def condition_rows(questionnaire: Questionnaire, tender: Tender) -> list[Row]:
    """How many conditions there are, and those of which a value is not the usual one."""
    values = condition_values(tender)
    count = Text(nl="{n} voorwaarden met hun grenzen", en="{n} conditions with their limits")
    rows = [_row("Bibliotheek", "Library", count.fill(n=len(questionnaire.contract_conditions)))]
    line = Text(nl="{label}: {value}", en="{label}: {value}")
    for condition in questionnaire.contract_conditions:
        chosen = values.get(condition.id, {})
        own = {n for n, v in chosen.items() if v != condition.parameters[n].default}
        shown = zip(condition.parameters, chosen_rows(condition, chosen), strict=True)
        lines = tuple(line.fill(label=row.key, value=row.lines[0]) for name, row in shown if name in own)
        if lines:
            name = Text(nl="{id} {title}", en="{id} {title}").fill(id=condition.id, title=condition.title)
            rows.append(Row(name, lines))
    return rows


def people_rows(overview: Overview) -> list[Row]:
    named = (
        ("officer", Text(nl="Inkopers", en="Officers")),
        ("assessor", Text(nl="Beoordelaars", en="Assessors")),
        ("manager", Text(nl="Opdrachtgevers", en="Managers")),
    )
    return [
        Row(name, tuple(person_in_words(p) for p in overview.people if p.part == part) or (OPEN,))
        for part, name in named
    ]


def person_in_words(person: Participant) -> Text:
    """Name, and labels where there are some."""
    if not person.labels:
        return Text(nl=person.name, en=person.name)
    text = Text(nl="{name} ({labels})", en="{name} ({labels})")
    labels = [words.LABELS[label] for label in person.labels]
    joined = Text(nl=", ".join(t.nl for t in labels), en=", ".join(t.en for t in labels))
    return text.fill(name=person.name, labels=joined)


def vendor_rows(overview: Overview) -> list[Row]:
    lines = tuple(f"{v.company} ({v.email})" if v.email else v.company for v in overview.vendors)
    return [_row("Leveranciers", "Vendors", *(lines or (None,)))]


def date_rows(tender: Tender) -> list[Row]:
    when = _moment(tender.deadline)
    # What was published before there was such a moment has none.
    until = _moment(tender.questions_until) or (when and Text(nl="niet mogelijk", en="not possible"))
    wait = Text(nl="{n} minuten na de uiterste datum en tijd", en="{n} minutes after the deadline")
    return [
        _row("Uiterste datum en tijd", "Deadline", when),
        _row("Vragen stellen kan tot", "Questions can be asked until", until),
        _row("Openen kan vanaf", "Can be opened from", wait.fill(n=tender.drain_minutes)),
    ]


def _moment(when: datetime.datetime | None) -> Text | None:
    return None if when is None else Text(nl=moment(when, "nl"), en=moment(when, "en"))
