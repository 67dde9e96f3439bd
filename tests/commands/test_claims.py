"""The table of the article's claims: as committed, and with questions for every claim."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from assessor.commands.main import main
from assessor.domain.questionnaire.claims import CLAIMS, claims_with_questions
from tests.domain.miniature import shipped

COMMITTED = Path(__file__).parents[2] / "docs" / "claims.md"


def test_the_committed_table_is_what_the_command_prints() -> None:
    result = CliRunner().invoke(main, ["claims"])
    assert result.exit_code == 0, result.output
    assert COMMITTED.read_text("utf-8") == result.stdout, "run: assessor claims > docs/claims.md"


def test_every_claim_of_the_article_is_tested_and_in_the_quick_scan_too() -> None:
    found = claims_with_questions(shipped())
    assert [one.id for one in found] == [f"S{n:02}" for n in range(1, 18)]
    assert [one.id for one in found if len(one.questions) < 3] == []
    assert [one.id for one in found if all(q.quick is None for q in one.questions)] == []


def test_every_question_names_known_claims_only() -> None:
    assert {claim for q in shipped().questions for claim in q.claims} <= set(CLAIMS)
    assert [q.id for q in shipped().questions if not q.claims] == []
