"""The forms of setting up. What is typed is kept; the rules are the services'."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from assessor.domain.formats import date_and_time, in_utc, number, read_day, read_number, read_time
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.domain.words import FACTS
from assessor.services.setting_up import Basics
from assessor.services.tenders import Minimum
from assessor.storage.models import Tender
from assessor.web.forms import Form, choice, hidden, line, paragraphs, several, tick


class SetupForm(Form):
    """Carries the revision that was read, so that nobody overwrites what somebody else just saved."""

    revision = hidden()
    renamed: ClassVar[Mapping[str, str]] = {}
    """What a service calls a field, where the form calls it otherwise."""

    @property
    def seen(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    def refuse(self, errors: Mapping[str, Text]) -> None:
        super().refuse({self.renamed.get(name, name): message for name, message in errors.items()})


class BasicsForm(SetupForm):
    title = line(
        Text(nl="Titel", en="Title"),
        Text(
            nl="Zo herkennen u, uw collega's en de leveranciers deze beoordeling.",
            en="By this you, your colleagues and the vendors recognise the assessment.",
        ),
    )
    description = paragraphs(
        Text(nl="Omschrijving", en="Description"),
        Text(
            nl="Waarvoor zoekt u het product? Leveranciers lezen dit.",
            en="What do you want the product for? Vendors read this.",
        ),
    )
    buyer = line(Text(nl="Organisatie die koopt", en="Organisation that buys"))
    procedure = choice(Text(nl="Procedure", en="Procedure"))
    language = choice(Text(nl="Taal van de stukken", en="Language of the documents"))
    both_languages = tick(
        Text(nl="Bied de stukken in beide talen aan", en="Offer the documents in both languages"),
        Text(
            nl="Bij verschil geldt de taal die u hierboven kiest.",
            en="Where they differ, the language chosen above prevails.",
        ),
    )
    test = tick(
        Text(nl="Dit is een test", en="This is a test"),
        Text(
            nl="Overal komt TEST te staan. Een test kunt u altijd weer verwijderen.",
            en="TEST is shown everywhere. You can always delete a test.",
        ),
    )

    def basics(self, questionnaire: str, version: int, tier: str, *, verification: bool) -> Basics:
        """What was typed, with what another page asks."""
        return Basics(
            title=self.title.data or "",
            description=self.description.data or "",
            buyer=self.buyer.data or "",
            procedure=self.procedure.data or "",
            questionnaire=questionnaire,
            questionnaire_version=version,
            tier=tier,
            language=self.language.data or "",
            both_languages=bool(self.both_languages.data),
            test=bool(self.test.data),
            verification=verification,
        )


class QuestionnaireForm(SetupForm):
    questionnaire = choice(Text(nl="Vragenlijst", en="Questionnaire"))
    tier = choice(Text(nl="Omvang", en="Size"))
    verification = tick(
        Text(
            nl="Verifieer de voorlopige winnaar met de volledige vragenlijst",
            en="Verify the presumptive winner with the full questionnaire",
        ),
        Text(
            nl="Ons voorstel bij de quickscan. Wie eerste wordt, krijgt vóór de gunning ook de andere vragen. "
            "Dit wordt gepubliceerd, en leveranciers lezen het voordat zij beginnen.",
            en="Our proposal with the quick scan. Who ends first gets the other questions too, before the award. "
            "This is published, and vendors read it before they start.",
        ),
    )
    offers_verification = False
    """Whether the page has the box: with the quick scan, in a procedure with an award."""

    def basics(self, tender: Tender) -> Basics:
        """The stored basics with this choice of questionnaire."""
        id, _, version = (self.questionnaire.data or "").partition("/")
        names = ("title", "description", "buyer", "procedure", "language", "both_languages", "test")
        return Basics(
            questionnaire=id,
            questionnaire_version=int(version) if version.isascii() and version.isdigit() else 0,
            tier=self.tier.data or "",
            verification=bool(self.verification.data) if self.offers_verification else tender.verification,
            **{name: getattr(tender, name) for name in names},
        )


class FactsForm(SetupForm):
    renamed: ClassVar[Mapping[str, str]] = {"data": "data_kinds"}

    effect = choice(
        Text(nl="Wat doet de uitkomst met kandidaten?", en="What does the output do to candidates?"),
        Text(
            nl="Kies wat het zwaarst ingrijpt, zoals het straks echt wordt gebruikt.",
            en="Choose what bites hardest, as it will really be used.",
        ),
    )
    volume_per_year = line(
        Text(
            nl="Hoeveel sollicitaties per jaar gaan er via dit product?",
            en="How many applications a year go through this product?",
        ),
        Text(
            nl="Een schatting is goed. Tel alle vacatures mee waarvoor u het gebruikt.",
            en="An estimate will do. Count all vacancies for which you use it.",
        ),
    )
    data_kinds = several(
        Text(nl="Welke gegevens gebruikt het product?", en="Which data does the product use?"),
        Text(nl="Kies alles wat van toepassing is.", en="Choose all that apply."),
    )
    reversibility = choice(
        Text(nl="Is een onterechte afwijzing te herstellen?", en="Can a wrong rejection be put right?")
    )
    vulnerable_group = tick(
        Text(
            nl="Het product is gericht op een kwetsbare groep",
            en="The product is aimed at a vulnerable group",
        ),
        Text(
            nl="Bijvoorbeeld mensen met een arbeidsbeperking, minderjarigen of statushouders.",
            en="For example people with a disability, minors or refugees.",
        ),
    )
    learns_live = tick(
        Text(
            nl="Het product leert door terwijl het wordt gebruikt",
            en="The product keeps learning while in use",
        ),
        Text(
            nl="Bijvoorbeeld van de keuzes van recruiters. Het gedraagt zich dan later anders dan getest.",
            en="For example from recruiters' choices. It then behaves differently from what was tested.",
        ),
    )

    @staticmethod
    def stored(facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
        """Stored facts as the form shows them."""
        shown = {name: facts.get(name) for name in FACTS if name not in ("data", "volume_per_year")}
        volume = facts.get("volume_per_year")
        return shown | {
            "data_kinds": list(facts.get("data", ())),
            "volume_per_year": "" if volume is None else number(volume, language),
        }

    def facts(self, language: Language) -> dict[str, Any]:
        """What was typed, by the service's names. A number that cannot be read stays text, to be refused."""
        typed = (self.volume_per_year.data or "").strip()
        read = read_number(typed, language)
        volume: object = typed or None
        if read is not None and read == read.to_integral_value():
            volume = int(read)
        return {
            "effect": self.effect.data,
            "volume_per_year": volume,
            "data": self.data_kinds.data or [],
            "reversibility": self.reversibility.data,
            "vulnerable_group": bool(self.vulnerable_group.data),
            "learns_live": bool(self.learns_live.data),
        }


class WeightsForm(SetupForm):
    """One box for each dimension, made for the questionnaire at hand, and the questions that count."""

    counted = several(Text(nl="Vragen die meetellen", en="Questions that count"))

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> type[WeightsForm]:
        boxes = {f"weights.{d.code}": line(d.name, d.why) for d in questionnaire.dimensions if not d.gate}
        return type("WeightsFormOfQuestionnaire", (cls,), boxes)

    def refuse(self, errors: Mapping[str, Text]) -> None:
        """What is wrong with the sum is about all boxes together."""
        together = errors.get("weights")
        if together is not None:
            self.problems.setdefault("weights", []).append(together)
        super().refuse({name: message for name, message in errors.items() if name != "weights"})

    @property
    def total(self) -> int | None:
        """What the boxes add up to; None while one holds no whole number."""
        found = self.weights().values()
        return None if -1 in found else sum(found)

    @property
    def codes(self) -> list[str]:
        return [name.removeprefix("weights.") for name in self._fields if name.startswith("weights.")]

    def weights(self) -> dict[str, int]:
        """What was typed; -1, which the service refuses, for what is no whole number."""

        def read(typed: str) -> int:
            return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1

        return {code: read((self[f"weights.{code}"].data or "").strip()) for code in self.codes}


class AgreementForm(SetupForm):
    agreement = choice(
        Text(nl="Hoe komen de beoordelaars tot één score?", en="How do the assessors arrive at one score?"),
        Text(
            nl="Iedere beoordelaar scoort eerst alleen, met een reden. De losse scores blijven altijd bewaard.",
            en="Each assessor first scores alone, with a reason. The separate scores are always kept.",
        ),
    )
    stated = tick(
        Text(
            nl="Publiceer hoeveel beoordelaars elk onderdeel scoren, en met welke deskundigheid",
            en="Publish how many assessors score each section, and with which expertise",
        ),
        Text(
            nl="Zonder namen. Wat u publiceert, moet zo blijven: valt iemand uit, dan moet een ander instappen.",
            en="Without names. What you publish must stay so: if somebody drops out, somebody else must step in.",
        ),
    )


class MinimumForm(SetupForm):
    place = 0
    """Of the minimum in the list that is saved; the service names its fields by it."""

    question = line(Text(nl="Vraag", en="Question"))
    least = choice(Text(nl="Laagste score die nog genoeg is", en="Lowest score that is still enough"))
    reason = line(
        Text(nl="Waarom is deze eis in verhouding?", en="Why is this requirement proportionate?"),
        Text(
            nl="Eén zin die leveranciers lezen: wat staat er voor kandidaten op het spel?",
            en="One sentence that vendors read: what is at stake for candidates?",
        ),
    )

    def refuse(self, errors: Mapping[str, Text]) -> None:
        own = f"minimums.{self.place}."
        super().refuse({name.removeprefix(own): message for name, message in errors.items()})

    def minimum(self) -> Minimum:
        least = self.least.data or ""
        return Minimum(
            question=self.question.data or "",
            least=int(least) if least in ("1", "2", "3", "4") else 0,
            reason=self.reason.data or "",
        )


class DeadlineForm(SetupForm):
    renamed: ClassVar[Mapping[str, str]] = {"deadline": "deadline_date"}

    deadline_date = line(
        Text(nl="Datum", en="Date"), Text(nl="Bijvoorbeeld 15-12-2026", en="For example 15-12-2026")
    )
    deadline_time = line(Text(nl="Tijd", en="Time"), Text(nl="Bijvoorbeeld 17:00", en="For example 17:00"))

    @staticmethod
    def stored(moment: datetime.datetime | None, name: str = "deadline") -> dict[str, str]:
        """A stored moment as the form shows it."""
        shown = ("", "17:00") if moment is None else date_and_time(moment)
        return dict(zip((f"{name}_date", f"{name}_time"), shown, strict=True))

    def deadline(self) -> datetime.datetime | None:
        """The moment that was typed; None where nothing was. What cannot be read becomes a message."""
        return self.moment("deadline")

    def moment(self, name: str) -> datetime.datetime | None:
        """The same for any moment of the form, by the name of its two fields."""
        on, at = f"{name}_date", f"{name}_time"
        typed_day = str(self._fields[on].data or "").strip()
        typed_time = str(self._fields[at].data or "")
        if not typed_day:
            return None
        day, time = read_day(typed_day), read_time(typed_time)
        if day is None or not 2000 <= day.year <= 2100:
            message = Text(
                nl="Vul een datum in, bijvoorbeeld 15-12-2026.", en="Enter a date, for example 15-12-2026."
            )
            self.refuse({on: message})
        if time is None:
            message = Text(nl="Vul een tijd in, bijvoorbeeld 17:00.", en="Enter a time, for example 17:00.")
            self.refuse({at: message})
        if self.problems or day is None or time is None:
            return None
        moment = in_utc(day, time)
        if moment is None:
            message = Text(
                nl="In dit uur verspringt de klok van of naar zomertijd. Kies een andere tijd.",
                en="In this hour the clock changes to or from summer time. Choose another time.",
            )
            self.refuse({at: message})
        return moment


class DatesForm(DeadlineForm):
    renamed: ClassVar[Mapping[str, str]] = {"deadline": "deadline_date", "questions_until": "questions_date"}

    questions_date = line(
        Text(nl="Laatste datum", en="Last date"),
        Text(
            nl="Leeg: 10 dagen voor de uiterste datum.",
            en="Empty: 10 days before the deadline.",
        ),
    )
    questions_time = line(
        Text(nl="Laatste tijd", en="Last time"), Text(nl="Bijvoorbeeld 17:00", en="For example 17:00")
    )
    drain_minutes = line(
        Text(nl="Wachttijd voor het openen", en="Waiting time before the opening"),
        Text(
            nl="In deze tijd wordt verwerkt wat net op tijd is ingediend. 60 minuten is gebruikelijk.",
            en="In this time responses that were just in time are handled. 60 minutes is usual.",
        ),
    )

    def minutes(self) -> int:
        """The waiting time; what cannot be read becomes a message."""
        typed = (self.drain_minutes.data or "").strip()
        if typed.isascii() and typed.isdigit() and len(typed) < 7:
            return int(typed)
        message = Text(nl="Vul een heel aantal minuten in.", en="Enter a whole number of minutes.")
        self.refuse({"drain_minutes": message})
        return 0


class ExtendForm(DeadlineForm):
    reason = paragraphs(
        Text(nl="Waarom verlengt u de termijn?", en="Why do you extend the deadline?"),
        Text(nl="De reden komt in het logboek.", en="The reason goes into the log."),
    )


class CancelForm(SetupForm):
    reason = paragraphs(
        Text(nl="Waarom stopt u?", en="Why do you stop?"),
        Text(
            nl="De reden komt in het logboek en is zichtbaar bij de beoordeling.",
            en="The reason goes into the log and is shown with the assessment.",
        ),
    )
