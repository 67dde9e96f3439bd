"""The tables about scores, their validity and what reviewers do with them: T2, T3, T4."""

from __future__ import annotations

from assessor.domain.tables.columns import (
    GROUND,
    GROUND_IF_SPLIT,
    GROUP,
    GROUP_IF_SPLIT,
    HEADER,
    VACANCY_FAMILY,
    count,
    number,
    plain,
    printed,
    t,
    whole,
    word,
)
from assessor.domain.tables.model import Column, ReviewRow, ScoreRow, TableForm, ValidityRow


def _percentile(name: str, share: int) -> Column:
    return number(name, t(f"score bij {share}%", f"score at {share}%"), t(
        f"De score waar {share}% van de groep op of onder zit.",
        f"The score that {share}% of the group are at or below.",
    ))  # fmt: skip


T2 = TableForm(
    "T2",
    t("Scores per groep", "Scores by group"),
    t(
        "Hieruit berekenen wij het verschil in score tussen groepen, wie boven de mediaan en de cesuur uitkomt, en "
        "hoe vaak geschikte mensen van elke groep eronder bleven.",
        "From this we compute the difference in score between groups, who ends above the median and the cut-off, and "
        "how often suitable people of each group stayed below it.",
    ),
    HEADER,
    (
        VACANCY_FAMILY, GROUND, GROUP,
        count("n", t("aantal", "number"), t(
            "Hoeveel mensen van deze groep een score kregen.", "How many people of this group got a score.",
        )),
        number("mean", t("gemiddelde", "mean"), t(
            "De gemiddelde score van de groep.", "The mean score of the group.",
        )),
        number("sd", t("standaardafwijking", "standard deviation"), t(
            "De standaardafwijking van de scores in de groep.", "The standard deviation of the scores in the group.",
        ), 0),
        number("median", t("mediaan", "median"), t(
            "De middelste score van de groep.", "The middle score of the group.",
        )),
        _percentile("p10", 10), _percentile("p25", 25), _percentile("p75", 75), _percentile("p90", 90),
        count("n_above_median", t("boven de mediaan", "above the median"), t(
            "Hoeveel van hen hoger scoren dan de mediaan van iedereen samen. Wie er precies op zit telt niet mee.",
            "How many of them score higher than the median of everybody together. Those exactly on it do not count.",
        ), optional=True),
        count("n_above_cutoff", t("boven de cesuur", "above the cut-off"), t(
            "Hoeveel van hen op of boven de cesuur uitkwamen.", "How many of them came out at or above the cut-off.",
        ), optional=True),
        count("n_suitable_independent", t("geschikt volgens anderen", "suitable according to others"), t(
            "Hoeveel van hen geschikt zijn gevonden zonder dat de score daarbij meetelde.",
            "How many of them were found suitable without the score playing a part.",
        ), optional=True),
        count("n_suitable_below_cutoff", t("geschikt, onder de cesuur", "suitable, below the cut-off"), t(
            "Hoeveel van die geschikte mensen onder de cesuur bleven.",
            "How many of those suitable people stayed below the cut-off.",
        ), optional=True),
    ),
    ScoreRow,
)  # fmt: skip

T3 = TableForm(
    "T3",
    t("Validiteit", "Validity"),
    t(
        "Hieruit berekenen wij het betrouwbaarheidsinterval van elk verband, of een correctie klopt, en of de score "
        "voor elke groep hetzelfde voorspelt.",
        "From this we compute the confidence interval of each correlation, whether a correction holds, and whether "
        "the score predicts the same for each group.",
    ),
    HEADER,
    (
        word("study_id", t("onderzoek", "study"), t(
            "Uw eigen naam of nummer voor het onderzoek.", "Your own name or number for the study.",
        )),
        word("job_family", t("functiegroep", "job family"), t(
            "Voor welke functies het onderzoek geldt.", "Which jobs the study is about.",
        ), optional=True),
        word("criterion", t("criterium", "criterion"), t(
            "Wat de score moest voorspellen, bijvoorbeeld beoordeling van het werk na negen maanden.",
            "What the score had to predict, for example the rating of the work after nine months.",
        )),
        word("criterion_source", t("bron van het criterium", "source of the criterion"), t(
            "Wie of wat het criterium mat, en of die de score kende.",
            "Who or what measured the criterion, and whether they knew the score.",
        ), optional=True),
        number("lag_months", t("maanden ertussen", "months between"), t(
            "Hoeveel maanden er tussen score en criterium zaten; 0 als ze tegelijk zijn gemeten.",
            "How many months lay between score and criterion; 0 if they were measured at the same time.",
        ), 0, 600),
        word("design", t("opzet", "design"), t(
            "Voorspellend of gelijktijdig, en bij welke klanten.", "Predictive or concurrent, and at which clients.",
        ), optional=True),
        whole("n", t("aantal mensen", "number of people"), t(
            "Hoeveel mensen in het onderzoek zaten.", "How many people were in the study.",
        ), 1, 99_999_999),
        printed("r_uncorrected", t("r zonder correctie", "r uncorrected"), t(
            "De correlatie zonder correctie, met de decimalen van het rapport. Vul deze of auc in.",
            "The correlation without correction, with the decimals of the report. Fill in this one or auc.",
        ), -1, 1),
        printed("auc", t("AUC", "AUC"), t(
            "De oppervlakte onder de ROC-curve als het criterium ja of nee is.",
            "The area under the ROC curve if the criterion is yes or no.",
        ), 0, 1),
        printed("ci_low", t("ondergrens", "lower limit"), t(
            "De ondergrens van het 95%-betrouwbaarheidsinterval in het rapport.",
            "The lower limit of the 95% confidence interval in the report.",
        ), -1, 1),
        printed("ci_high", t("bovengrens", "upper limit"), t(
            "De bovengrens van het 95%-betrouwbaarheidsinterval in het rapport.",
            "The upper limit of the 95% confidence interval in the report.",
        ), -1, 1),
        printed("r_corrected", t("r na correctie", "r corrected"), t(
            "De correlatie na correctie, als het rapport die noemt.",
            "The correlation after correction, if the report gives it.",
        ), -1, 1),
        word("correction", t("correctie", "correction"), t(
            "Waarvoor is gecorrigeerd, bijvoorbeeld spreidingsbeperking.",
            "What was corrected for, for example range restriction.",
        ), optional=True),
        number("sd_unrestricted", t("spreiding bij sollicitanten", "spread among applicants"), t(
            "De standaardafwijking van de score onder alle sollicitanten.",
            "The standard deviation of the score among all applicants.",
        ), 0),
        number("sd_restricted", t("spreiding in het onderzoek", "spread in the study"), t(
            "De standaardafwijking van de score onder de mensen in het onderzoek.",
            "The standard deviation of the score among the people in the study.",
        ), 0),
        GROUND_IF_SPLIT, GROUP_IF_SPLIT,
        number("slope", t("helling", "slope"), t(
            "De helling van de regressie van criterium op score in deze groep.",
            "The slope of the regression of criterion on score in this group.",
        )),
        number("intercept", t("beginpunt", "intercept"), t(
            "Het beginpunt van diezelfde regressie.", "The intercept of the same regression.",
        )),
        word("version", t("versie", "version"), t(
            "De versie van het product die is onderzocht.", "The version of the product that was studied.",
        ), optional=True),
        plain("date", "day", t("datum", "date"), t(
            "De datum van het rapport.", "The date of the report.",
        ), optional=True),
        word("author", t("auteur", "author"), t(
            "Wie het onderzoek deed.", "Who did the study.",
        ), optional=True),
    ),
    ValidityRow,
)  # fmt: skip

T4 = TableForm(
    "T4",
    t("Wat beoordelaars met het advies deden", "What reviewers did with the advice"),
    t(
        "Hieruit berekenen wij hoe vaak mensen van het advies afwijken en welke kant op, hoeveel tijd zij nemen en "
        "hoeveel afwijzingen bij een tweede blik onterecht bleken. Nooit per persoon: tel beoordelaars in tienden.",
        "From this we compute how often people depart from the advice and which way, how much time they take and "
        "how many rejections proved wrong at a second look. Never by person: count reviewers in tenths.",
    ),
    HEADER,
    (
        plain("month", "month", t("maand", "month"), t(
            "De maand, zoals 2026-03, of de eerste en laatste maand met een schuine streep.",
            "The month, such as 2026-03, or the first and last month with a slash.",
        )),
        whole("reviewer_decile", t("tiende van de beoordelaars", "tenth of the reviewers"), t(
            "Verdeel de beoordelaars, ten minste vijf, in tien groepen naar hoe vaak zij het advies volgen: 1 tot en "
            "met 10. Leeg of all als u niet uitsplitst. Nooit een nummer of naam van een persoon.",
            "Divide the reviewers, at least five, into ten groups by how often they follow the advice: 1 to 10. "
            "Empty or all if you do not split. Never the number or name of a person.",
        ), 1, 10, optional=True),
        word("score_band", t("scoreklasse", "score band"), t(
            "De klasse van de score of van het advies, bijvoorbeeld band 1-2. Leeg of all als u niet uitsplitst.",
            "The band of the score or the advice, for example band 1-2. Empty or all if you do not split.",
        ), optional=True),
        count("n_cases", t("gevallen", "cases"), t(
            "Hoeveel adviezen de beoordelaars voor zich kregen.", "How much advice the reviewers had before them.",
        )),
        count("n_followed", t("gevolgd", "followed"), t(
            "In hoeveel gevallen zij het advies volgden.", "In how many cases they followed the advice.",
        ), optional=True),
        count("n_up", t("naar boven afgeweken", "departed upwards"), t(
            "In hoeveel gevallen zij iemand lieten doorgaan tegen het advies in.",
            "In how many cases they let somebody through against the advice.",
        ), optional=True),
        count("n_down", t("naar beneden afgeweken", "departed downwards"), t(
            "In hoeveel gevallen zij iemand afwezen tegen het advies in.",
            "In how many cases they rejected somebody against the advice.",
        ), optional=True),
        count("n_abstained", t("geen advies", "no advice"), t(
            "In hoeveel gevallen het systeem geen advies gaf en een mens besliste.",
            "In how many cases the system gave no advice and a human decided.",
        ), optional=True),
        number("median_seconds", t("mediaan seconden", "median seconds"), t(
            "Mediaan van de tijd dat een dossier open was.", "Median of the time that a file was open.",
        ), 0, 10_000_000),
        count("n_under_10s", t("korter dan 10 seconden", "under 10 seconds"), t(
            "Hoeveel dossiers korter dan tien seconden open waren.",
            "How many files were open for less than ten seconds.",
        ), optional=True),
        count("n_bulk", t("in bulk", "in bulk"), t(
            "Over hoeveel gevallen samen met andere in een keer is besloten.",
            "How many cases were decided together with others in one go.",
        ), optional=True),
        count("n_reviewed_random_rejects", t("afwijzingen nagekeken", "rejections checked"), t(
            "Hoeveel willekeurig getrokken afwijzingen een mens opnieuw beoordeelde.",
            "How many rejections, drawn at random, a human judged again.",
        ), optional=True),
        count("n_found_wrong", t("onterecht gebleken", "found wrong"), t(
            "Hoeveel daarvan onterecht bleken.", "How many of those proved wrong.",
        ), optional=True),
        GROUND_IF_SPLIT, GROUP_IF_SPLIT,
    ),
    ReviewRow,
)  # fmt: skip
