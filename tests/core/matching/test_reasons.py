"""What is said of two names: contradictions first, then what agrees, then what is left over."""

import pytest

from tests.core.matching.compared import comparer, why
from wasl.core.errors import RefusedError
from wasl.core.matching import score as scoring
from wasl.core.matching.birth import Birth, added, read_birth
from wasl.core.matching.fitted import fitted_from
from wasl.core.matching.reasons import Found, Reason


def _reasons(left: str, right: str) -> list[Reason]:
    return [found.reason for found in why(left, right)]


def test_a_contradiction_comes_first_in_the_words_of_the_writer() -> None:
    first = why("Mahmoud Hamza", "محمد حمزة")[0]
    assert (first.reason, first.left, first.right) == (Reason.TWO_NAMES, "Mahmoud", "محمد")


def test_the_words_stand_on_the_side_they_came_from_either_way_round() -> None:
    turned = why("محمد حمزة", "Mahmoud Hamza")[0]
    assert (turned.left, turned.right) == ("محمد", "Mahmoud")


def test_an_ending_is_named_where_the_lexicon_does_not_know_the_names() -> None:
    assert _reasons("Nadhim Sabbagh", "Nadhima Sabbagh")[0] is Reason.OTHER_ENDING


def test_a_son_of_the_same_name_is_told_of() -> None:
    assert Reason.GENERATIONS in _reasons("Saja Barzan Hilali", "Barzan Hilali")


def test_what_agrees_is_graded() -> None:
    found = _reasons("Zerrouki Chanegriha Trabelsi", "Zerrouki Shangriha Trabolzi")
    assert {Reason.SAME, Reason.ALIKE} <= set(found)


def test_names_written_alike_are_said_to_be() -> None:
    assert _reasons("Omar Saadi", "OMAR SAADI")[0] is Reason.WRITTEN_ALIKE


def test_names_without_a_word_in_common_are_said_to_have_none() -> None:
    assert _reasons("Omar", "زينب")[0] is Reason.NOTHING_ALIKE


def test_what_resembles_only_a_little_says_so() -> None:
    assert Reason.RESEMBLE in _reasons("Tarik Chanegriha", "Tarik Changaraza")


def test_titles_articles_flags_and_words_left_over_are_told() -> None:
    found = why("Cheikh Omar\u200b Saadi Bouzidi", "عمر السعدي al")
    assert [one.reason for one in found if one.left == "Cheikh"] == [Reason.TITLE]
    assert {Reason.ARTICLE, Reason.INVISIBLE} <= {one.reason for one in found}
    assert Found(Reason.WITHOUT_COUNTERPART, "Bouzidi", "Bouzidi") in found


def test_a_tie_left_over_is_not_worth_a_word() -> None:
    assert Reason.WITHOUT_COUNTERPART not in _reasons("Omar ben Saadi", "Omar Saadi")


def test_a_part_of_a_compound_is_shown_by_itself() -> None:
    shown = {(one.left, one.right) for one in why("Abdelkader Saadi", "Abd al-Kader Saadi")}
    assert ("kader", "Kader") in shown


def test_joined_words_are_shown_together() -> None:
    shown = {(one.left, one.right) for one in why("Salim Benali", "Salem Ben Ali")}
    assert ("Benali", "Ben Ali") in shown


def test_family_first_is_shown_as_it_was_written() -> None:
    shown = {(one.left, one.right) for one in why("Saadi, Ömar", "Omar Saadi")}
    assert ("Ömar", "Omar") in shown


def test_words_that_cannot_be_told_apart_in_the_writing_are_shown_cleaned() -> None:
    assert any(one.left == "ali" for one in why("عليAli Saadi", "Ali Saadi"))


def test_a_script_that_is_not_compared_is_named() -> None:
    assert Reason.NOT_COMPARED in _reasons("ⴰⵎⴻⵏⵓ Saadi", "Omar Saadi")


@pytest.mark.parametrize(
    ("left", "right"),
    [("Mahmoud Hamza", "محمد حمزة"), ("Omar Saadi", "OMAR SAADI"), ("Omar Tounsi", "عمر تونسي")],
)
def test_the_terms_add_up_to_the_sum(left: str, right: str) -> None:
    verdicts = comparer().compare([left], [right])
    fitted = comparer().fitted
    head = fitted.across if verdicts.across[0] else fitted.within
    told = scoring.explained(verdicts.features[0], bool(verdicts.alike[0]), head)
    assert sum(told.values()) == verdicts.sums[0]


def test_a_table_of_costs_of_another_size_is_a_bug_of_ours() -> None:
    with pytest.raises(ValueError, match="a row and a column"):
        fitted_from({"version": "0", "data_sha256": "", "costs_across": [[0]]})


@pytest.mark.parametrize(
    ("one", "two", "thousandths"),
    [
        ("1971-03-08", "1971-03-08", 3_000),
        ("1971-03-08", "1971-08-03", 2_000),
        ("1971-03-08", "1971-05-02", 2_000),
        ("1971-03-08", "1972-05-02", 1_200),
        ("1971", "1971", 2_000),
        ("1971-01-01", "1971-03-08", 2_000),
        ("1971", "1973-02", 500),
        ("1971", "1980", -1_000),
        ("1971", "1985", -3_000),
    ],
)
def test_dates_of_birth_add_what_they_tell(one: str, two: str, thousandths: int) -> None:
    assert added(read_birth(one), read_birth(two)) == thousandths


def test_arabic_digits_are_read() -> None:
    assert read_birth("١٩٧١-٠٣") == Birth(1971, 3, 0)


@pytest.mark.parametrize("written", ["", "71", "1971-13", "1971-02-40", "0000", "1971/02"])
def test_a_date_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(RefusedError, match="bad-date"):
        read_birth(written)
