"""The figures of an offer as its report shows them: sections in their order, and the sheet of recomputation.

Everything follows from the Figures; a screen shows them as delivered, paper with small counts hidden.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assessor.domain.figures.captions import equality_caption
from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.groups import COMPARED_FROM
from assessor.domain.figures.values import as_percent
from assessor.domain.figures.words import (
    capital,
    ground_title,
    group_name,
    listed,
    number_of,
    points_of,
    rate_of,
    ratio_of,
    reading_of,
    together,
    with_interval,
)
from assessor.domain.formats import day
from assessor.domain.report.blocks import Section, t
from assessor.domain.report.blocks_data import service_section, sourcing_section, training_section
from assessor.domain.report.blocks_reviews import reviews_section
from assessor.domain.report.blocks_selection import groups_section, oversight_section
from assessor.domain.report.blocks_studies import robustness_section, scores_section, validity_section
from assessor.domain.report.printable import printable
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grounds import ground_name
from assessor.domain.tables.model import HeaderField, TableCode
from assessor.domain.tables.printed import for_print
from assessor.domain.text import Text

_SECTIONS: tuple[Callable[[Figures], Section | None], ...] = (
    oversight_section,
    groups_section,
    reviews_section,
    scores_section,
    validity_section,
    robustness_section,
    training_section,
    sourcing_section,
    service_section,
)


@dataclass(frozen=True)
class Sheet:
    """What a table says of itself."""

    code: TableCode
    title: Text
    lines: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Recomputed:
    """The figures of an offer for its report."""

    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...]
    missing: tuple[tuple[Text, Text], ...]
    """(what, why): tables that were not delivered, and figures that do not exist."""
    group_difference: Text | None
    unseen_gap: Text | None
    """How unequally the groups are not seen; None where that cannot be said."""


def recomputed(figures: Figures | None, asked: Iterable[TableCode] = ()) -> Recomputed:
    """The report's part of the figures. `asked`: the tables that were asked of the vendor."""
    shown = printed(figures) if figures is not None else Figures(tables=())
    return Recomputed(
        sections=sections_of(shown),
        sheets=sheets_of(shown),
        missing=missing_of(shown, asked),
        group_difference=group_difference(shown),
        unseen_gap=unseen_gap(shown),
    )


def printed(figures: Figures) -> Figures:
    """The same figures with small counts hidden, and what would give them away."""
    return figures_of(for_print(figures.delivered))


def sections_of(figures: Figures, tables: Iterable[TableCode] | None = None) -> tuple[Section, ...]:
    """The sections that there are figures for; with `tables` only those that rest on one of these."""
    found = (make(figures) for make in _SECTIONS)
    wanted = None if tables is None else set(tables)
    return tuple(s for s in found if s is not None and (wanted is None or wanted & set(s.tables)))


def sheets_of(figures: Figures) -> tuple[Sheet, ...]:
    """The header of every table, in the order of the tables."""
    order = list(FORMS)
    sheets = []
    for code in sorted(figures.delivered, key=order.index):
        header, form = figures.delivered[code].header, FORMS[code]
        lines = tuple(
            (capital(f.label), _header_value(f, header[f.name]))
            for f in form.header
            if header.get(f.name, "").strip()
        )
        sheets.append(Sheet(code, form.title, lines))
    return tuple(sheets)


def _header_value(field: HeaderField, value: str) -> Text:
    words = next((c.label for c in field.choices if c.code == value), None)
    if words is not None:
        return words
    if field.kind == "day":
        try:
            date = datetime.date.fromisoformat(value)
        except ValueError:
            pass
        else:
            return t(day(date, "nl"), day(date, "en"))
    plain = printable(value) or "–"
    return t(plain, plain)


# --- what could not be computed ---------------------------------------------------------------------------


def missing_of(figures: Figures, asked: Iterable[TableCode] = ()) -> tuple[tuple[Text, Text], ...]:
    """What does not exist, and why: in the order of the tables."""
    order = list(FORMS)
    absent = sorted(set(asked) - set(figures.tables), key=order.index)
    found = [(_table_name(code), _NOT_DELIVERED) for code in absent]
    for ground in figures.decisive_grounds:
        found += [(ground_title(ground), why) for why in ground.why.values()]
        for group in ground.groups:
            name = t("{g}: {w}", "{g}: {w}").fill(g=ground_title(ground), w=group_name(group.group))
            if group.reading == "insufficient":
                found.append((name, _TOO_FEW.fill(n=COMPARED_FROM)))
            if group.group not in (ground.reference, ground.reading_reference):
                found += [(name, why) for code, why in group.why.items() if code in _TOLD]
    if figures.oversight is not None and figures.oversight.overall.why is not None:
        found.append(
            (t("Afwijzingen die geen mens zag", "Rejections no human saw"), figures.oversight.overall.why)
        )
    for study in figures.validity.studies if figures.validity else ():
        if study.ci95 is None and study.why is not None:
            found.append((t(study.study_id, study.study_id), study.why))
    return tuple({(what.nl, why.nl): (what, why) for what, why in found}.values())


_NOT_DELIVERED = t("Deze tabel is niet aangeleverd.", "This table was not delivered.")
_TOO_FEW = t(
    "Te weinig mensen om iets te zeggen: aan beide kanten zijn er ten minste {n} nodig.",
    "Too few people to tell: at least {n} are needed on both sides.",
)
_TOLD = ("reading", "impact_ratio", "bounds_impact_ratio")
"""Of a group only why these are missing is told; the rest follows from the same."""


def _table_name(code: TableCode) -> Text:
    return t("{c} {n}", "{c} {n}").fill(c=code, n=FORMS[code].title)


# --- the first page ---------------------------------------------------------------------------------------


def largest_difference(figures: Figures) -> tuple[GroundFigures, GroupFigures] | None:
    """The group furthest behind among groups of 30 or more; combinations of grounds apart. None without any."""
    found = [
        (ground, group)
        for ground in figures.decisive_grounds
        if not ground.intersection
        and ground.worst is not None
        and ground.worst != ground.reference
        and (group := ground.group(ground.worst)) is not None
        and group.reading not in (None, "insufficient")
    ]
    return min(found, key=lambda pair: lowest_ratio(pair[1]), default=None)


def lowest_ratio(group: GroupFigures) -> float:
    """The ratio to sort by: the lower end where small counts leave a range."""
    if group.impact_ratio is not None:
        return group.impact_ratio
    return group.ranges["impact_ratio"][0] if "impact_ratio" in group.ranges else 1.0


_DIFFERENCE = t(
    "{g} {p}, {h} {q}: verhouding {r}, {d} punten (n = {n} en {m}). Lezing: {w}.",
    "{g} {p}, {h} {q}: ratio {r}, {d} points (n = {n} and {m}). Reading: {w}.",
)


def group_difference(figures: Figures) -> Text | None:
    """The largest difference with its uncertainty, short enough for the first page; None without figures of groups."""
    if not figures.grounds:
        return None
    found = largest_difference(figures)
    if found is None:
        names = listed(ground_name(g.ground) for g in figures.decisive_grounds)
        return t("Te weinig om iets te zeggen ({g}).", "Too few to tell ({g}).").fill(g=names)
    ground, group = found
    reference = ground.group(ground.reference or "")
    assert reference is not None
    words = _DIFFERENCE.fill(
        g=capital(group_name(group.group)), p=rate_of(group), h=group_name(reference.group), q=rate_of(reference),
        r=with_interval(ratio_of(group), group.impact_ratio_ci95), d=points_of(group), n=number_of(group.n_in),
        m=number_of(reference.n_in), w=reading_of(group, ground),
    )  # fmt: skip
    if ground.unknown.n_in.high:
        share = as_percent(ground.unknown.share, 0)
        words = together((words, t("Groep onbekend: {s}.", "Group unknown: {s}.").fill(s=share)))
    return words


def unseen_gap(figures: Figures) -> Text | None:
    """The ground whose groups are seen least equally, in a sentence."""
    oversight = figures.oversight
    if oversight is None or not oversight.equality:
        return None
    return equality_caption(max(oversight.equality, key=lambda e: e.gap), oversight)
