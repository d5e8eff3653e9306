"""One name in two spellings is found; two names that only look alike are told apart."""

import pytest

from tests.core.matching.compared import comparer, refusal, score
from wasl.core.matching.comparing import Comparer

LOOK = 0.5
SURE = 0.9

ONE_NAME = [
    ("Saïd Chanegriha", "السعيد شنقريحة"),
    ("Said Chengriha", "Saïd Chanegriha"),
    ("Imad Trabelsi", "عماد الطرابلسي"),
    ("Imed Trabelsi", "Imad Al-Trabelsi"),
    ("Ibrahim Mourad", "إبراهيم مراد"),
    ("Khalifa Hifter", "خليفة حفتر"),
    ("Abdul Hamid Dbeibah", "عبد الحميد الدبيبة"),
    ("Noureddine Benkhelifa", "نور الدين بن خليفة"),
    ("Hachani Abdelkader", "عبد القادر حشاني"),
    ("Mouammar Kadhafi", "معمر القذافي"),
    ("Youcef Gasmi", "يوسف قاسمي"),
    ("Salim Benali", "Salem Ben Ali"),
    ("Larbi Boudjemaa", "العربي بوجمعة"),
    ("Zineb Lakhdari", "زينب الأخضري"),
    ("Fayçal Aït-Ahmed", "Faysal Ait Ahmed"),
    ("Nasrallah Ouyahia", "نصر الله أويحيى"),
    ("Abderrahmane Cherif", "عبدالرحمن شريف"),
    ("Ramzi Binalshibani", "رمزي بن الشيباني"),
]
TWO_NAMES = [
    ("Mahmoud Hamza", "محمد حمزة"),
    ("Mohamed Hamza", "Mahmoud Hamza"),
    ("Karim Brahimi", "Karima Brahimi"),
    ("Fatiha Saadi", "Fathi Saadi"),
    ("Djamel Zerrouki", "جميل زروقي"),
    ("Hassan Mansouri", "Hussein Mansouri"),
    ("Zohair Belhadj", "Mourad Tounsi"),
    ("Amina Farouk", "أحمد يونس"),
]
# Not known to the lexicon: the ending alone tells.
BY_ENDING = [("Nadhim Sabbagh", "Nadhima Sabbagh")]


@pytest.mark.parametrize(("left", "right"), ONE_NAME)
def test_one_name_in_two_spellings_is_shown_to_a_person(left: str, right: str) -> None:
    assert score(left, right) >= LOOK


@pytest.mark.parametrize(("left", "right"), [*TWO_NAMES, *BY_ENDING])
def test_two_names_that_look_alike_are_not_shown(left: str, right: str) -> None:
    assert score(left, right) < LOOK


def test_a_name_and_itself_are_sure() -> None:
    assert score("Mohamed Ahmed", "Mohamed Ahmed") >= SURE


def test_a_single_word_is_never_sure() -> None:
    assert score("Mohamed", "Mohamed") < SURE


def test_a_name_alone_never_has_a_full_score() -> None:
    assert score("Noureddine Zerrouki", "نور الدين زروقي") <= 0.95


def test_family_first_with_a_comma_is_the_same_name() -> None:
    assert score("Zerrouki, Noureddine", "Noureddine Zerrouki") >= SURE


def test_a_father_and_his_son_score_less_than_one_person() -> None:
    son = score("Saja Barzan Hilali", "Barzan Hilali")
    assert son < score("Barzan Hilali", "Barzan Hilali")


def test_an_initial_stands_for_its_name() -> None:
    assert score("A. Zerrouki", "Adnan Zerrouki") > score("A. Zerrouki", "Mourad Zerrouki")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("", "empty-name"),
        ("12 34", "empty-name"),
        ("''' -- '", "empty-name"),
        ("\u200b\u202e", "empty-name"),
        ("a" * 257, "name-too-long"),
        ("ب " * 17, "too-many-tokens"),
        ("a\u0301\u0302\u0303\u0304li", "too-many-marks"),
        ("Ali \udcff", "not-utf-8"),
    ],
)
def test_a_name_that_cannot_be_compared_is_refused_by_name(name: str, rule: str) -> None:
    assert refusal(name) == rule
    assert score(name, "Ali Zerrouki") == 0


def test_sixteen_words_and_three_marks_are_not_refused() -> None:
    assert refusal("ب " * 16) is None
    assert refusal("a\u0301\u0302\u0303li") is None


def test_both_refusals_of_a_pair_are_told() -> None:
    assert comparer().refusals("", "a" * 300) == ("empty-name", "name-too-long")


def test_a_name_of_articles_alone_is_compared() -> None:
    assert score("Al El", "Al El") > 0


def test_another_script_is_compared_only_as_it_stands() -> None:
    assert score("ⴰⵎⴻⵏⵓ ⵉⴳⴻⵔ", "ⴰⵎⴻⵏⵓ ⵉⴳⴻⵔ") >= SURE
    assert score("ⴰⵎⴻⵏⵓ ⵉⴳⴻⵔ", "ⴰⵎⴻⵏⴰ ⵉⴳⴻⵔ") < SURE


def test_a_name_that_stands_twice_in_a_block_is_read_once() -> None:
    fresh = Comparer(comparer().fitted)
    scores = fresh.compare(["Omar Saadi"] * 2, ["عمر سعدي"] * 2).scores
    assert (scores[0], len(fresh)) == (scores[1], 2)


@pytest.mark.parametrize("most", [{"most_words": 1}, {"most_names": 1}])
def test_what_was_read_is_dropped_when_it_is_too_much_and_scores_stay(
    most: dict[str, int],
) -> None:
    pairs = [("Mourad Saadi", "مراد سعدي"), ("Omar Tounsi", "عمر تونسي")]
    small = Comparer(comparer().fitted, **most)
    for left, right in pairs:
        assert small.compare([left], [right]).scores[0] == round(10_000 * score(left, right))
        assert len(small) == 2


def test_letters_of_other_languages_in_arabic_script_are_silent_and_compared() -> None:
    assert score("ئاسۆ کوردی", "ئاسۆ کوردی") >= SURE
    assert score("ۆۆ ڵڵ", "عمر سعدي") < LOOK


def test_a_score_does_not_depend_on_the_other_pairs_of_its_block() -> None:
    pairs = [*ONE_NAME, *TWO_NAMES, ("", "Ali"), ("x", "y")]
    lefts, rights = zip(*pairs, strict=True)
    together = comparer().compare(lefts, rights).scores.tolist()
    assert together == [round(10_000 * score(left, right)) for left, right in pairs]
