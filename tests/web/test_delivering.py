"""Tables on the vendor's side: delivered, replaced, removed, refused row by row, and checked before submitting."""

from __future__ import annotations

import pytest

from assessor.services.tables import delivered_tables
from assessor.services.work import writing
from assessor.storage.models import Person
from tests.conftest import Round
from tests.domain.tables.files import HEADER, LOOKS
from tests.factories import DEADLINE, fill_in
from tests.spreadsheets.making import workbook
from tests.web.client import Client, Page
from tests.web.conftest import Browser
from tests.web.replaying import contents
from tests.web.sending import send

COLUMNS = (
    "vacancy_family,stage_no,stage_name,module_code,ground,group,"
    "n_in,n_through,n_rejected,n_not_shown,n_withdrawn,n_pending,claimed_impact_ratio"
)
ALL = "alle,1,Voorselectie,T05,all,all,1600,408,1192,0,0,0,"
MEN = "alle,1,Voorselectie,T05,sex,men,900,261,639,0,0,0,"
WOMEN = "alle,1,Voorselectie,T05,sex,women,700,147,553,0,0,0,"


def table(*rows: str, header: dict[str, str] | None = None, columns: str = COLUMNS) -> bytes:
    lines = [f"# {key}: {value}" for key, value in (HEADER if header is None else header).items()]
    return "\n".join([*lines, columns, *rows, ""]).encode()


GOOD = table(ALL, MEN, WOMEN + "0.72")


@pytest.fixture
def desk(published: Round, browser: Browser) -> Client:
    fill_in(published.town, published.vendor, published.response)
    return browser(published.vendor)


def place(published: Round, code: str = "T1") -> str:
    return f"/responses/{published.response}/tables/{code}"


def deliver(desk: Client, published: Round, content: bytes, name: str = "T1.csv", code: str = "T1") -> Page:
    token = [("csrf_token", desk.token())]
    return send(desk, place(published, code), token, ("file", name, content))


def kept(published: Round) -> list[str]:
    folder = published.town.store.files.folder
    return [p.name for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else []


def names(published: Round) -> list[str]:
    return [d.file.name for d in published.town.look(delivered_tables, published.vendor, published.response)]


# --- delivering -------------------------------------------------------------------------------------------


def test_a_table_is_delivered_replaced_and_removed(desk: Client, published: Round) -> None:
    path = place(published)
    assert "Geleverd" not in desk.get(path).words
    page = deliver(desk, published, GOOD)
    assert (page.status, page.location) == (302, path)
    page = desk.get(path)
    assert "De tabel is gelezen en bewaard." in page.text
    assert "Gelezen zonder fouten: 3 rijen." in page.words
    assert "Vervangen door dit bestand" in page.words
    deliver(desk, published, table(ALL, MEN, WOMEN), name="T1 verbeterd.csv")
    assert names(published) == ["T1 verbeterd.csv"]
    assert desk.post(f"{path}/remove").location == path
    assert names(published) == []
    assert "Geleverd" not in desk.get(path).words


def test_an_excel_file_is_taken_too(desk: Client, published: Round) -> None:
    rows = [[float(c) if c.isdigit() else c for c in row.split(",")] for row in (COLUMNS, ALL, MEN, WOMEN)]
    book = workbook({"T1": rows, "Kopgegevens": [[key, value] for key, value in HEADER.items()]})
    assert deliver(desk, published, book, "T1.xlsx").status == 302
    assert "3 rijen" in desk.get(place(published)).words


def test_the_task_list_and_the_questions_say_what_was_delivered(desk: Client, published: Round) -> None:
    offer = f"/responses/{published.response}"
    assert "0 van 2 geleverd" in desk.get(offer).words
    question = desk.get(f"{offer}/questions/HUM-02")
    assert "Tabellen bij dit antwoord" in question.words
    assert [link for link in question.links if "/tables/" in link] == [
        place(published, "T1"),
        place(published, "T1x"),
    ]
    assert "Tabellen bij dit antwoord" not in desk.get(f"{offer}/questions/CTX-01").words
    deliver(desk, published, GOOD)
    assert "1 van 2 geleverd" in desk.get(offer).words
    assert desk.get(f"{offer}/questions/HUM-02").words.count("niet geleverd") == 1
    listed = desk.get(f"{offer}/tables")
    assert place(published) in listed.links
    assert "niet geleverd" in listed.words
    assert "geleverd" in desk.get(f"{offer}/check").words


# --- refused ----------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, bytes, tuple[str, ...], tuple[str, ...]]] = {
    "wrong counts, row by row": (
        "T1.csv",
        table(ALL, MEN.replace("900", "negenhonderd"), WOMEN.replace("700", "-7")),
        ("Rij 11, kolom n_in (G11): hier staat geen getal", "Rij 12, kolom n_in (G12)"),
        ("Row 11, column n_in (G11): this is no number", "Row 12, column n_in (G12)"),
    ),
    "a column that is missing": (
        "T1.csv",
        table("a,b", columns="ground,group"),
        ("De kolom n_in ontbreekt", "De kolom n_through ontbreekt"),
        ("The column n_in is missing", "The column n_through is missing"),
    ),
    "no header": (
        "T1.csv",
        table(ALL, MEN, WOMEN, header={}),
        ("legal_basis", "period_from"),
        ("legal_basis", "period_from"),
    ),
    "people": (
        "T1.csv",
        b"candidate_id,sex,score\nK-1,m,3\nK-2,v,4\n",
        ("nummers van kandidaten", "assessor tables"),
        ("numbers of candidates", "assessor tables"),
    ),
    "people on a sheet beside it": (
        "T1.xlsx",
        workbook(
            {
                "T1": [row.split(",") for row in (COLUMNS, ALL, MEN, WOMEN)],
                "Kopgegevens": [[key, value] for key, value in HEADER.items()],
                "Uitleg": [["kandidaatnummer", "score"], ["K-1", 3], ["K-2", 4]],
            }
        ),
        ("Blad ‘Uitleg’", "nummers van kandidaten"),
        ("Sheet ‘Uitleg’", "numbers of candidates"),
    ),
    "a formula": (
        "T1.csv",
        table(ALL.replace("1600", "=900+700"), MEN, WOMEN),
        ("Hier staat een formule".lower(),),
        ("there is a formula",),
    ),
    "a document": ("T1.pdf", b"%PDF-1.7 klein", ("is geen tabel",), ("is not a table",)),
    "a picture called table": ("T1.xlsx", b"\x89PNG\r\n\x1a\n", ("geen xlsx-bestand",), ("not a xlsx file",)),
    "nothing in it": ("T1.csv", b"", ("is leeg",), ("is empty",)),
    "a strange type": ("T1.exe", b"MZ", ("geen soort bestand",), ("not a type of file",)),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("what", REFUSED)
def test_a_refused_table_leaves_nothing_behind_and_every_fault_is_said(
    desk: Client, published: Round, what: str, language: str
) -> None:
    name, content, *said = REFUSED[what]
    with published.town.house() as house, writing(house, published.vendor):
        house.db.get_one(Person, published.vendor.id).language = language
    before = contents(published.town)
    page = deliver(desk, published, content, name)
    assert page.status == 422
    summary = next(d for d in page.find_all("div") if d.get("class") == "error-summary")
    told = [" ".join(" ".join(item.itertext()).split()) for item in summary.iter("li")]
    for part in said[language == "en"]:
        assert any(part in one for one in told), (part, told)
    assert len(told) == len(set(told))
    assert page.find_all("input", type="file")
    assert contents(published.town) == before
    assert kept(published) == []


def test_a_refused_table_leaves_the_one_before(desk: Client, published: Round) -> None:
    deliver(desk, published, GOOD, "goed.csv")
    page = deliver(desk, published, REFUSED["people"][1], "fout.csv")
    assert page.status == 422
    assert "goed.csv" in page.words
    assert names(published) == ["goed.csv"]


def test_no_file_is_said_at_its_field(desk: Client, published: Round) -> None:
    page = desk.post(place(published), {}, status=422)
    assert "Kies eerst een bestand." in " ".join(page.find("div", id="file-error").itertext())


# --- who, what and when -----------------------------------------------------------------------------------


def test_a_table_that_no_question_rests_on_is_not_there(desk: Client, published: Round) -> None:
    for code in ("T9", "T99", "x"):
        desk.get(place(published, code), status=404)
        assert deliver(desk, published, GOOD, code=code).status == 404
    assert kept(published) == []


def test_another_vendor_finds_nothing(desk: Client, published: Round, browser: Browser) -> None:
    deliver(desk, published, GOOD)
    other = browser(published.other_vendor, forbidden=("T1.csv",))
    for path in (place(published), f"/responses/{published.response}/tables"):
        other.get(path, status=404)
    assert deliver(other, published, GOOD).status == 404
    other.post(f"{place(published)}/remove", status=404)
    assert names(published) == ["T1.csv"]


def test_after_the_deadline_a_table_can_be_read_and_not_delivered(
    desk: Client, published: Round, browser: Browser
) -> None:
    deliver(desk, published, GOOD)
    published.town.now = DEADLINE
    desk = browser(published.vendor)
    page = desk.get(place(published))
    assert "Gelezen zonder fouten" in page.words
    assert not page.find_all("input", type="file")
    assert not list(page.find("main").iter("form"))
    late = deliver(desk, published, table(ALL, MEN, WOMEN), "laat.csv")
    assert late.status == 422
    assert "De termijn is voorbij" in late.words
    assert "De termijn is voorbij" in desk.post(f"{place(published)}/remove", status=422).words
    assert names(published) == ["T1.csv"]


def test_before_the_scope_there_are_no_tables(published: Round, browser: Browser) -> None:
    page = browser(published.vendor).get(f"/responses/{published.response}/tables", status=302)
    assert page.location.endswith("/scope")


@pytest.mark.parametrize("code", ["T1", "T1x", "T9"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_comes_as_a_file_in_either_language(browser: Browser, code: str, kind: str) -> None:
    visitor = browser()
    found = {}
    for language in ("nl", "en"):
        answer = visitor.browser.get(f"/tables/{code}.{kind}", headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f"attachment; filename={code}.{kind}"
        found[language] = answer.get_data()
    assert found["nl"] != found["en"]


def test_there_is_no_template_of_another_kind(browser: Browser) -> None:
    for name in ("T1.pdf", "T99.csv", "../T1.csv"):
        browser().get(f"/tables/{name}", status=404)


# --- checked before submitting ----------------------------------------------------------------------------


def test_a_table_that_adds_up_and_fits_says_so_with_its_figures(desk: Client, published: Round) -> None:
    deliver(desk, published, GOOD)
    page = desk.get(place(published))
    assert "De tabel telt op" in page.words
    assert "Opgegeven is 0,72; dat volgt uit de aantallen" in page.words
    assert "Wat wij hieruit berekenen" in page.words
    assert "0,72" in page.words


def test_a_table_that_does_not_add_up_says_where(desk: Client, published: Round) -> None:
    deliver(desk, published, table(ALL, MEN.replace("639", "600"), WOMEN))
    page = desk.get(place(published))
    assert "De tabel telt niet op" in page.words
    assert "narekenbaar bewijs (E3)" in page.words
    assert "telt niet op" in desk.get(f"/responses/{published.response}/tables").words
    assert "telt niet op" in desk.get(f"/responses/{published.response}/check").words


def test_a_claim_that_the_table_contradicts_is_shown_before_submitting(
    desk: Client, published: Round
) -> None:
    deliver(desk, published, table(ALL, MEN, WOMEN + "0.97"))
    page = desk.get(place(published))
    assert "1 opgave past niet bij deze tabel" in page.words
    assert "Opgegeven is 0,97, uit de aantallen volgt 0,724: 0,246 te hoog." in page.words
    assert "past niet bij uw antwoord" in desk.get(f"/responses/{published.response}/check").words


def test_ways_out_are_held_against_the_funnel(desk: Client, published: Round) -> None:
    deliver(desk, published, GOOD)
    columns = (
        "vacancy_family,stage_no,stage_name,module_code,ground,group,exit,decided_by,viewed,n,"
        "median_hours,n_under_1h,n_22_06"
    )
    way = "alle,1,Voorselectie,T05,all,all,rejected,model,no,{n},2,100,50"
    content = table(way.format(n=1000), header=HEADER | LOOKS, columns=columns)
    assert deliver(desk, published, content, "T1x.csv", "T1x").status == 302
    assert "De tabel telt niet op" in desk.get(place(published, "T1x")).words
    content = table(way.format(n=1192), header=HEADER | LOOKS, columns=columns)
    assert deliver(desk, published, content, "T1x (2).csv", "T1x").status == 302
    assert "De tabel telt op" in desk.get(place(published, "T1x")).words
