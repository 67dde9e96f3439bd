"""The parts that the descriptions of the tables share: kinds of columns, the header, and who a row is about."""

from __future__ import annotations

from assessor.domain.tables.model import Choice, Column, HeaderField, Kind
from assessor.domain.text import Text

MOST_PEOPLE = 99_999_999
"""The largest number of people in a cell. What has nine digits is not a count of candidates but somebody's number."""
MOST_SHOWN = 9_999_999_999
"""The same for how often a vacancy was shown."""


def t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


def count(
    name: str, label: Text, help: Text, *, optional: bool = False, highest: int = MOST_PEOPLE
) -> Column:
    """A number of people or cases; `<10` below ten. Optional: neither cell nor column has to be there."""
    return Column(name, "count", label, help, not optional, optional, lowest=0, highest=highest)


def word(name: str, label: Text, help: Text, *, optional: bool = False) -> Column:
    return Column(name, "word", label, help, not optional, optional)


def whole(name: str, label: Text, help: Text, lowest: int, highest: int, *, optional: bool = False) -> Column:
    return Column(name, "whole", label, help, not optional, optional, lowest=lowest, highest=highest)


def number(
    name: str, label: Text, help: Text, lowest: float | None = None, highest: float | None = None
) -> Column:
    """A measured value, with decimals where it has them; always optional."""
    return Column(name, "number", label, help, False, True, lowest=lowest, highest=highest)


def share(name: str, label: Text, help: Text, *, optional: bool = True) -> Column:
    """A part of a whole: 0.29 or 29%."""
    return Column(name, "share", label, help, not optional, optional, lowest=0, highest=1)


def printed(
    name: str, label: Text, help: Text, lowest: float | None = None, highest: float | None = None
) -> Column:
    """A figure as it stands in a report, with the decimals it has there; always optional."""
    return Column(name, "printed", label, help, False, True, lowest=lowest, highest=highest)


def choice(name: str, label: Text, help: Text, choices: tuple[Choice, ...], *, empty: bool = False) -> Column:
    """A word from a list. The column has to be there, also where its cells may be empty."""
    return Column(name, "choice", label, help, True, empty, choices)


def plain(name: str, kind: Kind, label: Text, help: Text, *, optional: bool = False) -> Column:
    """A day, a month, or yes or no."""
    return Column(name, kind, label, help, not optional, optional)


GROUND = word(
    "ground",
    t("grond", "ground"),
    t(
        "Waarop de groepen verschillen: sex, age, origin, disability en zo meer; Nederlandse woorden mogen ook. "
        "Een combinatie schrijft u als sex x origin. Gebruik all voor de rij met iedereen.",
        "What the groups differ in: sex, age, origin, disability and so on; Dutch words are taken too. "
        "Write a combination as sex x origin. Use all for the row with everybody.",
    ),
)
GROUP = word(
    "group",
    t("groep", "group"),
    t(
        "De groep binnen de grond. Mensen van wie u de groep niet weet staan in de rij unknown (of onbekend) "
        "en mogen niet ontbreken. Gebruik all voor de rij met iedereen.",
        "The group within the ground. People whose group you do not know stand in the row unknown "
        "and may not be left out. Use all for the row with everybody.",
    ),
)
GROUND_IF_SPLIT = word("ground", GROUND.label, t(
    "Alleen als u de rijen per groep uitsplitst. Anders laat u de cel leeg of de kolom weg.",
    "Only if you split the rows by group. Otherwise leave the cell empty or the column out.",
), optional=True)  # fmt: skip
GROUP_IF_SPLIT = word("group", GROUP.label, GROUND_IF_SPLIT.help, optional=True)

VACANCY_FAMILY = word("vacancy_family", t("vacaturegroep", "vacancy family"), t(
    "Soort vacatures, bijvoorbeeld klantcontact. Leeg of all als u niet uitsplitst.",
    "Kind of vacancies, for example customer contact. Empty or all if you do not split.",
), optional=True)  # fmt: skip
MODULE_CODE = word("module_code", t("module", "module"), t(
    "De code van de module die in deze fase werkt, zoals T05; meer dan een met een plus: T07+T09.",
    "The code of the module at work in this stage, such as T05; several with a plus: T07+T09.",
), optional=True)  # fmt: skip
STAGE_NO = whole("stage_no", t("fasenummer", "stage number"), t(
    "De volgorde van de fasen: 1 voor de eerste, 2 voor de volgende.",
    "The order of the stages: 1 for the first, 2 for the next.",
), 1, 99)  # fmt: skip
STAGE_NAME = word("stage_name", t("naam van de fase", "name of the stage"), t(
    "Hoe u de fase noemt, bijvoorbeeld cv-rangschikking. Bij een nummer hoort een naam.",
    "What you call the stage, for example CV ranking. One number has one name.",
))  # fmt: skip

YES_NO = (Choice("yes", t("ja", "yes")), Choice("no", t("nee", "no")))
NOT_KNOWN = Choice("unknown", t("onbekend", "unknown"))

HEADER = (
    HeaderField("source_of_group", "word", t("herkomst van de groepen", "source of the groups"), t(
        "Hoe u weet tot welke groep iemand hoort, bijvoorbeeld: vrijwillige vraag na afloop.",
        "How you know which group somebody belongs to, for example: voluntary question afterwards.",
    )),
    HeaderField("legal_basis", "word", t("grondslag", "legal basis"), t(
        "Op welke grondslag u de groepsgegevens mocht gebruiken om te tellen.",
        "On which legal basis you were allowed to use the group data for counting.",
    )),
    HeaderField("period_from", "day", t("periode van", "period from"), t(
        "De eerste dag waarover is geteld, als jaar-maand-dag: 2026-01-01.",
        "The first day that was counted, as year-month-day: 2026-01-01.",
    )),
    HeaderField("period_to", "day", t("periode tot en met", "period to"), t(
        "De laatste dag waarover is geteld, als jaar-maand-dag: 2026-06-30.",
        "The last day that was counted, as year-month-day: 2026-06-30.",
    )),
    HeaderField("product_version", "word", t("productversie", "product version"), t(
        "Welke versie van het product in deze periode werkte; noem ze alle als het er meer waren.",
        "Which version of the product was at work in this period; name all if there were several.",
    )),
    HeaderField("clients_pooled", "whole", t("aantal klanten samen", "clients pooled"), t(
        "Van hoeveel klanten de aantallen zijn samengenomen; 0 als er geen klant bij was.",
        "Of how many clients the counts were put together; 0 if there was no client.",
    )),
    HeaderField("prepared_by", "word", t("opgesteld door", "prepared by"), t(
        "Naam en functie van wie de tabel heeft gemaakt.", "Name and position of who made the table.",
    )),
    HeaderField("signed_off_by", "word", t("goedgekeurd door", "signed off by"), t(
        "Naam en functie van wie de tabel heeft goedgekeurd.", "Name and position of who approved the table.",
    )),
)  # fmt: skip
"""What every table says of itself."""
