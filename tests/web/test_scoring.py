"""The assessor's pages: interests first, alone with a reason, then together; gates by two; the officer hands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.domain.answers import Key
from assessor.services import scoring
from assessor.services.decisions import decide
from assessor.services.evidence import add_file
from assessor.services.incoming import receive, receive_table
from assessor.services.scoring import declare_interests
from assessor.services.tables import deliver_table
from assessor.web.headers import FILE_POLICY
from tests.conftest import Round
from tests.factories import fill_in, open_all, send
from tests.services.assessing import GATE, HUM, OPEN, VAL, fresh_store, give_label, opened_stage
from tests.web.conftest import Browser
from tests.web.judging import REASON, Office, judgement
from tests.web.test_delivering import ALL, MEN, WOMEN, table


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with fresh_store(tmp_path) as store:
        yield Office(opened_stage(store))


@pytest.fixture
def declared(office: Office) -> Office:
    office.stage.declare()
    return office


# --- interests --------------------------------------------------------------------------------------------


def test_nothing_of_a_vendor_is_seen_before_interests_are_declared(office: Office) -> None:
    stage = office.stage
    browser = office.browser(stage.assessors[0], forbidden=("ons antwoord",))
    page = browser.get(f"/tenders/{stage.tender.id}/scoring", 302)
    assert page.location == f"/tenders/{stage.tender.id}/scoring/interests"
    browser.get(page.location)
    for address in ("", "/questions/VAL-01", "/final", "/agreed", "/gates"):
        browser.get(f"/scoring/{stage.response}{address}", 404)


def test_declaring_no_interest_leads_to_the_list_and_withdrawing_leads_out(office: Office) -> None:
    stage = office.stage
    address = f"/tenders/{stage.tender.id}/scoring"
    first, second = (office.browser(a) for a in stage.assessors)
    refused = first.post(f"{address}/interests", {}, 422)
    assert "Kies een van beide." in refused.words
    assert first.post(f"{address}/interests", {"interests": "none"}).location == address
    assert "Beta BV (fictief)" in first.get(address).words
    second.post(f"{address}/interests", {"interests": "some"})
    second.get(address, 404)
    second.get(f"/scoring/{stage.response}", 404)


# --- alone ------------------------------------------------------------------------------------------------


def test_the_page_of_a_question_shows_answer_anchors_and_warning_signs(declared: Office) -> None:
    stage = declared.stage
    page = declared.browser(stage.assessors[0]).get(f"/scoring/{stage.response}/questions/VAL-01")
    for words in (
        "ons antwoord",
        "Waarschuwingssignalen",
        "Wat als bewijs telt",
        "gedateerd intern rapport",
        "rapport",
    ):
        assert words in page.words
    chosen = [box for box in page.find_all("input", type="radio") if "checked" in box.attrib]
    assert chosen == [], "no score may be chosen for an assessor beforehand"
    assert [b.get("value") for b in page.find_all("input", name="anchor")][:5] == ["0", "1", "2", "3", "4"]


def test_saving_leads_to_the_next_answer_without_a_score_and_at_last_to_the_final_step(
    declared: Office,
) -> None:
    stage = declared.stage
    browser, base = declared.browser(stage.assessors[0]), f"/scoring/{stage.response}"
    assert browser.post(f"{base}/questions/PRO-01", judgement()).location == f"{base}/questions/VAL-01"
    assert browser.post(f"{base}/questions/VAL-01", judgement()).location == f"{base}/questions/HUM-01/T05"
    listed = browser.get(base)
    assert "2 van 3 antwoorden gescoord" in listed.words
    final = browser.get(f"{base}/final")
    assert "Nog 1 van de 3 antwoorden" in final.words
    assert f"{base}/questions/HUM-01/T05" in final.links
    assert browser.post(f"{base}/questions/HUM-01/T05", judgement()).location == f"{base}/final"
    assert browser.post(f"{base}/questions/VAL-01", judgement("1") | {"then": "list"}).location == base
    again = browser.get(f"{base}/questions/VAL-01")
    assert "checked" in again.find("input", name="anchor", value="1").attrib
    assert again.find("input", name="evidence_date").get("value") == "01-03-2026"


def test_a_refused_score_keeps_what_was_typed_and_stores_nothing(declared: Office) -> None:
    stage = declared.stage
    browser = declared.browser(stage.assessors[0])
    typed = judgement("", reason="kort", evidence_date="vorige week", fit="")
    page = browser.post(f"/scoring/{stage.response}/questions/VAL-01", typed, 422)
    assert page.find("title").text is not None
    assert str(page.find("title").text).startswith("Fout:")
    assert [a.get("href") for a in page.find("div", role="alert").iter("a")] == [
        "#anchor", "#evidence_date", "#fit", "#reason",
    ]  # fmt: skip
    assert page.find("textarea", name="reason").text == "kort"
    assert page.find("input", name="evidence_date").get("value") == "vorige week"
    assert stage.town.look(scoring.my_sheet, stage.assessors[0], stage.response).scores == {}


def test_what_was_left_open_is_shown_as_such_and_asks_for_no_score(declared: Office) -> None:
    stage = declared.stage
    page = declared.browser(stage.assessors[0]).get(f"/scoring/{stage.response}/questions/HUM-02")
    assert "De leverancier liet deze vraag open." in page.words
    assert page.find_all("input", name="anchor") == []
    assert OPEN not in stage.town.look(scoring.my_sheet, stage.assessors[0], stage.response).to_score


def test_nobody_sees_another_score_before_the_own_ones_are_final(declared: Office) -> None:
    stage = declared.stage
    first, second = stage.assessors
    secret = "Dit mag een ander nog niet lezen."
    for key in (GATE, VAL, HUM):
        stage.town.do(scoring.record_score, first, stage.response, key, scoring.Judgement("0", "E4", secret))
    stage.town.do(scoring.make_final, first, stage.response)
    blind = declared.browser(second, forbidden=(secret,))
    for address in ("", "/questions/VAL-01", "/questions/HUM-01/T05", "/final"):
        blind.get(f"/scoring/{stage.response}{address}")
    blind.get(f"/tenders/{stage.tender.id}/scoring")
    for address in ("/agreed", "/agreed/VAL-01", "/gates"):
        blind.get(f"/scoring/{stage.response}{address}", 404)
    officer = declared.browser(stage.officer, forbidden=(secret,))
    officer.get(f"/tenders/{stage.tender.id}/scoring")
    officer.get(f"/scoring/{stage.response}/questions/VAL-01")
    officer.get(f"/scoring/{stage.response}/agreed", 404)


def test_questions_that_were_not_asked_are_not_there(declared: Office) -> None:
    stage = declared.stage
    browser = declared.browser(stage.assessors[0])
    for address in ("ZZZ-99", "HUM-01", "HUM-01/T99", "VAL-01/T05", "%00", "VAL-01/%F0%9F%92%A9"):
        browser.get(f"/scoring/{stage.response}/questions/{address}", 404)
        browser.post(f"/scoring/{stage.response}/questions/{address}", judgement(), 404)
        browser.get(f"/scoring/{stage.response}/agreed/{address}", 404)


# --- together ---------------------------------------------------------------------------------------------


def disagree(office: Office) -> None:
    """Both assessors finish the first response; on VAL-01 they lie three apart."""
    stage = office.stage
    for assessor, anchor in zip(stage.assessors, ("4", "1"), strict=True):
        stage.score(assessor, stage.response, "3", anchor, "2")
        stage.town.do(scoring.make_final, assessor, stage.response)


def test_after_both_are_final_scores_stand_side_by_side_and_far_apart_is_marked(declared: Office) -> None:
    stage = declared.stage
    disagree(declared)
    browser = declared.browser(stage.assessors[0])
    page = browser.get(f"/scoring/{stage.response}/agreed")
    assert "3, bespreken" in page.words
    apart = browser.get(f"/scoring/{stage.response}/agreed?show=apart")
    assert [row.findtext("th/a") for row in apart.find("tbody").iter("tr")] == ["VAL-01 tekst"]
    browser.post(f"/scoring/{stage.response}/agreed/same")
    assert "2 van 3" in browser.get(f"/scoring/{stage.response}/agreed").words


def test_the_agreed_score_has_a_reason_of_its_own_and_the_separate_ones_stay(declared: Office) -> None:
    stage = declared.stage
    disagree(declared)
    browser, address = declared.browser(stage.assessors[1]), f"/scoring/{stage.response}/agreed/VAL-01"
    refused = browser.post(address, judgement("2", reason=""), 422)
    assert "Vul dit in." in refused.words
    browser.post(address, judgement("2", reason="Na overleg: er is een rapport, zonder aantallen."))
    browser.post(address, judgement("1", reason="Bij nader inzien ontbreekt de datum ook."))
    page = browser.get(address)
    for words in ("4 van 4", "1 van 4", "Na overleg", "Bij nader inzien", "vervangen"):
        assert words in page.words


def test_two_people_judge_a_gate_and_one_of_them_is_a_legal_adviser(declared: Office) -> None:
    stage = declared.stage
    for assessor in stage.assessors:
        stage.score(assessor, stage.response, "0", "3", "3")
        stage.town.do(scoring.make_final, assessor, stage.response)
    first, second = (declared.browser(a) for a in stage.assessors)
    base = f"/scoring/{stage.response}/gates"
    assert "Er is nog geen consensusscore." in first.get(base).words
    stage.town.do(scoring.agree_where_same, stage.assessors[0], stage.response)
    assert "vermoed" in first.get(base).words
    assert "Kies een van de mogelijkheden." in first.post(f"{base}/PRO-01", {"reason": REASON}, 422).words
    first.post(f"{base}/PRO-01", {"state": "confirmed", "reason": REASON})
    assert "U hebt dit zelf voorgesteld." in first.get(f"{base}/PRO-01").words
    fields = second.get(f"{base}/PRO-01").fields()
    assert "jurist" in second.post(f"{base}/PRO-01", fields | {"did": "agree"}, 422).words
    give_label(stage, stage.assessors[1], "jurist")
    second.post(f"{base}/PRO-01", fields | {"did": "agree"})
    assert "bevestigd" in second.get(base).words


def test_the_officer_sees_what_is_in_the_way_and_hands_the_scores_in(declared: Office) -> None:
    stage = declared.stage
    browser, address = declared.browser(stage.officer), f"/tenders/{stage.tender.id}/scoring"
    assert "Nog niet definitief zijn de scores van" in browser.get(address).words
    browser.post(f"{address}/finish", {}, 422)
    stage.finish_sheets()
    stage.agree()
    done = browser.post(f"{address}/finish")
    assert done.location == f"/tenders/{stage.tender.id}/comparison"
    stage.town.do(decide, stage.manager, stage.tender.id, "return_to_assessors", "Licht de werkwijze toe.")
    assert "Licht de werkwijze toe." in browser.get(address).words
    assert "Licht de werkwijze toe." in declared.browser(stage.assessors[0]).get(address).words
    browser.post(f"{address}/finish")


def test_where_the_average_counts_gates_are_judged_on_it_before_the_hand_in(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store, award={"agreement": "average"})
        stage.declare()
        office = Office(stage)
        first, base = office.browser(stage.assessors[0]), f"/scoring/{stage.response}"
        stage.score(stage.assessors[0], stage.response, "0", "4", "3")
        stage.town.do(scoring.make_final, stage.assessors[0], stage.response)
        assert "Nog niet iedereen is klaar" in first.get(f"{base}/agreed").words
        stage.score(stage.assessors[1], stage.response, "0", "2", "3")
        stage.town.do(scoring.make_final, stage.assessors[1], stage.response)
        assert "Gemiddelde" in first.get(f"{base}/agreed").words
        assert first.get(f"{base}/agreed/VAL-01").find_all("input", name="anchor") == []
        first.post(f"{base}/agreed/VAL-01", judgement(), 422)
        first.post(f"{base}/gates/PRO-01", {"state": "confirmed", "reason": REASON})


# --- files ------------------------------------------------------------------------------------------------


def test_evidence_comes_as_a_download_in_which_nothing_runs(published: Round, browser: Browser) -> None:
    town, response = published.town, published.response
    content = b"groep;aantal\n<script>alert(1)</script>;3\n"
    fill_in(town, published.vendor, response)
    town.do(add_file, published.vendor, response, Key("CTX-01"), receive("telling één.csv", content))
    send(town, published.vendor, response)
    open_all(town, published.tender, published.officer, published.second_officer)
    officer = browser(published.officer)
    page = officer.get(f"/scoring/{response}/questions/CTX-01")
    assert "telling één.csv" in page.words
    (link,) = [a for a in page.links if "/files/" in a]
    got = officer.get(link)
    assert got.data == content
    assert got.answer.headers["Content-Disposition"].startswith("attachment;")
    assert got.answer.headers["Content-Security-Policy"] == FILE_POLICY
    assert "Er zijn geen bestanden bij." in officer.get(f"/scoring/{response}/questions/VAL-01").words
    officer.get(f"/scoring/{response}/files/{'0' * 32}", 404)
    browser(published.assessor).get(link, 404)
    browser(published.administrator).get(link, 404)


@pytest.mark.parametrize(
    ("language", "content", "said"),
    [
        ("nl", table(ALL, MEN.replace("639", "600"), WOMEN), "Tabel T1 telt niet op."),
        ("en", table(ALL, MEN.replace("639", "600"), WOMEN), "Table T1 does not add up."),
        ("nl", table(ALL, MEN, WOMEN + "0.97"), "Tabel T1 spreekt tegen wat de leverancier hier opgeeft."),
        ("en", table(ALL, MEN, WOMEN + "0.97"), "Table T1 contradicts what the vendor states here."),
        ("nl", table(ALL, MEN, WOMEN + "0.72"), ""),
    ],
)
def test_evidence_whose_table_does_not_hold_cannot_be_called_recomputable(
    published: Round, browser: Browser, language: str, content: bytes, said: str
) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    town.do(deliver_table, vendor, response, receive_table("T1", "T1.csv", content))
    send(town, vendor, response)
    open_all(town, published.tender, published.officer, published.second_officer)
    town.do(declare_interests, published.assessor, published.tender.id, none=True)
    desk = browser(published.assessor)
    desk.post("/language", {"language": language})
    address = f"/scoring/{response}/questions/VAL-01"
    desk.post(address, judgement(evidence="E2"), status=302)
    page = desk.post(address, judgement(evidence="E3", reason="Nagerekend met de tabel erbij."), status=None)
    assert page.status == (422 if said else 302)
    if said:
        at_its_field = " ".join(page.find("div", id="evidence-error").itertext())
        assert said in at_its_field
        assert "E2" in at_its_field
