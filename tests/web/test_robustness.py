"""How firm an order is, on the screen: tried at set-up, one line beside the order that stands, never to a vendor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assessor.domain.permissions import Role
from assessor.services.access import as_actor
from assessor.services.finishing import finish_scoring
from assessor.storage.models import Person, Tender
from assessor.storage.start import Store
from tests.factories import make_person, make_tender
from tests.services.assessing import fresh_store, opened_stage
from tests.services.test_standing import scored
from tests.web.client import Page
from tests.web.judging import Office
from tests.web.replaying import crawl

ALFA, BETA = "Alfa BV (fictief)", "Beta BV (fictief)"
LINE = "Hoe stevig is deze volgorde?"


@pytest.fixture
def store_here(tmp_path: Path) -> Iterator[Store]:
    with fresh_store(tmp_path) as store:
        yield store


def office(store: Store, first: str = "323", second: str = "333", **tender: Any) -> Office:
    """A tender with its scores handed in: of Beta, then of Alfa."""
    return Office(scored(store, first, second, **tender))


def draft(of: Office, **more: Any) -> Tender:
    return make_tender(of.stage.town, of.stage.officer, **more)


def tried(of: Office, tender: Tender, language: str = "nl") -> Page:
    client = of.browser(of.stage.officer)
    client.post("/language", {"language": language})
    return client.get(f"/tenders/{tender.id}/weights/test")


# --- at set-up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ("De vijf verzonnen leveranciers", "Inschrijving 1", "komt dezelfde inschrijving als eerste uit",
                "niet om wie er dan wint", "2 scores die meetellen, zijn er niet", "Negen van de tien")),
        ("en", ("The five invented vendors", "Offer 1", "the same offer comes first",
                "not for who wins by them", "2 scores that count are not there", "Nine of ten")),
    ],
)  # fmt: skip
def test_weights_are_tried_on_the_invented_vendors_and_on_earlier_offers(
    store_here: Store, language: str, said: tuple[str, ...]
) -> None:
    of = office(store_here)
    page = tried(of, draft(of), language)
    for words in said:
        assert words in page.words
    assert "Eerlijke Meetlat" in page.words
    assert ALFA not in page.words
    assert BETA not in page.words
    assert len(page.find_all("figure")) == 2
    assert not list(page.find("main").iter("form")), "it stores nothing"


def test_other_weights_give_another_picture_and_other_numbers(store_here: Store) -> None:
    of = office(store_here, "324", "342")
    zero = dict.fromkeys(("CTX", "BIA", "DAT", "TRA", "SEC", "ACC"), 0)
    award = [
        {"weights": zero | {"VAL": val, "HUM": 100 - val}, "left_out": ["HUM-02"]} for val in (80, 20, 52)
    ]
    pages = [tried(of, draft(of, award=one)) for one in award]
    shown = [[e.text for e in page.find("main").iter() if str(e.tag).endswith("text")] for page in pages]
    assert all(shown)
    assert shown[0] != shown[1]
    assert shown[0] != shown[2]
    assert "bij 49:" in pages[0].words, "where the two are equal"
    assert "De weging die het eerst beslist" in pages[2].words


def test_save_and_test_saves_first(store_here: Store) -> None:
    of = office(store_here)
    tender = draft(of)
    client = of.browser(of.stage.officer)
    path = f"/tenders/{tender.id}/weights"
    page = client.get(path)
    assert f"{path}/test" in page.links
    fields = page.fields() | {"weights.VAL": "60", "weights.HUM": "40"}
    answer = client.post(path, fields | {"test": "y"}, 302)
    assert answer.location == f"{path}/test"
    assert client.get(path).fields()["weights.VAL"] == "60"
    refused = client.post(path, client.get(path).fields() | {"weights.VAL": "61", "test": "y"}, 422)
    assert refused.fields()["weights.VAL"] == "61"
    assert not client.post(path, client.get(path).fields(), 302).location.endswith("/test")


def test_without_the_use_the_page_says_what_to_do_first(store_here: Store) -> None:
    of = office(store_here)
    assert "Vul eerst het gebruik in" in tried(of, draft(of, facts={})).words


def test_once_published_there_is_nothing_to_try(store_here: Store) -> None:
    of = office(store_here)
    client = of.browser(of.stage.officer)
    client.get(f"/tenders/{of.stage.tender.id}/weights/test", 404)
    client.get(f"/tenders/{draft(of, procedure='market_consultation').id}/weights/test", 404)
    of.browser(of.stage.manager).get(f"/tenders/{draft(of).id}/weights/test", 404)


# --- after the opening ------------------------------------------------------------------------------------


def test_one_line_says_how_firm_the_order_is_to_officers_managers_and_auditors(store_here: Store) -> None:
    of = office(store_here)
    path = f"/tenders/{of.stage.tender.id}/comparison"
    for reader in (of.stage.officer, of.stage.manager, make_person(of.stage.town, Role.AUDITOR)):
        page = of.browser(reader).get(path)
        assert LINE in page.words
        assert f"{ALFA} komt als eerste uit. Bij alle 100 wegingen" in page.words
        assert len(page.find_all("figure")) == 1
    words = of.browser(of.stage.assessors[0]).get(path).words
    assert ALFA in words
    assert LINE not in words


def test_it_stands_there_only_with_scores_that_are_in_and_an_award(store_here: Store) -> None:
    stage = opened_stage(store_here)
    stage.declare()
    stage.finish_sheets()
    path = f"/tenders/{stage.tender.id}/comparison"
    assert LINE not in Office(stage).browser(stage.officer).get(path).words
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    words = Office(stage).browser(stage.officer).get(path).words
    assert f"{ALFA} en {BETA} komen samen als eerste uit." in words


def test_no_vendor_reads_a_word_of_it(store_here: Store) -> None:
    of = office(store_here)
    with of.stage.town.house() as house:
        vendors = [p for p in house.db.scalars(select(Person)) if p.role == "vendor"]
    assert vendors
    for vendor in vendors:
        seen = crawl(of.browser(as_actor(vendor)))
        assert len(seen) > 3
        for path, body in seen.items():
            assert b"in de buurt van deze" not in body, path
            assert LINE.encode() not in body, path
