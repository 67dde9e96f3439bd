"""The pages of findings: the officer puts them, the vendor replies, two assessors judge; and who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.domain.findings import term_ends
from assessor.domain.limits import clean_text
from assessor.domain.permissions import Actor
from assessor.services.finding_lists import findings_of_response
from tests.naughty import sample
from tests.services.assessing import fresh_store, opened_stage
from tests.services.finding import REASON, all_of, found, judge, last_day, put, record, say, vendor_of
from tests.web.client import Client
from tests.web.judging import Office

CANARY = "kanarievogel"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Opened, interests declared, two findings in the first response."""
    with fresh_store(tmp_path / "town") as store:
        stage = opened_stage(store)
        stage.declare()
        record(stage, stage.response, found(), found("T1x/all"))
        yield Office(stage)


def page(office: Office, n: int = 0) -> str:
    """The address of a finding on the buyer's side."""
    return f"/scoring/{office.stage.response}/findings/{all_of(office.stage)[n].id}"


def own_page(office: Office, n: int = 0) -> str:
    """The same on the vendor's side."""
    return f"/responses/{office.stage.response}/findings/{all_of(office.stage)[n].id}"


def vendor(office: Office) -> Actor:
    return vendor_of(office.stage, office.stage.response)


def overview(office: Office) -> str:
    return f"/tenders/{office.stage.tender.id}/findings"


def test_from_found_to_judged_by_the_pages_alone(office: Office) -> None:
    stage = office.stage
    officer, anna, bram = (office.browser(who) for who in (stage.officer, *stage.assessors))
    listed = officer.get(overview(office))
    assert "nog voor te leggen" in listed.words
    putting = f"/scoring/{stage.response}/findings/put"
    assert putting in listed.links
    officer.post(putting, officer.get(putting).fields())
    assert "voorgelegd aan de leverancier" in officer.get(overview(office)).words

    vendor_ = office.browser(vendor(office))
    assert "Reageer uiterlijk" in vendor_.get("/").words
    assert f"/responses/{stage.response}/findings" in vendor_.get(f"/responses/{stage.response}").links
    listed = vendor_.get(f"/responses/{stage.response}/findings")
    assert own_page(office) in listed.links
    asked = vendor_.get(own_page(office))
    assert "Uw opgave en onze berekening verschillen" in asked.words
    assert vendor_.post(own_page(office), {"text": ""}, 422).find("textarea").get("aria-invalid") == "true"
    vendor_.post(own_page(office), {"text": "De tabel telt <b>ook</b> stagiairs mee."})
    assert "De tabel telt <b>ook</b> stagiairs mee." in vendor_.get(own_page(office)).words

    for who in (anna, bram):
        assert "De tabel telt <b>ook</b> stagiairs mee." in who.get(page(office)).words
        who.post(f"{page(office)}/judge", {"outcome": "error", "reason": REASON})
    done = anna.get(page(office)).words
    assert "Uitkomst: vergissing" in done
    assert stage.assessors[1].name in done


def test_an_assessor_sees_the_other_s_judgement_only_after_the_own_one(office: Office) -> None:
    stage = office.stage
    say(stage, put(stage)[0])
    anna, bram = (office.browser(who) for who in stage.assessors)
    wrong = anna.post(f"{page(office)}/judge", {"outcome": "", "reason": "kort"}, 422)
    assert "kort" in wrong.fields()["reason"]
    anna.post(f"{page(office)}/judge", {"outcome": "misleading", "reason": f"{REASON} {CANARY}"})
    assert CANARY in anna.get(page(office)).words
    for who in (stage.assessors[1], stage.officer, stage.manager):
        other = office.browser(who, forbidden=(CANARY,))
        assert "misleidend" not in other.get(overview(office)).words
        other.get(page(office))
    bram.post(f"{page(office)}/judge", {"outcome": "explained", "reason": REASON})
    for who in (stage.assessors[1], stage.assessors[0], stage.officer, stage.manager):
        text = office.browser(who).get(page(office)).words
        assert CANARY in text
        assert "De oordelen verschillen" in text


def test_an_officer_sets_aside_with_a_reason_and_the_vendor_never_sees_it(office: Office) -> None:
    officer = office.browser(office.stage.officer)
    assert (
        "Gebruik hier ten minste" in officer.post(f"{page(office)}/set-aside", {"reason": "kort"}, 422).words
    )
    officer.post(f"{page(office)}/set-aside", {"reason": f"{REASON} {CANARY}"})
    assert "terzijde gelegd" in officer.get(overview(office)).words
    assert CANARY in officer.get(page(office)).words
    hidden = own_page(office)
    officer.post(f"/scoring/{office.stage.response}/findings/put", officer.get(
        f"/scoring/{office.stage.response}/findings/put").fields())  # fmt: skip
    vendor_ = office.browser(vendor(office), forbidden=(CANARY,))
    vendor_.get(hidden, 404)
    assert (
        len(
            [a for a in vendor_.get(f"/responses/{office.stage.response}/findings").links if "findings/" in a]
        )
        == 1
    )


def test_an_officer_adds_a_finding_by_hand(office: Office) -> None:
    officer, new = office.browser(office.stage.officer), f"/scoring/{office.stage.response}/findings/new"
    form = {"key": "HUM-01@T05", "claimed": "Altijd een mens.", "recomputed": "De website zegt: automatisch.",
            "difference": "Klopt dit?", "reason": f"Gelezen op de website. {CANARY}"}  # fmt: skip
    refused = officer.post(new, form | {"key": "XXX-01", "claimed": ""}, 422)
    assert refused.fields()["recomputed"].strip() == "De website zegt: automatisch."
    made = officer.post(new, form).location
    assert "HUM-01@T05" in officer.get(made).words
    put(office.stage)
    vendor_ = office.browser(vendor(office), forbidden=(CANARY,))
    assert "Wat wij daarnaast vonden De website zegt: automatisch." in vendor_.get(own_page(office, 2)).words


@pytest.mark.parametrize("until", ["", "morgen", "24-11-2025", "31-12-2099", "2026-13-45"])
def test_a_term_that_is_no_day_or_too_short_or_long_is_refused_and_kept(office: Office, until: str) -> None:
    officer, putting = office.browser(office.stage.officer), f"/scoring/{office.stage.response}/findings/put"
    fields = officer.get(putting).fields()
    refused = officer.post(putting, fields | {"until": until}, 422)
    assert refused.fields()["until"] == until
    assert office.browser(vendor(office)).get(f"/responses/{office.stage.response}/findings").status == 200
    assert all(not one.steps for one in all_of(office.stage))


def test_findings_that_came_in_meanwhile_are_not_put_unseen(office: Office) -> None:
    officer, putting = office.browser(office.stage.officer), f"/scoring/{office.stage.response}/findings/put"
    fields = officer.get(putting).fields()
    record(office.stage, office.stage.response, found("T2/age"))
    assert "De lijst is gewijzigd" in officer.post(putting, fields, 422).words
    officer.post(putting, officer.get(putting).fields())


def test_a_reply_after_the_term_is_refused_said_and_what_was_typed_is_shown_again(office: Office) -> None:
    ids = put(office.stage)
    say(office.stage, ids[1])
    end = term_ends(last_day(office.stage))
    office.stage.town.now = end
    vendor_ = office.browser(vendor(office))
    refused = vendor_.post(own_page(office), {"text": "Net te laat."}, 422)
    assert "is niet vastgelegd" in refused.words
    assert "Net te laat." in refused.fields()["text"]
    assert "Er is geen reactie ontvangen" in vendor_.get(own_page(office)).words


def test_a_vendor_keeps_what_was_put_as_a_file(office: Office) -> None:
    vendor_ = office.browser(vendor(office))
    vendor_.get(f"/responses/{office.stage.response}/findings.txt", 404)
    put(office.stage)
    file = vendor_.get(f"/responses/{office.stage.response}/findings.txt")
    assert "attachment" in file.answer.headers["Content-Disposition"]
    assert "Onze berekening:\n0,72" in file.text
    assert file.text.count("VAL-01") == 2


def test_another_vendor_finds_nothing_of_it_and_no_vendor_the_buyer_s_pages(office: Office) -> None:
    stage = office.stage
    [one, _] = put(stage)
    say(stage, one, CANARY)
    other = office.browser(vendor_of(stage, stage.responses[1]), forbidden=(CANARY, "0,72"))
    for path in (
        own_page(office),
        f"/responses/{stage.response}/findings",
        f"/responses/{stage.response}/findings.txt",
    ):
        other.get(path, 404)
    other.post(own_page(office), {"text": "x"}, 404)
    mixed = f"/responses/{stage.responses[1]}/findings/{one}"
    other.get(mixed, 404)
    other.post(mixed, {"text": "x"}, 404)
    assert "geen vragen" in other.get(f"/responses/{stage.responses[1]}/findings").words
    assert "findings" not in " ".join(other.get(f"/responses/{stage.responses[1]}").links)
    for path in (overview(office), page(office)):
        other.get(path, 302)


def test_who_may_not_take_a_step_has_no_form_for_it_and_is_refused(office: Office) -> None:
    stage = office.stage
    for who in (stage.manager, *stage.assessors):
        reader = office.browser(who)
        assert not list(reader.get(page(office)).find("main").iter("form"))
        reader.post(f"{page(office)}/set-aside", {"reason": REASON}, 404)
        reader.get(f"/scoring/{stage.response}/findings/put", 404)
        reader.get(f"/scoring/{stage.response}/findings/new", 404)
    say(stage, put(stage)[0])
    for who in (stage.officer, stage.manager):
        assert not list(office.browser(who).get(page(office)).find("main").iter("form"))
        office.browser(who).post(f"{page(office)}/judge", {"outcome": "error", "reason": REASON}, 404)


def test_a_finding_of_one_response_is_not_there_under_another(office: Office) -> None:
    stage = office.stage
    wrong = page(office).replace(stage.response, stage.responses[1])
    officer = office.browser(stage.officer)
    officer.get(wrong, 404)
    officer.post(f"{wrong}/set-aside", {"reason": REASON}, 404)
    assert all(not one.steps for one in all_of(stage))


def test_it_is_said_whose_turn_it_is(office: Office) -> None:
    stage = office.stage

    def waits(client: Client) -> str:
        return client.get(f"/tenders/{stage.tender.id}").words

    officer, anna = office.browser(stage.officer), office.browser(stage.assessors[0])
    assert "Leg 2 bevindingen voor aan de leverancier." in waits(officer)
    one, other = put(stage)
    assert "bevindingen voor" not in waits(officer)
    assert "Oordeel over" not in waits(anna)
    say(stage, one)
    assert "Oordeel over één bevinding." in waits(anna)
    say(stage, other)
    assert "Oordeel over 2 bevindingen." in waits(anna)
    judge(stage, one, "error", "error")
    assert "Oordeel over één bevinding." in waits(anna)
    judge(stage, other, "error", "explained")
    assert "Oordeel over één bevinding." in waits(anna), "the judgements differ"


def test_the_question_page_and_the_hand_over_lead_to_the_findings(office: Office) -> None:
    stage = office.stage
    anna = office.browser(stage.assessors[0])
    assert page(office) in anna.get(f"/scoring/{stage.response}/questions/VAL-01").links
    assert "Bevinding" not in anna.get(f"/scoring/{stage.response}/questions/PRO-01").words
    scoring = office.browser(stage.officer).get(f"/tenders/{stage.tender.id}/scoring")
    assert "2 bevindingen zijn nog open" in scoring.words
    assert overview(office) in scoring.links


def test_a_finding_shows_the_same_in_english(office: Office) -> None:
    stage = office.stage
    officer = office.browser(stage.officer)
    officer.post("/language", {"language": "en"})
    assert "What we compute 0.72" in officer.get(page(office)).words
    assert "to be put to the vendor" in officer.get(overview(office)).words


def test_naughty_texts_are_refused_or_shown_as_text_on_both_sides(office: Office) -> None:
    stage, new = office.stage, f"/scoring/{office.stage.response}/findings/new"
    officer, vendor_ = office.browser(stage.officer), office.browser(vendor(office))
    texts = [text for text in sample(40) if clean_text(text) == text]
    for text in texts:
        form = {
            "key": "VAL-01",
            "claimed": text,
            "recomputed": text,
            "difference": text,
            "reason": f"{REASON} {text}",
        }
        officer.post(new, form, None)
    shown = officer.get(overview(office))
    for link in shown.links:
        if "/findings/" in link:
            officer.get(link)
    ids = put(stage)
    vendor_.get(f"/responses/{stage.response}/findings")
    vendor_.get(f"/responses/{stage.response}/findings.txt")
    for id, text in zip(ids, texts, strict=False):
        vendor_.post(f"/responses/{stage.response}/findings/{id}", {"text": text}, None)
    vendor_.get(f"/responses/{stage.response}/findings")
    assert len(ids) > 10, "most can be stored, and are shown"


def test_reading_the_list_gives_what_the_pages_show(office: Office) -> None:
    of = office.stage.town.look(findings_of_response, office.stage.officer, office.stage.response)
    assert [one.id for one in of.to_put] == [one.id for one in all_of(office.stage)]
    assert all(one.may_handle and not one.may_judge for one in of.findings)
