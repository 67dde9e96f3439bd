"""What a record can say: the fields that are looked for, by which names, and what their values mean.

One row is one candidate at one stage (for T1s: one person a campaign). Only what a table needs has to be there. A
field is found under its own name or one of the others given here; `--column` and the mapping file name any other.
"""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    # who and where
    "candidate": ("candidate_id", "kandidaat", "sollicitant", "applicant", "applicant_id", "application_id"),
    "vacancy": ("vacancy_id", "vacature", "vacaturenummer"),
    "vacancy_family": ("vacaturegroep", "job_family"),
    "stage_no": ("stage", "fase", "fasenummer", "fase_nr"),
    "stage_name": ("fasenaam", "naam_fase"),
    "module_code": ("module",),
    # what happened
    "outcome": ("uitkomst", "resultaat", "result"),
    "exit": ("uitgang", "way_out", "weg_naar_buiten"),
    "decided_by": ("beslist_door", "besloten_door"),
    "viewed": ("bekeken",),
    "opened": ("geopend",),
    "opened_at": ("geopend_op",),
    "in_list": ("in_lijst", "list_seen"),
    "dwell_seconds": ("seconds", "seconden", "kijktijd"),
    "bulk": ("in_bulk",),
    "trained": ("reviewer_trained", "geschoold"),
    "applied_at": ("gesolliciteerd_op", "sollicitatiedatum"),
    "decided_at": ("besloten_op", "besluitdatum"),
    # scores
    "score": (),
    "above_cutoff": ("boven_cesuur",),
    "suitable": ("geschikt",),
    # reviews of advice
    "reviewer": ("reviewer_id", "beoordelaar"),
    "review": ("oordeel",),
    "advice": ("advies",),
    "score_band": ("scoreband",),
    "random_check": ("steekproef",),
    "found_wrong": ("onterecht",),
    # sourcing
    "campaign": ("campagne",),
    "channel": ("kanaal",),
    "reachable": ("bereikbaar",),
    "shown": ("getoond",),
    "clicked": ("geklikt",),
    "started": ("begonnen",),
    "applied": ("gesolliciteerd",),
    "suitable_blind": ("geschikt_blind",),
    "targeting_used": ("doelgroepkeuze",),
    "lookalike": ("gelijkende_doelgroep",),
}

YES = ("yes", "y", "ja", "j", "true", "t", "waar", "1", "1.0")
NO = ("no", "n", "nee", "false", "f", "onwaar", "0", "0.0")

_FIXED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "outcome": {
        "through": ("door", "doorgelaten", "doorgegaan", "passed", "advanced", "selected", "geselecteerd"),
        "rejected": ("afgewezen", "reject"),
        "not_shown": ("niet getoond", "not shown"),
        "withdrawn": ("ingetrokken", "teruggetrokken", "zelf gestopt", "withdrew"),
        "pending": ("loopt nog", "loopt", "in behandeling", "open"),
    },
    "exit": {
        "rejected": ("afgewezen",),
        "expired": ("verlopen",),
        "rule": ("regel", "door een regel", "knock-out", "knockout"),
        "not_shown": ("niet getoond", "not shown"),
    },
    "decided_by": {
        "rule": ("regel",),
        "model": ("ai", "algoritme", "algorithm"),
        "human": ("mens", "recruiter"),
        "model+human": ("model en mens", "model and human", "human+model", "mens+model"),
    },
    "viewed": {
        "qualifying": ("echt bekeken",),
        "opened": ("geopend",),
        "list_only": ("alleen in de lijst", "list"),
        "no": ("nee", "niet", "false"),
    },
    "review": {
        "followed": ("gevolgd", "agreed"),
        "up": ("hoger", "omhoog"),
        "down": ("lager", "omlaag"),
        "abstained": ("onthouden", "geen oordeel"),
    },
    "advice": {
        "through": ("door", "doorlaten", "advance", "pass"),
        "rejected": ("afwijzen", "afgewezen", "reject"),
    },
}
_YES_OR_NO = (
    "opened", "in_list", "bulk", "trained", "above_cutoff", "suitable", "random_check", "found_wrong", "reachable",
    "shown", "clicked", "started", "applied", "suitable_blind", "lookalike",
)  # fmt: skip

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    **_FIXED,
    **{name: {"yes": YES, "no": NO} for name in _YES_OR_NO},
}
"""What is written in the cells of fields with fixed values; each code also stands for itself."""

NOT_KNOWN = frozenset({
    "", "unknown", "onbekend", "n/a", "na", "nvt", "n.v.t.", "null", "none", "nan", "-", "?", "not disclosed",
    "undisclosed", "prefer not to say", "zeg ik liever niet", "wil ik niet zeggen", "niet ingevuld", "geen antwoord",
})  # fmt: skip
"""Words for a group that is not known."""
