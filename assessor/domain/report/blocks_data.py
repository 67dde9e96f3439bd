"""Who is in the data, whom a campaign reached, and service to people: T5, T1s, T7, T8 and T9 as they are shown."""

from __future__ import annotations

from assessor.domain.figures.composition import Composition, MixShift, TrainedGroup
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas import part_formula
from assessor.domain.figures.formulas_other import trained_formulas, variation_formula
from assessor.domain.figures.service import Accommodation, Monitoring, Rights
from assessor.domain.figures.sourcing import SourcedGroup, Sourcing
from assessor.domain.figures.values import Part, as_number, as_percent, is_unknown, same
from assessor.domain.figures.words import (
    EVERYBODY,
    NO_VALUE,
    VERDICTS,
    between,
    capital,
    group_name,
    number_of,
    share_of,
    stage_name,
    with_interval,
)
from assessor.domain.report.blocks import Block, Section, ShownTable, Sums, columns, filled, sums, t
from assessor.domain.tables.grounds import ground_name
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text

# --- training data ----------------------------------------------------------------------------------------


def training_section(figures: Figures) -> Section | None:
    """T5 beside T5b, and T1 beside T5."""
    if not figures.compositions:
        return None
    title = t("Waarvan het model leerde", "What the model learned from")
    blocks = [
        _composition(data, f"training-{place}") for place, data in enumerate(figures.compositions, start=1)
    ]
    if figures.shifts:
        blocks.append(_shifts(figures.shifts))
    tables = tuple(code for code in ("T5", "T5b") if code in figures.tables)
    return Section("training", title, tables, tuple(blocks))


def _composition(data: Composition, id: str) -> Block:
    title = t("{d}, {g}", "{d}, {g}").fill(d=data.dataset, g=ground_name(data.ground))
    has_claims = any(g.share_claim.verdict not in ("agrees", "not_claimed") for g in data.groups)
    rows = [_trained_row(g, has_claims) for g in data.groups]
    names = [
        ("Groep", "Group"), ("Mensen", "People"), ("Aandeel", "Share"), ("In de bevolking", "In the population"),
        ("Vertegenwoordiging", "Representation"), ("Goede voorbeelden", "Good examples"),
    ]  # fmt: skip
    if has_claims:
        names.append(("Opgave", "Claim"))
    found = filled(sums(capital(group_name(g.group)), trained_formulas(g, data)) for g in data.groups)
    variation = variation_formula(data)
    if variation is not None:
        name = t("Afstand tot de bevolking", "Distance from the population")
        found += (Sums(name, ((name, variation),)),)
    head = columns(*names, words=(0, 6))
    return Block(
        id, title, _training_words(data), None, ShownTable(title, head, tuple(rows)), found, is_detail=True
    )


def _trained_row(group: TrainedGroup, has_claims: bool) -> tuple[Text, ...]:
    ratio = NO_VALUE if group.representation_ratio is None else as_number(group.representation_ratio)
    expected = NO_VALUE if group.reference_share is None else as_percent(group.reference_share)
    label = NO_VALUE if group.positive_label is None else as_percent(group.positive_label)
    row = (
        capital(group_name(group.group)),
        number_of(group.n),
        share_of(group.of_all),
        expected,
        ratio,
        label,
    )
    return (*row, VERDICTS[group.share_claim.verdict]) if has_claims else row


def _training_words(data: Composition) -> tuple[Text, ...]:
    words = []
    lowest = next((g for g in data.groups if g.group == data.lowest_representation), None)
    if lowest is not None and lowest.representation_ratio is not None:
        text = t(
            "Het minst vertegenwoordigd: {g}, {r} keer wat op grond van {p} te verwachten is.",
            "Represented least: {g}, {r} times what one would expect from {p}.",
        )
        words.append(text.fill(
            g=group_name(lowest.group), r=as_number(lowest.representation_ratio),
            p=data.population or t("de bevolking", "the population"),
        ))  # fmt: skip
    if data.total_variation is not None:
        text = t(
            "Om de bevolking te volgen, zou {s} van de mensen tot een andere groep moeten behoren.",
            "To follow the population {s} of the people would have to belong to another group.",
        )
        words.append(text.fill(s=as_percent(data.total_variation)))
    elif data.why is not None:
        words.append(data.why)
    if data.unknown is not None and data.unknown.k.high:
        words.append(
            t("Van {s} is de groep onbekend.", "The group of {s} is unknown.").fill(s=share_of(data.unknown))
        )
    if data.one_employer and data.largest_employer_share is not None:
        text = t(
            "Eén werkgever levert {s} van de gegevens; zij laten zien hoe die koos.",
            "One employer gives {s} of the data; they show how that one chose.",
        )
        words.append(text.fill(s=as_percent(data.largest_employer_share, 0)))
    if data.past_choices:
        text = t(
            "Geleerd is uit een eerdere keuze van mensen: {w}.",
            "It learned from an earlier choice of people: {w}.",
        )
        words.append(text.fill(w=data.label))
    return tuple(words) or (t("Zie de tabel.", "See the table."),)


def _shifts(shifts: tuple[MixShift, ...]) -> Block:
    title = t("Lijken de gekozenen op de gegevens?", "Do those chosen look like the data?")
    nearer = t("lijken meer op de gegevens", "look more like the data")
    further = t("lijken niet meer op de gegevens", "do not look more like the data")
    rows = tuple(
        (
            capital(t("{g}, {s}", "{g}, {s}").fill(g=ground_name(one.ground), s=stage_name(one.stage))),
            same(one.dataset), as_percent(one.applicants), as_percent(one.selected), nearer if one.nearer else further,
        )
        for one in shifts
    )  # fmt: skip
    head = columns(
        ("Grond en fase", "Ground and stage"), ("Gegevens", "Data"),
        ("Afstand van sollicitanten", "Distance of applicants"),
        ("Afstand van gekozenen", "Distance of those chosen"), ("De gekozenen", "Those chosen"), words=(0, 1, 4),
    )  # fmt: skip
    caption = t(
        "Wie gekozen is, kan meer lijken op de mensen in de gegevens dan op de mensen die solliciteerden; dan zet de "
        "keuze het verleden voort.",
        "Those chosen may look more like the people in the data than like those who applied; then the choice carries "
        "on the past.",
    )
    return Block("shifts", title, (caption,), None, ShownTable(title, head, rows), is_detail=True)


# --- sourcing ---------------------------------------------------------------------------------------------


def sourcing_section(figures: Figures) -> Section | None:
    """T1s."""
    if not figures.sourcing:
        return None
    title = t("Wie de werving bereikt", "Whom sourcing reaches")
    blocks = tuple(_sourcing(one, f"sourcing-{n}") for n, one in enumerate(figures.sourcing, start=1))
    return Section("sourcing", title, ("T1s",), blocks)


def _sourcing(one: Sourcing, id: str) -> Block:
    place = t("alles samen", "everything together")
    if one.campaign is not None:
        place = t("{c}, {k}", "{c}, {k}").fill(c=one.campaign, k=one.channel)
    title = capital(t("{g}: {p}", "{g}: {p}").fill(g=ground_name(one.ground), p=place))
    rows = tuple(_sourced_row(g) for g in one.groups)
    head = columns(
        ("Groep", "Group"), ("Bereikt", "Reached"), ("Tegenover iedereen", "Against everybody"), ("Geklikt", "Clicked"),
        ("Gesolliciteerd", "Applied"), ("Geschikt per 1.000", "Suitable per 1,000"), ("Nieuwe groep", "New group"),
    )  # fmt: skip
    words = [
        t(
            "Bereikt is het deel van de bereikbare mensen dat de vacature te zien kreeg. Bij ‘tegenover iedereen’ is 1 "
            "even vaak als iedereen; boven 1 bij ‘nieuwe groep’ brengt de werving er meer van de groep binnen.",
            "Reached is the part of the people within reach who got to see the vacancy. 1 under ‘against everybody’ is "
            "as often as everybody; above 1 under ‘new group’ the campaign brings in more of the group.",
        )
    ]
    if one.targeted:
        words.append(t("Er is gericht op bepaalde mensen.", "Certain people were targeted."))
    if one.lookalike:
        words.append(
            t(
                "Er is gezocht naar mensen die op eerdere mensen lijken.",
                "People who look like earlier people were sought.",
            )
        )
    why = dict.fromkeys(f"{g.why.nl}\0{g.why.en}" for g in one.groups if g.why is not None)
    words += [t(*both.split("\0")) for both in why]
    return Block(
        id, title, tuple(words), None, ShownTable(title, head, rows),
        filled(_sourced_sums(g) for g in one.groups),
        is_detail=True,
    )  # fmt: skip


def _sourced_row(group: SourcedGroup) -> tuple[Text, ...]:
    suitable = NO_VALUE
    if group.suitable_per_1000 is not None:
        suitable = between(group.suitable_per_1000, digits=1)
    return (
        capital(group_name(group.group)), share_of(group.reach),
        NO_VALUE if group.delivery_ratio is None or is_unknown(group.group) else as_number(group.delivery_ratio),
        share_of(group.clicked), share_of(group.applied), suitable,
        NO_VALUE if group.lift is None else as_number(group.lift),
    )  # fmt: skip


def _sourced_sums(group: SourcedGroup) -> Sums:
    parts = (("Bereikt", "Reached", group.reach), ("Gesolliciteerd", "Applied", group.applied))
    return _parts(capital(group_name(group.group)), parts)


def _parts(name: Text, parts: tuple[tuple[str, str, Part | None], ...]) -> Sums:
    return Sums(name, tuple((t(nl, en), part_formula(one)) for nl, en, one in parts if one is not None))


# --- service ----------------------------------------------------------------------------------------------


def service_section(figures: Figures) -> Section | None:
    """T7, T8 and T9."""
    blocks = []
    if figures.monitoring is not None:
        blocks.append(_monitoring(figures.monitoring))
    if figures.accommodations:
        blocks.append(_accommodations(figures.accommodations))
    if figures.rights:
        blocks.append(_rights(figures.rights))
    codes: tuple[TableCode, ...] = ("T7", "T8", "T9")
    title = t("Bewaking, aanpassing en rechten", "Monitoring, accommodation and rights")
    tables = tuple(code for code in codes if code in figures.tables)
    return Section("service", title, tables, tuple(blocks)) if blocks else None


def _monitoring(found: Monitoring) -> Block:
    title = t("Bewaking en herstel", "Monitoring and repair")
    days = NO_VALUE if found.median_days is None else as_number(found.median_days, 0)
    longest = NO_VALUE if found.longest_days is None else as_number(found.longest_days, 0)
    rows = (
        (t("Metingen", "Measurements"), as_number(found.measurements, 0)),
        (t("Alarmen", "Alarms"), as_number(found.alarms, 0)),
        (t("Alarmen waarop iets is gedaan", "Alarms acted on"), share_of(found.acted_on)),
        (t("Alarmen die zijn gesloten", "Alarms closed"), share_of(found.closed)),
        (t("Dagen tot herstel (midden)", "Days to repair (median)"), days),
        (t("Dagen tot herstel (langste)", "Days to repair (longest)"), longest),
        (t("Betrokken mensen", "People affected"), number_of(found.affected)),
        (t("Daarvan ingelicht", "Of these informed"), share_of(found.informed)),
    )
    text = t("Metingen: {m}; alarmen: {a}.", "Measurements: {m}; alarms: {a}.")
    return Block(
        "monitoring", title, (text.fill(m=as_number(found.measurements, 0), a=as_number(found.alarms, 0)),), None,
        ShownTable(title, columns(("Wat", "What"), ("Uitkomst", "Result")), rows),
        filled([_parts(title, (
            ("Waarop iets is gedaan", "Acted on", found.acted_on), ("Gesloten", "Closed", found.closed),
            ("Ingelicht", "Informed", found.informed),
        ))]),
        is_detail=True,
    )  # fmt: skip


def _accommodations(found: tuple[Accommodation, ...]) -> Block:
    title = t("Verzoeken om aanpassing", "Accommodation requests")
    rows, lines = [], []
    for one in found:
        name = capital(same(one.type) if one.type else EVERYBODY)
        gap = NO_VALUE
        if one.gap is not None:
            ends = one.gap_ci95
            points = (ends[0] * 100, ends[1] * 100) if ends else None
            gap = with_interval(as_number(one.gap * 100, 1), points, digits=1)
        rows.append((
            name, number_of(one.requested), share_of(one.granted),
            NO_VALUE if one.median_days is None else as_number(one.median_days, 0), share_of(one.passed),
            NO_VALUE if one.standard_rate is None else as_percent(one.standard_rate), gap,
        ))  # fmt: skip
        lines.append(_parts(name, (("Toegekend", "Granted", one.granted), ("Door", "Through", one.passed))))
    head = columns(
        ("Verzoek", "Request"), ("Gevraagd", "Requested"), ("Toegekend", "Granted"),
        ("Dagen (midden)", "Days (median)"),
        ("Door", "Through"), ("Door op gewone weg", "Through on the standard route"),
        ("Verschil in punten (95%)", "Gap in points (95%)"),
    )  # fmt: skip
    caption = t(
        "Hoe vaak en hoe snel een aanpassing werd gegeven, en of mensen daarmee even vaak doorkomen.",
        "How often and how fast accommodation was given, and whether people with it get through as often.",
    )
    return Block(
        "accommodation",
        title,
        (caption,),
        None,
        ShownTable(title, head, tuple(rows)),
        filled(lines),
        is_detail=True,
    )


def _rights(found: tuple[Rights, ...]) -> Block:
    title = t("Rechten van kandidaten", "Rights of candidates")
    rows, lines = [], []
    for one in found:
        name = capital(same(one.kind) if one.kind else EVERYBODY)
        days = NO_VALUE if one.median_days is None else as_number(one.median_days, 0)
        rows.append((name, number_of(one.n), days, share_of(one.changed), share_of(one.upheld)))
        parts = (("Uitkomst veranderd", "Outcome changed", one.changed), ("Gegrond", "Upheld", one.upheld))
        lines.append(_parts(name, parts))
    head = columns(
        ("Verzoek", "Request"), ("Aantal", "Number"), ("Dagen (midden)", "Days (median)"),
        ("Uitkomst veranderd", "Outcome changed"), ("Gegrond", "Upheld"),
    )  # fmt: skip
    caption = t(
        "Hoe snel kandidaten antwoord kregen, en hoe vaak de uitkomst daarna veranderde.",
        "How fast candidates were answered, and how often an outcome changed afterwards.",
    )
    return Block(
        "rights", title, (caption,), None, ShownTable(title, head, tuple(rows)), filled(lines), is_detail=True
    )
