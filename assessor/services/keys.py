"""The data keys: one for each response's drafts, one for each tender's submitted versions.

They are made and opened here only, so that what a wrapped key is bound to is written in one place.
"""

from __future__ import annotations

from assessor.services.house import House
from assessor.services.refusals import NotThere
from assessor.storage.models import Response, Tender
from assessor.storage.sealing import new_key


def wrapped_response_key(house: House, response_id: str) -> bytes:
    """A new key for a response's drafts and files, as it is stored."""
    return house.master.wrap(new_key(), f"response/{response_id}")


def response_key(house: House, response: Response) -> bytes:
    return house.master.unwrap(response.wrapped_key, f"response/{response.id}")


def wrapped_tender_key(house: House, tender_id: str) -> bytes:
    """A new key for what is submitted to a tender, as it is stored."""
    return house.master.wrap(new_key(), f"tender/{tender_id}")


def tender_key(house: House, tender: Tender) -> bytes:
    if tender.wrapped_key is None:
        raise NotThere
    return house.master.unwrap(tender.wrapped_key, f"tender/{tender.id}")
