"""What a manager can decide: a closed list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.tender import Procedure, State
from assessor.domain.text import Text


class Choice(StrEnum):
    """The closed list a manager chooses from."""

    APPROVE_AWARD = "approve_award"
    SET_ASIDE = "set_aside"
    END_WITHOUT_AWARD = "end_without_award"
    RETURN_TO_ASSESSORS = "return_to_assessors"
    USE = "use"
    USE_WITH_CONDITIONS = "use_with_conditions"
    DO_NOT_USE = "do_not_use"
    CONFIRMS_OFFER = "confirms_offer"
    DOES_NOT_CONFIRM = "does_not_confirm"


@dataclass(frozen=True)
class ChoiceRule:
    """What a choice is about and what it needs, besides the reason that every choice needs."""

    choice: Choice
    name: Text
    help: Text
    in_tender: bool | None
    """Exists in a tender, outside one, or (None) in both."""
    about_response: bool = False
    needs_requirement: bool = False
    verification: bool = False
    """Exists only where an offer is verified."""
    leads_to: State | None = None
    """None: the state follows when every opened response has its decision."""


# In a tender the manager decides on the procedure as a whole, because what happens to one offer touches the
# others. In a round nothing is awarded: each product gets its own answer to the question a municipality
# then has, may we use it. "Under conditions" is apart from "use", so that conditions are not overlooked.
CHOICES: dict[Choice, ChoiceRule] = {
    rule.choice: rule
    for rule in (
        ChoiceRule(
            Choice.APPROVE_AWARD,
            Text(nl="Gunning goedkeuren", en="Approve the award"),
            Text(
                nl="U keurt de gunning goed die volgt uit de gepubliceerde formule.",
                en="You approve the award that follows from the published formula.",
            ),
            in_tender=True,
            about_response=True,
            leads_to=State.DECIDED,
        ),
        ChoiceRule(
            Choice.SET_ASIDE,
            Text(nl="Inschrijving terzijde leggen", en="Set an offer aside"),
            Text(
                nl="De inschrijving voldoet niet aan een gepubliceerde minimumeis. U noemt welke.",
                en="The offer misses a published minimum requirement. You name which.",
            ),
            in_tender=True,
            about_response=True,
            needs_requirement=True,
            leads_to=State.SCORED,
        ),
        ChoiceRule(
            Choice.END_WITHOUT_AWARD,
            Text(nl="Beëindigen zonder gunning", en="End without award"),
            Text(
                nl="De procedure stopt en niemand krijgt de opdracht.",
                en="The procedure ends and nobody is awarded the contract.",
            ),
            in_tender=True,
            leads_to=State.NO_AWARD,
        ),
        ChoiceRule(
            Choice.USE,
            Text(nl="Gebruiken", en="Use"),
            Text(nl="Het product mag worden gebruikt.", en="The product may be used."),
            in_tender=False,
            about_response=True,
        ),
        ChoiceRule(
            Choice.USE_WITH_CONDITIONS,
            Text(nl="Gebruiken onder voorwaarden", en="Use under conditions"),
            Text(
                nl="Het product mag worden gebruikt zodra de genoemde contractvoorwaarden zijn afgesproken.",
                en="The product may be used once the named contract conditions have been agreed.",
            ),
            in_tender=False,
            about_response=True,
        ),
        ChoiceRule(
            Choice.DO_NOT_USE,
            Text(nl="Niet gebruiken", en="Do not use"),
            Text(
                nl="Het product wordt niet gebruikt, of niet langer.",
                en="The product is not used, or no longer.",
            ),
            in_tender=False,
            about_response=True,
        ),
        ChoiceRule(
            Choice.CONFIRMS_OFFER,
            Text(nl="De verificatie bevestigt de inschrijving", en="The verification confirms the offer"),
            Text(
                nl="Ook met de volledige vragenlijst voldoet de inschrijving aan elke gepubliceerde minimumeis. De "
                "gunning kan doorgaan.",
                en="With the full questionnaire too the offer meets every published minimum requirement. The award can "
                "go ahead.",
            ),
            in_tender=True,
            about_response=True,
            verification=True,
            leads_to=State.DECIDED,
        ),
        ChoiceRule(
            Choice.DOES_NOT_CONFIRM,
            Text(
                nl="De verificatie bevestigt de inschrijving niet",
                en="The verification does not confirm the offer",
            ),
            Text(
                nl="Uit de verificatie blijkt dat de inschrijving niet voldoet aan een gepubliceerde minimumeis. "
                "U noemt welke. In de aanbesteding kunt u de inschrijving daarop terzijde leggen.",
                en="The verification shows that the offer misses a published minimum requirement. You name which. "
                "In the tender you can set the offer aside on it.",
            ),
            in_tender=True,
            about_response=True,
            needs_requirement=True,
            verification=True,
            leads_to=State.DECIDED,
        ),
        ChoiceRule(
            Choice.RETURN_TO_ASSESSORS,
            Text(nl="Terug naar de beoordelaars", en="Return to the assessors"),
            Text(
                nl="U heeft een vraag over de werkwijze, niet over de uitkomst. De scores blijven staan tot "
                "de beoordelaars ze met een nieuwe reden wijzigen.",
                en="You question the method, not the outcome. The scores stay until the assessors change "
                "them with a new reason.",
            ),
            in_tender=None,
            leads_to=State.SCORED,
        ),
    )
}


def choices_for(procedure: Procedure) -> tuple[ChoiceRule, ...]:
    """What a manager can choose from in this procedure."""
    if procedure.verifies:
        return tuple(r for r in CHOICES.values() if r.verification or r.in_tender is None)
    return tuple(
        r for r in CHOICES.values() if not r.verification and r.in_tender in (None, procedure.in_tender)
    )
