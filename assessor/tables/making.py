"""From a file of records to tables and a summary: opens, counts, hides, and gives the texts to write."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assessor.domain.language import Language
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text
from assessor.tables.counted import CountedTable, Told
from assessor.tables.funnel import Looking, Period, count_funnel
from assessor.tables.hiding import Hidden, hide
from assessor.tables.mapping import Ground, Places, Wishes, day, no_column
from assessor.tables.records import Encoding, Progress, Records, Refused, open_records
from assessor.tables.reviews import count_reviews
from assessor.tables.scores import count_scores
from assessor.tables.sourcing import count_sourcing
from assessor.tables.summary import summary
from assessor.tables.writing import WrittenTable, as_csv


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


@dataclass(frozen=True)
class Request:
    """Everything that was asked."""

    records: Path
    tables: Sequence[TableCode]
    """Empty: T1, and T1x where the file says how people dropped out or whether anybody looked."""
    grounds: Sequence[Ground]
    header: Mapping[str, str]
    wishes: Wishes = field(default_factory=Wishes)
    cutoff: float | None = None
    score_stage: int | None = None
    encoding: Encoding = "auto"
    memory_gb: float = 2
    threads: int | None = None


@dataclass(frozen=True)
class Made:
    """The finished tables."""

    tables: Sequence[WrittenTable]
    told: Told
    hidden: Sequence[Hidden]

    def summary(self, language: Language, for_file: bool = True) -> str:
        return summary(self.told, self.hidden, self.tables, language, for_file)


def make_tables(request: Request, progress: Progress | None = None) -> Made:
    """Count and hide. Writes nothing; a Refused says what keeps the records from being counted."""
    records = open_records(request.records, request.encoding, request.memory_gb, request.threads, progress)
    try:
        return _make(request, records)
    finally:
        records.close()


def tables_there(places: Places) -> tuple[TableCode, ...]:
    """What is made when nothing is asked."""
    says_more = any(
        places.has(name) for name in ("exit", "decided_by", "viewed", "opened", "opened_at", "in_list")
    )
    return ("T1", "T1x") if says_more else ("T1",)


def default_tables(path: Path, wishes: Wishes, encoding: Encoding = "auto") -> tuple[TableCode, ...]:
    """The same for a file that is not open yet."""
    records = open_records(path, encoding)
    try:
        return tables_there(Places(records, wishes))
    finally:
        records.close()


def _make(request: Request, records: Records) -> Made:
    places = Places(records, request.wishes)
    wanted = tuple(request.tables) or tables_there(places)
    told = Told()
    period = _period(request.header)
    tables: list[CountedTable] = []
    rows = _without_doubles(records, places, told) if set(wanted) & {"T1", "T1x", "T2"} else "{rows}"
    if "T1" in wanted or "T1x" in wanted:
        for needed in ("stage_no", "outcome"):
            if not places.has(needed):
                raise Refused(no_column(needed, records))
        looking = _looking(request.header) if "T1x" in wanted else None
        made = count_funnel(records, places, request.grounds, period, looking, told, rows)
        tables += [table for table in made if table.code in wanted]
    if "T1s" in wanted:
        tables.append(count_sourcing(records, places, request.grounds, told))
    if "T2" in wanted:
        tables.append(
            count_scores(
                records, places, request.grounds, period, request.cutoff, request.score_stage, told, rows
            )
        )
    if "T4" in wanted:
        tables.append(count_reviews(records, places, request.grounds, period, told))
    if not any(table.rows for table in tables):
        raise Refused(_nothing(told))
    hidden: list[Hidden] = []
    written: list[WrittenTable] = []
    known: dict[int, Hidden] = {}
    for table in tables:
        own: dict[str, Hidden] = {}
        for together, _ in table.rows:
            if id(together) not in known:
                known[id(together)] = hide(together)
                hidden.append(known[id(together)])
            own[together.name] = known[id(together)]
        written.append(as_csv(table, own, request.header))
    return Made(written, told, hidden)


def _nothing(told: Told) -> Text:
    if told.read == 0:
        return _t("Het bestand heeft geen rijen.", "The file has no rows.")
    return _t(
        "Van de {n} rijen in het bestand kan er geen enkele worden geteld. Kijk of fase, uitkomst en periode kloppen; "
        "onbekende waarden: {v}.",
        "Of the {n} rows in the file not one can be counted. See whether stage, outcome and period are right; "
        "values that are not known: {v}.",
    ).fill(n=str(told.read), v=", ".join(f"{s.field} '{s.value[:40]}'" for s in told.strange[:10]) or "-")


def _period(header: Mapping[str, str]) -> Period:
    first, last = day(header["period_from"], "period_from"), day(header["period_to"], "period_to")
    if first > last:
        raise Refused(_t("De periode eindigt voordat zij begint.", "The period ends before it begins."))
    return Period(first.isoformat(), last.isoformat())


def year_of(header: Mapping[str, str]) -> int:
    """The year in which ages are taken: the last of the period."""
    return datetime.date.fromisoformat(day(header["period_to"], "period_to").isoformat()).year


def _looking(header: Mapping[str, str]) -> Looking:
    seconds = header["look_minimum_seconds"]
    try:
        minimum = None if seconds == "unknown" else float(seconds)
    except ValueError as error:
        raise Refused(
            _t(
                "look_minimum_seconds is een aantal seconden, of unknown.",
                "look_minimum_seconds is a number of seconds, or unknown.",
            )
        ) from error
    return Looking(minimum, header["bulk_counts_as_look"] == "yes", header["reviewers_trained"] == "yes")


def _without_doubles(records: Records, places: Places, told: Told) -> str:
    """The rows to count: where the file says who, each candidate once a stage. The ids stay in memory."""
    candidate = places.field("candidate")
    if candidate is None:
        return "{rows}"
    parts = [candidate, places.field("vacancy"), places.field("vacancy_family"), places.field("stage_no")]
    key = "hash(" + ", ".join(f"cast({p.sql} as varchar)" for p in parts if p is not None) + ")"
    known = f"{candidate.sql} is not null"
    # Of the ids only a number of 64 bits is kept, and only while this runs.
    records.scan(
        f"create temp table doubles as select {key} as k, count(*) as n from {{rows}} where {known} "
        "group by 1 having count(*) > 1"
    )
    rows = int(records.run("select coalesce(sum(n - 1), 0)::bigint from doubles")[0][0])
    if not rows:
        return "{rows}"
    told.leave_out("double", rows)
    inside = f"{known} and {key} in (select k from doubles)"
    return (
        f"(select * from {{rows}} where not ({inside}) "
        f"union all select distinct on ({key}) * from {{rows}} where {inside})"
    )
