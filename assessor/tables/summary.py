"""What was read, left out, put together and hidden, in words; for the screen and for the file beside the tables.

The file may be sent along. So values that stand in fewer than ten rows are named on the screen only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessor.domain.formats import number
from assessor.domain.language import Language
from assessor.domain.tables.model import ALL
from assessor.domain.tables.suppress import SMALL
from assessor.domain.text import Text
from assessor.tables.counted import Reason, Told
from assessor.tables.hiding import Hidden, number_hidden
from assessor.tables.writing import WrittenTable

_MOST_NAMED = 20


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


_REASONS: Mapping[Reason, Text] = {
    "no_stage": _t("zonder fasenummer van 1 tot en met 99", "without a stage number from 1 to 99"),
    "no_outcome": _t("zonder uitkomst", "without an outcome"),
    "strange_outcome": _t("met een uitkomst die niet bekend is", "with an outcome that is not known"),
    "no_date": _t("zonder leesbare datum", "without a date that can be read"),
    "outside": _t("met een datum buiten de periode", "with a date outside the period"),
    "double": _t(
        "dubbel: dezelfde kandidaat bij dezelfde fase", "double: the same candidate at the same stage"
    ),
    "no_score": _t("zonder score (alleen voor T2)", "without a score (only for T2)"),
    "few_reviewers": _t(
        "van minder dan vijf beoordelaars (alleen voor T4)", "of fewer than five reviewers (only for T4)"
    ),
}


def summary(
    told: Told, hidden: Sequence[Hidden], tables: Sequence[WrittenTable], language: Language, for_file: bool
) -> str:
    """The summary as lines of text."""
    lines = [
        _t("Gelezen rijen: {n}", "Rows read: {n}").fill(n=_count(told.read, for_file)),
        *_left_out(told, for_file),
        *_strange(told, for_file),
        *_merged(told, for_file),
        *_remarks(told, for_file),
        *_hidden(hidden),
        *(
            _t("{f}: {n} rijen", "{f}: {n} rows").fill(f=table.name, n=_number(table.rows))
            for table in tables
        ),
    ]
    return "\n".join(line.to(language) for line in lines) + "\n"


def _number(value: int) -> Text:
    return Text(nl=number(value, "nl"), en=number(value, "en"))


def _count(rows: int, for_file: bool) -> Text:
    return _t("<10", "<10") if for_file and 0 < rows < SMALL else _number(rows)


def _left_out(told: Told, for_file: bool) -> list[Text]:
    if not told.left_out:
        return [_t("Niet meegeteld: geen enkele rij.", "Left out: no row.")]
    lines = [_t("Niet meegeteld:", "Left out:")]
    for reason, rows in told.left_out.items():
        lines.append(
            _t("  - {n} rijen {why}", "  - {n} rows {why}").fill(
                n=_count(rows, for_file), why=_REASONS[reason]
            )
        )
    return lines


def _strange(told: Told, for_file: bool) -> list[Text]:
    lines: list[Text] = []
    for field in dict.fromkeys(s.field for s in told.strange):
        own = sorted((s for s in told.strange if s.field == field), key=lambda s: -s.rows)
        named = [s for s in own if not for_file or s.rows >= SMALL][:_MOST_NAMED]
        values = ", ".join(f"'{s.value[:60]}'" for s in named) or "-"
        line = _t("Waarden van {f} zonder betekenis: {v}", "Values of {f} without a meaning: {v}").fill(
            f=field, v=values
        )
        if len(own) > len(named):
            more = _t("en nog {n} andere", "and {n} others").fill(n=_number(len(own) - len(named)))
            line = _t(f"{line.nl} {more.nl}", f"{line.en} {more.en}")
        lines.append(line)
    if lines:
        lines.append(
            _t(
                "Zet onder values in het bestand van --map wat deze waarden betekenen.",
                "Say under values in the file of --map what these values mean.",
            )
        )
    return lines


def _merged(told: Told, for_file: bool) -> list[Text]:
    return [
        _t("Samengenomen bij {g}: {raws} werd {group}", "Put together in {g}: {raws} became {group}").fill(
            g=ground,
            group=group,
            raws=_t("{n} waarden", "{n} values").fill(n=_number(len(raws)))
            if for_file or len(raws) > _MOST_NAMED
            else ", ".join(f"'{raw}'" for raw in raws),
        )
        for ground, groups in told.merged.items()
        for group, raws in groups.items()
    ]


def _remarks(told: Told, for_file: bool) -> list[Text]:
    lines = []
    if told.conflicts:
        lines.append(
            _t(
                "Bij {n} rijen spreken uitkomst en weg naar buiten elkaar tegen; de uitkomst is gevolgd.",
                "In {n} rows outcome and way out contradict each other; the outcome was taken.",
            ).fill(n=_count(told.conflicts, for_file))
        )
    if told.untimed:
        lines.append(
            _t(
                "Bij {n} afwijzingen ontbrak een moment; die tellen niet mee bij de uren.",
                "For {n} rejections a moment was missing; they are not counted in the hours.",
            ).fill(n=_count(told.untimed, for_file))
        )
    return lines


def _hidden(hidden: Sequence[Hidden]) -> list[Text]:
    small, large = number_hidden(hidden)
    lines = [
        _t(
            "Verborgen aantallen: {s} onder de tien (<10) en {n} grotere die een klein aantal zouden verraden "
            "(als tiental, bijvoorbeeld 40..49).",
            "Counts hidden: {s} below ten (<10) and {n} larger ones that would give a small count away "
            "(as a ten, for example 40..49).",
        ).fill(s=_number(small), n=_number(large))
    ]
    for one in hidden:
        for ground in sorted(one.protected.left_out):
            lines.append(
                _t(
                    "Niet te publiceren zonder een klein aantal te verraden, en dus weggelaten: {w} {g}. Neem een "
                    "langere periode of minder groepen.",
                    "Cannot be published without giving a small count away, and so left out: {w} {g}. Take a "
                    "longer period or fewer groups.",
                ).fill(w=one.together.name, g=_t("alle rijen", "all rows") if ground == ALL else ground)
            )
    return lines
