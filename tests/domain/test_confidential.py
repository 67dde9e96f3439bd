"""What a vendor marks as confidential does not reach others."""

from __future__ import annotations

from assessor.domain.answers import Answer, Confidential
from assessor.domain.confidential import LEFT_OUT, faults, marked_words, without_confidential
from assessor.domain.package import answer_from_json, answer_to_json

WHY = "Dit is ons bedrijfsgeheim."


def test_an_answer_without_a_mark_is_quoted_as_it_is() -> None:
    answer = Answer({"main": "tekst", "n": 3.5}, evidence_note="blz. 2", files=("a.pdf",))
    assert without_confidential(answer) == answer
    assert marked_words(answer) == ()
    assert "confidential" not in answer_to_json(answer)


def test_a_passage_is_left_out_wherever_it_stands() -> None:
    answer = Answer(
        {"main": "Voor. Het recept is 3 delen zout. Na.", "rows": [{"note": "Het recept is 3 delen zout."}], "n": 3},
        evidence_note="Zie: het recept is 3 delen zout",
        standing_reason="Het recept\nis  3 delen zout.",
        confidential=Confidential(WHY, passage="Het recept is 3 delen zout"),
    )  # fmt: skip
    assert faults(answer) == {}
    quoted = without_confidential(answer)
    assert quoted.value == {"main": f"Voor. {LEFT_OUT}. Na.", "rows": [{"note": f"{LEFT_OUT}."}], "n": 3}
    assert quoted.standing_reason == f"{LEFT_OUT}."
    assert quoted.confidential is None


def test_a_marked_file_is_not_named_and_the_rest_is() -> None:
    answer = Answer({"main": "x"}, files=("a.pdf", "b.pdf"), confidential=Confidential(WHY, files=("a.pdf",)))
    assert without_confidential(answer) == Answer({"main": "x"}, files=("b.pdf",))


def test_of_an_answer_that_is_confidential_as_a_whole_nothing_is_left() -> None:
    answer = Answer(
        {"main": "x"}, evidence_note="y", files=("a.pdf",), confidential=Confidential(WHY, whole=True)
    )
    assert without_confidential(answer) == Answer()


def test_a_mark_survives_being_stored() -> None:
    mark = Confidential(WHY, passage="x", files=("a.pdf",))
    answer = Answer({"main": "x"}, files=("a.pdf",), confidential=mark)
    assert answer_from_json(answer_to_json(answer)) == answer
