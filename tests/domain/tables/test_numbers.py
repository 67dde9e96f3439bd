"""Numbers as vendors write them: read only where the file leaves no doubt, and refused with a sentence otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.formats import number as in_words
from assessor.domain.language import Language
from assessor.domain.tables import numbers
from assessor.domain.tables.columns import MOST_PEOPLE
from assessor.domain.tables.model import FEW, Count, exactly
from assessor.domain.tables.numbers import (
    printed_value,
    proves,
    read_count,
    read_figure,
    read_printed,
    read_share,
    read_whole,
)
from assessor.domain.text import Text

NOTATIONS = pytest.mark.parametrize("notation", ["nl", "en", None])
languages = st.sampled_from(("nl", "en"))


# --- which notation a cell proves -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["0,97", "1.234,5", "12,5", "1.234.567", "29,5%", ",5", "1234,567", "0,975", "-3,25", "1 234,567"]
)
def test_a_cell_that_proves_dutch(text: str) -> None:
    assert proves(text) == "nl"


@pytest.mark.parametrize("text", ["0.97", "1,234.5", "12.5", "1,234,567", "29.5%", ".5", "1234.567", "0.975"])
def test_a_cell_that_proves_english(text: str) -> None:
    assert proves(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["1.234", "1,234", "12", "", "<10", "n/a", "1 234", "1'234", "1.23.4", "1.2,3", "40..49", "29%", "x,5"],
)
def test_a_cell_that_proves_nothing(text: str) -> None:
    assert proves(text) is None


# --- counts -----------------------------------------------------------------------------------------------


@given(st.integers(0, MOST_PEOPLE), languages)
def test_a_count_with_thousands_is_read_back_in_its_notation(count: int, language: Language) -> None:
    assert read_count(in_words(count, language), language) == exactly(count)


@given(st.integers(0, MOST_PEOPLE), st.sampled_from((" ", "\u00a0", "\u202f", "'", "’")))
def test_blanks_and_apostrophes_separate_thousands_in_every_notation(count: int, mark: str) -> None:
    assert read_count(f"{count:,}".replace(",", mark), None) == exactly(count)


@given(st.integers(0, MOST_PEOPLE))
def test_plain_digits_are_the_same_in_every_notation(count: int) -> None:
    assert {read_count(str(count), n) for n in ("nl", "en", None)} == {exactly(count)}


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_a_single_mark_before_three_digits_is_in_doubt_where_nothing_proves_the_notation(
    whole: int, rest: int, mark: str
) -> None:
    assert read_count(f"{whole}{mark}{rest:03}", None) == numbers.IN_DOUBT
    assert read_figure(f"{whole}{mark}{rest:03}", None) == numbers.IN_DOUBT


def test_the_same_text_is_two_numbers_in_two_notations() -> None:
    assert read_count("1.234", "nl") == exactly(1234)
    assert read_figure("1.234", "en") == 1.234
    assert read_count("1.234", "en") == numbers.NOT_WHOLE
    assert read_count("1,234", "en") == exactly(1234)


@NOTATIONS
@pytest.mark.parametrize("text", ["<10", "< 10", " <10 ", "<\u00a010"])
def test_fewer_than_ten_is_one_to_nine(text: str, notation: Language | None) -> None:
    assert read_count(text, notation) == FEW


@pytest.mark.parametrize("text", ["<5", "< 20", "≤9", "<=10", "<100"])
def test_no_other_limit_is_used(text: str) -> None:
    assert read_count(text, None) == numbers.ONLY_TEN


@pytest.mark.parametrize(
    ("text", "count"), [("40..49", Count(40, 49)), ("10-19", Count(10, 19)), ("120..129", Count(120, 129))]
)
def test_a_hidden_count_is_the_ten_in_which_it_lies(text: str, count: Count) -> None:
    assert read_count(text, None) == count
    assert read_count(str(count), None) == count


@pytest.mark.parametrize("text", ["40..60", "41..50", "49..40", "3-7", "1..9"])
def test_other_ranges_are_refused(text: str) -> None:
    assert read_count(text, None) == numbers.NOT_TEN


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("-5", numbers.NEGATIVE),
        ("−5", numbers.NEGATIVE),
        ("12.5", numbers.NOT_WHOLE),
        ("12,5", numbers.NOT_WHOLE),
        ("12.0", numbers.NOT_WHOLE),
        ("29%", numbers.PERCENT),
        ("+5", numbers.SIGN),
        ("007", numbers.LEADING_ZERO),
        ("00", numbers.LEADING_ZERO),
        ("1.2E+05", numbers.POWER),
        ("1e5", numbers.POWER),
        ("１２", numbers.OTHER_DIGITS),
        ("١٢", numbers.OTHER_DIGITS),
        ("1.23.4", numbers.MARKS_MISPLACED),
        ("12 34", numbers.MARKS_MISPLACED),
        ("1,2345,678", numbers.MARKS_MISPLACED),
        ("3.4.2", numbers.MARKS_MISPLACED),
        ("n/a", numbers.NO_NUMBER),
        ("nvt", numbers.NO_NUMBER),
        ("-", numbers.NO_NUMBER),
        ("–", numbers.NO_NUMBER),
        ("?", numbers.NO_NUMBER),
        ("onbekend", numbers.NO_NUMBER),
        ("€ 12", numbers.NO_NUMBER),
        ("12 people", numbers.NO_NUMBER),
        ("five", numbers.NO_NUMBER),
        ("", numbers.NO_NUMBER),
        ("nan", numbers.NO_NUMBER),
        ("inf", numbers.NO_NUMBER),
        ("1" * 41, numbers.NO_NUMBER),
        ("=1+1", numbers.NO_NUMBER),
    ],
)
def test_what_is_no_count_is_refused_with_its_own_sentence(text: str, fault: Text) -> None:
    assert read_count(text, None) == fault


def test_a_count_beyond_any_number_of_candidates_is_refused() -> None:
    assert read_count("99999999", None, MOST_PEOPLE) == exactly(99_999_999)
    fault = read_count("1" + "0" * 30, None, MOST_PEOPLE)
    assert fault == Text(
        nl="dit getal is te hoog; het hoogste is 99.999.999.",
        en="this number is too high; the highest is 99,999,999.",
    )


def test_a_small_count_stands_only_where_people_are_counted() -> None:
    assert read_whole("<10", None) == numbers.NO_SMALL_COUNT
    assert read_share("<10", None) == numbers.NO_SMALL_COUNT


# --- figures, shares, printed figures ---------------------------------------------------------------------

decimals = st.decimals(-(10**6), 10**6, places=4, allow_nan=False)


@given(decimals, languages)
def test_a_figure_is_read_back_in_its_notation(value: Decimal, language: Language) -> None:
    text = f"{value:,.4f}"
    if language == "nl":
        text = text.translate({ord(","): ".", ord("."): ","})
    assert read_figure(text, language) == float(value)
    assert read_figure(text, None) == float(value)
    assert proves(text) == language


@given(st.integers(0, 10000), languages)
def test_a_share_is_the_same_with_and_without_percent_sign(ten_thousandths: int, language: Language) -> None:
    share = Decimal(ten_thousandths) / 10000
    point = "," if language == "nl" else "."
    as_part = f"{share:.4f}".replace(".", point)
    as_percentage = f"{share * 100:.2f} %".replace(".", point)
    assert read_share(as_part, language) == read_share(as_percentage, language) == float(share)


@pytest.mark.parametrize("text", ["29", "1.5", "-0.1", "101%", "-1%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    assert read_share(text, "en") == numbers.NO_SHARE


@pytest.mark.parametrize(
    ("text", "notation", "kept"),
    [
        ("0,970", "nl", "0.970"),
        ("0.97", "en", "0.97"),
        (".97", "en", "0.97"),
        ("29 %", None, "29%"),
        ("29,50%", "nl", "29.50%"),
        ("1", None, "1"),
        ("1.00", "en", "1.00"),
        ("1,000", "nl", "1.000"),
    ],
)
def test_a_printed_figure_keeps_its_decimals(text: str, notation: Language | None, kept: str) -> None:
    assert read_printed(text, notation, 0, None) == kept
    assert read_printed(kept, "en", 0, None) == kept


def test_a_printed_rate_lies_between_nobody_and_everybody() -> None:
    assert read_printed("21%", None, 0, 1) == "21%"
    assert read_printed("21", None, 0, 1) == numbers.NO_SHARE
    assert read_printed("-0.1", None, 0, 1) == numbers.NO_SHARE


def test_the_value_of_a_printed_percentage_is_a_part_of_one() -> None:
    assert printed_value("29.5%") == Decimal("0.295")
    assert printed_value("0.97") == Decimal("0.97")


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    for notation in ("nl", "en", None):
        for read in (read_count, read_whole, read_figure, read_printed):
            assert read(text, notation) is not None
        assert read_share(text, notation) is not None
    proves(text)


@given(st.text("0123456789.,' -+%<eE", max_size=20))
def test_what_is_read_as_a_count_is_never_negative(text: str) -> None:
    for notation in ("nl", "en", None):
        found = read_count(text, notation)
        assert isinstance(found, Text) or 0 <= found.low <= found.high


@given(st.text("0123456789.,", min_size=1, max_size=12))
def test_what_can_be_read_without_a_notation_is_read_the_same_with_the_one_it_proves(text: str) -> None:
    found = read_figure(text, None)
    if not isinstance(found, Text):
        assert read_figure(text, proves(text)) == found
