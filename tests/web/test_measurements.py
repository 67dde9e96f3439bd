"""The officer's page of a product in use: later tables beside those of the award."""

from __future__ import annotations

import pytest

from assessor.services.measurements import measurements
from tests.conftest import Round
from tests.services.measuring import NEXT_YEAR, exits, funnel, later, put_in_use
from tests.web.client import Client, Page
from tests.web.conftest import Browser
from tests.web.replaying import contents
from tests.web.sending import send


@pytest.fixture
def in_use(published: Round) -> Round:
    return put_in_use(published)


def address(round: Round) -> str:
    return f"/assessments/{round.response}/measurements"


def add(desk: Client, round: Round, content: bytes, code: str = "T1", name: str = "T1.csv") -> Page:
    pairs = [("csrf_token", desk.token()), ("code", code)]
    return send(desk, address(round), pairs, ("file", name, content))


@pytest.mark.parametrize(("language", "said"), [("nl", "Verslechterd"), ("en", "Worse")])
def test_a_measurement_is_added_and_shown_beside_the_award_in_words(
    in_use: Round, browser: Browser, language: str, said: str
) -> None:
    desk = browser(in_use.officer)
    desk.post("/language", {"language": language})
    assert desk.get(address(in_use)).find_all("input", type="file")
    for code, content in (("T1", funnel(400, 740, NEXT_YEAR)), ("T1x", exits(300, 2560, NEXT_YEAR))):
        assert add(desk, in_use, content, code, f"{code}.csv").location == address(in_use)
    page = desk.get(address(in_use))
    assert said in page.words
    assert "2027" in page.words
    for words in (
        ("78,1%", "10,5%", "0,95", "0,54", "n = 2.000")
        if language == "nl"
        else ("78.1%", "10.5%", "0.95", "0.54", "n = 2,000")
    ):
        assert words in page.words, words
    [file] = [link for link in page.links if link.endswith("/file")][:1]
    assert desk.browser.get(file).get_data() == funnel(400, 740, NEXT_YEAR)


def test_a_table_can_be_taken_out_again(in_use: Round, browser: Browser) -> None:
    desk = browser(in_use.officer)
    add(desk, in_use, funnel(400, 740, NEXT_YEAR))
    [path] = [f.get("action") for f in desk.get(address(in_use)).find("main").iter("form")
              if str(f.get("action")).endswith("/remove")]  # fmt: skip
    assert desk.post(str(path)).location == address(in_use)
    assert "Er is nog niets gemeten" in desk.get(address(in_use)).words


@pytest.mark.parametrize(
    ("code", "content", "said"),
    [
        ("T1", funnel(400, 740), "eindigt na die van de gunning"),
        ("T1", b"candidate_id,sex,score\nK-1,m,3\n", "nummers van kandidaten"),
        ("T9", funnel(400, 740, NEXT_YEAR), "De kolom"),
        ("x", funnel(400, 740, NEXT_YEAR), "Kies welke tabel het is."),
    ],
)
def test_a_refused_table_keeps_the_page_with_the_reason_and_nothing_stored(
    in_use: Round, browser: Browser, code: str, content: bytes, said: str
) -> None:
    desk = browser(in_use.officer)
    before = contents(in_use.town)
    page = add(desk, in_use, content, code)
    assert page.status == 422
    assert said in page.words
    assert contents(in_use.town) == before


def test_no_file_is_said_at_its_field(in_use: Round, browser: Browser) -> None:
    page = browser(in_use.officer).post(address(in_use), {"code": "T1"}, status=422)
    assert "Kies eerst een bestand." in " ".join(page.find("div", id="file-error").itertext())


def test_manager_and_auditor_read_and_nobody_else_finds_it(in_use: Round, browser: Browser) -> None:
    add(browser(in_use.officer), in_use, later().content)
    found = in_use.town.look(measurements, in_use.officer, in_use.response)
    file = f"{address(in_use)}/{found.later[0].tables[0].id}"
    for who in (in_use.manager, in_use.auditor):
        reader = browser(who)
        page = reader.get(address(in_use))
        assert not page.find_all("input", type="file")
        assert reader.browser.get(f"{file}/file").status_code == 200
        assert add(reader, in_use, later(300).content).status == 404
        reader.post(f"{file}/remove", status=404)
    for who in (in_use.assessor, in_use.administrator):
        stranger = browser(who)
        stranger.get(address(in_use), status=404)
        assert stranger.browser.get(f"{file}/file").status_code == 404
        assert add(stranger, in_use, later(300).content).status == 404
        stranger.post(f"{file}/remove", status=404)
    # The vendors have their own side of the site, where none of this is.
    for who in (in_use.vendor, in_use.other_vendor):
        assert "/sign-in" in browser(who).get(address(in_use), status=302).location
    assert len(in_use.town.look(measurements, in_use.officer, in_use.response).later) == 1


def test_an_offer_that_is_not_used_has_no_such_page(in_use: Round, browser: Browser) -> None:
    desk = browser(in_use.officer)
    desk.get(f"/assessments/{in_use.other_response}/measurements", status=404)
