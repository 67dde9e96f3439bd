"""The demonstration is played through the services and shows what it is meant to show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessor.commands.main import main
from assessor.config import Settings, read_settings
from assessor.demo.making import InTheWay, make_demonstration, read_sign
from assessor.demo.open_tender import HALFWAY, NOT_STARTED
from assessor.demo.people import AISHA, INGE, MARJA, PASSWORD, PLAYERS
from assessor.demo.stories import FOLDER, all_vendors, read_vendor
from assessor.domain.assessment import Assessment
from assessor.domain.permissions import NOBODY, Actor
from assessor.parts import open_parts
from assessor.services.access import responses_of_vendor, tenders_for
from assessor.services.comparison import compare
from assessor.services.decisions import decisions_of
from assessor.services.house import House
from assessor.services.opening import protocol
from assessor.services.participants import overview
from assessor.services.people import has_demonstration_people
from assessor.services.refusals import Invalid, NotThere
from assessor.services.responses import filling
from assessor.services.scoring import spread
from assessor.services.signing_in import actor_of, sign_in
from assessor.services.work import writing
from assessor.storage.models import Tender
from assessor.storage.verify import verify

EVERYBODY = [p.email for p in PLAYERS] + [v.story.contact.email for v in all_vendors()]
NOW = datetime.datetime(2026, 11, 23, 15, tzinfo=datetime.UTC)

MEETLAT, GLIMLACH, LUCHTKASTEEL, PAPEGAAI, ZOALSALTIJD = (
    read_vendor(FOLDER / slug).story.company
    for slug in ("eerlijke-meetlat", "glimlachmeter", "luchtkasteel", "papegaai", "zoalsaltijd")
)


@dataclass
class Made:
    """The demonstration as those who sign in find it."""

    settings: Settings
    house: House
    actors: Mapping[str, Actor]
    """By address: everybody who got in with the password."""

    def tender(self, state: str) -> Tender:
        return next(t for t in tenders_for(self.house, self.actors[INGE.email]) if t.state == state)

    def assessments(self) -> dict[str, Assessment]:
        rows = compare(self.house, self.actors[MARJA.email], self.tender("scored").id).rows
        return {row.vendor: row.assessment for row in rows if row.assessment is not None}


def _settings(instance: Path) -> Settings:
    return replace(
        read_settings(instance),
        database=f"sqlite:///{instance / 'assessor.sqlite'}",
        key_file=instance / "master.key",
        files=instance / "files",
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    settings = _settings(tmp_path_factory.mktemp("demonstration"))
    assert make_demonstration(settings, NOW)
    parts = open_parts(settings, lambda: NOW)
    with parts.store.sessions() as session:
        house = parts.house(session)
        with writing(house, NOBODY):
            tokens = [sign_in(house, email, PASSWORD, "127.0.0.1") for email in EVERYBODY]
            actors = [actor_of(house, token) for token in tokens if token is not None]
        yield Made(settings, house, {e: a for e, a in zip(EVERYBODY, actors, strict=True) if a is not None})
    parts.store.engine.dispose()


# --- what it shows ----------------------------------------------------------------------------------------


def test_the_small_honest_firm_comes_out_best(made: Made) -> None:
    found = made.assessments()
    assert len(found) == 5
    honest = found[MEETLAT]
    assert (honest.residual_level, honest.confidence.word) == ("moderate", "high")
    assert honest.control_class in ("A", "B")
    assert all(
        a.residual_level in ("high", "very_high", "unacceptable") for v, a in found.items() if v != MEETLAT
    )


def test_the_bluffer_fails_in_spite_of_answering_nearly_everything(made: Made) -> None:
    bluffer = made.assessments()[LUCHTKASTEEL]
    answered = next(p.share for p in bluffer.confidence.parts if p.code == "answered")
    assert bluffer.residual_level == "unacceptable"
    assert answered is not None
    assert answered > 0.9
    assert bluffer.confidence.word == "very_limited"
    assert [g.question for g in bluffer.knock_outs if g.state == "confirmed"] == ["HUM-01"]


def test_the_prohibited_one_is_stopped_at_the_gate(made: Made) -> None:
    stopped = made.assessments()[GLIMLACH]
    assert stopped.residual_level == "unacceptable"
    assert {"PRO-01", "PRO-02"} <= {g.question for g in stopped.knock_outs if g.state == "confirmed"}


def test_honesty_without_evidence_is_still_weak_and_a_certificate_is_no_fairness(made: Made) -> None:
    found = made.assessments()
    for vendor in (PAPEGAAI, ZOALSALTIJD):
        assert (found[vendor].residual_level, found[vendor].control_class) == ("very_high", "D")
    gate = next(g for g in found[ZOALSALTIJD].knock_outs if g.question == "HUM-01")
    anchor = next(r.anchor for r in found[ZOALSALTIJD].questions if r.key.question == "HUM-01")
    assert (gate.state, anchor) == ("cleared", 0)
    assert found[ZOALSALTIJD].confidence.word == "reasonable"


def test_the_inherent_risk_follows_from_each_offered_use(made: Made) -> None:
    found = {vendor: a.inherent.score for vendor, a in made.assessments().items()}
    assert found == {MEETLAT: 63, GLIMLACH: 80, LUCHTKASTEEL: 96, PAPEGAAI: 95, ZOALSALTIJD: 85}


def test_the_decision_is_left_to_the_visitor(made: Made) -> None:
    tender = made.tender("scored")
    assert decisions_of(made.house, made.actors[MARJA.email], tender.id) == []


def test_everything_that_came_in_was_opened(made: Made) -> None:
    found = protocol(made.house, made.actors[INGE.email], made.tender("scored").id)
    assert (len(found["opened"]), found["failed"], found["damaged_files"]) == (5, [], [])


def test_the_assessors_sometimes_differ_and_now_and_then_by_much(made: Made) -> None:
    aisha, tender = made.actors[AISHA.email], made.tender("scored")
    vendors = overview(made.house, aisha, tender.id).vendors
    differences = [
        found.spread.difference for v in vendors for found in spread(made.house, aisha, v.response_id)
    ]
    assert 0 < sum(d >= 2 for d in differences) < sum(d == 1 for d in differences) < len(differences) / 2


def test_the_second_tender_is_sealed_with_a_fortnight_to_go(made: Made) -> None:
    officer, tender = made.actors[INGE.email], made.tender("published")
    assert tender.deadline is not None
    assert datetime.timedelta(days=13) < tender.deadline - NOW < datetime.timedelta(days=15)
    assert {v.state for v in overview(made.house, officer, tender.id).vendors} == {None}
    with pytest.raises(NotThere):
        compare(made.house, officer, tender.id)


def test_one_vendor_is_halfway_and_another_has_not_started(made: Made) -> None:
    done = {}
    for slug in (HALFWAY, NOT_STARTED):
        actor = made.actors[read_vendor(FOLDER / slug).story.contact.email]
        response = next(r for r, t in responses_of_vendor(made.house, actor) if t.state == "published")
        found = filling(made.house, actor, response.id)
        done[slug] = (len(found.drafts), len(found.asked))
    drafted, asked = done[HALFWAY]
    assert asked / 4 < drafted < asked * 3 / 4
    assert done[NOT_STARTED][0] == 0


# --- that it is real --------------------------------------------------------------------------------------


def test_every_chain_and_every_digest_holds(made: Made) -> None:
    assert verify(made.settings.instance / "assessor.sqlite", made.settings.files) == []


def test_everybody_named_at_the_start_can_sign_in(made: Made) -> None:
    sign = read_sign(made.settings)
    assert PASSWORD in sign
    assert [email for email in EVERYBODY if email not in sign] == []
    assert sorted(made.actors) == sorted(EVERYBODY)


def test_nobody_here_is_real(made: Made) -> None:
    assert all(actor.name.endswith("(fictief)") for actor in made.actors.values())
    assert all(vendor.story.company.endswith("(fictief)") for vendor in all_vendors())
    assert has_demonstration_people(made.house)


OUTCOMES = re.compile(
    r"restrisico|residual risk|control class|beheersingsklasse|klasse [abcd]\b|class [abcd]\b|onaanvaardbaar risico"
    r"|unacceptable risk|risico: |geometri|core minimum|totaalscore|total score",
    re.IGNORECASE,
)


def test_no_file_of_a_vendor_holds_a_total_a_class_or_a_level() -> None:
    texts = [p for p in FOLDER.rglob("*") if p.suffix in (".yaml", ".txt", ".csv")]
    assert len(texts) > 20
    found = {p.name: OUTCOMES.findall(p.read_text(encoding="utf-8")) for p in texts}
    assert not {name: hits for name, hits in found.items() if hits}


def test_every_file_named_is_there_and_used() -> None:
    for vendor in all_vendors():
        named = {file.name for file in vendor.all_files}
        given = [*vendor.all_answers.values(), *vendor.final_answers.values()]
        used = {name for one in given for name in one.files}
        assert named == used == {p.name for p in (vendor.folder / "files").iterdir()}


# --- that it is made whole or not at all ------------------------------------------------------------------


def test_a_second_start_finds_it_and_changes_nothing(made: Made) -> None:
    before = sorted((p.name, p.stat().st_mtime_ns) for p in made.settings.files.iterdir())
    assert not make_demonstration(made.settings, NOW)
    assert before == sorted((p.name, p.stat().st_mtime_ns) for p in made.settings.files.iterdir())


def test_the_command_names_who_can_sign_in(made: Made) -> None:
    instance = {"ASSESSOR_INSTANCE": str(made.settings.instance)}
    outcome = CliRunner().invoke(main, ["demo", "--no-serve"], env=instance)
    assert outcome.exit_code == 0
    assert INGE.email in outcome.output
    assert "wordt gemaakt" not in outcome.output


def test_the_command_serves_on_this_machine_only(made: Made) -> None:
    open_to_all = {"ASSESSOR_INSTANCE": str(made.settings.instance), "ASSESSOR_HOST": "0.0.0.0"}
    outcome = CliRunner().invoke(main, ["demo", "--no-serve"], env=open_to_all)
    assert outcome.exit_code == 1
    assert "this machine only" in outcome.output


def test_when_making_breaks_off_nothing_half_is_left(tmp_path: Path) -> None:
    shelf = tmp_path / "empty-shelf"
    shelf.mkdir()
    settings = replace(_settings(tmp_path / "instance"), questionnaires=shelf)
    with pytest.raises(Invalid):
        make_demonstration(settings, NOW)
    assert list(settings.instance.iterdir()) == []


def test_an_installation_of_real_people_is_left_alone(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    open_parts(settings).store.engine.dispose()
    with pytest.raises(InTheWay, match="not the demonstration"):
        make_demonstration(settings, NOW)


def test_a_database_elsewhere_is_left_alone(tmp_path: Path) -> None:
    settings = replace(_settings(tmp_path / "here"), database=f"sqlite:///{tmp_path / 'there.sqlite'}")
    with pytest.raises(InTheWay, match="ASSESSOR_DATABASE"):
        make_demonstration(settings, NOW)
