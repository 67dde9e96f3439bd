"""The tables about what was done: alarms and repairs, accommodation, and what candidates asked for. T7, T8, T9."""

from __future__ import annotations

from assessor.domain.tables.columns import HEADER, count, number, plain, share, t, word
from assessor.domain.tables.model import AccommodationRow, MonitoringRow, RightsRow, TableForm

_PERIOD = plain("period", "month", t("periode", "period"), t(
    "De maand (2026-03), het kwartaal (2026-Q1), het jaar, of de eerste en laatste maand met een schuine streep.",
    "The month (2026-03), the quarter (2026-Q1), the year, or the first and last month with a slash.",
))  # fmt: skip


T7 = TableForm(
    "T7",
    t("Bewaking en incidenten", "Monitoring and incidents"),
    t(
        "Hieruit berekenen wij hoe snel een alarm tot herstel leidt en of de mensen om wie het ging dat te horen "
        "kregen.",
        "From this we compute how fast an alarm leads to repair and whether the people concerned were told.",
    ),
    HEADER,
    (
        plain("date", "day", t("datum", "date"), t(
            "De dag van de meting of het incident.", "The day of the measurement or the incident.",
        )),
        word("metric", t("maat", "metric"), t(
            "Wat er is gemeten of misging.", "What was measured or went wrong.",
        )),
        number("value", t("waarde", "value"), t("De gemeten waarde.", "The value measured.")),
        number("limit", t("grens", "limit"), t(
            "De grens waarbij een alarm hoort.", "The limit that sets off an alarm.",
        )),
        plain("alarm", "yes_no", t("alarm", "alarm"), t(
            "Of er een alarm was: yes of no.", "Whether there was an alarm: yes or no.",
        )),
        word("client_masked", t("klant, gemaskeerd", "client, masked"), t(
            "Een letter of nummer voor de klant, nooit de naam.",
            "A letter or number for the client, never the name.",
        ), optional=True),
        word("action", t("maatregel", "action"), t(
            "Wat u hebt gedaan. Noem geen mensen.", "What you did. Name no people.",
        ), optional=True),
        plain("closed_date", "day", t("afgesloten op", "closed on"), t(
            "De dag waarop het was hersteld; leeg als het nog loopt.",
            "The day on which it was repaired; empty if it still runs.",
        ), optional=True),
        count("people_affected", t("mensen geraakt", "people affected"), t(
            "Hoeveel kandidaten er last van hadden.", "How many candidates it touched.",
        ), optional=True),
        count("people_informed", t("mensen ingelicht", "people informed"), t(
            "Hoeveel van hen dat hebben gehoord.", "How many of them were told.",
        ), optional=True),
    ),
    MonitoringRow,
)  # fmt: skip

T8 = TableForm(
    "T8",
    t("Verzoeken om aanpassing", "Accommodation requests"),
    t(
        "Hieruit berekenen wij hoe vaak en hoe snel een doeltreffende aanpassing er kwam, en of mensen met een "
        "aanpassing even vaak doorgaan.",
        "From this we compute how often and how fast accommodation was given, and whether people with "
        "accommodation get through as often.",
    ),
    HEADER,
    (
        _PERIOD,
        word("type", t("soort aanpassing", "kind of accommodation"), t(
            "Bijvoorbeeld meer tijd, andere vorm, een mens in plaats van het systeem, hulpmiddel.",
            "For example more time, another format, a human instead of the system, assistive technology.",
        )),
        count("n_requested", t("gevraagd", "requested"), t(
            "Hoeveel mensen erom vroegen.", "How many people asked for it.",
        )),
        count("n_granted", t("toegekend", "granted"), t(
            "Hoeveel van hen de aanpassing kregen.", "How many of them were given it.",
        ), optional=True),
        number("median_days", t("mediaan dagen", "median days"), t(
            "Mediaan van de dagen tot het antwoord.", "Median of the days until the answer.",
        ), 0, 36_500),
        count("n_completed", t("afgerond", "completed"), t(
            "Hoeveel mensen met een aanpassing de test of het gesprek afmaakten.",
            "How many people with accommodation finished the test or the interview.",
        ), optional=True),
        count("n_through", t("door", "through"), t(
            "Hoeveel van hen doorgingen.", "How many of them got through.",
        ), optional=True),
        share("n_through_standard_route_rate", t("doorstroom gewone weg", "pass rate of the usual route"), t(
            "Welk deel doorging van de mensen zonder aanpassing in dezelfde periode: 0.41 of 41%.",
            "Which part got through of the people without accommodation in the same period: 0.41 or 41%.",
        )),
    ),
    AccommodationRow,
)  # fmt: skip

T9 = TableForm(
    "T9",
    t("Rechten van kandidaten", "Rights of candidates"),
    t(
        "Hieruit berekenen wij hoe snel kandidaten antwoord kregen en hoe vaak een uitkomst daarna veranderde.",
        "From this we compute how fast candidates were answered and how often an outcome changed afterwards.",
    ),
    HEADER,
    (
        _PERIOD,
        word("kind", t("soort verzoek", "kind of request"), t(
            "Bijvoorbeeld inzage, correctie, wissen, bezwaar, menselijke beoordeling, klacht.",
            "For example access, correction, erasure, objection, human review, complaint.",
        )),
        count("n", t("aantal", "number"), t("Hoeveel verzoeken er waren.", "How many requests there were.")),
        number("median_days", t("mediaan dagen", "median days"), t(
            "Mediaan van de dagen tot het antwoord.", "Median of the days until the answer.",
        ), 0, 36_500),
        count("n_changed_outcome", t("uitkomst veranderd", "outcome changed"), t(
            "Bij hoeveel verzoeken de uitkomst voor de kandidaat daarna anders werd.",
            "For how many requests the outcome for the candidate changed afterwards.",
        ), optional=True),
        count("n_upheld", t("gegrond", "upheld"), t(
            "Hoeveel bezwaren of klachten gegrond waren.", "How many objections or complaints were upheld.",
        ), optional=True),
    ),
    RightsRow,
)  # fmt: skip
