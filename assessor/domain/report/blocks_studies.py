"""Whether the score predicts, repeats itself and treats groups alike: T2, T3 and T6 as they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.figures.claims import Claim
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas_other import robustness_formulas, score_formulas, study_formulas
from assessor.domain.figures.groups import READINGS
from assessor.domain.figures.robustness import RobustnessTest
from assessor.domain.figures.scores import ScoredGroup, ScoreFigures
from assessor.domain.figures.thresholds import Threshold
from assessor.domain.figures.validity import SlopeDifference, Study
from assessor.domain.figures.values import as_number, as_percent, is_unknown, same
from assessor.domain.figures.words import (
    CANNOT_BE_COMPUTED,
    NO_VALUE,
    TOO_FEW,
    between,
    capital,
    group_name,
    listed,
    number_of,
    share_of,
    with_interval,
)
from assessor.domain.report.blocks import Block, Section, ShownTable, columns, filled, sums, t
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grounds import ground_name
from assessor.domain.text import Text

# --- studies ----------------------------------------------------------------------------------------------


def validity_section(figures: Figures) -> Section | None:
    """T3."""
    validity = figures.validity
    if validity is None:
        return None
    title = t("Wat de score voorspelt", "What the score predicts")
    rows = [(same(s.study_id), *_study_cells(s)) for s in validity.studies]
    rows += [
        (_of_group(s.study_id, ground, group), *_study_cells(s)) for ground, group, s in validity.by_group
    ]
    head = columns(
        ("Onderzoek", "Study"), ("Voorspelt", "Predicts"), ("Mensen", "People"), ("Samenhang (95%)", "Relation (95%)"),
        ("Gecorrigeerd", "Corrected"), ("Versie", "Version"), words=(0, 1, 5),
    )  # fmt: skip
    words = [_study_words(s) for s in validity.studies]
    text = t(
        "{n} onderzoeken met 100 mensen of meer vonden een samenhang van 0,20 of meer.",
        "{n} studies of 100 people or more found a relation of 0.20 or more.",
    )
    if len(validity.studies) > 1:
        words.append(text.fill(n=validity.replications))
    studies = [*validity.studies, *(s for _, _, s in validity.by_group)]
    words += [_claim_words(s.study_id, c) for s in studies for c in _claims(s) if c.verdict in _OFF]
    blocks = [
        Block(
            "validity", title, tuple(words), None, ShownTable(title, head, tuple(rows)),
            filled(sums(row[0], study_formulas(s)) for row, s in zip(rows, studies, strict=True)),
        )
    ]  # fmt: skip
    if validity.slopes:
        blocks.append(_slopes(validity.slopes))
    return Section("validity", title, ("T3",), tuple(blocks))


_OFF = ("contradicts", "differs_slightly")


def _claims(study: Study) -> tuple[Claim, ...]:
    return study.low_claim, study.high_claim, study.corrected_claim


def _claim_words(name: str, claim: Claim) -> Text:
    return t("{s}: {c}", "{s}: {c}").fill(s=name, c=claim.difference)


def _of_group(name: str, ground: str, group: str) -> Text:
    return t("{s}, {g}: {w}", "{s}, {g}: {w}").fill(s=name, g=ground_name(ground), w=group_name(group))


def _study_cells(study: Study) -> tuple[Text, ...]:
    value = CANNOT_BE_COMPUTED
    if study.value is not None:
        measure = same("AUC {x}" if study.measure == "auc" else "r {x}")
        value = with_interval(measure.fill(x=as_number(study.value)), study.ci95)
    corrected = NO_VALUE if study.corrected is None else as_number(study.corrected)
    return same(study.criterion), as_number(study.n, 0), value, corrected, same(study.version or "–")


def _study_words(study: Study) -> Text:
    if study.value is None or study.ci95 is None:
        return t("{s}: {w}", "{s}: {w}").fill(s=study.study_id, w=study.why or CANNOT_BE_COMPUTED)
    low, high = (as_number(end) for end in study.ci95)
    found = t(
        "{s}: de score hangt samen met {c}: {v}, met 95% zekerheid tussen {a} en {b} (n = {n}).",
        "{s}: the score is related to {c}: {v}, with 95% confidence between {a} and {b} (n = {n}).",
    ).fill(s=study.study_id, c=study.criterion, v=as_number(study.value), a=low, b=high, n=study.n)
    rest = t(
        "Dat is meer dan toeval." if study.above_chance else "Dat kan ook toeval zijn.",
        "That is more than chance." if study.above_chance else "That may also be chance.",
    )
    if not study.enough:
        rest = t(
            "Het zijn er minder dan 100: te weinig om op te bouwen.",
            "These are fewer than 100: too few to build on.",
        )
    return t("{f} {r}", "{f} {r}").fill(f=found, r=rest)


def _slopes(slopes: Iterable[SlopeDifference]) -> Block:
    title = t("Betekent dezelfde score hetzelfde?", "Does the same score mean the same?")
    rows = [
        (
            _of_group(s.study_id, s.ground, s.group), group_name(s.reference),
            with_interval(as_number(s.slope_difference), s.slope_ci95),
            NO_VALUE if s.intercept_difference is None else as_number(s.intercept_difference),
            t("genoeg mensen", "enough people") if s.enough else TOO_FEW,
        )
        for s in slopes
    ]  # fmt: skip
    head = columns(
        ("Groep", "Group"), ("Vergeleken met", "Compared with"),
        ("Verschil in helling (95%)", "Difference in slope (95%)"),
        ("Verschil in beginpunt", "Difference in intercept"), ("Aantal", "Number"), words=(0, 1, 4),
    )  # fmt: skip
    caption = t(
        "Een verschil van nul betekent dat een punt erbij voor beide groepen evenveel zegt over het werk.",
        "A difference of zero means that one more point says as much about the work for both groups.",
    )
    return Block("slopes", title, (caption,), None, ShownTable(title, head, tuple(rows)), is_detail=True)


# --- repeats and swaps ------------------------------------------------------------------------------------


def robustness_section(figures: Figures) -> Section | None:
    """T6."""
    if not figures.robustness:
        return None
    title = t(
        "Krijgt dezelfde sollicitatie dezelfde uitkomst?", "Does the same application get the same outcome?"
    )
    rows = [_test_row(test) for test in figures.robustness]
    head = columns(
        ("Toets", "Test"), ("Versie", "Version"), ("Paren", "Pairs"),
        ("Uitkomst veranderd (95%)", "Outcome changed (95%)"),
        ("Voor a, tegen b", "For a, for b"), ("Verschuiving (midden, meeste)", "Shift (median, most)"),
        ("Samenhang", "Relation"), words=(0, 1),
    )  # fmt: skip
    block = Block(
        "robustness", title, tuple(_test_words(test) for test in figures.robustness), None,
        ShownTable(title, head, tuple(rows)),
        filled(sums(row[0], robustness_formulas(test)) for row, test in zip(rows, figures.robustness, strict=True)),
    )  # fmt: skip
    return Section("robustness", title, ("T6",), (block,))


def _test_name(test: RobustnessTest) -> Text:
    column = FORMS["T6"].column("test_type")
    labels = {c.code: c.label for c in column.choices} if column else {}
    return capital(labels.get(test.test_type, same(test.test_type)))


def _test_row(test: RobustnessTest) -> tuple[Text, ...]:
    flips, direction = NO_VALUE, NO_VALUE
    if test.flips is not None:
        flips = with_interval(share_of(test.flips), test.flips.ci95, percent=True)
    if test.favour_a is not None:
        both, a = test.favour_a.n, test.favour_a.k
        b = as_number(both.exact - a.exact, 0) if both.is_exact and a.is_exact else NO_VALUE
        direction = t("{a}, {b}", "{a}, {b}").fill(a=number_of(a), b=b)
    shift = NO_VALUE
    if test.median_rank_shift_pct is not None and test.max_rank_shift_pct is not None:
        median, most = (as_percent(s / 100, 1) for s in (test.median_rank_shift_pct, test.max_rank_shift_pct))
        shift = t("{a}, {b}", "{a}, {b}").fill(a=median, b=most)
    relation = (
        NO_VALUE if test.r_retest is None else with_interval(as_number(test.r_retest), test.r_retest_ci95)
    )
    return (
        _test_name(test), same(test.version or "–"), as_number(test.n_pairs, 0), flips, direction, shift, relation
    )  # fmt: skip


def _test_words(test: RobustnessTest) -> Text:
    found: list[Text] = []
    if test.flips is not None:
        text = t("bij {s} van {n} paren veranderde de uitkomst", "in {s} of {n} pairs the outcome changed")
        found.append(text.fill(s=share_of(test.flips), n=as_number(test.n_pairs, 0)))
        if test.flips_highest is not None:
            text = t("met 95% zekerheid hoogstens bij {h}", "with 95% confidence in at most {h}")
            found.append(text.fill(h=as_percent(test.flips_highest)))
    if test.direction_p is not None and test.favour_a is not None and test.favour_a.n.high:
        text = t(
            "van de veranderingen viel {s} uit in het voordeel van versie a{more}",
            "of the changes {s} went in favour of version a{more}",
        )
        more = t(", meer dan toeval", ", more than chance") if test.direction_p < 0.05 else ""
        found.append(text.fill(s=share_of(test.favour_a), more=more))
    if test.r_retest is not None:
        text = t("samenhang tussen twee keer {r}", "relation between the two times {r}")
        found.append(text.fill(r=with_interval(as_number(test.r_retest), test.r_retest_ci95)))
    if not found:
        found.append(test.why or CANNOT_BE_COMPUTED)
    if not test.enough:
        found.append(t("te weinig paren om op te bouwen", "too few pairs to build on"))
    nl, en = "; ".join(f.nl for f in found), "; ".join(f.en for f in found)
    return t("{t}: {w}.", "{t}: {w}.").fill(t=_test_name(test), w=t(nl.rstrip("."), en.rstrip(".")))


# --- scores -----------------------------------------------------------------------------------------------


def scores_section(figures: Figures) -> Section | None:
    """T2."""
    if not figures.scores:
        return None
    title = t("Scores per groep", "Scores by group")
    blocks = []
    for place, one in enumerate(figures.scores, start=1):
        blocks.append(_scores(one, f"scores-{place}"))
        if one.thresholds:
            blocks.append(_thresholds(one, f"thresholds-{place}"))
    return Section("scores", title, ("T2",), tuple(blocks))


def _scores_title(one: ScoreFigures) -> Text:
    name = capital(ground_name(one.ground))
    if one.vacancy_family in (None, "", "all"):
        return name
    return t("{g}, {f}", "{g}, {f}").fill(g=name, f=one.vacancy_family)


def _scores(one: ScoreFigures, id: str) -> Block:
    title = _scores_title(one)
    rows = [_score_row(g) for g in one.groups]
    head = columns(
        ("Groep", "Group"), ("Mensen", "People"), ("Gemiddelde", "Mean"), ("Verschil d (95%)", "Difference d (95%)"),
        ("Boven de mediaan", "Above the median"), ("Verhouding", "Ratio"),
        ("Geschikt, maar onder de grens", "Suitable, yet below the cut-off"),
        ("Lezing", "Reading"), words=(0, 7),
    )  # fmt: skip
    words = [_score_words(g, one) for g in one.groups if g.d is not None and g.group != one.d_reference]
    if one.missed_overall is not None:
        text = t(
            "Van alle geschikte mensen bleef {s} onder de grens.",
            "Of all suitable people {s} stayed below the cut-off.",
        )
        words.append(text.fill(s=share_of(one.missed_overall)))
    if one.ties_at_least:
        text = t(
            "Ten minste {s} staat precies op de mediaan; dat drukt ieder aandeel boven de mediaan.",
            "At least {s} stand exactly on the median; that lowers every share above it.",
        )
        words.append(text.fill(s=as_percent(one.ties_at_least)))
    words = words or [t("Zie de tabel.", "See the table.")]
    return Block(
        id, title, tuple(words), None, ShownTable(title, head, tuple(rows)),
        filled(sums(capital(group_name(g.group)), score_formulas(g, one)) for g in one.groups), is_detail=True,
    )  # fmt: skip


def _score_row(group: ScoredGroup) -> tuple[Text, ...]:
    ratio, reading = NO_VALUE, NO_VALUE
    if group.scoring is not None and group.scoring.reading is not None:
        reading = READINGS[group.scoring.reading]
        if group.scoring.impact_ratio is not None and group.scoring.reading != "insufficient":
            ratio = with_interval(as_number(group.scoring.impact_ratio), group.scoring.impact_ratio_ci95)
    elif is_unknown(group.group):
        reading = t("hoort bij geen groep", "belongs to no group")
    d = NO_VALUE
    if group.d is not None and reading != READINGS["insufficient"]:
        d = with_interval(as_number(group.d), group.d_ci95)
    mean = NO_VALUE if group.mean is None else as_number(group.mean)
    return (
        capital(group_name(group.group)), number_of(group.n), mean, d, share_of(group.scoring_rate), ratio,
        share_of(group.missed), reading,
    )  # fmt: skip


def _score_words(group: ScoredGroup, one: ScoreFigures) -> Text:
    text = t(
        "{g} scoren gemiddeld {d} spreidingen {w} dan {h}; {o} van de scores overlapt.",
        "{g} score {d} standard deviations {w} than {h} on average; {o} of the scores overlap.",
    )
    d = group.d or 0.0
    side = t("lager", "lower") if d < 0 else t("hoger", "higher")
    return text.fill(
        g=capital(group_name(group.group)), d=as_number(abs(d)), w=side, h=group_name(one.d_reference or ""),
        o=as_percent(group.overlap or 0.0, 0),
    )  # fmt: skip


def _thresholds(one: ScoreFigures, id: str) -> Block:
    title = t("{g}: wie boven een grens komt", "{g}: who gets above a cut-off").fill(g=_scores_title(one))
    rows = [_threshold_row(found) for found in one.thresholds]
    head = columns(
        ("Grens laat door", "Cut-off lets through"), ("Score", "Score"),
        ("Aandeel per groep (geschat)", "Share by group (estimate)"),
        ("Laagste tegenover hoogste", "Lowest against highest"), words=(0, 2),
    )  # fmt: skip
    words = [
        t(
            "Tussen de opgegeven punten is rechtgetrokken; de verhouding ligt in elk geval tussen de uitersten.",
            "Between the points given it is drawn straight; the ratio lies between the extremes in any case.",
        )
    ]
    if one.exposure:
        shares = listed(
            t("{g} {a} van de aandacht en {p} van de mensen", "{g} {a} of the attention and {p} of the people")
            .fill(g=group_name(e.group), a=as_percent(e.share), p=as_percent(e.share_of_people))
            for e in one.exposure
        )  # fmt: skip
        text = t("Wie van boven af leest, geeft {s}.", "Somebody who reads from the top gives {s}.")
        words.append(text.fill(s=shares))
    return Block(id, title, tuple(words), None, ShownTable(title, head, tuple(rows)), is_detail=True)


def _threshold_row(found: Threshold) -> tuple[Text, ...]:
    shares = listed(
        t("{g} {s}", "{g} {s}").fill(g=group_name(g.group), s=as_percent(g.estimate)) for g in found.groups
    )
    ratio = NO_VALUE if found.ratio is None else as_number(found.ratio)
    if found.ratio_low is not None and found.ratio_high is not None:
        ratio = t("{r} ({e})", "{r} ({e})").fill(r=ratio, e=between((found.ratio_low, found.ratio_high)))
    top = t("hoogste {s}", "top {s}").fill(s=as_percent(found.top, 0))
    return top, as_number(found.score), shares, ratio
