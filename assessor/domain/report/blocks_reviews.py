"""What people did with the advice: the figures of T4 as they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas_other import review_formulas, wrongful_formula
from assessor.domain.figures.reviews import Overrides, Reviews
from assessor.domain.figures.values import as_number, as_percent, same
from assessor.domain.figures.words import (
    EVERYBODY,
    NO_VALUE,
    NOT_GIVEN,
    between,
    capital,
    group_name,
    number_of,
    share_of,
    with_interval,
)
from assessor.domain.report.blocks import Block, Section, ShownTable, Sums, columns, filled, sums, t
from assessor.domain.tables.grounds import ground_name
from assessor.domain.text import Text


def reviews_section(figures: Figures) -> Section | None:
    """M2, M3 and M5, from T4."""
    reviews = figures.reviews
    if reviews is None:
        return None
    title = t("Wat mensen met het advies deden", "What people did with the advice")
    rows = [(capital(EVERYBODY), *_override_cells(reviews.overrides))] if reviews.overrides else []
    rows += [(same(_band(one)), *_override_cells(one)) for one in reviews.by_band]
    rows += [
        (
            t("Tiende {n} van de beoordelaars", "Tenth {n} of the reviewers").fill(n=one.code),
            *_override_cells(one),
        )
        for one in reviews.by_decile
    ]
    rows += [
        (capital(t("{g}: {w}", "{g}: {w}").fill(g=ground_name(ground), w=group_name(one.code))), *_override_cells(one))
        for ground, one in reviews.by_group
    ]  # fmt: skip
    head = columns(
        ("Waar", "Where"), ("Adviezen", "Advice"), ("Gevolgd", "Followed"),
        ("Ten gunste afgeweken", "Departed in favour"), ("Ten nadele afgeweken", "Departed against"),
    )  # fmt: skip
    formulas = review_formulas(reviews)
    found = [sums(capital(EVERYBODY), formulas)]
    wrongful = wrongful_formula(figures)
    if wrongful is not None:
        what = t("Ten onrechte afgewezen zonder blik", "Wrongly rejected without a look")
        found.append(Sums(t("Per jaar", "A year"), ((what, wrongful),)))
    block = Block(
        "reviews", title, tuple(_review_words(reviews, figures)), None,
        ShownTable(title, head, tuple(rows)) if rows else None, filled(found),
    )  # fmt: skip
    return Section("reviews", title, ("T4",), (block,))


def _band(one: Overrides) -> str:
    return one.code[:1].upper() + one.code[1:]


def _override_cells(one: Overrides) -> tuple[Text, ...]:
    followed = NOT_GIVEN if one.followed is None else share_of(one.followed)
    return number_of(one.departed.n), followed, share_of(one.up), share_of(one.down)


def _review_words(reviews: Reviews, figures: Figures) -> Iterable[Text]:
    if reviews.overrides is not None:
        text = t(
            "Van {n} adviezen werd in {d} afgeweken (95%: {ci}).",
            "Of {n} pieces of advice people departed from {d} (95%: {ci}).",
        )
        one = reviews.overrides.departed
        ci = between(one.ci95, percent=True) if one.ci95 else NO_VALUE
        yield text.fill(n=number_of(one.n), d=share_of(one), ci=ci)
    if reviews.hardly_ever:
        yield t(
            "Er wordt bijna nooit afgeweken: het advies beslist dan feitelijk.",
            "People hardly ever depart from it: then the advice decides in effect.",
        )
    if reviews.median_seconds is not None:
        text = t("Middelste tijd per geval: {s} seconden.", "Median time for a case: {s} seconds.")
        seconds = as_number(reviews.median_seconds, 0)
        yield text.fill(s=with_interval(seconds, reviews.seconds_range, digits=0))
    if reviews.under_10s is not None:
        yield t("Binnen 10 seconden afgedaan: {s}.", "Done within 10 seconds: {s}.").fill(
            s=share_of(reviews.under_10s)
        )
    if reviews.wrong is not None:
        found = reviews.wrong.found
        text = t(
            "Bij een tweede blik op {n} willekeurige afwijzingen bleken er {k} onterecht: {s}, en met 95% zekerheid "
            "hoogstens {h}.",
            "A second look at {n} random rejections found {k} wrong: {s}, and with 95% confidence at most {h}.",
        )
        yield text.fill(
            n=number_of(found.n), k=number_of(found.k), s=share_of(found), h=as_percent(reviews.wrong.highest)
        )
    if figures.wrongful_a_year:
        text = t(
            "Naar schatting worden zo {n} mensen per jaar ten onrechte en ongezien afgewezen.",
            "By this estimate {n} people a year are rejected wrongly and unseen.",
        )
        yield text.fill(n=as_number(figures.wrongful_a_year, 0))
