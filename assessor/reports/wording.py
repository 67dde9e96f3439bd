"""Words that only reports use; what screens say too stands in `domain.words`."""

from __future__ import annotations

from assessor.domain.report.value import Finding
from assessor.domain.text import Text

NO_SUSPICION = Text(nl="geen aanwijzing", en="no indication")

GATE_BASIS: dict[str, Text] = {
    "ban": Text(nl="verbod", en="ban"),
    "unlawful": Text(nl="meestal onrechtmatig", en="unlawful in most cases"),
    "our_requirement": Text(nl="eis van de gemeente", en="requirement of the municipality"),
}

CONFIDENCE_PARTS: dict[str, Text] = {
    "strong_evidence": Text(
        nl="Gewicht van vragen met narekenbaar of onafhankelijk bewijs",
        en="Weight of questions with recomputable or independent evidence",
    ),
    "answered": Text(nl="Beantwoorde vragen", en="Questions answered"),
    "recomputed": Text(
        nl="Beweringen met cijfers die zijn nagerekend", en="Claims with figures that were recomputed"
    ),
    "fresh": Text(nl="Tijdgebonden bewijs dat vers genoeg is", en="Time-bound evidence that is fresh enough"),
}

CHAPTERS: tuple[tuple[str, Text], ...] = (
    ("decision", Text(nl="Besluit op één bladzijde", en="The decision on one page")),
    (
        "applicants",
        Text(nl="Wat het product met sollicitanten doet", en="What the product does to applicants"),
    ),
    ("inherent", Text(nl="Inherent risico", en="Inherent risk")),
    ("dimensions", Text(nl="Score per dimensie", en="Score for each dimension")),
    ("figures", Text(nl="Nagerekende cijfers", en="Recomputed figures")),
    ("gates", Text(nl="Minimumeisen en integriteit", en="Minimum requirements and integrity")),
    ("findings", Text(nl="Bevindingen per vraag", en="Findings for each question")),
    ("benefits", Text(nl="Voordelen: beloofd en aangetoond", en="Benefits: promised and shown")),
    ("conditions", Text(nl="Contractvoorwaarden", en="Contract conditions")),
    ("law", Text(nl="Juridische kaart", en="Legal map")),
    ("open", Text(nl="Open punten en weerwoord", en="Open points and reply")),
    ("method", Text(nl="Methode en grenzen", en="Method and limits")),
    ("recomputation", Text(nl="Bijlage: narekening", en="Annex: recomputation")),
    (
        "answers",
        Text(nl="Bijlage: de antwoorden van de leverancier", en="Annex: the vendor's answers"),
    ),
)


def joined_roads(finding: Finding) -> Text:
    """What would have scored higher, as one text."""
    nl = " ".join(_sentence(text.nl) for text in finding.higher)
    en = " ".join(_sentence(text.en) for text in finding.higher)
    return Text(nl=nl or "–", en=en or "–")


def _sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!")) else f"{begun}."
