"""The tables that count people on their way to a vacancy and through the stages: T1, T1x, T1s."""

from __future__ import annotations

from assessor.domain.tables.columns import (
    GROUND,
    GROUP,
    HEADER,
    MODULE_CODE,
    MOST_SHOWN,
    NOT_KNOWN,
    STAGE_NAME,
    STAGE_NO,
    VACANCY_FAMILY,
    YES_NO,
    choice,
    count,
    number,
    plain,
    printed,
    t,
    word,
)
from assessor.domain.tables.model import (
    Choice,
    ExitRow,
    FunnelRow,
    HeaderField,
    SourcingRow,
    TableForm,
)

_CLAIMS = (
    printed("claimed_rate", t("opgegeven doorstroompercentage", "claimed pass rate"), t(
        "Het doorstroompercentage dat u zelf hebt opgegeven, met de decimalen die u gebruikte: 0.21 of 21%.",
        "The pass rate that you stated yourself, with the decimals you used: 0.21 or 21%.",
    ), 0, 1),
    printed("claimed_impact_ratio", t("opgegeven doorstroomverhouding", "claimed impact ratio"), t(
        "De doorstroomverhouding van deze groep die u zelf hebt opgegeven, met de decimalen die u gebruikte: 0.97.",
        "The impact ratio of this group that you stated yourself, with the decimals you used: 0.97.",
    ), 0),
)  # fmt: skip

T1 = TableForm(
    "T1",
    t("Selectie per fase en groep", "Selection by stage and group"),
    t(
        "Hieruit berekenen wij per fase het doorstroompercentage van elke groep, de doorstroomverhouding, "
        "de verschillen in procentpunten en hun betrouwbaarheidsintervallen.",
        "From this we compute the pass rate of each group at each stage, the impact ratio, "
        "the gaps in percentage points and their confidence intervals.",
    ),
    HEADER,
    (
        VACANCY_FAMILY, STAGE_NO, STAGE_NAME, MODULE_CODE, GROUND, GROUP,
        count("n_in", t("begonnen", "came in"), t(
            "Hoeveel mensen van deze groep aan de fase begonnen.",
            "How many people of this group entered the stage.",
        )),
        count("n_through", t("door", "through"), t(
            "Hoeveel van hen naar de volgende fase gingen of het voorstel kregen.",
            "How many of them went on to the next stage or were proposed.",
        )),
        count("n_rejected", t("afgewezen", "rejected"), t(
            "Hoeveel van hen zijn afgewezen, ook door een regel of doordat een termijn verliep.",
            "How many of them were rejected, also by a rule or because a term ran out.",
        )),
        count("n_not_shown", t("niet getoond", "not shown"), t(
            "Hoeveel van hen niemand te zien kreeg, bijvoorbeeld omdat zij te laag in de lijst stonden. "
            "Zij tellen niet mee bij afgewezen.",
            "How many of them nobody got to see, for example because they stood too low in the list. "
            "They are not counted under rejected.",
        )),
        count("n_withdrawn", t("zelf gestopt", "withdrew"), t(
            "Hoeveel van hen zich terugtrokken.", "How many of them withdrew themselves.",
        )),
        count("n_pending", t("loopt nog", "pending"), t(
            "Over hoeveel van hen nog niet was beslist aan het eind van de periode.",
            "About how many of them nothing was decided yet at the end of the period.",
        )),
        *_CLAIMS,
    ),
    FunnelRow,
)  # fmt: skip

SMALLEST_T1_COLUMNS = ("ground", "group", "n_in", "n_through")
"""What a table of selection needs at the very least; the rest may be left out where no header is asked."""

EXITS = (
    Choice("rejected", t("afgewezen", "rejected")),
    Choice("expired", t("verlopen", "expired")),
    Choice("rule", t("door een regel", "by a rule")),
    Choice("not_shown", t("niet getoond", "not shown")),
)
DECIDERS = (
    Choice("rule", t("regel", "rule")),
    Choice("model", t("model", "model")),
    Choice("human", t("mens", "human")),
    Choice("model+human", t("model en mens", "model and human")),
)
LOOKS = (
    Choice("qualifying", t("echt bekeken", "really looked at")),
    Choice("opened", t("geopend", "opened")),
    Choice("list_only", t("alleen in de lijst", "only in the list")),
    Choice("no", t("nee", "no")),
)

T1X = TableForm(
    "T1x",
    t("Wegen naar buiten", "Ways out"),
    t(
        "Hieruit berekenen wij welk deel van de afwijzingen geen mens heeft gezien, per fase en per groep, "
        "wie besliste en hoe snel.",
        "From this we compute which share of the rejections no human saw, by stage and group, "
        "who decided and how fast.",
    ),
    (
        *HEADER,
        HeaderField("look_minimum_seconds", "number", t("kortste blik in seconden", "shortest look in seconds"), t(
            "Hoe lang een dossier open moet zijn om als echt bekeken te tellen; unknown als u dat niet meet.",
            "How long a file has to be open to count as really looked at; unknown if you do not measure it.",
        ), (NOT_KNOWN,)),
        HeaderField("bulk_counts_as_look", "choice", t("bulk telt als blik", "bulk counts as a look"), t(
            "Of mensen die samen in een keer zijn afgewezen als bekeken zijn geteld: yes of no.",
            "Whether people who were rejected together in one go were counted as looked at: yes or no.",
        ), (*YES_NO, NOT_KNOWN)),
        HeaderField("reviewers_trained", "choice", t("beoordelaars geschoold", "reviewers trained"), t(
            "Of wie keek daarvoor was geschoold en bevoegd: yes, no of unknown.",
            "Whether those who looked were trained and authorised: yes, no or unknown.",
        ), (*YES_NO, NOT_KNOWN)),
        HeaderField("complete_or_sample", "choice", t("volledig of steekproef", "complete or sample"), t(
            "Of alle afwijzingen zijn geteld (complete) of een steekproef (sample).",
            "Whether all rejections were counted (complete) or a sample.",
        ), (Choice("complete", t("volledig", "complete")), Choice("sample", t("steekproef", "sample")))),
    ),
    (
        VACANCY_FAMILY, STAGE_NO, STAGE_NAME, MODULE_CODE, GROUND, GROUP,
        choice("exit", t("weg naar buiten", "way out"), t(
            "Hoe mensen afvielen: rejected (afgewezen), expired (termijn verlopen), rule (een regel, zoals een "
            "knock-outvraag) of not_shown (niemand kreeg hen te zien).",
            "How people dropped out: rejected, expired (a term ran out), rule (a rule such as a knock-out "
            "question) or not_shown (nobody got to see them).",
        ), EXITS),
        choice("decided_by", t("beslist door", "decided by"), t(
            "Wie of wat besliste: rule, model, human of model+human. Leeg als dat niet is vastgelegd.",
            "Who or what decided: rule, model, human or model+human. Empty if that was not recorded.",
        ), DECIDERS, empty=True),
        choice("viewed", t("bekeken", "viewed"), t(
            "Of een mens het dossier zag vóór het besluit: qualifying (zelf geopend, lang genoeg, niet in bulk, "
            "door een geschoold mens), opened (geopend, meer is niet bekend), list_only (alleen als regel in een "
            "lijst) of no. Leeg als het niet is vastgelegd.",
            "Whether a human saw the file before the decision: qualifying (opened itself, long enough, not in bulk, "
            "by a trained person), opened (nothing more is known), list_only (only as a line in a list) or no. "
            "Empty if it was not recorded.",
        ), LOOKS, empty=True),
        count("n", t("aantal", "number"), t(
            "Hoeveel mensen van deze groep zo afvielen.", "How many people of this group dropped out this way.",
        )),
        number("median_hours", t("mediaan uren", "median hours"), t(
            "Mediaan van de uren tussen sollicitatie en afwijzing.",
            "Median of the hours between application and rejection.",
        ), 0, 1_000_000),
        count("n_under_1h", t("binnen een uur", "within an hour"), t(
            "Hoeveel van hen binnen een uur zijn afgewezen.", "How many of them were rejected within an hour.",
        ), optional=True),
        count("n_22_06", t("tussen 22 en 6 uur", "between 10 pm and 6 am"), t(
            "Hoeveel van hen tussen 22.00 en 6.00 uur zijn afgewezen.",
            "How many of them were rejected between 10 pm and 6 am.",
        ), optional=True),
    ),
    ExitRow,
)  # fmt: skip

T1S = TableForm(
    "T1s",
    t("Werving per kanaal en groep", "Sourcing by channel and group"),
    t(
        "Hieruit berekenen wij wie een campagne had kunnen bereiken, wie zij bereikte en hoeveel geschikte "
        "sollicitanten daaruit kwamen, per groep.",
        "From this we compute whom a campaign could have reached, whom it did reach and how many suitable "
        "applicants came of it, by group.",
    ),
    HEADER,
    (
        word("campaign", t("campagne", "campaign"), t(
            "Een naam of nummer voor de campagne of vacature.", "A name or number for the campaign or vacancy.",
        )),
        word("channel", t("kanaal", "channel"), t(
            "Waar mensen de vacature zagen, bijvoorbeeld een sociaal netwerk of een vacaturebank.",
            "Where people saw the vacancy, for example a social network or a job board.",
        )),
        GROUND, GROUP,
        count("n_reachable", t("bereikbaar", "reachable"), t(
            "Hoeveel mensen van deze groep het kanaal had kunnen bereiken.",
            "How many people of this group the channel could have reached.",
        ), optional=True, highest=MOST_SHOWN),
        count("n_shown", t("gezien door", "shown to"), t(
            "Aan hoeveel van hen de vacature is getoond. Tel mensen, geen vertoningen.",
            "To how many of them the vacancy was shown. Count people, not displays.",
        ), highest=MOST_SHOWN),
        count("n_clicked", t("geklikt", "clicked"), t(
            "Hoeveel van hen doorklikten.", "How many of them clicked through.",
        ), optional=True, highest=MOST_SHOWN),
        count("n_started", t("begonnen", "started"), t(
            "Hoeveel van hen een sollicitatie begonnen.", "How many of them began an application.",
        ), optional=True),
        count("n_applied", t("gesolliciteerd", "applied"), t(
            "Hoeveel van hen solliciteerden.", "How many of them applied.",
        ), optional=True),
        count("n_suitable_blind", t("geschikt, blind beoordeeld", "suitable, judged blind"), t(
            "Hoeveel sollicitanten geschikt zijn gevonden door mensen die niet wisten via welk kanaal zij kwamen.",
            "How many applicants were found suitable by people who did not know which channel they came from.",
        ), optional=True),
        word("targeting_used", t("doelgroepkeuze", "targeting used"), t(
            "Op welke kenmerken de advertentie is gericht, bijvoorbeeld regio en opleiding.",
            "Which traits the advertisement was aimed at, for example region and education.",
        ), optional=True),
        plain("lookalike", "yes_no", t("gelijkende doelgroep", "lookalike audience"), t(
            "Of het kanaal mensen zocht die lijken op een bestaande groep: yes of no.",
            "Whether the channel looked for people who resemble an existing group: yes or no.",
        ), optional=True),
    ),
    SourcingRow,
)  # fmt: skip
