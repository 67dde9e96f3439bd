"""A later measurement beside the one of the award, in words: what was, what is, the difference and how to read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.domain.figures.baseline import CHANGE_READINGS, Change, ChangeCode, ChangeReading
from assessor.domain.figures.formulas import points_words
from assessor.domain.figures.values import as_number, as_percent
from assessor.domain.figures.words import NO_VALUE, between, capital, number_of, where_words
from assessor.domain.text import Text

_AS_NUMBERS = ("impact_ratio", "retest_r", "validity_r")


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


NAMES: dict[ChangeCode, Text] = {
    "unseen_share": _t("afwijzingen die geen mens zag", "rejections no human saw"),
    "under_one_hour_share": _t("afgewezen binnen een uur", "rejected within an hour"),
    "impact_ratio": _t("verhouding tot de vergelijkingsgroep", "ratio to the group compared with"),
    "rate": _t("aandeel door", "pass rate"),
    "flip_rate": _t("uitkomst veranderd", "outcome changed"),
    "retest_r": _t("samenhang bij herhaling", "relation on repetition"),
    "validity_r": _t("samenhang met het werk", "relation with the work"),
    "wrongful_rejection_rate": _t("onterechte afwijzingen", "wrongful rejections"),
    "override_rate": _t("afwijken van het advies", "departing from the advice"),
}
"""What is compared, in the order shown."""

SENTENCES: dict[ChangeReading, Text] = {
    "better": _t(
        "Het is beter dan toen, meer dan toeval verklaart.", "It is better than then, beyond chance."
    ),
    "worse": _t(
        "Het is slechter dan toen, meer dan toeval verklaart.", "It is worse than then, beyond chance."
    ),
    "no_change_seen": _t(
        "Geen verandering gezien. Dat bewijst niet dat er geen is.",
        "No change was seen. That does not prove that there is none.",
    ),
    "insufficient": _t("Te weinig mensen om iets te zeggen.", "Too few people to tell."),
    "not_comparable": _t("Niet te vergelijken.", "Not comparable."),
}
_NEITHER = _t(
    "Meer of minder is hier op zichzelf niet beter of slechter.",
    "More or less is neither better nor worse by itself here.",
)
_QUOTIENT = _t("× {q} ({ci})", "× {q} ({ci})")


@dataclass(frozen=True)
class ShownChange:
    """One line of the comparison; every value as people read it."""

    code: ChangeCode
    name: Text
    about: Text | None
    """Ground, group, stage; None where it is about the whole offer."""
    before: Text
    now: Text
    n_before: Text
    n_now: Text
    difference: Text
    interval: Text
    reading: Text
    tone: str
    why: Text | None
    """What there is to add to the reading, or why there is none."""


def shown_changes(changes: Iterable[Change]) -> tuple[ShownChange, ...]:
    """The changes in words: what got worse first, then by what is compared."""
    codes, order = list(NAMES), ("worse", "better", "no_change_seen", None, "insufficient", "not_comparable")
    found = sorted(changes, key=lambda c: (codes.index(c.code), order.index(c.reading)))
    return tuple(_shown(change) for change in found)


def counted(changes: Iterable[Change]) -> tuple[tuple[ChangeReading, int], ...]:
    """How many have which reading, the worst first; only readings that occur."""
    readings = [change.reading for change in changes]
    return tuple((r, readings.count(r)) for r in ("worse", "better", "no_change_seen", "insufficient",
                                                 "not_comparable") if r in readings)  # fmt: skip


def _shown(change: Change) -> ShownChange:
    return ShownChange(
        code=change.code,
        name=capital(NAMES[change.code]),
        about=where_words(change.where),
        before=_value(change, change.before),
        now=_value(change, change.now),
        n_before=number_of(change.n_before),
        n_now=number_of(change.n_now),
        difference=_difference(change),
        interval=_interval(change),
        reading=capital(CHANGE_READINGS[change.reading]) if change.reading else NO_VALUE,
        tone=TONES.get(change.reading or "", "neutral"),
        why=change.why or (None if change.reading else _NEITHER),
    )


TONES = {"better": "positive", "worse": "critical", "no_change_seen": "neutral", "insufficient": "notice"}


def _value(change: Change, value: float | None) -> Text:
    if value is None:
        return NO_VALUE
    return as_number(value) if change.code in _AS_NUMBERS else as_percent(value)


def _difference(change: Change) -> Text:
    if change.difference is None:
        return NO_VALUE
    if change.code in _AS_NUMBERS:
        return _signed(as_number(change.difference), change.difference)
    return _signed(points_words(change.difference), change.difference)


def _signed(words: Text, value: float) -> Text:
    if value <= 0 or words.nl[:1] == "+":
        return words
    return Text(nl=f"+{words.nl}", en=f"+{words.en}")


def _interval(change: Change) -> Text:
    if change.quotient is not None and change.quotient_ci95 is not None:
        return _QUOTIENT.fill(q=as_number(change.quotient), ci=between(change.quotient_ci95))
    if change.ci95 is None:
        return NO_VALUE
    if change.code in _AS_NUMBERS:
        return between(change.ci95)
    low, high = (as_number(100 * end, 1) for end in change.ci95)
    return Text(nl=f"{low.nl} tot {high.nl}", en=f"{low.en} to {high.en}")


def line_of(change: ShownChange) -> Text:
    """One change as a line of text."""
    start = change.name
    if change.about is not None:
        start = Text(nl=f"{start.nl}, {change.about.nl}", en=f"{start.en}, {change.about.en}")
    return _LINE.fill(
        start=start, before=change.before, now=change.now, difference=change.difference, interval=change.interval,
        reading=change.reading, n=change.n_before, m=change.n_now,
    )  # fmt: skip


_LINE = _t(
    "{start}: {before} (n = {n}) -> {now} (n = {m}); verschil {difference} [{interval}]; {reading}",
    "{start}: {before} (n = {n}) -> {now} (n = {m}); difference {difference} [{interval}]; {reading}",
)
