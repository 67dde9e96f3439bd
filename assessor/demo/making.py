"""Making the demonstration in an instance folder: whole, or not at all."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
import tempfile
from pathlib import Path

from assessor.config import Settings
from assessor.demo.open_tender import start_tender
from assessor.demo.people import add_players, who_can_sign_in
from assessor.demo.round import STARTS, play_round
from assessor.demo.stage import Clock, Stage
from assessor.demo.stories import all_vendors
from assessor.parts import open_parts, utc_now

_DATABASE = "assessor.sqlite"
_SIGN = "DEMONSTRATION.txt"
_SIGN_SAYS = (
    "Demonstratie: mensen, bedrijven en cijfers zijn verzonnen. Verwijder deze map om opnieuw te beginnen.\n"
    "Demonstration: people, firms and figures are invented. Remove this folder to begin again.\n\n"
)
_UNFINISHED = "unfinished-"


class InTheWay(Exception):
    """The folder holds something else than the demonstration, or settings point outside it."""


def is_made(settings: Settings) -> bool:
    """Whether the demonstration is in the instance folder."""
    return all((settings.instance / name).exists() for name in (_DATABASE, _SIGN))


def make_demonstration(settings: Settings, now: datetime.datetime | None = None) -> bool:
    """Make the demonstration unless it is there; True when it was made.

    It is made in a folder of its own inside the instance folder and moved into place when it is complete, the
    database last: that it is there means that all is there.
    """
    place = settings.instance
    if is_made(settings):
        return False
    _refuse_other_contents(settings)
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left)
    workshop = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place))
    try:
        _play(_within(settings, workshop), now or utc_now())
        (workshop / _SIGN).write_text(_SIGN_SAYS + who_can_sign_in(), encoding="utf-8")
        for name in (settings.files.name, settings.key_file.name, _SIGN, _DATABASE):
            (workshop / name).rename(place / name)
    finally:
        shutil.rmtree(workshop)
    return True


def read_sign(settings: Settings) -> str:
    """What stands in the folder of the demonstration about it: who can sign in as what."""
    return (settings.instance / _SIGN).read_text(encoding="utf-8")


def _play(settings: Settings, now: datetime.datetime) -> None:
    clock = Clock(STARTS)
    parts = open_parts(settings, clock)
    try:
        stage = Stage(parts, clock)
        cast = add_players(stage)
        entrants = play_round(stage, cast, all_vendors())
        clock.set(max(clock(), now))
        start_tender(stage, cast, entrants)
    finally:
        parts.store.engine.dispose()


def _within(settings: Settings, folder: Path) -> Settings:
    return dataclasses.replace(
        settings,
        instance=folder,
        database=f"sqlite:///{folder / _DATABASE}",
        key_file=folder / settings.key_file.name,
        files=folder / settings.files.name,
        queue=folder / settings.queue.name,
    )


def _refuse_other_contents(settings: Settings) -> None:
    place = settings.instance
    inside = settings.key_file.parent == place and settings.files.parent == place
    if settings.database != f"sqlite:///{place / _DATABASE}" or not inside:
        raise InTheWay(
            "The demonstration keeps everything in its instance folder. "
            "Unset ASSESSOR_DATABASE, ASSESSOR_KEY_FILE and ASSESSOR_FILES, and choose ASSESSOR_INSTANCE."
        )
    for path in (place / _DATABASE, settings.key_file, settings.files):
        if path.exists():
            raise InTheWay(
                f"{place} holds an installation that is not the demonstration ({path.name}). "
                "Choose another folder in ASSESSOR_INSTANCE."
            )
