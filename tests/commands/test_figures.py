"""`assessor figures`, run as a user runs it, and the tables beside an answers file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.test_assess import ANSWERS as WITHOUT_TABLES
from tests.commands.test_assess import run

ANSWERS = WITHOUT_TABLES + "tables: {T1: waterstad-t1.csv}\n"

SMALLEST = """\
ground,group,n_in,n_through,claimed_rate,claimed_impact_ratio
sex,women,700,147,21%,0.97
sex,men,900,261,,
sex,unknown,40,9,,
"""
T1X = """\
# complete_or_sample: complete
stage_no,stage_name,ground,group,exit,decided_by,viewed,n
1,brief,all,all,rejected,model,no,842
1,brief,all,all,rejected,human,qualifying,350
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_smallest_table_gives_figures_and_contradicts_a_wrong_claim(tmp_path: Path) -> None:
    told = run("figures", written(tmp_path, "t.csv", SMALLEST), "--json", tmp_path / "f.json")
    assert told.returncode == 0, told.stderr
    assert "147/700" in told.stdout
    assert "opgave wordt tegengesproken" in told.stdout
    found = json.loads((tmp_path / "f.json").read_text())
    assert set(found) == {"grounds"}
    (ground,) = found["grounds"]
    assert (ground["stage"], ground["reference"], ground["unknown"]["n_in"]) == (None, "men", 40)
    women = ground["groups"][0]
    assert women["impact_ratio"] == pytest.approx(0.7241379310)
    assert (women["reading"], women["claim"], women["below_four_fifths"]) == ("signal", "contradicts", True)


def test_the_ways_out_give_the_share_that_nobody_saw(tmp_path: Path) -> None:
    told = run("figures", written(tmp_path, "t1x.csv", T1X), "--json", tmp_path / "f.json", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "Rejections that no human saw: 70.6%" in told.stdout
    found = json.loads((tmp_path / "f.json").read_text())
    assert found["grounds"] == []
    assert found["oversight"]["unseen_rejection_share"] == pytest.approx(842 / 1192)
    assert found["oversight"]["ci95"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ground,group,n_in,n_through\nsex,women,70,147\n", "n_through is 147"),
        ("ground,group,n_in,n_through\nsex,women,many,147\n", "kolom n_in (C2): hier staat geen getal"),
        ("colour,size\nred,3\n", "horen bij geen tabel"),
        ("", "leeg"),
        ("name,email,n_in\nA,a@b.nl,1\n", "e-mail"),
        (T1X.replace("all,all", "sex,women"), "de rij met iedereen ontbreekt"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_a_line_for_each_fault(
    tmp_path: Path, text: str, said: str
) -> None:
    told = run("figures", written(tmp_path, "t.csv", text), "--json", tmp_path / "f.json")
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""
    assert not (tmp_path / "f.json").exists()


def test_a_missing_file_and_an_unknown_group_or_table_are_said(tmp_path: Path) -> None:
    table = written(tmp_path, "t.csv", SMALLEST)
    for words, said in (
        ((tmp_path / "none.csv",), "none.csv"),
        ((table, "--reference", "martians"), "martians"),
        ((table, "--table", "T12"), "T12"),
    ):
        told = run("figures", *words)
        assert (told.returncode, said in told.stderr, "Traceback" in told.stderr) == (2, True, False)


def test_another_reference_turns_the_ratios_round(tmp_path: Path) -> None:
    table = written(tmp_path, "t.csv", SMALLEST)
    assert run("figures", table, "--reference", "women", "--json", tmp_path / "f.json").returncode == 0
    ground = json.loads((tmp_path / "f.json").read_text())["grounds"][0]
    assert ground["reference"] == "women"
    assert ground["groups"][1]["impact_ratio"] == pytest.approx(0.29 / 0.21)


def test_the_tables_beside_an_answers_file_are_computed_with_it(tmp_path: Path) -> None:
    written(tmp_path, "waterstad-t1.csv", SMALLEST)
    written(tmp_path, "t1x.csv", T1X)
    answers = ANSWERS.replace(
        "tables: {T1: waterstad-t1.csv}", "tables: {T1: waterstad-t1.csv, T1x: t1x.csv}"
    )
    path = written(tmp_path, "answers.yaml", answers)
    told = run("assess", path, "--json", tmp_path / "a.json", "--pdf", tmp_path / "a.pdf")
    assert told.returncode == 0, told.stderr
    figures = json.loads((tmp_path / "a.json").read_text())["figures"]
    assert figures["oversight"]["unseen_rejection_share"] == pytest.approx(842 / 1192)
    assert figures["grounds"][0]["groups"][0]["claim"] == "contradicts"
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_table_that_is_not_there_or_broken_ends_the_command_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "answers.yaml", ANSWERS)
    line = ANSWERS[: ANSWERS.index("tables:")].count("\n") + 1
    told = run("assess", path)
    assert told.returncode == 2
    assert f"answers.yaml:{line}: T1: waterstad-t1.csv cannot be read" in told.stderr
    written(tmp_path, "waterstad-t1.csv", "ground,group,n_in,n_through\nsex,women,70,147\n")
    told = run("assess", path)
    assert told.returncode == 2
    assert f"answers.yaml:{line}: T1: waterstad-t1.csv: " in told.stderr


def test_an_earlier_table_is_put_beside_with_difference_interval_and_reading(tmp_path: Path) -> None:
    then = written(
        tmp_path, "2026.csv", "ground,group,n_in,n_through\nsex,women,2000,700\nsex,men,2000,740\n"
    )
    now = written(tmp_path, "2027.csv", "ground,group,n_in,n_through\nsex,women,2000,400\nsex,men,2000,740\n")
    told = run("figures", now, "--before", then, "--json", tmp_path / "f.json", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "Beside the earlier table:" in told.stdout
    (line,) = (one for one in told.stdout.splitlines() if "Ratio to the group" in one and "women" in one)
    assert "0.95 (n = 2,000) -> 0.54 (n = 2,000); difference \N{MINUS SIGN}0.41" in line
    assert line.endswith("; Worse")
    changes = json.loads((tmp_path / "f.json").read_text())["changes"]
    ratio = next(c for c in changes if c["code"] == "impact_ratio" and c["where"]["group"] == "women")
    assert ratio["quotient"] == pytest.approx(400 / 700)
    assert ratio["reading"] == "worse"
    dutch = run("figures", now, "--before", then)
    assert "Naast de eerdere tabel:" in dutch.stdout
    assert "procentpunt" in dutch.stdout


def test_an_earlier_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    then = written(tmp_path, "t1x.csv", T1X)
    told = run("figures", written(tmp_path, "t.csv", SMALLEST), "--before", then, "--lang", "en")
    assert told.returncode == 2
    assert "t1x.csv" in told.stderr


def test_without_an_earlier_table_the_json_has_no_changes(tmp_path: Path) -> None:
    run("figures", written(tmp_path, "t.csv", SMALLEST), "--json", tmp_path / "f.json")
    assert "changes" not in json.loads((tmp_path / "f.json").read_text())
