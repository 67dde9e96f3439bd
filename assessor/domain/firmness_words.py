"""How firm an order is, in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from assessor.domain.award import SubCriterion
from assessor.domain.firmness import Firm, Firmness, OtherWeight
from assessor.domain.text import Text


def of_hundred(count: int, draws: int) -> Text:
    """How many of a hundred; what is not quite all or none is not said to be."""
    if count == draws:
        return Text(nl="alle 100", en="all 100")
    if count == 0:
        return Text(nl="geen van de 100", en="none of 100")
    whole = hundredths(count, draws)
    if whole >= 100:
        return Text(nl="meer dan 99 van de 100", en="more than 99 of 100")
    if whole == 0:
        return Text(nl="minder dan 1 van de 100", en="fewer than 1 of 100")
    return Text(nl="{n} van de 100", en="{n} of 100").fill(n=whole)


def hundredths(count: int, draws: int) -> int:
    """The nearest whole number of a hundred, a half up."""
    return math.floor(100 * count / draws + 0.5)


def joined(names: Iterable[Text]) -> Text:
    """A, B en C."""
    *before, last = names
    if not before:
        return last
    all_but = Text(nl=", ".join(n.nl for n in before), en=", ".join(n.en for n in before))
    return Text(nl="{a} en {b}", en="{a} and {b}").fill(a=all_but, b=last)


def headline(found: Firmness) -> Text:
    """Who is first, and in how many of a hundred nearby weightings that stays so."""
    first = found.first
    if len(first) == 1:
        text = Text(
            nl="{v} komt als eerste uit. Bij {n} wegingen in de buurt van deze komt dezelfde inschrijving als "
            "eerste uit.",
            en="{v} comes first. In {n} nearby weightings the same offer comes first.",
        )
        return text.fill(v=first[0].name, n=_times(first[0], found))
    text = Text(
        nl="{v} komen samen als eerste uit. In de buurt van deze wegingen is eerste: {each}.",
        en="{v} come first together. Among nearby weightings the first is: {each}.",
    )
    one = Text(nl="{v} bij {n}", en="{v} in {n}")
    each = [one.fill(v=offer.name, n=_times(offer, found)) for offer in first]
    return text.fill(v=joined(offer.name for offer in first), each=joined(each))


def _times(offer: Firm, found: Firmness) -> Text:
    return of_hundred(offer.drawn.places[0], found.draws)


def deciding_weight(found: Firmness) -> Text:
    """Which weight, changed least, puts others first; else which changes the order behind it."""
    if found.weights:
        nearest = found.weights[0]
        text = Text(
            nl="De weging die het eerst beslist, is die van {c}: bij {to} punten in plaats van {now}, met de andere "
            "naar verhouding, {then}.",
            en="The weight that decides soonest is that of {c}: at {to} points instead of {now}, with the others in "
            "proportion, {then}.",
        )
        return text.fill(
            c=nearest.criterion.name,
            to=nearest.weight,
            now=nearest.criterion.weight,
            then=_then(nearest.first),
        )
    none = Text(
        nl="Geen enkele weging brengt, als alleen die verandert, een ander op de eerste plaats.",
        en="No single weight, however it is changed, puts others first.",
    )
    if found.order is None:
        return none
    behind = Text(
        nl="{none} De volgorde daarachter verandert het eerst door de weging van {c}: bij {to} punten in plaats van "
        "{now} wisselen {a} en {b} van plaats.",
        en="{none} The order behind it changes soonest by the weight of {c}: at {to} points instead of {now}, {a} and "
        "{b} change places.",
    )
    order = found.order
    return behind.fill(
        none=none,
        c=order.criterion.name,
        to=order.weight,
        now=order.criterion.weight,
        a=order.before,
        b=order.after,
    )


def _then(first: tuple[Text, ...]) -> Text:
    if len(first) == 1:
        return Text(nl="komt {v} als eerste uit", en="{v} comes first").fill(v=first[0])
    return Text(nl="komen {v} samen als eerste uit", en="{v} come first together").fill(v=joined(first))


def other_weight(change: OtherWeight) -> Text:
    """At which weight others are first, and who."""
    return Text(nl="bij {n}: {v}", en="at {n}: {v}").fill(n=change.weight, v=joined(change.first))


def by_a_quarter(found: Firmness) -> Text:
    """What each weight a quarter higher and lower in turn does."""
    if found.quarter_first:
        return Text(
            nl="Met één weging een kwart hoger of lager kan een ander als eerste uitkomen: dat is zo bij {c}.",
            en="With one weight a quarter higher or lower others can come first: that is so for {c}.",
        ).fill(c=_names(found.quarter_first))
    if found.quarter_order:
        return Text(
            nl="Met elke weging om de beurt een kwart hoger en lager blijft de eerste plaats gelijk. De volgorde "
            "daarachter verandert bij {c}.",
            en="With each weight in turn a quarter higher and lower the first place stays the same. The order behind "
            "it changes for {c}.",
        ).fill(c=_names(found.quarter_order))
    return Text(
        nl="Met elke weging om de beurt een kwart hoger en lager blijft de hele volgorde gelijk.",
        en="With each weight in turn a quarter higher and lower the whole order stays the same.",
    )


def _names(criteria: tuple[SubCriterion, ...]) -> Text:
    return joined(s.name for s in criteria)


def by_one_point(found: Firmness) -> Text:
    """How many agreed scores put others first when changed by a point."""
    count = len({(change.name, change.key) for change in found.scores})
    if count == 0:
        return Text(
            nl="Geen enkele vastgestelde score verandert, met één punt verschil, wie eerste is.",
            en="No single agreed score, changed by one point, changes who is first.",
        )
    if count == 1:
        return Text(
            nl="Eén vastgestelde score verandert, met één punt verschil, wie eerste is.",
            en="One agreed score, changed by one point, changes who is first.",
        )
    return Text(
        nl="{n} vastgestelde scores veranderen, elk met één punt verschil, wie eerste is.",
        en="{n} agreed scores, each changed by one point, change who is first.",
    ).fill(n=count)


ROUNDING = Text(
    nl="Het verschil is zo klein dat de afronding van de punten beslist wie eerste is.",
    en="The difference is so small that the rounding of the points decides who is first.",
)
HOW = Text(
    nl="Er zijn {n} wegingen getrokken rond deze. Een weging van gemiddelde grootte wijkt daarbij meestal niet meer "
    "dan een kwart af; de tabel toont per dimensie waar negen van de tien liggen. Een weging van 0 blijft 0. Dezelfde "
    "punten en wegingen geven steeds dezelfde uitkomst.",
    en="{n} weightings were drawn around these. A weight of average size mostly differs by no more than a quarter; the "
    "table shows for each dimension where nine of ten lie. A weight of 0 stays 0. The same points and weights always "
    "give the same outcome.",
)
