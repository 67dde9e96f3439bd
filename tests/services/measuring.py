"""A product in use: its tables were opened with the rest, the manager decided, and a later table comes in."""

from __future__ import annotations

from assessor.services.incoming import Incoming, receive_table
from assessor.services.tables import deliver_table
from assessor.services.work import writing
from assessor.storage.models import Decision, Tender
from tests.conftest import Round
from tests.domain.tables.files import HEADER, LOOKS
from tests.factories import fill_in, open_all, send

REASON = "Het product mag worden gebruikt."
FUNNEL = (
    "vacancy_family,stage_no,stage_name,module_code,ground,group,"
    "n_in,n_through,n_rejected,n_not_shown,n_withdrawn,n_pending"
)
EXITS = (
    "vacancy_family,stage_no,stage_name,module_code,ground,group,exit,decided_by,viewed,n,"
    "median_hours,n_under_1h,n_22_06"
)
NEXT_YEAR = {"period_from": "2027-01-01", "period_to": "2027-06-30", "product_version": "4.0"}


def funnel(women: int, men: int, header: dict[str, str] | None = None) -> bytes:
    """T1: of 2,000 women and 2,000 men so many came through."""
    rows = [
        f"alle,1,Voorselectie,T05,{ground},{group},{n},{k},{n - k},0,0,0"
        for ground, group, n, k in (
            ("all", "all", 4000, women + men),
            ("sex", "women", 2000, women),
            ("sex", "men", 2000, men),
        )
    ]
    return _file(FUNNEL, rows, HEADER | (header or {}))


def exits(unseen: int, seen: int, header: dict[str, str] | None = None) -> bytes:
    """T1x: of those rejected so many were not looked at by a human."""
    start = "alle,1,Voorselectie,T05,all,all,rejected"
    rows = [f"{start},model,no,{unseen},2,100,50", f"{start},human,qualifying,{seen},30,0,0"]
    return _file(EXITS, rows, HEADER | LOOKS | (header or {}))


def _file(columns: str, rows: list[str], header: dict[str, str]) -> bytes:
    return "\n".join([*(f"# {key}: {value}" for key, value in header.items()), columns, *rows, ""]).encode()


def later(women: int = 400, men: int = 740, name: str = "T1-2027.csv", **header: str) -> Incoming:
    """The same table a year later."""
    return receive_table("T1", name, funnel(women, men, NEXT_YEAR | header))


def put_in_use(round: Round, procedure: str = "market_consultation", state: str = "decided") -> Round:
    """Play a round up to the decision that its first offer may be used. Scoring is passed over."""
    town = round.town
    fill_in(town, round.vendor, round.response)
    for code, content in (("T1", funnel(700, 740)), ("T1x", exits(2000, 560))):
        town.do(deliver_table, round.vendor, round.response, receive_table(code, f"{code}.csv", content))  # type: ignore[arg-type]
    send(town, round.vendor, round.response)
    fill_in(town, round.other_vendor, round.other_response)
    send(town, round.other_vendor, round.other_response)
    open_all(town, round.tender, round.officer, round.second_officer)
    with town.house() as house, writing(house, round.officer):
        tender = house.db.get_one(Tender, round.tender.id)
        tender.procedure, tender.state = procedure, state
        tender.scored_at = town.now
    choice = "use" if procedure == "market_consultation" else "approve_award"
    town.put(
        Decision(
            tender_id=round.tender.id, response_id=round.response, choice=choice, reason=REASON,
            by=round.manager.id, at=town.now,
        )
    )  # fmt: skip
    return round
