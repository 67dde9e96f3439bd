"""What publishing sends out: an invitation to each vendor on the list, or the news that its verification begins."""

from __future__ import annotations

from assessor.services import notices
from assessor.services.house import House
from assessor.services.people import invite_to_respond
from assessor.storage.models import Company, Tender


def published(house: House, tender: Tender) -> None:
    """Write to every vendor. Each invitation carries a link of its own; one that an officer passed on still works.

    Also who used that one gets it: that nothing came would tell the officers who joined.
    """
    if not house.sends_mail:
        return
    if notices.is_verification(house, tender):
        notices.verification_opened(house, tender)
        return
    for response, email in notices.invited_contacts(house, tender):
        token = invite_to_respond(house, house.db.get_one(Company, response.company_id), email, tender.id)
        notices.vendor_invited(house, tender, response, email, token)
