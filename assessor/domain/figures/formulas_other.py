"""The other figures unfolded: studies, robustness, reviews, training data, scores, and what it comes to in people."""

from __future__ import annotations

from assessor.domain.figures.composition import Composition, TrainedGroup
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas import p_words, part_formula, share_words, to_words, wilson_formula
from assessor.domain.figures.reviews import Reviews, WrongRejections
from assessor.domain.figures.robustness import RobustnessTest
from assessor.domain.figures.scale import Excess
from assessor.domain.figures.scores import ScoredGroup, ScoreFigures
from assessor.domain.figures.validity import Study
from assessor.domain.figures.values import as_count, as_number, as_percent, same
from assessor.domain.text import Text

SIGN_TEST = Text(
    nl="{a} tegen {b}: zo scheef of schever bij toeval met kans p {p}",
    en="{a} against {b}: as uneven or more by chance with probability p {p}",
)
UPPER = Text(nl="hoogstens {x} (95%, exact)", en="at most {x} (95%, exact)")
A_YEAR = Text(nl="{x} per jaar", en="{x} a year")
POOLED = Text(nl="verschil gedeeld door de gezamenlijke spreiding", en="difference over the pooled spread")


def study_formulas(study: Study) -> dict[str, Text]:
    """`ci95`: tanh(atanh r ± 1.96/√(n-3)), for an AUC the interval alone; `corrected`: r·u / √(1 + r²(u² - 1))."""
    found: dict[str, Text] = {}
    if study.ci95 is not None and study.value is not None:
        ends = to_words(study.ci95)
        found["ci95"] = ends if study.measure == "auc" else _fisher_z(study.value, study.n, ends)
    if study.corrected is not None and study.value is not None and study.range_ratio:
        found["corrected"] = same("{r}·{u} / √(1 + {r}²·({u}² − 1)) = {x}").fill(
            r=as_number(study.value), u=as_number(study.range_ratio), x=as_number(study.corrected)
        )
    return found


def robustness_formulas(test: RobustnessTest) -> dict[str, Text]:
    """`flips`, `flips_ci95`, `flips_highest`, `favour_a`, `direction_p`, `r_retest_ci95`."""
    found: dict[str, Text] = {}
    if test.flips is not None:
        found["flips"] = part_formula(test.flips)
        if test.flips.ci95 is not None:
            found["flips_ci95"] = wilson_formula(test.flips.k, test.flips.n, test.flips.ci95)
    if test.flips is not None and test.flips_highest is not None:
        found["flips_highest"] = _upper(test.flips.k.high, test.n_pairs, test.flips_highest)
    if test.favour_a is not None:
        found["favour_a"] = part_formula(test.favour_a)
        if test.direction_p is not None:
            a, both = test.favour_a.k.exact, test.favour_a.n.exact
            found["direction_p"] = SIGN_TEST.fill(
                a=as_count(a), b=as_count(both - a), p=p_words(test.direction_p)
            )
    if test.r_retest is not None and test.r_retest_ci95 is not None:
        found["r_retest_ci95"] = _fisher_z(test.r_retest, test.n_pairs, to_words(test.r_retest_ci95))
    return found


def review_formulas(reviews: Reviews) -> dict[str, Text]:
    """M2, M3 and M5 by the fields' names, and `wrong_highest`."""
    parts = {
        "up_when_rejected": reviews.up_when_rejected,
        "down_when_advanced": reviews.down_when_advanced,
        "departed": reviews.overrides.departed if reviews.overrides else None,
        "up": reviews.overrides.up if reviews.overrides else None,
        "down": reviews.overrides.down if reviews.overrides else None,
        "abstained": reviews.abstained,
        "under_10s": reviews.under_10s,
        "bulk": reviews.bulk,
        "wrong": reviews.wrong.found if reviews.wrong else None,
    }
    found = {name: part_formula(one) for name, one in parts.items() if one is not None}
    if reviews.asymmetry is not None and reviews.up_when_rejected and reviews.down_when_advanced:
        found["asymmetry"] = same("{up} / {down} = {x}").fill(
            up=share_words(reviews.up_when_rejected), down=share_words(reviews.down_when_advanced),
            x=as_number(reviews.asymmetry),
        )  # fmt: skip
    if reviews.wrong is not None:
        found["wrong_highest"] = _wrong_upper(reviews.wrong)
    return found


def wrongful_formula(figures: Figures) -> Text | None:
    """M1 · R · k/n: unseen rejections a year that a second look would undo."""
    if figures.wrongful_a_year is None or figures.oversight is None or figures.reviews is None:
        return None
    unseen, wrong = figures.oversight.overall.share, figures.reviews.wrong
    if unseen is None or wrong is None or wrong.found.share is None or figures.rejections_a_year is None:
        return None
    return A_YEAR.fill(
        x=same("{m1} · {r} · {k}/{n} = {x}").fill(
            m1=as_percent(unseen), r=as_number(figures.rejections_a_year, 0), k=as_count(wrong.found.k),
            n=as_count(wrong.found.n), x=as_number(figures.wrongful_a_year, 0),
        )
    )  # fmt: skip


def trained_formulas(group: TrainedGroup, data: Composition) -> dict[str, Text]:
    """`of_all`, `representation_ratio`, `positive_label_ratio`."""
    found = {"of_all": part_formula(group.of_all)}
    shares = group.share_of_known, group.reference_share, group.representation_ratio
    if shares[0] is not None and shares[1] is not None and shares[2] is not None:
        found["representation_ratio"] = same("{a} / {b} = {x}").fill(
            a=as_percent(shares[0]), b=as_percent(shares[1]), x=as_number(shares[2])
        )
    if group.positive_label is not None and group.positive_label_ratio:
        highest = max(g.positive_label or 0.0 for g in data.groups if g.positive_label_ratio is not None)
        found["positive_label_ratio"] = same("{a} / {b} = {x}").fill(
            a=as_percent(group.positive_label), b=as_percent(highest), x=as_number(group.positive_label_ratio)
        )
    return found


def variation_formula(data: Composition) -> Text | None:
    """½·(|a - b| + ...), share in the data and share in the population, over the known groups."""
    if data.total_variation is None:
        return None
    whole = sum(g.reference_share or 0.0 for g in data.groups)
    pairs = [(g.share_of_known, g.reference_share) for g in data.groups]
    terms = [
        same("|{a} − {b}|").fill(a=as_percent(own), b=as_percent(other / whole))
        for own, other in pairs
        if own is not None and other is not None
    ]
    return Text(
        nl=f"½·({' + '.join(t.nl for t in terms)}) = {as_percent(data.total_variation).nl}",
        en=f"½·({' + '.join(t.en for t in terms)}) = {as_percent(data.total_variation).en}",
    )


def score_formulas(group: ScoredGroup, figures: ScoreFigures) -> dict[str, Text]:
    """`d`, `scoring_rate`, `scoring` (its ratio), `missed`."""
    found: dict[str, Text] = {}
    best = next((g for g in figures.groups if g.group == figures.d_reference), None)
    if best is not None and best is not group and None not in (group.d, group.mean, best.mean):
        assert group.d is not None
        assert group.mean is not None
        assert best.mean is not None
        found["d"] = Text(
            nl=f"{as_number(group.mean).nl} − {as_number(best.mean).nl}, {POOLED.nl} = {as_number(group.d).nl}",
            en=f"{as_number(group.mean).en} − {as_number(best.mean).en}, {POOLED.en} = {as_number(group.d).en}",
        )
    if group.scoring_rate is not None:
        found["scoring_rate"] = part_formula(group.scoring_rate)
    if group.scoring is not None and group.scoring.impact_ratio is not None:
        own, other = group.scoring.group, group.scoring.reference
        found["scoring"] = same("({k1}/{n1}) / ({k0}/{n0}) = {x}").fill(
            k1=as_count(own.selected), n1=as_count(own.n), k0=as_count(other.selected), n0=as_count(other.n),
            x=as_number(group.scoring.impact_ratio),
        )  # fmt: skip
    if group.missed is not None:
        found["missed"] = part_formula(group.missed)
    return found


def excess_formula(excess: Excess) -> Text:
    """700 · (29.0% - 21.0%) = 56."""
    return same("{n} · ({p0} − {p1}) = {x}").fill(
        n=as_count(excess.n_in),
        p0=as_percent(excess.reference_rate),
        p1=as_percent(excess.rate),
        x=as_number(excess.in_period, 0),
    )


def _fisher_z(r: float, n: int, ends: Text) -> Text:
    return same("tanh(atanh({r}) ± {z}/√({n} − 3)) = {ends}").fill(
        r=as_number(r), z=as_number(1.96), n=as_count(n), ends=ends
    )


def _upper(k: int, n: int, highest: float) -> Text:
    if k:
        return UPPER.fill(x=as_percent(highest))
    return same("1 − {a}^(1/{n}) = {x}").fill(a=as_number(0.05), n=as_count(n), x=as_percent(highest))


def _wrong_upper(wrong: WrongRejections) -> Text:
    return _upper(wrong.found.k.high, wrong.found.n.low, wrong.highest)
