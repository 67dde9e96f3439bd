"""The vendors side by side: every number beside its colour, sorted by links, and only when all scores are final."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.services import scoring
from assessor.services.finishing import finish_scoring
from tests.services.assessing import GATE, HUM, VAL, fresh_store, opened_stage
from tests.web.client import Page
from tests.web.judging import Office

ALFA, BETA = "Alfa BV (fictief)", "Beta BV (fictief)"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Alfa did badly, Beta well."""
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store, procedure="market_consultation")
        stage.declare()
        for assessor in stage.assessors:
            for response, anchors in zip(stage.responses, ("333", "011"), strict=True):
                stage.score(assessor, response, *anchors, keys=(GATE, VAL, HUM))
                stage.town.do(scoring.make_final, assessor, response)
        stage.agree()
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
        yield Office(stage)


def order(page: Page) -> list[str]:
    """The vendors of the first table, from above."""
    return [str(row.findtext("th/a")) for row in page.find("tbody").iter("tr")]


def test_vendors_stand_in_alphabetical_order_and_each_leads_to_its_assessment(office: Office) -> None:
    stage = office.stage
    page = office.browser(stage.manager).get(f"/tenders/{stage.tender.id}/comparison")
    assert order(page) == [ALFA, BETA]
    for response in stage.responses:
        assert f"/assessments/{response}" in page.links
    assert "vermoed PRO-01" in page.words
    assert "plafond" in page.words


@pytest.mark.parametrize("column", ["level", "class", "index", "VAL", "HUM", "gates"])
def test_every_heading_sorts_by_a_link_and_back(office: Office, column: str) -> None:
    stage = office.stage
    manager, address = office.browser(stage.manager), f"/tenders/{stage.tender.id}/comparison"
    best = manager.get(f"{address}?sort={column}")
    assert order(best) == [BETA, ALFA]
    headings = [th for th in best.find_all("th") if th.get("aria-sort")]
    assert [th.get("aria-sort") for th in headings] == ["ascending"]
    (turned,) = {a.get("href") for th in headings for a in th.iter("a")}
    assert turned == f"{address}?sort=-{column}"
    assert order(manager.get(turned)) == [ALFA, BETA]


def test_an_order_that_is_not_there_is_the_alphabet(office: Office) -> None:
    stage = office.stage
    manager, address = office.browser(stage.manager), f"/tenders/{stage.tender.id}/comparison"
    for asked in ("", "x", "--", "-vendor-", "%F0%9F%92%A9", "__class__"):
        assert order(manager.get(f"{address}?sort={asked}")) == [ALFA, BETA]
    assert order(manager.get(f"{address}?sort=-vendor")) == [BETA, ALFA]
