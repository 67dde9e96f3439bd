"""The words of the figures: names of groups, ways out and figures, verdicts, and values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessor.domain.figures.claims import Verdict
from assessor.domain.figures.grounds import THROUGHOUT, GroundFigures, GroupFigures
from assessor.domain.figures.groups import COMPARED_FROM, READINGS, Reading
from assessor.domain.figures.values import Part, Range, Where, as_count, as_number, as_percent, same
from assessor.domain.tables.grounds import ground_name
from assessor.domain.tables.model import Count
from assessor.domain.tables.suppress import SMALL
from assessor.domain.text import Text

Words = Mapping[str, Text]


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


# --- fixed words ------------------------------------------------------------------------------------------

READING_SENTENCES: Mapping[Reading, Text] = {
    "insufficient": _t(
        "Er zijn te weinig mensen om iets te zeggen. Dat betekent niet dat er geen verschil is.",
        "There are too few people to tell. That does not mean that there is no difference.",
    ),
    "signal": _t(
        "Dit is een signaal: het verschil is groot en waarschijnlijk geen toeval.",
        "This is a signal: the difference is large and unlikely to be chance.",
    ),
    "small_but_certain": _t(
        "Het verschil is klein, maar waarschijnlijk geen toeval.",
        "The difference is small, but unlikely to be chance.",
    ),
    "unclear": _t(
        "Het is onduidelijk: een groot verschil is mogelijk, geen verschil ook.",
        "It is unclear: a large difference is possible, and so is none.",
    ),
    "no_signal_seen": _t(
        "Er is geen signaal gezien. Dat bewijst niet dat er geen verschil is.",
        "No signal was seen. That does not prove that there is no difference.",
    ),
}

VERDICTS: Mapping[Verdict, Text] = {
    "agrees": _t("klopt met de aantallen", "agrees with the counts"),
    "differs_slightly": _t("wijkt iets af van de aantallen", "differs slightly from the counts"),
    "contradicts": _t("klopt niet met de aantallen", "contradicts the counts"),
    "not_claimed": _t("niets opgegeven", "nothing claimed"),
}

DECIDERS: Mapping[str | None, Text] = {
    "rule": _t("regel", "rule"),
    "model": _t("model", "model"),
    "model+human": _t("model en mens", "model and human"),
    "human": _t("mens", "human"),
    None: _t("niet vastgelegd", "not recorded"),
}

WAYS_OUT: Words = {
    "rejected": _t("afgewezen", "rejected"),
    "not_shown": _t("nooit getoond", "never shown"),
    "rule": _t("tegengehouden door een regel", "stopped by a rule"),
    "expired": _t("verlopen zonder besluit", "expired without a decision"),
}

LOOKS: Words = {
    "unseen": _t("door geen mens bekeken", "looked at by no human"),
    "opened": _t("geopend, blik niet zeker", "opened, no sure look"),
    "not_recorded": _t("niet vastgelegd", "not recorded"),
    "seen": _t("door een mens bekeken", "looked at by a human"),
}
"""What is known of a look, in the order of the picture."""

TOO_FEW = READINGS["insufficient"]
EVERYBODY = _t("iedereen", "everybody")
SELECTION = _t("selectie", "selection")
ALL_THE_WAY = _t("van begin tot eind", "from start to end")
CANNOT_BE_COMPUTED = _t("niet te berekenen", "cannot be computed")
NO_VALUE = same("–")
NOT_GIVEN = _t("niet opgegeven", "not given")

FIGURES: Words = {
    "rate": _t("Aandeel door", "Pass rate"),
    "rate_ci95": _t("Aandeel door, interval", "Pass rate, interval"),
    "impact_ratio": _t("Verhouding", "Ratio"),
    "impact_ratio_ci95": _t("Verhouding, interval", "Ratio, interval"),
    "gap": _t("Verschil", "Gap"),
    "gap_ci95": _t("Verschil, interval", "Gap, interval"),
    "rejection_ratio": _t("Verhouding van de afwijzingen", "Ratio of rejections"),
    "rejection_ratio_ci95": _t("Verhouding van de afwijzingen, interval", "Ratio of rejections, interval"),
    "ratio_to_overall": _t("Verhouding tot iedereen", "Ratio to everybody"),
    "below_four_fifths": _t("Onder vier vijfde", "Below four fifths"),
    "shortfall": _t("Mensen die ontbreken", "People missing"),
    "bounds_impact_ratio": _t("Verhouding, grenzen door onbekenden", "Ratio, bounds by people of unknown group"),
    "turning_point": _t("Omslagpunt", "Turning point"),
    "fisher_p": _t("Toets van Fisher", "Fisher's test"),
    "z": _t("Toets z", "Test z"),
    "share": _t("Niet gezien, ten minste", "Not seen, at least"),
    "share_max": _t("Niet gezien, ten hoogste", "Not seen, at most"),
    "ci95": _t("Interval", "Interval"),
    "corrected": _t("Gecorrigeerd voor beperkte spreiding", "Corrected for restricted spread"),
    "flips": _t("Uitkomst veranderd", "Outcome changed"),
    "flips_ci95": _t("Uitkomst veranderd, interval", "Outcome changed, interval"),
    "flips_highest": _t("Uitkomst veranderd, ten hoogste", "Outcome changed, at most"),
    "favour_a": _t("In het voordeel van versie a", "In favour of version a"),
    "direction_p": _t("Toets van de richting", "Test of the direction"),
    "r_retest_ci95": _t("Samenhang bij herhaling, interval", "Relation on repetition, interval"),
    "followed": _t("Advies gevolgd", "Advice followed"),
    "departed": _t("Van het advies afgeweken", "Departed from the advice"),
    "up": _t("Ten gunste van de kandidaat", "In favour of the candidate"),
    "down": _t("Ten nadele van de kandidaat", "Against the candidate"),
    "up_when_rejected": _t("Advies tegen, toch door", "Advised against, yet through"),
    "down_when_advanced": _t("Advies voor, toch afgewezen", "Advised in favour, yet rejected"),
    "abstained": _t("Geen advies gegeven", "No advice given"),
    "under_10s": _t("Binnen 10 seconden", "Within 10 seconds"),
    "bulk": _t("Meer tegelijk afgehandeld", "Handled in bulk"),
    "wrong": _t("Bij tweede blik ten onrechte afgewezen", "Wrong at a second look"),
    "wrong_highest": _t("Ten onrechte afgewezen, ten hoogste", "Wrongly rejected, at most"),
    "asymmetry": _t("Afwijken ten gunste tegenover ten nadele", "Departing in favour against departing otherwise"),
    "of_all": _t("Aandeel in de gegevens", "Share of the data"),
    "representation_ratio": _t("Vertegenwoordiging", "Representation"),
    "positive_label_ratio": _t("Goede voorbeelden, verhouding", "Good examples, ratio"),
    "d": _t("Verschil in score (d)", "Difference in score (d)"),
    "scoring_rate": _t("Aandeel boven de mediaan", "Share above the median"),
    "scoring": _t("Aandeel boven de mediaan, verhouding", "Share above the median, ratio"),
    "missed": _t("Geschikt en toch onder de grens", "Suitable and yet below the cut-off"),
}  # fmt: skip
"""What the figures are called where their formulas are shown."""

CLAIMS: Words = {
    "claimed_rate": _t("aandeel door", "pass rate"),
    "claimed_impact_ratio": _t("verhouding", "ratio"),
    "lowest_impact_ratio": _t("laagste verhouding", "lowest ratio"),
    "largest_gap": _t("grootste verschil", "largest gap"),
    "unseen_share": _t("afwijzingen die geen mens zag", "rejections no human saw"),
    "under_one_hour_share": _t("afgewezen binnen een uur", "rejected within an hour"),
    "flip_rate": _t("uitkomst veranderd", "outcome changed"),
    "retest_r": _t("samenhang bij herhaling", "relation on repetition"),
    "validity_r": _t("samenhang met het werk", "relation with the work"),
    "validity_ci_low": _t("onderkant van het interval", "lower end of the interval"),
    "validity_ci_high": _t("bovenkant van het interval", "upper end of the interval"),
    "validity_corrected": _t("gecorrigeerde samenhang", "corrected relation"),
    "training_share": _t("aandeel in de trainingsgegevens", "share of the training data"),
    "wrongful_rejection_rate": _t("onterechte afwijzingen", "wrongful rejections"),
    "override_rate": _t("afwijken van het advies", "departing from the advice"),
}
"""What a claim is about."""

_GROUPS: Words = {
    "all": EVERYBODY,
    "unknown": _t("groep onbekend", "group unknown"),
    "women": _t("vrouwen", "women"),
    "men": _t("mannen", "men"),
    "non-binary": _t("non-binair", "non-binary"),
    "50-plus": _t("50 jaar en ouder", "50 and over"),
    "under-50": _t("jonger dan 50", "under 50"),
    "migration-background": _t("met migratieachtergrond", "with migration background"),
    "no-migration-background": _t("zonder migratieachtergrond", "without migration background"),
    "born-nl": _t("geboren in Nederland", "born in the Netherlands"),
    "born-outside-europe": _t("geboren buiten Europa", "born outside Europe"),
}
_ALIASES = {
    "onbekend": "unknown", "female": "women", "woman": "women", "vrouw": "women", "vrouwen": "women", "male": "men",
    "man": "men", "mannen": "men", "non-binair": "non-binary", "iedereen": "all", "alle": "all",
}  # fmt: skip


def group_name(group: str) -> Text:
    """What a group is called; one that is not known as it was typed. A combination part by part."""
    names = [_one_group(part) for part in group.split(" x ")]
    return _t(" × ".join(n.nl for n in names), " × ".join(n.en for n in names))


def _one_group(group: str) -> Text:
    code = group.strip().casefold().replace("_", "-").replace(" ", "-")
    plain = group.strip().replace("_", " ")
    return _GROUPS.get(_ALIASES.get(code, code)) or same(plain or "–")


def stage_name(name: str | None) -> Text:
    """A stage as it was typed, and words for the whole way and for the one stage without a name."""
    if name is None or not name.strip():
        return SELECTION
    return ALL_THE_WAY if name == THROUGHOUT else same(name)


def where_words(where: Where) -> Text | None:
    """What a claim is about: ground, group, stage, study; None where it is about the whole offer."""
    parts = []
    if where.ground is not None:
        parts.append(ground_name(where.ground))
    if where.group is not None:
        parts.append(group_name(where.group))
    if where.stage is not None:
        parts.append(stage_name(where.stage))
    if where.item is not None:
        parts.append(same(where.item.replace("_", " ") or "–"))
    return _t(", ".join(p.nl for p in parts), ", ".join(p.en for p in parts)) if parts else None


def capital(text: Text) -> Text:
    """With a capital letter first."""
    return _t(text.nl[:1].upper() + text.nl[1:], text.en[:1].upper() + text.en[1:])


def together(texts: Iterable[Text]) -> Text:
    """Sentences one after the other; of none a dash."""
    found = list(texts) or [NO_VALUE]
    return _t(" ".join(t.nl for t in found), " ".join(t.en for t in found))


def listed(names: Iterable[Text]) -> Text:
    """a, b and c."""
    found = list(names)
    if len(found) < 2:
        return found[0] if found else NO_VALUE
    nl, en = ", ".join(n.nl for n in found[:-1]), ", ".join(n.en for n in found[:-1])
    return _t(f"{nl} en {found[-1].nl}", f"{en} and {found[-1].en}")


# --- values in words --------------------------------------------------------------------------------------

_BETWEEN = _t("{low} tot {high}", "{low} to {high}")


def between(ends: Range, percent: bool = False, digits: int = 2) -> Text:
    """0.61 to 0.86; one value where both are printed alike."""
    low, high = (as_percent(e) if percent else as_number(e, digits) for e in ends)
    return low if low == high else _BETWEEN.fill(low=low, high=high)


def share_of(found: Part | None) -> Text:
    """21.0%, a range where a count is small, or a dash."""
    if found is None or found.low is None or found.high is None:
        return NO_VALUE
    return between((found.low, found.high), percent=True)


def with_interval(value: Text, ends: Range | None, percent: bool = False, digits: int = 2) -> Text:
    """0.72 (0.61 to 0.86)."""
    if ends is None:
        return value
    return _t("{v} ({e})", "{v} ({e})").fill(v=value, e=between(ends, percent, digits))


def number_of(count: Count | None) -> Text:
    """A count; one that is known only as a range as such, and `<10` where it may be nobody too."""
    if count is None:
        return NO_VALUE
    if count.is_exact or count.high < SMALL:
        return as_count(count) if count.is_exact else same(f"<{SMALL}")
    return _BETWEEN.fill(low=as_count(count.low), high=as_count(count.high))


def rate_of(group: GroupFigures) -> Text:
    """The share that came through; in words where there are too few."""
    if group.rate is not None:
        return as_percent(group.rate)
    return between(group.ranges["rate"], percent=True) if "rate" in group.ranges else NO_VALUE


def ratio_of(group: GroupFigures) -> Text:
    if group.impact_ratio is not None:
        return as_number(group.impact_ratio)
    return between(group.ranges["impact_ratio"]) if "impact_ratio" in group.ranges else NO_VALUE


def points_of(group: GroupFigures) -> Text:
    """The gap in percentage points, without the unit."""
    if group.gap is not None:
        return as_number(group.gap * 100, 1)
    if "gap" in group.ranges:
        low, high = group.ranges["gap"]
        return between((low * 100, high * 100), digits=1)
    return NO_VALUE


def is_too_small(group: GroupFigures, ground: GroundFigures) -> bool:
    """Whether nothing may be said of the group beside others: no ratio is shown then."""
    if ground.reading_reference is None or "reading_reference" in ground.why:
        return True
    if group.group in (ground.reading_reference, ground.reference):
        return False
    return group.reading == "insufficient" or group.n_in.high < COMPARED_FROM


def reading_of(group: GroupFigures, ground: GroundFigures) -> Text:
    """The reading in its fixed words, or why there is none."""
    if group.reading is not None:
        return READINGS[group.reading]
    if is_too_small(group, ground):
        return TOO_FEW
    if group.group in (ground.reading_reference, ground.reference):
        return _t("vergelijkingsgroep", "compared with this group")
    return CANNOT_BE_COMPUTED


def ground_title(ground: GroundFigures) -> Text:
    """Sex, screening."""
    return capital(_t("{g}, {s}", "{g}, {s}").fill(g=ground_name(ground.ground), s=stage_name(ground.stage)))
