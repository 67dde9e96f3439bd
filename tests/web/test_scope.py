"""What cannot be offered at all: it stops on the page where the offer is declared."""

from __future__ import annotations

import pytest

from assessor.domain.questionnaire.prohibited import stops
from assessor.services.refusals import Refused
from assessor.services.responses import declare_scope, scope_of
from assessor.storage.engine import begin_writing
from assessor.storage.models import Tender
from tests.conftest import Round
from tests.domain.miniature import shipped
from tests.web.conftest import Browser

SHIPPED = shipped()


def in_procedure(published: Round, procedure: str) -> None:
    with published.town.store.sessions() as session:
        begin_writing(session)
        session.get_one(Tender, published.tender.id).procedure = procedure
        session.commit()


def test_every_prohibited_kind_stops_an_offer_with_its_ground_and_the_law() -> None:
    for product in SHIPPED.product_types:
        found = stops(SHIPPED, ["T05", product.code])
        assert [s.product for s in found] == ([product] if product.prohibited else [])
        for stop in found:
            assert stop.gate is not None
            assert stop.gate.knock_out is not None
            assert stop.ground == stop.gate.knock_out.ground
            assert any(o.instrument == "aia" and o.article.nl.startswith("5") for o in stop.law), product.code


@pytest.mark.parametrize("also", [[], ["T05"]])
def test_in_a_tender_a_prohibited_function_stops_the_offer_and_nothing_is_saved(
    published: Round, browser: Browser, also: list[str]
) -> None:
    vendor, address = browser(published.vendor), f"/responses/{published.response}/scope"
    sent = vendor.get(address).fields() | {"products": [*also, "X1"], "aware": "1", "confirmed": "1"}
    page = vendor.post(address, sent, 422)
    assert "Dit aanbod stopt hier" in page.words
    assert "Er is niets bewaard" in page.words
    assert published.town.look(scope_of, published.vendor, published.response) is None
    with pytest.raises(Refused, match="may not be offered"):
        published.town.do(declare_scope, published.vendor, published.response, ["X1"], [], 0)


def test_in_a_round_it_is_said_first_and_can_then_be_assessed(published: Round, browser: Browser) -> None:
    in_procedure(published, "market_consultation")
    vendor, address = browser(published.vendor), f"/responses/{published.response}/scope"
    sent = vendor.get(address).fields() | {"products": ["T05", "X1"]}
    page = vendor.post(address, sent, 200)
    assert "is verboden" in page.words
    assert published.town.look(scope_of, published.vendor, published.response) is None
    vendor.post(address, page.fields())
    scope = published.town.look(scope_of, published.vendor, published.response)
    assert scope is not None
    assert scope.products == ("T05", "X1")
    assert "niet kopen" in vendor.get(address).words
