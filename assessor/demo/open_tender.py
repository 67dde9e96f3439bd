"""A tender that is still running: to fill in as a vendor, and to find sealed as an officer."""

from __future__ import annotations

import datetime

from assessor.demo.entrants import Entrant, fill_in, join_again
from assessor.demo.people import BUYER, QUESTIONNAIRE, Cast, give_parts
from assessor.demo.questions import ask_and_answer
from assessor.demo.stage import Stage
from assessor.domain.formats import ZONE
from assessor.services.setting_up import Basics, create, edit_award, edit_dates, edit_facts
from assessor.services.tenders import Minimum, publish

HALFWAY = "eerlijke-meetlat"
NOT_STARTED = "papegaai"

_OPEN_FOR = datetime.timedelta(days=14)

_BASICS = Basics(
    title="Selectieonderzoek voor trainees 2027",
    buyer=BUYER,
    procedure="open",
    questionnaire=QUESTIONNAIRE[0],
    questionnaire_version=QUESTIONNAIRE[1],
    description=(
        "Gemeente Waterstad (fictief) zoekt hulp bij de selectie van ongeveer 60 trainees per jaar. De uitkomst licht "
        "kandidaten uit; een mens bekijkt ieder dossier.\n\n"
        "Gemeente Waterstad (fictitious) looks for help in selecting about 60 trainees a year. The output highlights "
        "candidates; a person looks at every file."
    ),
    tier="quick",
    language="nl",
    both_languages=True,
    test=True,
)

_FACTS = {
    "effect": "highlights",
    "volume_per_year": 900,
    "data": ["behaviour"],
    "reversibility": "reapply",
    "vulnerable_group": False,
    "learns_live": False,
}

_MINIMUMS = (
    Minimum(
        "BIA-01",
        2,
        "Zonder toets op bias weten wij niet of trainees gelijke kansen krijgen. "
        "Without a bias test we cannot tell whether trainees get equal chances.",
    ),
)


def start_tender(stage: Stage, cast: Cast, entrants: tuple[Entrant, ...]) -> str:
    """Publish a tender with a fortnight to go, invite two firms that ask questions, and let one get halfway."""
    by_slug = {entrant.vendor.slug: entrant for entrant in entrants}
    with stage.step(cast.inge) as house:
        tender_id = create(house, cast.inge, _BASICS).id
        edit_facts(house, cast.inge, tender_id, _FACTS)
        edit_award(house, cast.inge, tender_id, minimums=_MINIMUMS)
        edit_dates(house, cast.inge, tender_id, _deadline(stage.clock()))
    give_parts(stage, cast, tender_id)
    halfway, other = (
        join_again(stage, cast.inge, tender_id, by_slug[slug]) for slug in (HALFWAY, NOT_STARTED)
    )
    with stage.step(cast.inge) as house:
        publish(house, cast.inge, tender_id)
    keys = tuple(halfway.vendor.answers)
    fill_in(stage, halfway, keys[: len(keys) // 2], minutes=0)
    ask_and_answer(stage, cast, tender_id, halfway, other)
    return tender_id


def _deadline(now: datetime.datetime) -> datetime.datetime:
    """Two weeks from now, at 17:00 in the Netherlands."""
    day = (now.astimezone(ZONE) + _OPEN_FOR).date()
    return datetime.datetime.combine(day, datetime.time(17), ZONE).astimezone(datetime.UTC)
