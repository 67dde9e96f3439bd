"""The published form of the figures, key by key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessor.domain.figures.export import figures_json, plain
from assessor.domain.figures.figures import figures_of
from assessor.domain.tables.model import Table, TableCode
from tests.domain.figures.tables import VENDORS, demo, written

GROUND_KEYS = ["ground", "stage", "reference", "unknown", "groups"]
GROUP_KEYS = [
    "group", "n_in", "n_through", "rate", "rate_ci95", "impact_ratio", "impact_ratio_ci95", "rejection_ratio", "gap",
    "gap_ci95", "fisher_p", "z", "below_four_fifths", "bounds_impact_ratio", "reading", "claimed_rate",
    "claimed_impact_ratio", "claim",
]  # fmt: skip
OVERSIGHT_KEYS = [
    "n", "unseen_rejection_share", "unseen_rejection_share_max", "ci95", "not_recorded", "by_stage", "by_group",
]  # fmt: skip


def out(code: TableCode, text: str, **options: Any) -> Any:
    return figures_json(figures_of({code: written(code, text)}), **options)


def test_the_smallest_table_gives_exactly_the_published_keys() -> None:
    found = out(
        "T1", "ground,group,n_in,n_through,claimed_impact_ratio\nsex,women,700,147,0.97\nsex,men,900,261,"
    )
    assert list(found) == ["grounds"]
    (sex,) = found["grounds"]
    assert list(sex) == GROUND_KEYS
    assert (sex["stage"], sex["reference"], sex["unknown"]) == (None, "men", {"n_in": 0, "share": 0.0})
    women, men = sex["groups"]
    assert list(women) == GROUP_KEYS
    assert [key for key in men if key not in GROUP_KEYS] == ["why"]
    assert women["impact_ratio"] == pytest.approx(147 / 700 / (261 / 900))
    assert women["below_four_fifths"] is True
    assert (women["claimed_impact_ratio"], women["claim"]) == (0.97, "contradicts")
    assert (men["impact_ratio"], men["gap"], men["reading"]) == (1, 0, None)


def test_whatever_is_null_has_its_reason_beside_it() -> None:
    found = out("T1", "ground,group,n_in,n_through\nsex,women,40,0\nsex,men,50,0\nsex,other,0,0")
    for group in found["grounds"][0]["groups"]:
        for key in GROUP_KEYS[3:-3]:
            if group[key] is None:
                assert set(group["why"][key]) == {"nl", "en"}


def test_nobody_selected_makes_a_ratio_of_zero_with_an_interval() -> None:
    found = out("T1", "ground,group,n_in,n_through\nsex,women,40,0\nsex,men,50,20")
    women = found["grounds"][0]["groups"][0]
    assert women["impact_ratio"] == 0
    assert women["impact_ratio_ci95"][0] > 0
    assert women["reading"] == "signal"


def test_small_counts_are_text_and_their_figures_ranges() -> None:
    found = out("T1", "ground,group,n_in,n_through\nsex,women,200,<10\nsex,men,200,100")
    women = found["grounds"][0]["groups"][0]
    assert women["n_through"] == "<10"
    assert women["rate"] is None
    assert women["ranges"]["rate"] == [0.005, 0.045]
    assert "rate" in women["why"]


def test_oversight_has_exactly_the_published_keys() -> None:
    found = figures_json(figures_of({"T1x": demo("luchtkasteel", "T1x")}))
    assert list(found) == ["grounds", "oversight"]
    assert found["grounds"] == []
    oversight: Any = found["oversight"]
    assert [key for key in oversight if key != "why"] == OVERSIGHT_KEYS
    assert oversight["n"] == 1192
    assert oversight["unseen_rejection_share"] == pytest.approx(1037 / 1192)
    assert oversight["ci95"] is None
    assert "ci95" in oversight["why"]
    assert oversight["not_recorded"] == {"n": 0, "share": 0.0}
    assert list(oversight["by_stage"][0]) == ["stage_no", "stage_name", "n", "share", "share_max"]
    assert list(oversight["by_group"][0]) == ["ground", "group", "n", "share", "share_max"]


def test_nothing_recorded_is_null_and_at_most_everything_also_per_stage_and_group() -> None:
    found = out(
        "T1x",
        "stage_no,stage_name,ground,group,exit,decided_by,viewed,n\n"
        "1,cv,all,all,rejected,model,,90\n1,cv,sex,women,rejected,model,,90",
    )["oversight"]
    assert (found["unseen_rejection_share"], found["unseen_rejection_share_max"]) == (None, 1)
    assert "unseen_rejection_share" in found["why"]
    assert (found["by_stage"][0]["share"], found["by_stage"][0]["share_max"]) == (None, 1)
    assert (found["by_group"][0]["share"], found["by_group"][0]["share_max"]) == (None, 1)
    assert found["not_recorded"] == {"n": 90, "share": 1}


def test_several_stages_also_have_the_whole_way() -> None:
    found = out(
        "T1",
        "stage_no,stage_name,ground,group,n_in,n_through\n1,cv,sex,women,50,20\n1,cv,sex,men,50,25\n"
        "2,talk,sex,women,20,10\n2,talk,sex,men,25,20",
    )
    assert [g["stage"] for g in found["grounds"]] == ["cv", "talk", "all"]


@pytest.mark.parametrize("vendor", ["luchtkasteel", "eerlijke-meetlat", "papegaai", "zoalsaltijd"])
def test_everything_a_vendor_delivers_becomes_json(vendor: str) -> None:
    tables: dict[TableCode, Table[Any]] = {}
    for path in sorted((VENDORS / vendor / "files").glob("T*.csv")):
        tables[path.stem] = demo(vendor, path.stem)  # type: ignore[index,arg-type]
    figures = figures_of(tables)
    assert set(figures.tables) == set(tables)
    text = json.dumps(figures_json(figures, details=True), allow_nan=False)
    found = json.loads(text)
    assert ("validity" in found) is ("T3" in tables)
    assert ("robustness" in found) is ("T6" in tables)
    assert found["details"]["grounds"]


def test_what_is_no_figure_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
