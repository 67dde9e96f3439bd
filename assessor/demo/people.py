"""Who plays in the demonstration: the people of an invented municipality, with one password that everybody knows."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.demo.stage import Stage
from assessor.demo.stories import all_vendors
from assessor.domain.permissions import NOBODY, Actor, Role
from assessor.domain.text import Text
from assessor.domain.words import ROLES
from assessor.services.access import as_actor
from assessor.services.participants import set_person
from assessor.services.people import add_demonstration_person

PASSWORD = "waterstad-demo-2026"  # noqa: S105 - known to everybody, on purpose
BUYER = "Gemeente Waterstad (fictief)"
QUESTIONNAIRE = ("recruitment-ai", 1)
"""By id and version."""


@dataclass(frozen=True)
class Player:
    """Somebody of the municipality."""

    email: str
    name: str
    role: Role
    shows: Text
    """What a visitor sees as this person."""
    labels: tuple[str, ...] = ()


INGE = Player(
    "inge@demo.example",
    "Inge Waterman (fictief)",
    Role.OFFICER,
    Text(
        nl="de vergelijking van vijf leveranciers, en een aanbesteding die nog verzegeld is",
        en="the comparison of five vendors, and a tender that is still sealed",
    ),
)
BRAM = Player(
    "bram@demo.example",
    "Bram Sluis (fictief)",
    Role.OFFICER,
    Text(nl="de tweede inkoper: samen openen zij", en="the second officer: they open together"),
)
AISHA = Player(
    "aisha@demo.example",
    "Aisha Demir (fictief)",
    Role.ASSESSOR,
    Text(nl="antwoord, bewijs en scores naast elkaar", en="answer, evidence and scores side by side"),
)
JOOST = Player(
    "joost@demo.example",
    "Joost Haverkamp (fictief)",
    Role.ASSESSOR,
    Text(nl="de tweede beoordelaar, jurist", en="the second assessor, legal adviser"),
    labels=("jurist",),
)
MARJA = Player(
    "marja@demo.example",
    "Marja van Dijk (fictief)",
    Role.MANAGER,
    Text(
        nl="de risicobeoordelingen, en het besluit dat nog open is",
        en="the reports, and the decision still open",
    ),
)
FEMKE = Player(
    "femke@demo.example",
    "Femke Visser (fictief)",
    Role.ADMINISTRATOR,
    Text(
        nl="mensen en instellingen, en geen enkel antwoord", en="people and settings, and not a single answer"
    ),
)
RUUD = Player(
    "ruud@demo.example",
    "Ruud Bakker (fictief)",
    Role.AUDITOR,
    Text(
        nl="alles lezen na de opening, met het logboek", en="reads everything after the opening, with the log"
    ),
)
PLAYERS = (INGE, BRAM, AISHA, JOOST, MARJA, FEMKE, RUUD)


def who_can_sign_in() -> str:
    """A few lines for each person, the vendors' contacts included, and the password of all."""
    contacts = tuple(
        (vendor.story.contact.email, f"{vendor.story.contact.name}, {vendor.story.company}", Role.VENDOR)
        for vendor in all_vendors()
    )
    widest = max(len(email) for email, _, _ in contacts)
    lines = [f"{'Wachtwoord / Password':<{widest}}  {PASSWORD}", ""]
    for player in PLAYERS:
        lines.append(_line(widest, player.email, player.name, player.role))
        lines += [f"{'':<{widest}}  {words}" for words in (player.shows.nl, player.shows.en)]
    lines += [_line(widest, *contact) for contact in contacts]
    return "\n".join(lines) + "\n"


def _line(widest: int, email: str, name: str, role: Role) -> str:
    words = ROLES[role.value]
    return f"{email:<{widest}}  {name}: {words.nl} / {words.en}"


@dataclass(frozen=True)
class Cast:
    """The players who take part in tenders, as people who can act."""

    inge: Actor
    bram: Actor
    aisha: Actor
    joost: Actor
    marja: Actor


def add_players(stage: Stage) -> Cast:
    """Give every player an account."""
    actors: dict[str, Actor] = {}
    with stage.step(NOBODY) as house:
        for player in PLAYERS:
            person = add_demonstration_person(house, player.email, player.name, player.role, PASSWORD)
            actors[player.email] = as_actor(person)
    return Cast(*(actors[player.email] for player in (INGE, BRAM, AISHA, JOOST, MARJA)))


def give_parts(stage: Stage, cast: Cast, tender_id: str) -> None:
    """Everybody who takes part in a tender, beside the officer who made it."""
    with stage.step(cast.inge) as house:
        for actor, player in (
            (cast.bram, BRAM),
            (cast.aisha, AISHA),
            (cast.joost, JOOST),
            (cast.marja, MARJA),
        ):
            set_person(house, cast.inge, tender_id, actor.id, player.role.value, player.labels)
