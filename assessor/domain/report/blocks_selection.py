"""Who says no, and differences between groups: the figures of T1 and T1x as they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.figures.captions import (
    equality_caption,
    ground_caption,
    notes_of,
    speed_caption,
    stages_caption,
    unknown_words,
    unseen_caption,
    unseen_words,
)
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas import equality_formula, group_formulas, part_formula, unseen_formulas
from assessor.domain.figures.formulas_other import excess_formula
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.groups import COMPARED_FROM, RATE_FROM
from assessor.domain.figures.oversight import GroupUnseen, Oversight, Slice, Unseen
from assessor.domain.figures.scale import Excess
from assessor.domain.figures.stages import Stage, stages_of
from assessor.domain.figures.values import as_number, as_percent
from assessor.domain.figures.words import (
    DECIDERS,
    EVERYBODY,
    NO_VALUE,
    TOO_FEW,
    VERDICTS,
    WAYS_OUT,
    between,
    capital,
    ground_title,
    group_name,
    is_too_small,
    number_of,
    points_of,
    rate_of,
    ratio_of,
    reading_of,
    share_of,
    stage_name,
    with_interval,
)
from assessor.domain.report.blocks import (
    Block,
    FunnelPicture,
    GroupsPicture,
    Section,
    ShownTable,
    Sums,
    UnseenPicture,
    UnseenRow,
    columns,
    filled,
    sums,
    t,
)
from assessor.domain.tables.grounds import ground_name
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text

# --- who says no ------------------------------------------------------------------------------------------

WHO_SAYS_NO = t("Wie zegt hier nee?", "Who says no here?")


def oversight_section(figures: Figures) -> Section | None:
    """The funnel, and of the rejections who decided and what no human saw."""
    stages = stages_of(figures.delivered.get("T1"), figures.delivered.get("T1x"))
    oversight = figures.oversight
    blocks = [_funnel(stages)] if stages else []
    if oversight is not None:
        blocks.append(_unseen_stages(oversight))
        if oversight.by_group:
            blocks.append(_unseen_groups(oversight))
        blocks.append(_deciders(oversight))
    rests_on: TableCode = "T1" if oversight is None else "T1x"
    return Section("oversight", WHO_SAYS_NO, (rests_on,), tuple(blocks)) if blocks else None


def _funnel(stages: tuple[Stage, ...]) -> Block:
    rows = [
        (
            capital(stage_name(s.name)), number_of(s.n_in), number_of(s.n_through), number_of(s.n_rejected),
            number_of(s.n_others), NO_VALUE if s.unseen is None else unseen_words(s.unseen),
        )
        for s in stages
    ]  # fmt: skip
    head = columns(
        ("Fase", "Stage"), ("Binnen", "In"), ("Door", "Through"), ("Afgewezen", "Rejected"),
        ("Teruggetrokken of open", "Withdrawn or open"), ("Afwijzing niet gezien", "Rejection not seen"),
    )  # fmt: skip
    caption = t("De selectie per fase", "The selection by stage")
    return Block(
        "funnel",
        caption,
        (stages_caption(stages),),
        FunnelPicture(stages),
        ShownTable(caption, head, tuple(rows)),
    )


_LOOK_HEAD = (
    ("Afwijzingen", "Rejections"), ("Bekeken", "Looked at"), ("Geopend", "Opened"), ("Niet bekeken", "Not looked at"),
    ("Niet vastgelegd", "Not recorded"), ("Aandeel niet gezien", "Share not seen"),
)  # fmt: skip


def _looks(unseen: Unseen) -> tuple[Text, ...]:
    share = unseen_words(unseen)
    if unseen.ci95 is not None:
        share = with_interval(share, unseen.ci95, percent=True)
    counts = (unseen.n, unseen.seen, unseen.opened, unseen.unseen, unseen.not_recorded)
    return (*(number_of(c) for c in counts), share)


def _unseen_stages(oversight: Oversight) -> Block:
    rows = [(capital(stage_name(s.stage_name)), *_looks(s.unseen)) for s in oversight.by_stage]
    shown = [UnseenRow(row[0], s.unseen) for row, s in zip(rows, oversight.by_stage, strict=True)]
    if len(rows) != 1:
        rows.append((capital(EVERYBODY), *_looks(oversight.overall)))
        shown.append(UnseenRow(capital(EVERYBODY), oversight.overall))
    title = t("Afwijzingen die geen mens zag", "Rejections no human saw")
    note = t(
        "Als gezien telt alleen een blik die echt een blik was. Wat alleen in een lijst stond, telt als niet gezien; "
        "wat is geopend of niet is vastgelegd, kan beide zijn.",
        "Only a look that really was one counts as seen. What only stood in a list counts as not seen; what was opened "
        "or not recorded may be either.",
    )
    # Of one stage the picture of the funnel shows the same.
    picture = UnseenPicture(tuple(shown)) if len(shown) > 1 else None
    return Block(
        "unseen-stages", title, (unseen_caption(oversight.overall), note), picture,
        ShownTable(title, columns(("Fase", "Stage"), *_LOOK_HEAD), tuple(rows)),
        filled([sums(capital(EVERYBODY), unseen_formulas(oversight.overall))]),
    )  # fmt: skip


def _unseen_groups(oversight: Oversight) -> Block:
    rows, shown, found = [], [], []
    last = None
    for one in oversight.by_group:
        ground, group = ground_name(one.ground), capital(group_name(one.group))
        rows.append((_of_ground(one), *_looks(one.unseen)))
        shown.append(UnseenRow(group, one.unseen, capital(ground) if one.ground != last else None))
        found.append(sums(_of_ground(one), unseen_formulas(one.unseen)))
        last = one.ground
    captions = tuple(equality_caption(e, oversight) for e in oversight.equality)
    high_low = t("Hoogste tegenover laagste", "Highest against lowest")
    found += [
        Sums(capital(ground_name(e.ground)), ((high_low, equality_formula(e, oversight)),))
        for e in oversight.equality
    ]
    title = t("Niet gezien, per groep", "Not seen, by group")
    return Block(
        "unseen-groups", title, captions, UnseenPicture(tuple(shown)),
        ShownTable(title, columns(("Groep", "Group"), *_LOOK_HEAD), tuple(rows)), filled(found),
    )  # fmt: skip


def _of_ground(one: GroupUnseen) -> Text:
    text = t("{g}: {w}", "{g}: {w}")
    return capital(text.fill(g=ground_name(one.ground), w=group_name(one.group)))


def _deciders(oversight: Oversight) -> Block:
    def row(name: Text, one: Slice) -> tuple[Text, ...]:
        return capital(name), number_of(one.of_all.k), share_of(one.of_all), unseen_words(one.unseen)

    rows = [
        row(t("Beslist door: {d}", "Decided by: {d}").fill(d=DECIDERS[one.code]), one)
        for one in oversight.by_decider
    ]
    rows += [
        row(t("Weg naar buiten: {d}", "Way out: {d}").fill(d=WAYS_OUT[one.code or ""]), one)
        for one in oversight.by_exit
    ]
    head = columns(
        ("Wat", "What"), ("Afwijzingen", "Rejections"), ("Aandeel", "Share"),
        ("Daarvan niet gezien", "Of these not seen"),
    )  # fmt: skip
    title = t("Wie besliste, en hoe snel", "Who decided, and how fast")
    lines = [(t("Zonder mens beslist", "Decided without a human"), part_formula(oversight.without_human))]
    for name, one in (
        (t("Binnen een uur", "Within an hour"), oversight.under_1h),
        (t("Tussen 22 en 6 uur", "Between 10 pm and 6 am"), oversight.at_night),
    ):
        if one is not None:
            lines.append((name, part_formula(one)))
    return Block(
        "deciders", title, (speed_caption(oversight),), None, ShownTable(title, head, tuple(rows)),
        (Sums(capital(EVERYBODY), tuple(lines)),),
    )  # fmt: skip


# --- differences between groups ---------------------------------------------------------------------------


def groups_section(figures: Figures) -> Section | None:
    """One block per ground and stage; the stages on the way are details."""
    decisive = figures.decisive_grounds
    blocks = [
        _ground_block(ground, f"groups-{place}", is_detail=ground not in decisive)
        for place, ground in enumerate(
            (*decisive, *(g for g in figures.grounds if g not in decisive)), start=1
        )
    ]
    if figures.excess:
        blocks.append(_people(figures.excess))
    if not blocks:
        return None
    title = t("Verschillen tussen groepen", "Differences between groups")
    return Section("groups", title, ("T1",), tuple(blocks))


_CLAIM = t("Wat de leverancier over {g} opgeeft: {c}", "What the vendor claims of {g}: {c}")


_RATIOS = (
    ("Groep", "Group"), ("Mensen", "People"), ("Door", "Through"), ("Aandeel door (95%)", "Pass rate (95%)"),
    ("Verhouding (95%)", "Ratio (95%)"), ("Verschil in punten (95%)", "Gap in points (95%)"),
)  # fmt: skip


def _ground_block(ground: GroundFigures, id: str, is_detail: bool) -> Block:
    has_unknown = ground.unknown.n_in.high > 0
    has_claims = any(g.claim != "not_claimed" for g in ground.groups)
    names = [*_RATIOS]
    if has_unknown:
        names.append(("Grenzen door onbekenden", "Bounds by unknown"))
    words = (0, *range(len(names), len(names) + 2))
    names.append(("Lezing", "Reading"))
    if has_claims:
        names.append(("Opgave", "Claim"))
    rows = []
    for g in ground.groups:
        bounds = (_bounds(g, ground),) if has_unknown else ()
        claim = (VERDICTS[g.claim],) if has_claims else ()
        rows.append((*_ratio_cells(g, ground), *bounds, reading_of(g, ground), *claim))
    if has_unknown:
        rows.append(_unknown_row(ground, len(names)))
    title = ground_title(ground)
    claims = tuple(
        _CLAIM.fill(g=group_name(g.group), c=claim.difference)
        for g in ground.groups
        for claim in (g.rate_claim, g.ratio_claim)
        if claim.difference is not None and claim.verdict != "agrees"
    )
    return Block(
        id, title, (ground_caption(ground), unknown_words(ground), *notes_of(ground), *claims), GroupsPicture(ground),
        ShownTable(title, columns(*names, words=words), tuple(rows)),
        filled(_shown_formulas(g, ground) for g in ground.groups), is_detail,
    )  # fmt: skip


def _ratio_cells(group: GroupFigures, ground: GroundFigures) -> tuple[Text, ...]:
    rate, ratio, gap = TOO_FEW, NO_VALUE, NO_VALUE
    if group.n_in.low >= RATE_FROM:
        rate = with_interval(rate_of(group), group.rate_ci95, percent=True)
    if not is_too_small(group, ground):
        ratio = with_interval(ratio_of(group), group.impact_ratio_ci95)
        ends = group.gap_ci95
        gap = with_interval(points_of(group), (ends[0] * 100, ends[1] * 100) if ends else None, digits=1)
    name = capital(group_name(group.group))
    return name, number_of(group.n_in), number_of(group.n_through), rate, ratio, gap


def _bounds(group: GroupFigures, ground: GroundFigures) -> Text:
    bounds = group.bounds_impact_ratio
    if group.group == ground.reference or is_too_small(group, ground) or bounds is None:
        return NO_VALUE
    low, high = bounds
    return NO_VALUE if low is None or high is None else between((low, high))


def _unknown_row(ground: GroundFigures, width: int) -> tuple[Text, ...]:
    unknown = ground.unknown
    rate = NO_VALUE if unknown.rate is None else as_percent(unknown.rate)
    counted = (capital(group_name("unknown")), number_of(unknown.n_in), number_of(unknown.n_through), rate)
    rest = (NO_VALUE, NO_VALUE, NO_VALUE, t("hoort bij geen groep", "belongs to no group"), NO_VALUE)
    return (*counted, *rest)[:width]


def _shown_formulas(group: GroupFigures, ground: GroundFigures) -> Sums:
    """Of a group too small to compare only how many came through: its ratio is not shown as a sum either."""
    formulas = group_formulas(group, ground)
    if is_too_small(group, ground):
        formulas = {name: text for name, text in formulas.items() if name == "rate"}
    return sums(capital(group_name(group.group)), formulas)


def _people(excess: Iterable[Excess]) -> Block:
    found = [e for e in excess if e.group != e.reference and e.in_period > 0 and e.n_in >= COMPARED_FROM]
    rows = []
    for e in found:
        period = with_interval(as_number(e.in_period, 0), e.in_period_ci95, digits=0)
        year = (
            NO_VALUE if e.a_year is None else with_interval(as_number(e.a_year, 0), e.a_year_ci95, digits=0)
        )
        name = capital(t("{g}: {w}", "{g}: {w}").fill(g=ground_name(e.ground), w=group_name(e.group)))
        rows.append((name, group_name(e.reference), as_number(e.n_in, 0), period, year))
    title = t("Wat het verschil in mensen is", "What the difference is in people")
    caption = t(
        "Zoveel mensen meer zouden zijn doorgekomen, als hun groep even vaak doorkwam als de vergelijkingsgroep.",
        "So many more people would have gone through if their group had gone through as often as the one it is "
        "compared with.",
    )
    head = columns(
        ("Groep", "Group"), ("Vergeleken met", "Compared with"), ("Mensen", "People"),
        ("In de periode (95%)", "In the period (95%)"), ("Per jaar (95%)", "A year (95%)"), words=(0, 1),
    )  # fmt: skip
    found_sums = tuple(
        Sums(row[0], ((t("In de periode", "In the period"), excess_formula(e)),))
        for row, e in zip(rows, found, strict=True)
    )
    if not rows:
        caption = t(
            "Geen groep van 30 mensen of meer kwam minder vaak door dan de vergelijkingsgroep.",
            "No group of 30 people or more went through less often than the one it is compared with.",
        )
        return Block("people", title, (caption,), is_detail=True)
    return Block(
        "people", title, (caption,), None, ShownTable(title, head, tuple(rows)), found_sums, is_detail=True
    )
