"""The tables of counts as values: a count, a row of each table, and the description that templates and readers share.

The rows are one dataclass a table; their fields are the columns of the file, by the same names. Every figure is made
from these values and from nothing else. A cell that was left empty is None; a group that is not known is `unknown`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from assessor.domain.text import Text

TableCode = Literal["T1", "T1x", "T1s", "T2", "T3", "T4", "T5", "T5b", "T6", "T7", "T8", "T9"]

ALL = "all"
"""The ground and the group of the rows that count everybody once."""
UNKNOWN = "unknown"
"""People whose group nobody knows: a group of their own, never left out."""


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """A number of people or cases. Below ten a vendor writes `<10`, which is any number from 1 to 9."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def exact(self) -> int:
        """The number. Ask `is_exact` first."""
        if not self.is_exact:
            raise ValueError("a small count has no exact number")
        return self.low

    def __add__(self, other: Count) -> Count:
        return Count(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return str(self.low) if self.is_exact else "<10" if self == FEW else f"{self.low}..{self.high}"


def exactly(number: int) -> Count:
    return Count(number, number)


FEW = Count(1, 9)
NOBODY = Count(0, 0)

Kind = Literal["count", "whole", "number", "share", "printed", "word", "choice", "day", "month", "yes_no"]
"""What a cell holds. `share` is a fraction of one; `printed` a figure kept as typed, since its decimals matter."""


@dataclass(frozen=True)
class Choice:
    code: str
    label: Text


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    label: Text
    help: Text
    required: bool = True
    """Whether the column has to be there; `empty` says whether its cells may be empty."""
    empty: bool = False
    choices: tuple[Choice, ...] = ()
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class HeaderField:
    """One line of what a table says of itself: where the groups come from, of which period, by whom."""

    name: str
    kind: Kind
    label: Text
    help: Text
    choices: tuple[Choice, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class TableForm:
    """The description of one table, from which templates, readers and help texts are made."""

    code: TableCode
    title: Text
    purpose: Text
    """What is computed from it, in a sentence."""
    header: tuple[HeaderField, ...]
    columns: tuple[Column, ...]
    row: type[Any]
    """The dataclass of its rows."""

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True)
class Table(Generic[Row_co]):
    """A table that was read without a fault."""

    code: TableCode
    header: Mapping[str, str]
    """As delivered, in canonical form: ISO dates, codes of choices. Empty where the header was left out."""
    rows: tuple[Row_co, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    """T1: one group of one ground at one stage. In the smallest form only ground, group, n_in and n_through."""

    line: int
    vacancy_family: str | None = None
    stage_no: int | None = None
    stage_name: str | None = None
    module_code: str | None = None
    ground: str
    group: str
    n_in: Count
    n_through: Count
    n_rejected: Count | None = None
    n_not_shown: Count | None = None
    n_withdrawn: Count | None = None
    n_pending: Count | None = None
    claimed_rate: str | None = None
    claimed_impact_ratio: str | None = None


Exit = Literal["rejected", "expired", "rule", "not_shown"]
DecidedBy = Literal["rule", "model", "human", "model+human"]
Viewed = Literal["qualifying", "opened", "list_only", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRow:
    """T1x: rejections of one group at one stage by way out, who decided and who looked."""

    line: int
    vacancy_family: str | None = None
    stage_no: int
    stage_name: str
    module_code: str | None = None
    ground: str
    group: str
    exit: Exit
    decided_by: DecidedBy | None = None
    viewed: Viewed | None = None
    """None: not recorded."""
    n: Count
    median_hours: float | None = None
    n_under_1h: Count | None = None
    n_22_06: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingRow:
    """T1s: whom a campaign could reach, reached and brought in."""

    line: int
    campaign: str
    channel: str
    ground: str
    group: str
    n_reachable: Count | None = None
    n_shown: Count
    n_clicked: Count | None = None
    n_started: Count | None = None
    n_applied: Count | None = None
    n_suitable_blind: Count | None = None
    """Found suitable by people who did not know where the applicant came from."""
    targeting_used: str | None = None
    lookalike: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """T2: the scores of one group."""

    line: int
    vacancy_family: str | None = None
    ground: str
    group: str
    n: Count
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    p10: float | None = None
    p25: float | None = None
    p75: float | None = None
    p90: float | None = None
    n_above_median: Count | None = None
    """Strictly above the median of everybody together."""
    n_above_cutoff: Count | None = None
    n_suitable_independent: Count | None = None
    """Found suitable without the tool."""
    n_suitable_below_cutoff: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRow:
    """T3: one study of whether the score predicts a criterion."""

    line: int
    study_id: str
    job_family: str | None = None
    criterion: str
    criterion_source: str | None = None
    lag_months: float | None = None
    design: str | None = None
    n: int
    r_uncorrected: str | None = None
    """As printed; either this or `auc`."""
    auc: str | None = None
    ci_low: str | None = None
    ci_high: str | None = None
    r_corrected: str | None = None
    correction: str | None = None
    sd_unrestricted: float | None = None
    sd_restricted: float | None = None
    ground: str | None = None
    group: str | None = None
    slope: float | None = None
    intercept: float | None = None
    version: str | None = None
    date: datetime.date | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """T4: what reviewers did with advice, per month, tenth of the reviewers and score band; never per person."""

    line: int
    month: str
    reviewer_decile: int | None = None
    score_band: str | None = None
    n_cases: Count
    n_followed: Count | None = None
    n_up: Count | None = None
    n_down: Count | None = None
    n_abstained: Count | None = None
    median_seconds: float | None = None
    n_under_10s: Count | None = None
    n_bulk: Count | None = None
    n_reviewed_random_rejects: Count | None = None
    n_found_wrong: Count | None = None
    ground: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """T5: who is in the data that the model learned from."""

    line: int
    dataset: str
    source: str | None = None
    employer_count: int | None = None
    largest_employer_share: float | None = None
    year_from: int | None = None
    year_to: int | None = None
    country: str | None = None
    label: str | None = None
    """What the model was taught to predict."""
    ground: str
    group: str
    n: Count
    share: float | None = None
    share_with_positive_label: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRow:
    """T5b: the people to compare with."""

    line: int
    population: str
    source: str
    year: int
    ground: str
    group: str
    share: float


TestType = Literal[
    "retest", "repeat", "format", "paraphrase", "language", "swap_name", "swap_gender", "swap_age",
    "swap_address", "gap", "ai_written", "injection", "device",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustnessRow:
    """T6: the same application twice, or with one thing changed."""

    line: int
    test_type: TestType
    version: str | None = None
    date: datetime.date | None = None
    n_pairs: int
    n_decision_changed: Count | None = None
    n_changed_favour_a: Count | None = None
    n_changed_favour_b: Count | None = None
    median_rank_shift_pct: float | None = None
    max_rank_shift_pct: float | None = None
    r_retest: str | None = None
    interval_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringRow:
    """T7: what monitoring saw, and what was done."""

    line: int
    date: datetime.date
    metric: str
    value: float | None = None
    limit: float | None = None
    alarm: bool
    client_masked: str | None = None
    action: str | None = None
    closed_date: datetime.date | None = None
    people_affected: Count | None = None
    people_informed: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccommodationRow:
    """T8: requests for another way of taking part."""

    line: int
    period: str
    type: str
    n_requested: Count
    n_granted: Count | None = None
    median_days: float | None = None
    n_completed: Count | None = None
    n_through: Count | None = None
    n_through_standard_route_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRow:
    """T9: what candidates asked for and got."""

    line: int
    period: str
    kind: str
    n: Count
    median_days: float | None = None
    n_changed_outcome: Count | None = None
    n_upheld: Count | None = None


ROWS: Mapping[TableCode, type[Any]] = {
    "T1": FunnelRow,
    "T1x": ExitRow,
    "T1s": SourcingRow,
    "T2": ScoreRow,
    "T3": ValidityRow,
    "T4": ReviewRow,
    "T5": TrainingRow,
    "T5b": ReferenceRow,
    "T6": RobustnessRow,
    "T7": MonitoringRow,
    "T8": AccommodationRow,
    "T9": RightsRow,
}
"""The rows of each table."""
