"""Captions: what a picture or a table of figures shows, said in sentences.

They are made of the values, so that text and picture cannot part. None of them judges: what a difference means is for
people to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.oversight import Equality, Oversight, Unseen
from assessor.domain.figures.stages import Stage
from assessor.domain.figures.values import Part, as_count, as_number, as_percent
from assessor.domain.figures.words import (
    CANNOT_BE_COMPUTED,
    DECIDERS,
    READING_SENTENCES,
    between,
    capital,
    group_name,
    is_too_small,
    listed,
    number_of,
    rate_of,
    ratio_of,
    reading_of,
    share_of,
    stage_name,
    together,
)
from assessor.domain.tables.grounds import ground_name
from assessor.domain.text import Text


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


# --- groups -----------------------------------------------------------------------------------------------

_BOTH = _t(
    "{g}: {p1} kwam door ({k1} van {n1}); {h}: {p0} ({k0} van {n0}). {rest}",
    "{g}: {p1} went through ({k1} of {n1}); {h}: {p0} ({k0} of {n0}). {rest}",
)
_RATIO = _t(
    "Verhouding {r}, met 95% zekerheid {ci}. {reading}", "Ratio {r}, with 95% confidence {ci}. {reading}"
)
_RATIO_ALONE = _t("Verhouding {r}. {reading}", "Ratio {r}. {reading}")
_ONLY_SMALL = _t("{g}: te weinig om iets te zeggen (n = {n}).", "{g}: too few to tell (n = {n}).")


ONLY_ONE = _t(
    "Er is maar één groep; er valt niets te vergelijken.", "There is only one group; nothing to compare."
)
_UNKNOWN = _t(
    "Van {s} van de mensen is de groep onbekend (n = {n}).",
    "The group of {s} of the people is unknown (n = {n}).",
)


def ground_caption(ground: GroundFigures) -> Text:
    """What the picture of a ground shows, group by group."""
    reference = ground.group(ground.reference) if ground.reference else None
    if reference is None:
        return ground.why.get("reference", CANNOT_BE_COMPUTED)
    others = [g for g in ground.groups if g.group != reference.group]
    sentences = [_group_caption(g, reference, ground) for g in others]
    if is_too_small(reference, ground):
        sentences.append(
            _ONLY_SMALL.fill(g=capital(group_name(reference.group)), n=number_of(reference.n_in))
        )
    if not sentences:
        return ONLY_ONE
    return together(sentences)


def _group_caption(group: GroupFigures, reference: GroupFigures, ground: GroundFigures) -> Text:
    name = capital(group_name(group.group))
    if is_too_small(group, ground):
        return _ONLY_SMALL.fill(g=name, n=number_of(group.n_in))
    reading = READING_SENTENCES[group.reading] if group.reading else capital(reading_of(group, ground))
    if group.reading is None:
        reading = _t("{r}.", "{r}.").fill(r=reading)
    ratio = ratio_of(group)
    if group.impact_ratio_ci95 is None:
        rest = _RATIO_ALONE.fill(r=ratio, reading=reading)
    else:
        ci = _t("tussen {a} en {b}", "between {a} and {b}").fill(
            a=as_number(group.impact_ratio_ci95[0]), b=as_number(group.impact_ratio_ci95[1])
        )
        rest = _RATIO.fill(r=ratio, ci=ci, reading=reading)
    return _BOTH.fill(
        g=name, p1=rate_of(group), k1=number_of(group.n_through), n1=number_of(group.n_in),
        h=group_name(reference.group), p0=rate_of(reference), k0=number_of(reference.n_through),
        n0=number_of(reference.n_in), rest=rest,
    )  # fmt: skip


def unknown_words(ground: GroundFigures) -> Text:
    """How many are of unknown group, and what that leaves open."""
    unknown = ground.unknown
    if unknown.n_in.high == 0:
        return _t("Van iedereen is de groep bekend.", "Everybody's group is known.")
    sentences = [_UNKNOWN.fill(s=as_percent(unknown.share), n=number_of(unknown.n_in))]
    if unknown.share > 0.5:
        sentences.append(
            _t(
                "Dat is meer dan de helft: deze cijfers zeggen weinig over iedereen.",
                "That is more than half: these figures say little about everybody.",
            )
        )
    for group in ground.groups:
        if group.group == ground.reference or is_too_small(group, ground):
            continue
        sentences += _left_open(group)
    return together(sentences)


def _left_open(group: GroupFigures) -> list[Text]:
    found, name = [], capital(group_name(group.group))
    bounds = group.bounds_impact_ratio
    if bounds is not None and bounds[0] is not None and bounds[1] is not None:
        text = _t(
            "{g}: naar gelang wie zij zijn, kan de verhouding {a} tot {b} zijn.",
            "{g}: depending on who they are the ratio can be {a} to {b}.",
        )
        found.append(text.fill(g=name, a=as_number(bounds[0]), b=as_number(bounds[1])))
    if group.turning_point is not None:
        text = _t(
            "Vallen {n} van hen ({s}) ongunstig uit, dan wordt dit een signaal.",
            "If {n} of them ({s}) turn out badly, this becomes a signal.",
        )
        found.append(
            text.fill(n=as_count(group.turning_point.people), s=as_percent(group.turning_point.share))
        )
    return found


def notes_of(ground: GroundFigures) -> tuple[Text, ...]:
    """What belongs beside the table: how many comparisons were made, and very small groups."""
    found = []
    if ground.comparisons > 1:
        kept = [group_name(g.group) for g in ground.groups if g.holm]
        text = _t(
            "In deze fase zijn {n} vergelijkingen gemaakt; dan valt er weleens één door toeval op. ",
            "At this stage {n} comparisons were made; then one may stand out by chance. ",
        ).fill(n=ground.comparisons)
        rest = _t(
            "Na de correctie van Holm valt hier geen groep meer op.",
            "After Holm's correction no group here stands out any more.",
        )
        if kept:
            rest = _t(
                "Na de correctie van Holm valt nog op: {g}.", "After Holm's correction still stands out: {g}."
            ).fill(g=listed(kept))
        found.append(together((text, rest)))
    tiny = [group_name(g.group) for g in ground.groups if g.under_two_percent]
    if tiny:
        text = _t(
            "Minder dan 2% van iedereen: {g}. Zo'n groep mag met reden buiten de verhouding blijven, maar niet buiten "
            "de telling.",
            "Less than 2% of everybody: {g}. Such a group may be left out of the ratio with a reason, but not out of "
            "the count.",
        )  # fmt: skip
        found.append(text.fill(g=listed(tiny)))
    if any(g.one_pick_reverses for g in ground.groups if not is_too_small(g, ground)):
        found.append(
            _t(
                "Met één selectie anders zou een andere groep voor liggen; daaraan valt niets te ontlenen.",
                "With one selection otherwise another group would be ahead; nothing follows from that.",
            )
        )
    if any(g.interval_is_adjusted for g in ground.groups):
        found.append(
            _t(
                "Waar niemand doorkwam, is voor het interval bij alle aantallen 0,5 opgeteld.",
                "Where nobody went through, 0.5 was added to all counts for the interval.",
            )
        )
    if ground.claims_follow_from:
        text = _t(
            "De opgegeven verhoudingen volgen wel met {g} als vergelijkingsgroep.",
            "The claimed ratios do follow with {g} as the group to compare with.",
        )
        found.append(text.fill(g=listed(group_name(g) for g in ground.claims_follow_from)))
    return tuple(found)


# --- who says no ------------------------------------------------------------------------------------------


def unseen_words(unseen: Unseen) -> Text:
    """At least so many, at most so many, as one share or a range."""
    if unseen.share is None:
        return CANNOT_BE_COMPUTED
    return between((unseen.share, unseen.share_max if unseen.share_max is not None else 1.0), percent=True)


def stages_caption(stages: Sequence[Stage]) -> Text:
    """How many came in at each stage, went through and were rejected, what no human saw, and who decided."""
    return together(sentence for stage in stages for sentence in _stage_sentences(stage))


def _stage_sentences(stage: Stage) -> list[Text]:
    found = []
    name = capital(stage_name(stage.name))
    if stage.n_in is not None and stage.n_through is not None:
        text = _t(
            "{s}: {n} mensen kwamen binnen, {k} gingen door.", "{s}: {n} people came in, {k} went through."
        )
        found.append(text.fill(s=name, n=number_of(stage.n_in), k=number_of(stage.n_through)))
    unseen = stage.unseen
    if unseen is None:
        found.append(
            _t(
                "Wie de anderen afwees en of een mens hen zag, is niet aangeleverd.",
                "Who rejected the others, and whether a human saw them, was not delivered.",
            )
        )
        return found
    text = _t("{n} werden afgewezen; {u}.", "{n} were rejected; {u}.")
    found.append(text.fill(n=number_of(unseen.n), u=_unseen_of_them(unseen)))
    deciders = [
        _t("{d} {s}", "{d} {s}").fill(d=DECIDERS[d.code], s=share_of(d.of_all)) for d in stage.deciders
    ]
    if deciders:
        found.append(_t("Wie besliste: {d}.", "Who decided: {d}.").fill(d=listed(deciders)))
    return found


def _unseen_of_them(unseen: Unseen) -> Text:
    if unseen.share is None or unseen.share_max is None:
        return _t("of een mens hen zag, is niet vastgelegd", "whether a human saw them was not recorded")
    if unseen.share_max == 0:
        return _t("allen zijn door een mens bekeken", "a human looked at all of them")
    low, high = as_percent(unseen.share), as_percent(unseen.share_max)
    if low == high:
        return _t("{s} van hen is door geen mens bekeken", "no human looked at {s} of them").fill(s=low)
    text = _t(
        "ten minste {a} en ten hoogste {b} van hen is door geen mens bekeken",
        "no human looked at at least {a} and at most {b} of them",
    )
    return text.fill(a=low, b=high)


def unseen_caption(unseen: Unseen) -> Text:
    """The share of all rejections that no human saw, in a sentence."""
    if unseen.n.high == 0 or (unseen.share is None and unseen.why is not None):
        return unseen.why or CANNOT_BE_COMPUTED
    sentence = _t("Er zijn {n} afwijzingen; {u}.", "There are {n} rejections; {u}.")
    found = [sentence.fill(n=number_of(unseen.n), u=_unseen_of_them(unseen))]
    if unseen.ci95 is not None:
        text = _t(
            "De tabel is een steekproef; met 95% zekerheid is het {ci}.",
            "The table is a sample; with 95% confidence it is {ci}.",
        )
        found.append(text.fill(ci=between(unseen.ci95, percent=True)))
    return together(found)


def equality_caption(equality: Equality, oversight: Oversight) -> Text:
    """Whether groups are equally often not seen: the most and the least often, with the gap between them."""
    shares = {g.group: g.unseen for g in oversight.by_group if g.ground == equality.ground}
    if equality.gap == 0:
        same_text = _t(
            "{g}: alle groepen even vaak door geen mens bekeken ({a}).",
            "{g}: all groups equally often looked at by no human ({a}).",
        )
        return same_text.fill(
            g=capital(ground_name(equality.ground)), a=unseen_words(shares[equality.highest])
        )
    text = _t(
        "Door geen mens bekeken: {g} {a}, {h} {b}. Dat scheelt {d} {unit}{ci}.",
        "Looked at by no human: {g} {a}, {h} {b}. That is a difference of {d} {unit}{ci}.",
    )
    ends = (shares[equality.highest], shares[equality.lowest])
    unit = _t("procentpunt", "percentage points")
    if any(u.share != u.share_max for u in ends):
        unit = _t("procentpunt tussen de laagste waarden", "percentage points between the lowest values")
    ci: object = ""
    if equality.gap_ci95 is not None:
        low, high = equality.gap_ci95
        ci = _t(", met 95% zekerheid {r}", ", with 95% confidence {r}").fill(
            r=between((low * 100, high * 100), digits=1)
        )
    return text.fill(
        g=group_name(equality.highest), h=group_name(equality.lowest), a=unseen_words(shares[equality.highest]),
        b=unseen_words(shares[equality.lowest]), d=as_number(equality.gap * 100, 1),
        unit=unit, ci=ci,
    )  # fmt: skip


def speed_caption(oversight: Oversight) -> Text:
    """Decided without a human, within the hour, at night, and silently."""
    found = [
        _t("Beslist door een regel of model alleen: {s}.", "Decided by a rule or model alone: {s}.").fill(
            s=_of(oversight.without_human)
        ),
        _t(
            "Zonder bericht afgevallen (nooit getoond, verlopen of door een regel): {s}.",
            "Dropped without a word (never shown, expired or by a rule): {s}.",
        ).fill(s=_of(oversight.silent.of_all)),
    ]
    if oversight.under_1h is not None:
        text = _t("Binnen een uur na de sollicitatie: {s}.", "Within an hour of applying: {s}.")
        found.append(text.fill(s=_of(oversight.under_1h)))
    if oversight.at_night is not None:
        text = _t("Tussen 22 en 6 uur: {s}.", "Between 10 pm and 6 am: {s}.")
        found.append(text.fill(s=_of(oversight.at_night)))
    return together(found)


def _of(found: Part) -> Text:
    return _t("{s} ({k} van {n})", "{s} ({k} of {n})").fill(
        s=share_of(found), k=number_of(found.k), n=number_of(found.n)
    )
