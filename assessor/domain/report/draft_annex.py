"""The draft contract on paper: all conditions that were published, by topic, as the annex prints clauses."""

from __future__ import annotations

from assessor.domain.draft_contract import NEVER, NEVER_SHORT, DraftContract, Possible, introduction
from assessor.domain.formats import day
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import ContractCondition
from assessor.domain.report.annex import (
    Annex,
    Chapter,
    Table,
    Term,
    clause,
    particulars_of,
    who_and_what_follows,
)
from assessor.domain.report.conditions import OWNERS
from assessor.domain.report.printable import printable
from assessor.domain.text import Text
from assessor.domain.words import TOPICS

TITLE = Text(nl="Conceptcontract: voorwaarden", en="Draft contract: conditions")
_APPLIES_AT = Text(nl="Geldt bij", en="Applies at")


def draft_annex(draft: DraftContract, language: Language) -> Annex:
    """The draft contract in one language; the clauses are numbered through all topics."""
    published = draft.publication
    numbered = {one.condition.id: place for place, one in enumerate(draft.conditions, 1)}
    chapters = tuple(
        Chapter(
            topic.name.to(language),
            tuple(
                clause(
                    numbered[one.condition.id],
                    one.condition.id,
                    one.condition.title,
                    _printable(one.condition.text),
                    _terms(one),
                    language,
                )
                for one in topic.conditions
            ),
        )
        for topic in draft.topics
    )
    rows = (
        (Text(nl="Procedure", en="Procedure"), printable(published.title)),
        (Text(nl="Opdrachtgever", en="Buyer"), printable(published.buyer)),
        (Text(nl="Gepubliceerd", en="Published"), day(published.published_on, language)),
        (
            Text(nl="Vragenlijst", en="Questionnaire"),
            f"{draft.questionnaire.id} {draft.questionnaire.version}",
        ),
        (Text(nl="Hash van de vragenlijst", en="Hash of the questionnaire"), draft.questionnaire.sha256),
        (Text(nl="Hash van de publicatie", en="Hash of the publication"), published.sha256),
    )
    return Annex(
        language=language,
        title=TITLE.to(language),
        about=printable(published.title) or "–",
        buyer=printable(published.buyer) or "–",
        is_test=published.is_test,
        created=published.published_on.isoformat(),
        introduction=tuple(text.to(language) for text in introduction(draft)),
        particulars=particulars_of(rows, language),
        overview=_overview(draft, language),
        chapters=chapters,
    )


def model_clause(condition: ContractCondition) -> Text:
    """The European model clause a condition follows, by number and by subject."""
    names = [TOPICS[code] for code in condition.topics if code in TOPICS]
    listed = Text(nl=", ".join(n.nl for n in names) or "–", en=", ".join(n.en for n in names) or "–")
    words = Text(nl="{a}: {t}", en="{a}: {t}")
    if not condition.verified:
        words = Text(nl="{a} (nummer nog te controleren): {t}", en="{a} (number still to be checked): {t}")
    return words.fill(a=condition.model_articles, t=listed)


def _terms(one: Possible) -> tuple[Term, ...]:
    causes = one.applies_at or (NEVER,)
    listed = Text(nl="; ".join(c.nl for c in causes) + ".", en="; ".join(c.en for c in causes) + ".")
    condition = one.condition
    return (
        (Text(nl="Geldt bij:", en="Applies at:"), listed),
        *who_and_what_follows(
            OWNERS[condition.owner], _printable(condition.due), _printable(condition.consequence)
        ),
        (Text(nl="Modelbepaling:", en="Model clause:"), model_clause(condition)),
    )


def _overview(draft: DraftContract, language: Language) -> Table:
    columns = (
        Text(nl="Voorwaarde", en="Condition"),
        Text(nl="Wie", en="Who"),
        Text(nl="Wanneer", en="When"),
        _APPLIES_AT,
    )
    caption = Text(nl="Overzicht: wat kan gaan gelden", en="Overview: what can come to apply")
    rows = tuple(
        (
            f"{place}. {one.condition.title.to(language)} ({one.condition.id})",
            OWNERS[one.condition.owner].to(language),
            _printable(one.condition.due).to(language),
            "; ".join(words.to(language) for words in one.short) or NEVER_SHORT.to(language),
        )
        for place, one in enumerate(draft.conditions, 1)
    )
    return Table(caption.to(language), tuple(c.to(language) for c in columns), rows)


def _printable(text: Text) -> Text:
    return Text(nl=printable(text.nl) or "–", en=printable(text.en) or "–")
