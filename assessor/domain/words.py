"""The words for the method's codes, each once, in both languages. Codes are stored and compared; words are shown."""

from __future__ import annotations

from assessor.domain.text import Text

LEVELS = {
    "low": Text(nl="Laag", en="Low"),
    "moderate": Text(nl="Gemiddeld", en="Moderate"),
    "high": Text(nl="Hoog", en="High"),
    "very_high": Text(nl="Zeer hoog", en="Very high"),
    "unacceptable": Text(nl="Onaanvaardbaar", en="Unacceptable"),
}

LEVEL_SIGNS = {"low": "▁", "moderate": "▃", "high": "▅", "very_high": "▇", "unacceptable": "✕"}
"""A sign that does not depend on colour."""

CONTROL_CLASSES = {
    "A": Text(nl="sterk", en="strong"),
    "B": Text(nl="toereikend", en="adequate"),
    "C": Text(nl="zwak", en="weak"),
    "D": Text(nl="onvoldoende", en="insufficient"),
}

BANDS = {
    "I1": Text(nl="klein", en="small"),
    "I2": Text(nl="middelgroot", en="medium"),
    "I3": Text(nl="groot", en="large"),
    "I4": Text(nl="zeer groot", en="very large"),
}

CONFIDENCE = {
    "high": Text(nl="hoog", en="high"),
    "reasonable": Text(nl="redelijk", en="reasonable"),
    "limited": Text(nl="beperkt", en="limited"),
    "very_limited": Text(nl="zeer beperkt", en="very limited"),
}

STANDINGS = {
    "unknown": Text(nl="niet bekend", en="not known"),
    "withheld": Text(nl="niet verstrekt", en="withheld"),
    "not_applicable": Text(nl="niet van toepassing", en="not applicable"),
    "unanswered": Text(nl="niet beantwoord", en="not answered"),
}

FITS = {
    "both": Text(nl="zelfde versie en vergelijkbare doelgroep", en="same version and comparable population"),
    "one": Text(nl="een van beide", en="one of the two"),
    "neither": Text(nl="geen van beide", en="neither"),
}

GATE_STATES = {
    "suspected": Text(nl="vermoed", en="suspected"),
    "confirmed": Text(nl="bevestigd", en="confirmed"),
    "cleared": Text(nl="weggenomen", en="cleared"),
}

FLAG_OUTCOMES = {
    "explained": Text(nl="verklaard", en="explained"),
    "error": Text(nl="vergissing", en="error"),
    "misleading": Text(nl="misleidend", en="misleading"),
}

ROLES = {
    "officer": Text(nl="inkoper", en="officer"),
    "assessor": Text(nl="beoordelaar", en="assessor"),
    "manager": Text(nl="opdrachtgever", en="manager"),
    "vendor": Text(nl="leverancier", en="vendor"),
    "administrator": Text(nl="beheerder", en="administrator"),
    "auditor": Text(nl="controleur", en="auditor"),
}

WEIGHTS = {
    "gate": Text(nl="drempel", en="gate"),
    "critical": Text(nl="kritisch", en="critical"),
    "major": Text(nl="belangrijk", en="major"),
    "normal": Text(nl="gewoon", en="normal"),
}

TIERS = {
    "quick": Text(nl="quickscan", en="quick scan"),
    "full": Text(nl="volledige vragenlijst", en="full questionnaire"),
}
