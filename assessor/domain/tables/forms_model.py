"""The tables about what the model learned from, whom to compare with, and what happens when one thing changes."""

from __future__ import annotations

from assessor.domain.tables.columns import (
    GROUND,
    GROUP,
    HEADER,
    MOST_PEOPLE,
    choice,
    count,
    number,
    plain,
    printed,
    share,
    t,
    whole,
    word,
)
from assessor.domain.tables.model import Choice, ReferenceRow, RobustnessRow, TableForm, TrainingRow

T5 = TableForm(
    "T5",
    t("Samenstelling van de trainingsgegevens", "Composition of the training data"),
    t(
        "Hieruit berekenen wij wie in de trainingsgegevens te veel of te weinig voorkomt, hoe de voorbeelden over "
        "groepen zijn verdeeld, en hoe zwaar een werkgever weegt.",
        "From this we compute who is in the training data too much or too little, how the good examples are divided "
        "over groups, and how heavily one employer weighs.",
    ),
    HEADER,
    (
        word("dataset", t("dataset", "dataset"), t(
            "De naam van de gegevens of van het model dat ervan leerde.",
            "The name of the data or of the model that learned from it.",
        )),
        word("source", t("bron", "source"), t(
            "Waar de gegevens vandaan komen.", "Where the data come from.",
        ), optional=True),
        whole("employer_count", t("aantal werkgevers", "number of employers"), t(
            "Van hoeveel werkgevers de gegevens komen.", "How many employers the data come from.",
        ), 0, 10_000_000, optional=True),
        share("largest_employer_share", t("deel van de grootste werkgever", "share of the largest employer"), t(
            "Welk deel van de gegevens van de grootste werkgever komt: 0.18 of 18%.",
            "Which part of the data comes from the largest employer: 0.18 or 18%.",
        )),
        whole("year_from", t("van jaar", "from year"), t(
            "Het eerste jaar van de gegevens.", "The first year of the data.",
        ), 1950, 2100, optional=True),
        whole("year_to", t("tot en met jaar", "to year"), t(
            "Het laatste jaar van de gegevens.", "The last year of the data.",
        ), 1950, 2100, optional=True),
        word("country", t("land", "country"), t(
            "Uit welk land of welke landen.", "From which country or countries.",
        ), optional=True),
        word("label", t("voorbeeld", "label"), t(
            "Wat het model leerde voorspellen, bijvoorbeeld aangenomen of praktijkopdracht voldoende.",
            "What the model was taught to predict, for example hired or work sample passed.",
        ), optional=True),
        GROUND, GROUP,
        count("n", t("aantal", "number"), t(
            "Hoeveel mensen van deze groep in de gegevens zitten.", "How many people of this group are in the data.",
        )),
        share("share", t("deel", "share"), t(
            "Welk deel van de mensen in de gegevens dat is.", "Which part of the people in the data that is.",
        )),
        share("share_with_positive_label", t("deel met goed voorbeeld", "share with positive label"), t(
            "Welk deel van deze groep als goed voorbeeld gold.", "Which part of this group served as a good example.",
        )),
    ),
    TrainingRow,
)  # fmt: skip

T5B = TableForm(
    "T5b",
    t("Vergelijkingspopulatie", "Reference population"),
    t(
        "Hiermee vergelijken wij de trainingsgegevens en de sollicitanten.",
        "With this we compare the training data and the applicants.",
    ),
    HEADER,
    (
        word("population", t("populatie", "population"), t(
            "Over wie het gaat, bijvoorbeeld de beroepsbevolking van een regio.",
            "Whom it is about, for example the labour force of a region.",
        )),
        word("source", t("bron", "source"), t(
            "Waar de cijfers zijn gepubliceerd.", "Where the figures were published.",
        )),
        whole("year", t("jaar", "year"), t(
            "Over welk jaar de cijfers gaan.", "Which year the figures are about.",
        ), 1950, 2100),
        GROUND, GROUP,
        share("share", t("deel", "share"), t(
            "Welk deel van de populatie deze groep is: 0.24 of 24%.",
            "Which part of the population this group is: 0.24 or 24%.",
        ), optional=False),
    ),
    ReferenceRow,
)  # fmt: skip

TESTS = (
    Choice("retest", t("hertest", "retest")),
    Choice("repeat", t("herhaling", "repeat")),
    Choice("format", t("opmaak", "format")),
    Choice("paraphrase", t("andere woorden", "paraphrase")),
    Choice("language", t("taal", "language")),
    Choice("swap_name", t("naam gewisseld", "name swapped")),
    Choice("swap_gender", t("geslacht gewisseld", "gender swapped")),
    Choice("swap_age", t("leeftijd gewisseld", "age swapped")),
    Choice("swap_address", t("adres gewisseld", "address swapped")),
    Choice("gap", t("gat in het cv", "gap in the CV")),
    Choice("ai_written", t("met AI geschreven", "written with AI")),
    Choice("injection", t("verborgen opdracht", "hidden instruction")),
    Choice("device", t("apparaat", "device")),
)

T6 = TableForm(
    "T6",
    t("Herhaling en wisseltests", "Repeats and swap tests"),
    t(
        "Hieruit berekenen wij hoe vaak de uitkomst verandert als dezelfde sollicitatie nog eens komt of één ding "
        "anders is, en of dat één kant op gaat.",
        "From this we compute how often the outcome changes when the same application comes again or one thing "
        "differs, and whether that goes one way.",
    ),
    HEADER,
    (
        choice("test_type", t("soort test", "kind of test"), t(
            "Wat er tussen de twee sollicitaties van een paar verschilt; repeat is niets, retest is dezelfde mens "
            "op een later moment.",
            "What differs between the two applications of a pair; repeat is nothing, retest is the same person at a "
            "later moment.",
        ), TESTS),
        word("version", t("versie", "version"), t(
            "De versie van het product die is getest.", "The version of the product that was tested.",
        ), optional=True),
        plain("date", "day", t("datum", "date"), t(
            "De dag van de test.", "The day of the test.",
        ), optional=True),
        whole("n_pairs", t("aantal paren", "number of pairs"), t(
            "Hoeveel paren zijn vergeleken.", "How many pairs were compared.",
        ), 1, MOST_PEOPLE),
        count("n_decision_changed", t("besluit veranderd", "decision changed"), t(
            "Bij hoeveel paren het besluit anders uitviel.", "For how many pairs the decision came out differently.",
        ), optional=True),
        count("n_changed_favour_a", t("veranderd in het voordeel van A", "changed in favour of A"), t(
            "Bij hoeveel van die paren de oorspronkelijke sollicitatie beter af was. Bij een naamwissel: de eerste "
            "naam.",
            "For how many of those pairs the original application was better off. For swapped names: the first name.",
        ), optional=True),
        count("n_changed_favour_b", t("veranderd in het voordeel van B", "changed in favour of B"), t(
            "Bij hoeveel van die paren de veranderde sollicitatie beter af was.",
            "For how many of those pairs the altered application was better off.",
        ), optional=True),
        number("median_rank_shift_pct", t("mediane verschuiving", "median shift"), t(
            "Mediaan van hoeveel procent van de lijst een sollicitatie verschoof.",
            "Median of how many per cent of the list an application moved.",
        ), 0, 100),
        number("max_rank_shift_pct", t("grootste verschuiving", "largest shift"), t(
            "De grootste verschuiving in procent van de lijst.", "The largest shift in per cent of the list.",
        ), 0, 100),
        printed("r_retest", t("hertestcorrelatie", "retest correlation"), t(
            "De correlatie tussen beide scores, met de decimalen van het rapport.",
            "The correlation between both scores, with the decimals of the report.",
        ), -1, 1),
        number("interval_days", t("dagen ertussen", "days between"), t(
            "Hoeveel dagen er bij een hertest tussen zaten.", "How many days lay between in a retest.",
        ), 0, 36_500),
    ),
    RobustnessRow,
)  # fmt: skip
