"""Files about single people are refused by what they hold; ordinary evidence is not; nothing found is repeated."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.tables.grid import Grid, grid_of
from assessor.domain.tables.people import personal_faults, personal_faults_in_remarks
from assessor.domain.tables.personal import is_iban, is_service_number, marks
from tests.domain.tables.files import HEADER, VENDORS, lines, refused

SMALLEST = "ground,group,n_in,n_through"


def _column(heading: str, *cells: str) -> Grid:
    return grid_of([heading, "opmerking"], [[cell, "-"] for cell in cells])


def _codes(count: int) -> list[str]:
    return [f"K-{number:04}" for number in range(count)]


# --- what is left alone -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(VENDORS.glob("*/files/*.csv")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_no_file_of_the_demonstration_is_about_single_people(path: Path) -> None:
    text = path.read_text("utf-8").splitlines()
    header = dict(line[1:].partition(":")[::2] for line in text if line.startswith("#"))
    rows = [line for line in text if not line.startswith("#")]
    # Evidence need not be a table: its rows may be of different lengths.
    grid = lines("\n".join(row + "," * (rows[0].count(",") - row.count(",")) for row in rows), header)
    assert personal_faults(grid) == ()


@pytest.mark.parametrize(
    "text",
    [
        "versie,datum,wijziging\n3.4.1,2026-06-08,hersteld\n3.4.2,2026-06-15,hersteld\n3.4.3,2003-01-01,oud",
        "tijd,gebeurtenis,aantal\n2026-10-05T10:15:00,herstart,1\n05-10-2026 10:15,herstart,1\n10:15:00,stop,1",
        "gebeurtenis_id,soort,tijd\n1001,start,10:00\n1002,stop,10:01\n1003,start,10:02\n1004,x,10:03\n1005,y,10:04",
        "id,uuid,duur_ms\n1,3f2b,120\n2,9a1c,98\n3,77de,101\n4,aa00,99\n5,bb11,97\n6,cc22,88",
        "name,source\nVoice stress,face\nSmile rate,face\nGlimlachen per minuut,face\nSpeech Rate,voice",
        "plaats,getoond\n1-10,148000\n11-20,143000\n21-50,338000\n51-100,321000\n101 en verder,230000",
        "groep,score\nvrouwen,6.1\nmannen,6.2\nonbekend,6.0\n50-plus,6.3\njonger,6.4",
        "maand,geslacht,score\n"
        + "\n".join(f"2026-{m:02},{g},6.1" for m in range(1, 13) for g in ("m", "v", "x")),
        "geslacht,aantal\nvrouw,512\nman,498\nx,12\nonbekend,20\nanders,15",
        "recruiter,tool\n0.41,0.52\n0.40,0.55\n0.38,0.51\n0.42,0.49\n0.40,0.50",
        "klant,mensen\nA,126\nB,204\nC,318\nD,120\nE,99",
        "bedrag\n123456789\n234567891\n345678912\n456789123\n567891234\n678912345",
        "jaar,medewerkers\n2019,9\n2020,9\n2021,8\n2022,9\n2023,9",
        "ip,poort\n10.0.0.1,443\n192.168.10.12,8080",
        "prijs,eenheid\n2 @ 3.50,stuks\n0800-1234,gratis nummer",
        "verdieping,kamers\nGround Floor,12\nSecond Floor,14\nThird Floor,9",
        "leeftijd,score\n20,6.1\n30,6.2\n40,6.0\n50,6.3\n60,6.4",
        "naam\nJan Jansen (fictief)\nFatima el Amrani (fictief)\nPiet de Vries (fictief)",
        "opgericht\n2003-01-01\n2005-02-01\n2009-03-01\n2015-04-01\n2024-05-01\n2026-06-01",
    ],
)
def test_ordinary_evidence_is_left_alone(text: str) -> None:
    assert personal_faults(lines(text)) == ()


def test_large_counts_are_not_service_numbers() -> None:
    text = "campaign,channel,ground,group,n_shown,n_reachable\nc,k,all,all,123456782,1111111110"
    assert personal_faults(lines(text)) == ()


def test_who_made_the_table_may_be_named_and_reached() -> None:
    header = {**HEADER, "prepared_by": "Jan Jansen, jan@voorbeeld.nl, 06-12345678"}
    assert personal_faults(lines(f"{SMALLEST}\nall,all,10,5", header)) == ()


# --- columns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Voornaam", "achternaam", "volledige naam", "E-mail", "emailadres", "BSN", "Geboortedatum", "telefoonnummer",
        "Huisnummer", "kandidaat_id", "Kandidaatnummer", "sollicitatie-id", "Personeelsnummer", "beoordelaar_id",
        "gebruikersnaam", "zaaknummer",
        "First name", "surname", "Full Name", "email", "email address", "SSN", "Date of birth", "DOB", "phone number",
        "street address", "candidate_id", "Applicant ID", "application id", "Employee Number", "reviewer_id", "user id",
        "case_id",
    ],
)  # fmt: skip
def test_a_column_that_names_people_is_refused_whatever_it_holds(heading: str) -> None:
    found = personal_faults(_column(heading, "a", "b"))
    assert [fault.place for fault in found] == ["A1"]
    assert "assessor tables" in found[0].message.nl
    assert "assessor tables" in found[0].message.en


@pytest.mark.parametrize("heading", ["reviewer", "Beoordelaar", "recruiter", "interviewer"])
def test_a_column_of_reviewers_is_refused(heading: str) -> None:
    found = personal_faults(_column(heading, "R1", "R2", "R3"))
    assert found[0].message.nl.startswith("De kolom in A1 bevat losse beoordelaars.")
    assert found[0].message.en.startswith("The column at A1 holds single reviewers.")


@pytest.mark.parametrize(
    "heading", ["kandidaat", "Candidate", "sollicitant", "applicant", "employee", "medewerker"]
)
def test_another_person_in_each_row_is_refused(heading: str) -> None:
    assert personal_faults(_column(heading, *_codes(12))) != ()
    assert personal_faults(_column(heading, *(str(n) for n in range(501, 513)))) != ()
    assert personal_faults(_column(heading, "intern", "extern", "intern", "extern", "intern", "extern")) == ()


def test_a_column_of_names_is_refused_whatever_it_is_called() -> None:
    assert personal_faults(_column("wie", "Jan de Vries", "Fatima el Amrani", "Piet Jansen")) != ()
    assert personal_faults(_column("x", "J. Jansen", "P.J. de Vries", "A. Bakker")) != ()
    assert personal_faults(_column("x", "Jansen, Jan", "Vries, Fatima", "Bakker, Anna")) != ()


def test_dates_of_birth_are_told_from_other_dates() -> None:
    births = ["1961-03-12", "1974-11-02", "1988-01-30", "1990-07-07", "2001-12-24"]
    assert personal_faults(_column("datum", *births)) != ()
    assert personal_faults(_column("group", "1985-03-12")) != ()
    assert personal_faults(_column("datum", *(f"{year}-03-12" for year in range(2019, 2026)))) == ()


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "nl", "en"),
    [
        ("jan@voorbeeld.nl", "een e-mailadres", "an e-mail address"),
        ("mail naar Jan.Jansen+werk@post.voorbeeld.nl graag", "een e-mailadres", "an e-mail address"),
        ("111222333", "een burgerservicenummer", "a citizen service number"),
        ("123.456.782", "een burgerservicenummer", "a citizen service number"),
        ("1234.56.782", "een burgerservicenummer", "a citizen service number"),
        ("bsn: 123456782.", "een burgerservicenummer", "a citizen service number"),
        ("06-12345678", "een telefoonnummer", "a telephone number"),
        ("0612345678", "een telefoonnummer", "a telephone number"),
        ("+31 6 1234 5678", "een telefoonnummer", "a telephone number"),
        ("0031612345678", "een telefoonnummer", "a telephone number"),
        ("bel (010) 123 45 67 na zessen", "een telefoonnummer", "a telephone number"),
        ("+44 20 7946 0958", "een telefoonnummer", "a telephone number"),
        ("+32 470 12 34 56", "een telefoonnummer", "a telephone number"),
        ("NL91ABNA0417164300", "een bankrekeningnummer", "a bank account number"),
        ("NL91 ABNA 0417 1643 00", "een bankrekeningnummer", "a bank account number"),
        ("geboren 12-03-1985", "een geboortedatum", "a date of birth"),
        ("born on 12 March 1985", "een geboortedatum", "a date of birth"),
    ],
)
def test_a_cell_about_one_person_is_refused_by_kind_and_place_and_never_repeated(
    cell: str, nl: str, en: str
) -> None:
    grid = lines(f"{SMALLEST}\nsex,women,10,5\nsex,{cell},10,5")
    (fault,) = personal_faults(grid)
    assert (fault.place, fault.line) == ("B3", 3)
    assert fault.message.nl.startswith(f"In rij 3 (B3) staat {nl}.")
    assert fault.message.en.startswith(f"Row 3 (B3) holds {en}.")
    for text in (fault.message.nl, fault.message.en):
        assert cell not in text
        assert not marks(text)


def test_many_cells_of_a_column_are_one_fault_with_their_number() -> None:
    (fault,) = personal_faults(_column("x", *(f"k{n}@voorbeeld.nl" for n in range(40))))
    assert "in deze kolom in 40 cellen" in fault.message.nl
    assert "in this column 40 cells do" in fault.message.en


def test_marks_in_the_headings_and_in_the_header_are_found_too() -> None:
    assert personal_faults(grid_of(["Jan Jansen", "jan@voorbeeld.nl"], [["a", "b"]])) != ()
    assert personal_faults(grid_of(["n"], [["1"]], {"bron": "vraag het jan@voorbeeld.nl"})) != ()
    assert personal_faults(grid_of(["n"], [["1"]], {"prepared_by": "Jan, bsn 123456782"})) != ()


def test_texts_that_stand_in_no_cell_are_looked_at_too() -> None:
    (fault,) = personal_faults_in_remarks(["zie hiernaast", "jan@voorbeeld.nl", "anna@voorbeeld.nl"])
    assert fault.message.nl.startswith("In een opmerking, tekstvak, grafiek of kop- of voettekst")
    assert personal_faults_in_remarks(["uitgave 3.4.2 op 2026-10-05", ""]) == ()


# --- rows -------------------------------------------------------------------------------------------------


def test_counts_of_one_in_every_row_are_people() -> None:
    text = f"{SMALLEST}\n" + "\n".join(f"sex,g{n},1,{n % 2}" for n in range(6))
    (fault,) = personal_faults(lines(text))
    assert fault.message.nl.startswith("In elke rij staat het aantal 1 (C1)")


def test_traits_and_outcomes_side_by_side_are_people() -> None:
    rows = "\n".join(
        f"{sex},{age},{out}" for sex, age, out in zip("mvmvmvmv", range(21, 60, 5), "jnjnjnjn", strict=True)
    )
    (fault,) = personal_faults(lines(f"geslacht,leeftijd,uitkomst\n{rows}"))
    assert fault.message.en.startswith("Each row seems to be about one person")
    many = "\n".join(f"{'mv'[n % 2]},{'abc'[n % 3]},{'jn'[n % 2]},{5 + n / 7:.2f}" for n in range(30))
    assert personal_faults(lines(f"sex,origin,hired,score\n{many}")) != ()


def test_what_is_about_people_is_refused_before_anything_else_is_read() -> None:
    found = refused(
        "T1", "candidate_id,name,sex,score\n" + "\n".join(f"{c},Jan Jansen,m,x" for c in _codes(9)), HEADER
    )
    assert all("assessor tables" in message.en for message in found.messages)
    assert not any("Jansen" in message.en or "K-0" in message.en for message in found.messages)


# --- checks and speed -------------------------------------------------------------------------------------


def test_the_eleven_test() -> None:
    assert is_service_number("111222333")
    assert is_service_number("123456782")
    assert not is_service_number("123456789")
    assert not is_service_number("000000000")
    assert not is_service_number("12345678")


def test_the_check_of_a_bank_account() -> None:
    assert is_iban("NL91 ABNA 0417 1643 00")
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("NL92ABNA0417164300")


@given(st.integers(10_000_000, 99_999_999))
def test_every_number_that_passes_is_found_and_every_other_is_not(eight: int) -> None:
    for last in "0123456789":
        digits = f"{eight}{last}"
        found = personal_faults(_column("x", digits)) != ()
        assert found == is_service_number(digits)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=8))
def test_no_text_makes_the_search_fail(cells: list[str]) -> None:
    personal_faults(_column("x", *cells))


@pytest.mark.parametrize(
    "part",
    [
        "+1",
        " 0031",
        "a",
        "a.",
        "@",
        "a@",
        "NL91 ",
        "NL91ABNA",
        "0(",
        "1 ",
        "123 ",
        "geb ",
        "06-",
        "A.",
        "Jan ",
    ],
)
def test_long_texts_take_no_longer_than_they_are(part: str) -> None:
    start = time.process_time()
    personal_faults(_column("x", part * (10_000 // len(part)) + "@"))
    assert time.process_time() - start < 1
