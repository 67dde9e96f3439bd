"""The forms about who takes part: colleagues, and vendors to invite."""

from __future__ import annotations

from assessor.domain.text import Text
from assessor.services.assigning import Share
from assessor.web.forms import Form, choice, line, paragraphs, several
from assessor.web.setup_forms import SetupForm


class PersonForm(SetupForm):
    person = line(Text(nl="Collega", en="Colleague"))
    part = choice(Text(nl="Rol in deze beoordeling", en="Part in this assessment"))
    labels = several(
        Text(nl="Functie", en="Function"),
        Text(
            nl="Niet verplicht. Soms moet iemand met een bepaalde functie meebeslissen.",
            en="Optional. Some steps ask for somebody with a certain function.",
        ),
    )
    expertise = line(
        Text(nl="Deskundigheid van deze beoordelaar", en="Expertise of this assessor"),
        Text(
            nl="In een paar woorden, bijvoorbeeld: selectiepsychologie. Zonder naam kan dit in de publicatie komen.",
            en="In a few words, for example: selection psychology. It can be published, without the name.",
        ),
    )
    sections = several(
        Text(nl="Onderdelen die deze beoordelaar scoort", en="Sections that this assessor scores"),
        Text(
            nl="Kiest u niets, dan scoort deze beoordelaar alles. Elk onderdeel heeft twee beoordelaars nodig.",
            en="If you choose none, this assessor scores everything. Each section needs two assessors.",
        ),
    )
    reason = paragraphs(
        Text(nl="Reden van deze wijziging", en="Reason for this change"),
        Text(
            nl="Nodig na de opening, als u een beoordelaar of een onderdeel toevoegt. De reden komt in het logboek.",
            en="Needed after the opening, when you add an assessor or a section. The reason goes into the log.",
        ),
    )

    @property
    def share(self) -> Share | None:
        """What of the scoring was typed; None for who does not score."""
        if self.part.data != "assessor":
            return None
        return Share(self.sections.data or [], self.expertise.data or "")


class TakeOffForm(Form):
    reason = paragraphs(
        Text(
            nl="Waarom doet deze beoordelaar niet meer mee?", en="Why does this assessor no longer take part?"
        ),
        Text(
            nl="Bijvoorbeeld een belang dat nu pas bleek. De reden komt in het logboek.",
            en="For example an interest that only turned up now. The reason goes into the log.",
        ),
    )


class VendorForm(SetupForm):
    company = line(Text(nl="Naam van de leverancier", en="Name of the vendor"))
    email = line(
        Text(nl="E-mailadres van de contactpersoon", en="E-mail address of the contact"),
        Text(
            nl="Deze persoon krijgt de persoonlijke link en kan daarna zelf collega's uitnodigen.",
            en="This person gets the personal link and can then invite colleagues.",
        ),
    )
