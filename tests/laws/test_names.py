"""What holds of any two names, whoever wrote them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.matching.compared import comparer, refusal, score

WORDS = st.sampled_from(
    "Mourad Zerrouki Karima Abdelkader Ben Ali Ait Saadi Omar Hachani Bouzid Noureddine Salim "
    "مراد زروقي كريمة عبد القادر بن علي سعدي عمر حشاني نورالدين Trabelsi الطرابلسي".split()
)
NAMES = st.lists(WORDS, min_size=2, max_size=5).map(" ".join)
ANYTHING = st.text(max_size=300)
UNSEEN = st.sampled_from(["\u200b", "\u200f", "\u00ad", "\u0640", "\ufeff", "\u2060"])


@given(ANYTHING, ANYTHING)
def test_any_text_is_a_score_or_a_refusal(left: str, right: str) -> None:
    found = score(left, right)
    assert 0 <= found <= 1
    if any(comparer().refusals(left, right)):
        assert found == 0


@given(st.one_of(NAMES, ANYTHING), st.one_of(NAMES, ANYTHING))
def test_the_order_of_two_names_does_not_matter(left: str, right: str) -> None:
    assert score(left, right) == score(right, left)


@given(NAMES)
def test_a_name_and_itself_are_sure(name: str) -> None:
    assert score(name, name) >= 0.9 or len({*name.split()} - {"Ben", "بن", "Ait"}) < 2


@given(NAMES, NAMES, UNSEEN, st.integers(0, 8))
def test_what_cannot_be_seen_changes_nothing(left: str, right: str, mark: str, at: int) -> None:
    assert score(left[:at] + mark + left[at:], right) == score(left, right)


@given(NAMES, NAMES)
def test_case_changes_nothing(left: str, right: str) -> None:
    assert score(left.upper(), right) == score(left.lower(), right)


@given(NAMES, NAMES)
@settings(max_examples=30)
def test_a_given_name_known_to_differ_never_raises_a_score(left: str, right: str) -> None:
    assert score(f"Mahmoud {left}", f"Mohamed {right}") <= max(
        score(f"Mahmoud {left}", f"Mahmoud {right}"), 0.5
    )


@given(ANYTHING)
def test_a_refusal_depends_on_the_name_alone(name: str) -> None:
    assert refusal(name) == refusal(name)
