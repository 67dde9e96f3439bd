"""The words for codes: one table each, so that a screen, a report and a letter call a thing the same."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.domain.decisions import CHOICES
from assessor.domain.tender import PROCEDURES
from assessor.domain.text import Text

Words = Mapping[str, Text]


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


# --- people -----------------------------------------------------------------------------------------------

ROLES: Words = {
    "officer": _t("inkoper", "officer"),
    "assessor": _t("beoordelaar", "assessor"),
    "manager": _t("opdrachtgever", "manager"),
    "vendor": _t("leverancier", "vendor"),
    "administrator": _t("beheerder", "administrator"),
    "auditor": _t("controleur", "auditor"),
}

LABELS: Words = {
    "chair": _t("voorzitter", "chair"),
    "jurist": _t("jurist", "legal adviser"),
    "privacy_officer": _t("privacy officer", "privacy officer"),
}
"""Functions within a tender that single steps may ask for."""

# --- tenders ----------------------------------------------------------------------------------------------

PROCEDURE_NAMES: Words = {code: procedure.name for code, procedure in PROCEDURES.items()}

PROCEDURE_HELP: Words = {
    "open": _t(
        "Na een openbare aankondiging kan iedere leverancier inschrijven. Wie zich meldt, nodigt u hier uit.",
        "After a public notice any vendor can respond. You invite here those who come forward.",
    ),
    "restricted": _t(
        "Leveranciers melden zich na een aankondiging. U nodigt alleen de geselecteerde leveranciers uit.",
        "Vendors come forward after a public notice. You invite only those that were selected.",
    ),
    "negotiated": _t(
        "U onderhandelt met de uitgenodigde leveranciers voordat zij hun definitieve inschrijving doen.",
        "You negotiate with the invited vendors before they make their final offer.",
    ),
    "multiple_private": _t(
        "U vraagt zelf enkele leveranciers om een offerte.", "You ask a few vendors for an offer yourself."
    ),
    "single_vendor": _t("U vraagt één leverancier om een offerte.", "You ask one vendor for an offer."),
    "market_consultation": _t(
        "U onderzoekt vóór een aanbesteding wat producten kunnen en welk risico ze meebrengen. "
        "U kunt het bedoelde gebruik per product vastleggen.",
        "Before a tender you examine what products can do and what risk they bring. "
        "You can record the intended use for each product.",
    ),
    "existing_product": _t(
        "U onderzoekt een product dat u al gebruikt.", "You examine a product that you already use."
    ),
    "verification": _t(
        "U vraagt de voorlopige winnaar van een aanbesteding de volledige vragenlijst.",
        "You ask the presumptive winner of a tender the full questionnaire.",
    ),
}
"""What each procedure means."""


def procedure_steps(code: str) -> Text:
    """Which steps a procedure has, in one line."""
    procedure = PROCEDURES[code]
    steps = [
        _t("twee inkopers openen samen", "two officers open together")
        if procedure.two_officers
        else _t("één inkoper opent", "one officer opens"),
        _t("een laatste ronde inschrijvingen", "a final round of offers") if procedure.final_offer else None,
        _t("brieven aan alle leveranciers", "letters to all vendors") if procedure.letters else None,
        _t("opschortende termijn", "standstill period") if procedure.standstill else None,
        _t("gunning", "award") if procedure.award else _t("geen gunning", "no award"),
    ]
    here = [step for step in steps if step is not None]
    return _t(
        "Stappen: " + ", ".join(s.nl for s in here) + ".", "Steps: " + ", ".join(s.en for s in here) + "."
    )


STATES: Words = {
    "draft": _t("concept", "draft"),
    "published": _t("gepubliceerd", "published"),
    "closed": _t("gesloten", "closed"),
    "opened": _t("geopend", "opened"),
    "scored": _t("beoordeeld", "scored"),
    "decided": _t("besloten", "decided"),
    "awarded": _t("gegund", "awarded"),
    "running": _t("contract loopt", "contract running"),
    "ended": _t("contract beëindigd", "contract ended"),
    "no_award": _t("geëindigd zonder gunning", "ended without award"),
    "cancelled": _t("gestopt", "cancelled"),
}

TIERS: Words = {
    "quick": _t("quickscan", "quick scan"),
    "full": _t("volledige vragenlijst", "full questionnaire"),
}

AGREEMENT: Words = {
    "consensus": _t(
        "consensus: de beoordelaars spreken samen een score af",
        "consensus: the assessors agree on one score",
    ),
    "average": _t(
        "gemiddelde: de score is het gemiddelde van de losse scores",
        "average: the score is the mean of the separate scores",
    ),
}

FACTS: Words = {
    "effect": _t("wat de uitkomst met kandidaten doet", "what the output does to candidates"),
    "volume_per_year": _t(
        "sollicitaties per jaar via dit product", "applications a year through this product"
    ),
    "data": _t("soorten gegevens", "kinds of data"),
    "reversibility": _t("of een afwijzing te herstellen is", "whether a rejection can be undone"),
    "vulnerable_group": _t("gericht op een kwetsbare groep", "aimed at a vulnerable group"),
    "learns_live": _t("leert door tijdens het gebruik", "keeps learning while in use"),
}
"""The buyer's half of the scope."""

DECISIONS: Words = {choice.value: rule.name for choice, rule in CHOICES.items()}


def tender_word(procedure: str) -> Text:
    """A tender, or a round where it is none."""
    if PROCEDURES[procedure].verifies:
        return _t("verificatie", "verification")
    if PROCEDURES[procedure].in_tender:
        return _t("aanbesteding", "tender")
    return _t("beoordelingsronde", "assessment round")


def response_word(procedure: str) -> Text:
    """What a vendor hands in."""
    if PROCEDURES[procedure].in_tender and not PROCEDURES[procedure].verifies:
        return _t("inschrijving", "response")
    return _t("reactie", "response")


def responses_word(procedure: str) -> Text:
    """The same, several of them."""
    if PROCEDURES[procedure].in_tender and not PROCEDURES[procedure].verifies:
        return _t("inschrijvingen", "responses")
    return _t("reacties", "responses")


# --- responses --------------------------------------------------------------------------------------------

RESPONSE_STATES: Words = {
    "draft": _t("concept", "draft"),
    "submitted": _t("ingediend", "submitted"),
    "withdrawn": _t("ingetrokken", "withdrawn"),
    "opened": _t("geopend", "opened"),
    "failed": _t("kon niet worden geopend", "could not be opened"),
    "absent": _t("niet ingediend", "not submitted"),
}

STANDINGS: Words = {
    "unknown": _t("niet bekend", "not known"),
    "withheld": _t("niet verstrekt", "withheld"),
    "not_applicable": _t("niet van toepassing", "not applicable"),
    "unanswered": _t("niet beantwoord", "not answered"),
}

EVIDENCE_LEVELS: Words = {
    "E0": _t("bewering", "assertion"),
    "E1": _t("eigen beschrijving", "self-description"),
    "E2": _t("gedateerd intern rapport", "dated internal report"),
    "E3": _t("narekenbaar", "recomputable"),
    "E4": _t("onafhankelijk of zelf waargenomen", "independent or witnessed"),
}

FITS: Words = {
    "both": _t("zelfde versie en vergelijkbare doelgroep", "same version and comparable population"),
    "one": _t("een van beide", "one of the two"),
    "neither": _t("geen van beide", "neither"),
}

WEIGHTS: Words = {
    "gate": _t("minimumeis", "gate"),
    "critical": _t("kritiek", "critical"),
    "major": _t("belangrijk", "major"),
    "normal": _t("gewoon", "normal"),
}

# --- the assessment ---------------------------------------------------------------------------------------

LEVELS: Words = {
    "low": _t("Laag", "Low"),
    "moderate": _t("Gemiddeld", "Moderate"),
    "high": _t("Hoog", "High"),
    "very_high": _t("Zeer hoog", "Very high"),
    "unacceptable": _t("Onaanvaardbaar", "Unacceptable"),
}

LEVEL_SIGNS: Mapping[str, str] = {
    "low": "▁",
    "moderate": "▃",
    "high": "▅",
    "very_high": "▇",
    "unacceptable": "✕",
}
"""A sign beside the word, so that nothing rests on colour."""

LEVEL_ORDER = tuple(LEVELS)
"""From best to worst."""

CONTROL_CLASSES: Words = {
    "A": _t("sterk", "strong"),
    "B": _t("toereikend", "adequate"),
    "C": _t("zwak", "weak"),
    "D": _t("onvoldoende", "insufficient"),
}

BANDS: Words = {
    "I1": _t("klein", "small"),
    "I2": _t("middelgroot", "medium"),
    "I3": _t("groot", "large"),
    "I4": _t("zeer groot", "very large"),
}

CONFIDENCE: Words = {
    "high": _t("hoog", "high"),
    "reasonable": _t("redelijk", "reasonable"),
    "limited": _t("beperkt", "limited"),
    "very_limited": _t("zeer beperkt", "very limited"),
}

GATE_STATES: Words = {
    "suspected": _t("vermoed", "suspected"),
    "confirmed": _t("bevestigd", "confirmed"),
    "cleared": _t("weggenomen", "cleared"),
}

FINDING_STATES: Words = {
    "found": _t("nog voor te leggen", "to be put to the vendor"),
    "set_aside": _t("terzijde gelegd", "set aside"),
    "put": _t("voorgelegd aan de leverancier", "put to the vendor"),
    "answered": _t("beantwoord, nog te beoordelen", "answered, to be judged"),
    "unanswered": _t("niet beantwoord, nog te beoordelen", "not answered, to be judged"),
    "judged": _t("beoordeeld", "judged"),
}

FINDING_SOURCES: Words = {
    "recomputed": _t("nagerekend uit een tabel", "recomputed from a table"),
    "pair": _t("antwoorden, tabellen en bewijs naast elkaar", "answers, tables and evidence side by side"),
    "officer": _t("toegevoegd door een inkoper", "added by an officer"),
}

FLAG_OUTCOMES: Words = {
    "explained": _t("verklaard", "explained"),
    "error": _t("vergissing", "error"),
    "misleading": _t("misleidend", "misleading"),
}

# --- the contract -----------------------------------------------------------------------------------------

TOPICS: Words = {
    "risk_management": _t("Risicobeheer", "Risk management"),
    "data": _t("Gegevens en gegevensbeheer", "Data and data governance"),
    "documentation": _t("Documentatie en gebruiksinstructies", "Documentation and instructions for use"),
    "logging": _t("Logboeken", "Record-keeping"),
    "transparency": _t("Transparantie", "Transparency"),
    "oversight": _t("Menselijk toezicht", "Human oversight"),
    "accuracy_security": _t(
        "Nauwkeurigheid, robuustheid en beveiliging", "Accuracy, robustness and security"
    ),
    "compliance": _t("Aan de eisen voldoen", "Compliance with the requirements"),
    "quality_management": _t("Kwaliteitssysteem", "Quality management system"),
    "conformity": _t("Conformiteitsbeoordeling", "Conformity assessment"),
    "fria": _t("Hulp bij de beoordeling van grondrechten", "Help with the fundamental rights assessment"),
    "corrective_action": _t("Herstel", "Corrective action"),
    "explanation": _t("Uitleg per persoon", "Explanation per person"),
    "data_rights": _t("Rechten op gegevens, en overdracht", "Rights to data, and handover"),
    "indemnity": _t("Vrijwaring", "Indemnity"),
    "register": _t("Register", "Register"),
    "audit": _t("Controle", "Audit"),
}
"""The subjects of the European model clauses, in their order; each contract condition stands under its first."""
