"""What the checks of tables share: counts that fit or do not, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.formats import number
from assessor.domain.tables.model import ALL, FEW, UNKNOWN, Count
from assessor.domain.tables.pooling import total
from assessor.domain.text import Text


@dataclass(frozen=True)
class Mismatch:
    """Where a table does not add up."""

    code: str
    """Which rule: no_all_rows, doubled, total_and_split, stage_names, through, outcomes, groups, next_stage,
    ways_out, limits, shares, printed."""
    text: Text
    line: int | None = None
    """The row it is about, where it is about one."""


def t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


def loose(count: Count) -> Count:
    """A count as far as sums can tell. Nobody is written `<10` as well where it might have been somebody, so that a
    small count fits a sum with none too."""
    return Count(0, FEW.high) if count == FEW else count


def fits(whole: Count, parts: Count) -> bool:
    """Whether the two can be the same number."""
    return loose(whole).low <= parts.high and parts.low <= loose(whole).high


def loose_total(counts: Iterable[Count | None]) -> Count | None:
    return total(loose(count) if count is not None else None for count in counts)


def at_most(part: Count | None, whole: Count | None) -> bool:
    """Whether the part can be no more than the whole; nothing is wrong where one of them is not given."""
    return part is None or whole is None or loose(part).low <= loose(whole).high


def said(count: Count) -> Text:
    """1192 is "1.192" and "1,192"; what lies between two numbers is said so."""
    if count.is_exact:
        return t(number(count.low, "nl"), number(count.low, "en"))
    if count == FEW:
        return t("<10", "<10")
    low, high = count.low, count.high
    return t(
        f"{number(low, 'nl')} tot en met {number(high, 'nl')}", f"{number(low, 'en')} to {number(high, 'en')}"
    )


def row(line: int, what: Text) -> Text:
    return Text(nl=f"Rij {line}: {what.nl}", en=f"Row {line}: {what.en}")


def limits(
    line: int, counts: Mapping[str, Count | None], pairs: Sequence[tuple[str, str]]
) -> Iterable[Mismatch]:
    """Columns of one row of which the first counts some of those in the second."""
    for part, whole in pairs:
        few, many = counts[part], counts[whole]
        if few is None or many is None or at_most(few, many):
            continue
        text = t("{part} ({n}) is meer dan {whole} ({m}).", "{part} ({n}) is more than {whole} ({m}).").fill(
            part=part, n=said(few), whole=whole, m=said(many)
        )
        yield Mismatch("limits", row(line, text), line)


def groups_add_up(
    where: Text, column: str, everybody: Count, groups: Mapping[str, Count], hint: bool = True
) -> Mismatch | None:
    """Whether the groups of a ground are everybody together."""
    found = loose_total(groups.values())
    assert found is not None
    if fits(everybody, found):
        return None
    text = t(
        "{where}: de groepen tellen bij {column} op tot {found}, maar de rij all zegt {everybody}.",
        "{where}: the groups add up to {found} in {column}, but the row all says {everybody}.",
    ).fill(where=where, column=column, found=said(found), everybody=said(everybody))
    if hint and found.high < everybody.low and UNKNOWN not in groups:
        text = Text(
            nl=f"{text.nl} Ontbreekt de rij unknown met de mensen van wie u de groep niet weet?",
            en=f"{text.en} Is the row unknown missing, with the people whose group you do not know?",
        )
    return Mismatch("groups", text)


def no_all_row(where: Text | None = None) -> Mismatch:
    text = t(
        "De rij met iedereen ontbreekt: ground is all en group is all.",
        "The row with everybody is missing: ground is all and group is all.",
    )
    if where is not None:
        text = Text(nl=f"{where.nl}: {_small(text.nl)}", en=f"{where.en}: {_small(text.en)}")
    return Mismatch("no_all_rows", text)


def is_everybody(ground: str | None) -> bool:
    return ground is None or ground == ALL


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
