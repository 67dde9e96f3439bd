"""Captions: they follow from the values, in both languages, and never judge."""

from __future__ import annotations

from assessor.domain.figures.captions import (
    ground_caption,
    notes_of,
    stages_caption,
    unknown_words,
    unseen_caption,
)
from assessor.domain.figures.groups import READINGS
from assessor.domain.figures.stages import stages_of
from assessor.domain.figures.values import Where
from assessor.domain.figures.words import READING_SENTENCES, group_name, number_of, where_words
from assessor.domain.report.recomputed import recomputed, sections_of
from assessor.domain.tables.model import Count, exactly
from assessor.domain.text import Text
from tests.reports import funnels

FORBIDDEN = ("eerlijk", "fair", "onbevooroordeeld", "unbiased", "veilig", "safe")


def all_texts() -> list[Text]:
    found: list[Text] = [*READING_SENTENCES.values(), *READINGS.values()]
    for make in (funnels.two_stages, funnels.not_recorded, funnels.only_small):
        shown = recomputed(make(), ("T3", "T6"))
        for section in (*shown.sections, *sections_of(make())):
            for block in section.blocks:
                found += [block.title, *block.words]
                if block.table is not None:
                    found += [cell for row in block.table.rows for cell in row]
                found += [text for one in block.sums for line in one.lines for text in line]
        found += [text for pair in shown.missing for text in pair]
    return found


def test_no_text_calls_anything_fair() -> None:
    for text in all_texts():
        words = f"{text.nl} {text.en}".casefold()
        assert not any(word in words.split() for word in FORBIDDEN), text


def test_numbers_are_written_in_the_language_of_the_text() -> None:
    caption = ground_caption(funnels.two_stages().decisive_grounds[0])
    assert "8,6%" in caption.nl
    assert "8.6%" in caption.en
    assert "8.6" not in caption.nl
    assert "8,6" not in caption.en


def test_the_caption_of_a_ground_gives_n_rates_ratio_interval_and_reading() -> None:
    ground = funnels.two_stages().ground("sex", funnels.SCREEN)
    assert ground is not None
    assert ground_caption(ground).en == (
        "Women: 21.0% went through (147 of 700); men: 29.0% (261 of 900). Ratio 0.72, with 95% confidence between "
        "0.61 and 0.86. This is a signal: the difference is large and unlikely to be chance."
    )


def test_a_group_too_small_to_tell_gets_no_ratio() -> None:
    ground = funnels.only_small().decisive_grounds[0]
    assert ground_caption(ground).nl == (
        "Vrouwen: te weinig om iets te zeggen (n = 20). Mannen: te weinig om iets te zeggen (n = 25)."
    )


def test_unknown_people_are_named_with_what_they_leave_open() -> None:
    ground = funnels.two_stages().ground("sex", funnels.TALK)
    assert ground is not None
    words = unknown_words(ground).nl
    assert "Van 12,8% van de mensen is de groep onbekend (n = 60)." in words
    assert "kan de verhouding 0,67 tot 1,27 zijn" in words
    assert "ongunstig uit, dan wordt dit een signaal" in words
    known = funnels.two_stages().ground("age", funnels.SCREEN)
    assert known is not None
    assert unknown_words(known).en == "Everybody's group is known."


def test_notes_say_how_many_comparisons_there_were_and_which_groups_are_tiny() -> None:
    ground = funnels.two_stages().ground("age", funnels.SCREEN)
    assert ground is not None
    notes = " ".join(note.nl for note in notes_of(ground))
    assert "2 vergelijkingen" in notes
    assert "Holm" in notes
    assert "Minder dan 2% van iedereen: 50 jaar en ouder" in notes


def test_what_no_human_saw_is_said_as_at_least_and_at_most() -> None:
    oversight = funnels.two_stages().oversight
    assert oversight is not None
    assert unseen_caption(oversight.overall).en == (
        "There are 1,600 rejections; no human looked at at least 52.6% and at most 83.2% of them."
    )
    nothing = funnels.not_recorded().oversight
    assert nothing is not None
    assert "hoogstens 100%" in unseen_caption(nothing.overall).nl


def test_a_stage_without_ways_out_says_that_these_are_missing() -> None:
    figures = funnels.only_small()
    stages = stages_of(figures.delivered["T1"], None)
    assert "niet aangeleverd" in stages_caption(stages).nl


def test_known_groups_have_names_in_both_languages_and_others_stay_as_typed() -> None:
    assert group_name("50_plus") == Text(nl="50 jaar en ouder", en="50 and over")
    assert group_name("Vrouwen").en == "women"
    assert group_name("women x unknown").nl == "vrouwen × groep onbekend"
    assert group_name("afdeling_noord").en == "afdeling noord"


def test_a_hidden_count_is_written_as_such() -> None:
    assert number_of(exactly(1192)).nl == "1.192"
    assert number_of(Count(0, 9)).nl == "<10"
    assert number_of(Count(1, 9)).en == "<10"
    assert number_of(Count(1800, 1809)).nl == "1.800 tot 1.809"
    assert number_of(None).nl == "–"


def test_what_a_claim_is_about_is_said_in_words() -> None:
    where = where_words(Where(ground="sex", group="women", stage="cv"))
    assert where == Text(nl="geslacht, vrouwen, cv", en="sex, women, cv")
    assert where_words(Where()) is None
