"""Changes since the award in words."""

from __future__ import annotations

from typing import get_args

from assessor.domain.figures.baseline import CHANGE_READINGS, ChangeCode, beside
from assessor.domain.figures.change_words import NAMES, SENTENCES, counted, line_of, shown_changes
from assessor.domain.figures.figures import figures_of
from tests.domain.figures.tables import demo
from tests.domain.figures.test_baseline import exits, funnel

THEN = funnel("sex,women,2000,700", "sex,men,2000,740", "sex,non-binary,4,1")
NOW = funnel("sex,women,2000,400", "sex,men,2000,740", "sex,non-binary,5,1")


def test_every_code_and_reading_has_its_words() -> None:
    assert set(NAMES) == set(get_args(ChangeCode))
    assert set(SENTENCES) == set(CHANGE_READINGS)


def test_what_got_worse_stands_first_with_its_numbers() -> None:
    first = shown_changes(beside(THEN, NOW))[0]
    assert first.name.nl == "Verhouding tot de vergelijkingsgroep"
    assert first.about is not None
    assert (first.about.nl, first.about.en) == ("geslacht, vrouwen", "sex, women")
    assert (first.before.nl, first.now.nl, first.n_now.nl) == ("0,95", "0,54", "2.000")
    assert first.difference.en == "\N{MINUS SIGN}0.41"
    assert first.interval.nl.startswith("× 0,57 (0,5")
    assert (first.reading.nl, first.tone) == ("Verslechterd", "critical")
    assert first.why is None


def test_a_share_changes_by_percentage_points_with_the_sign_of_mathematics() -> None:
    before = exits("1,cv,all,all,rejected,model,no,842", "1,cv,all,all,rejected,human,qualifying,350")
    now = exits("1,cv,all,all,rejected,model,no,300", "1,cv,all,all,rejected,human,qualifying,900")
    (shown,) = (c for c in shown_changes(beside(before, now)) if c.code == "unseen_share" and c.about is None)
    assert (shown.before.nl, shown.now.nl) == ("70,6%", "25,0%")
    assert shown.difference.nl == "\N{MINUS SIGN}45,6 procentpunt"
    assert shown.interval.nl.startswith("\N{MINUS SIGN}49")
    assert shown.tone == "positive"
    (back,) = (c for c in shown_changes(beside(now, before)) if c.code == "unseen_share" and c.about is None)
    assert back.difference.en == "+45.6 percentage points"


def test_too_few_people_are_said_to_be_too_few() -> None:
    few = [c for c in shown_changes(beside(THEN, NOW)) if c.about and "non-bin" in c.about.nl]
    assert few
    assert {c.reading.nl for c in few} <= {"Te weinig om iets te zeggen", "Niet te vergelijken", "–"}
    assert all(c.why or c.reading.nl == "Te weinig om iets te zeggen" for c in few)


def test_readings_are_counted_worst_first_and_every_line_can_be_printed() -> None:
    changes = beside(THEN, NOW)
    assert counted(changes)[0] == ("worse", 1)
    tables = {code: demo("eerlijke-meetlat", code) for code in ("T1", "T1x", "T3", "T4", "T6")}
    for one in shown_changes(beside(THEN, figures_of(tables))):  # type: ignore[arg-type]
        text = line_of(one)
        assert text.nl != text.en
        assert "{" not in text.nl + text.en
