"""For a vendor: that the winner will be verified, and in a verification what its offer already said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessor.domain.answers import Answer, Key
from assessor.domain.questionnaire.hours import further, hours_asked
from assessor.domain.text import Text
from assessor.services.carrying import Earlier, earlier_of
from assessor.services.responses import Filling
from assessor.services.tenders import buyer_facts, procedure_of, wants_verification
from assessor.web.access import house
from assessor.web.language import language
from assessor.web.question_form import Said, answer_lines

FROM_OFFER = Text(nl="uit uw inschrijving", en="from your offer")
CHANGED = Text(nl="gewijzigd sinds uw inschrijving", en="changed since your offer")
_CARRIED = Text(
    nl="Overgenomen uit uw inschrijving en niet gewijzigd.", en="Taken over from your offer and not changed."
)


def notice(filled: Filling) -> tuple[Text, ...]:
    """What the task list says about verification, in paragraphs; nothing where there is none."""
    if procedure_of(filled.tender).verifies:
        return _in_a_verification(filled)
    if not wants_verification(filled.tender):
        return ()
    return (_what_follows(filled), _NOT_AGAINST)


_NOT_AGAINST = Text(
    nl="Uw antwoorden van nu staan er dan al. Wat u dan antwoordt, mag niet in strijd zijn met uw inschrijving. "
    "Blijkt dat u niet voldoet aan een minimumeis, of dient u niet op tijd in, dan kan uw inschrijving terzijde worden "
    "gelegd.",
    en="Your answers of now are there already then. What you answer then may not contradict your offer. If it turns "
    "out that you miss a minimum requirement, or if you do not hand in in time, your offer can be set aside.",
)


def _what_follows(filled: Filling) -> Text:
    if filled.scope is None:
        low, high = hours_asked(filled.questionnaire, buyer_facts(filled.tender).effect, "full")
        text = Text(
            nl="Eindigt u als eerste, dan krijgt u vóór de gunning ook de andere vragen van de volledige vragenlijst. "
            "Met de vragen van nu samen kost dat {low} tot {high} uur, naar wat u aanbiedt. U krijgt daar ten minste "
            "5 werkdagen voor.",
            en="If you end first, you will also be asked the other questions of the full questionnaire, before the "
            "award. Together with the questions of now that takes {low} to {high} hours, by what you offer. You get at "
            "least 5 working days for it.",
        )
        return text.fill(low=low, high=high)
    questions, hours = further(filled.questionnaire, filled.scope)
    text = Text(
        nl="Eindigt u als eerste, dan krijgt u vóór de gunning nog {n} vragen. Dat kost ongeveer {h} uur. "
        "U krijgt daar ten minste 5 werkdagen voor.",
        en="If you end first, you will be asked {n} further questions before the award. That takes about {h} hours. "
        "You get at least 5 working days for it.",
    )
    return text.fill(n=questions, h=hours)


def _in_a_verification(filled: Filling) -> tuple[Text, ...]:
    first = Text(
        nl="Wij gaan na of uw inschrijving klopt, zoals bij de aanbesteding is gepubliceerd. Wat u toen antwoordde, "
        "staat er al, met uw bestanden en tabellen.",
        en="We verify your offer, as was published with the tender. What you answered then is there already, with your "
        "files and tables.",
    )
    change = Text(
        nl="U mag een antwoord wijzigen. De beoordelaars zien dan ook wat u in uw inschrijving antwoordde.",
        en="You may change an answer. The assessors then also see what you answered in your offer.",
    )
    if filled.scope is None:
        return first, change
    questions, hours = further(filled.questionnaire, filled.scope)
    new = Text(
        nl="{n} vragen zijn nieuw. Dat kost ongeveer {h} uur.",
        en="{n} questions are new. That takes about {h} hours.",
    )
    return first, new.fill(n=questions, h=hours), change


# --- single answers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beside:
    """An answer beside the one in the offer."""

    same: bool
    lines: Sequence[Said]
    """What the offer said, where it was changed."""
    files: Sequence[str]


def earlier(filled: Filling) -> Earlier | None:
    """What the offer said; None outside a verification."""
    return earlier_of(house(), filled.response)


def beside(filled: Filling, key: Key, answer: Answer | None) -> Beside | None:
    """None where the offer did not answer this question."""
    before = earlier(filled)
    told = before.of(key) if before is not None else None
    if before is None or told is None:
        return None
    same = before.is_same(key, answer)
    question = filled.questionnaire.by_id[key.question]
    lines = [] if same else answer_lines(question, told, language())
    return Beside(same, lines, () if same else told.files)


def saved_from_offer(found: Beside | None) -> Text | None:
    """Instead of who saved it and when: an answer that was carried over was not saved by anybody here."""
    return _CARRIED if found is not None and found.same else None
