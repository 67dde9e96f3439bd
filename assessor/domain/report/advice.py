"""The advice in one sentence, the decisions to choose from, and the three numbers of the first page."""

from __future__ import annotations

from assessor.domain.assessment import Assessment
from assessor.domain.decisions import CHOICES
from assessor.domain.formats import percent
from assessor.domain.questionnaire.model import Level, Questionnaire
from assessor.domain.report.findings import points, words_found
from assessor.domain.text import Text

_IN_TENDER: dict[Level, Text] = {
    "low": Text(
        nl="Gunnen en in gebruik nemen kan.", en="The contract can be awarded and the product put to use."
    ),
    "moderate": Text(
        nl="Gunnen en gebruiken kan, onder de contractvoorwaarden die hier gelden; beoordeel over 12 maanden opnieuw.",
        en="Award and use are possible under the contract conditions that apply here; assess again in 12 months.",
    ),
    "high": Text(
        nl=(
            "Gun alleen als aan alle gepubliceerde minimumeisen is voldaan, en begin met de schaduwpilot als het "
            "contract die kent. Kan dat niet, beëindig de procedure dan zonder gunning."
        ),
        en=(
            "Award only if all published minimum requirements are met, and start with the shadow pilot where the "
            "contract provides one. If that is not possible, end the procedure without award."
        ),
    ),
    "very_high": Text(
        nl="Neem dit product niet in gebruik. Hieronder staat wat eerst anders moet.",
        en="Do not put this product into use. What has to change first is listed below.",
    ),
    "unacceptable": Text(
        nl="Leg deze inschrijving terzijde: zij voldoet niet aan een gepubliceerde minimumeis.",
        en="Set this offer aside: it does not meet a published minimum requirement.",
    ),
}

_OUTSIDE: dict[Level, Text] = {
    "low": Text(nl="U kunt dit product kopen en gebruiken.", en="This product can be bought and used."),
    "moderate": Text(
        nl=(
            "U kunt dit product kopen en gebruiken onder de contractvoorwaarden die hier gelden; beoordeel het over "
            "12 maanden opnieuw."
        ),
        en="This product can be bought and used under the contract conditions that apply here; assess it again in "
        "12 months.",
    ),
    "high": Text(
        nl="Koop dit product alleen als aan alle minimumeisen is voldaan, en begin met een schaduwpilot.",
        en="Buy this product only if all minimum requirements are met, and start with a shadow pilot.",
    ),
    "very_high": Text(
        nl="Neem dit product niet in gebruik. Hieronder staat wat eerst anders moet.",
        en="Do not put this product into use. What has to change first is listed below.",
    ),
    "unacceptable": Text(
        nl="Koop dit product niet: het voldoet niet aan een minimumeis.",
        en="Do not buy this product: it does not meet a minimum requirement.",
    ),
}

_SUSPECTED = Text(
    nl="Neem nog geen besluit tot kopen: over {q} bestaat een vermoeden dat eerst weg moet. {rest}",
    en="Do not decide to buy yet: there is a suspicion about {q} that has to be settled first. {rest}",
)


def advice(assessment: Assessment, is_tender: bool) -> Text:
    """One sentence or two. A suspected gate blocks the advice to buy at every level."""
    level = assessment.residual_level
    sentence = (_IN_TENDER if is_tender else _OUTSIDE)[level]
    suspected = assessment.suspected
    if not suspected or level in ("very_high", "unacceptable"):
        return sentence
    return _SUSPECTED.fill(q=", ".join(g.question for g in suspected), rest=sentence)


def decisions(is_tender: bool, is_verification: bool = False) -> tuple[Text, ...]:
    """The closed list from which the manager chooses."""
    if is_verification:
        return tuple(r.name for r in CHOICES.values() if r.verification or r.in_tender is None)
    return tuple(r.name for r in CHOICES.values() if not r.verification and r.in_tender in (None, is_tender))


def signed_by(level: Level) -> Text:
    if level == "high":
        return Text(
            nl="Directeur (dit niveau vraagt de directie)", en="Director (this level is for the directors)"
        )
    return Text(nl="Opdrachtgever", en="Manager")


def unseen_value(assessment: Assessment) -> Text:
    """As short as can be."""
    unseen = assessment.unseen
    if unseen is None:
        return Text(nl="n.v.t.", en="n/a")
    if unseen.lowest is None:
        return Text(nl="onbekend", en="unknown")
    low = _share(unseen.lowest)
    if low.nl == _share(unseen.highest).nl:
        return low
    if unseen.highest >= 1:
        return Text(nl="ten minste {low}", en="at least {low}").fill(low=low)
    return Text(nl="{low} tot {high}", en="{low} to {high}").fill(low=low, high=_share(unseen.highest))


def unseen_sentence(assessment: Assessment) -> Text:
    """How many rejections no human saw, in a sentence."""
    unseen = assessment.unseen
    if unseen is None:
        return Text(
            nl="De uitkomst houdt niemand tegen: wie afwijst, is altijd een mens.",
            en="The output stops nobody: it is always a person who rejects.",
        )
    if unseen.lowest is None:
        return Text(
            nl="Niet vastgelegd of geleverd, dus niet te berekenen. Ga uit van het ergste: het kan om alle gaan.",
            en="Not recorded or not delivered, so it cannot be computed. Assume the worst: it may be all of them.",
        )
    low, high = _share(unseen.lowest), _share(unseen.highest)
    if low.nl == high.nl:
        text = Text(
            nl="Van de afwijzingen is {low} door geen mens gezien.",
            en="No human saw {low} of the rejections.",
        )
    elif unseen.highest >= 1:
        text = Text(
            nl="Van de afwijzingen is ten minste {low} door geen mens gezien; hoeveel meer is niet nagerekend.",
            en="No human saw at least {low} of the rejections; how much more was not recomputed.",
        )
    else:
        text = Text(
            nl="Van de afwijzingen is ten minste {low} en hoogstens {high} door geen mens gezien.",
            en="No human saw at least {low} and at most {high} of the rejections.",
        )
    return text.fill(low=low, high=high)


def _share(share: float) -> Text:
    return Text(nl=percent(share, "nl"), en=percent(share, "en"))


_GROUPS_QUESTION = "BIA-04"


def group_difference(questionnaire: Questionnaire, assessment: Assessment, recomputed: Text | None) -> Text:
    """The largest difference between groups: recomputed, or what is known instead, and that it is not more."""
    if recomputed is not None:
        return recomputed
    result = assessment.result_of(_GROUPS_QUESTION)
    if result is None or result.anchor == "not_applicable":
        return Text(nl="Niet gevraagd en niet nagerekend.", en="Not asked and not recomputed.")
    text = Text(
        nl="Niet nagerekend. Volgens het antwoord ({s} van 4): {f}",
        en="Not recomputed. According to the answer ({s} of 4): {f}",
    )
    return text.fill(s=points(result.score), f=words_found(questionnaire.by_id[_GROUPS_QUESTION], result))
