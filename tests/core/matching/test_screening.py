"""Names looked up in a list: who is found, in which order, and what counts beside the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.matching.compared import comparer
from tests.core.matching.listed import asked, found, holding, screener, someone
from wasl.core.matching.birth import Birth, Span, between, span_of
from wasl.core.matching.index import gathering
from wasl.core.matching.index.building import built
from wasl.core.matching.index.screening import Screener

PEOPLE = (
    someone(1, "Saïd Chanegriha", "السعيد شنقريحة"),
    someone(2, "Imad Al-Trabelsi"),
    someone(3, "عبد الحميد الدبيبة"),
    someone(4, "Salem Ben Ali"),
    someone(5, "Mahmoud Hamza"),
    someone(6, "نور الدين بن خليفة"),
)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Said Chengriha", 1),
        ("عماد الطرابلسي", 2),
        ("Imed Trabelsi", 2),
        ("Abdul Hamid Dbeibah", 3),
        ("Salim Benali", 4),
        ("محمود حمزة", 5),
        ("Noureddine Benkhelifa", 6),
        ("Bin Khalifa, Nur al-Din", 6),
    ],
)
def test_a_person_is_found_by_another_spelling(name: str, who: int) -> None:
    matches = found(PEOPLE, asked(name))
    assert [match.identity for match in matches] == [PEOPLE[who - 1].identity]


@pytest.mark.parametrize("name", ["Mohamed Hamza", "محمد حمزة", "Karim Brahimi", "Xyz Qwv", "غ غ"])
def test_a_person_of_another_name_is_not(name: str) -> None:
    assert found(PEOPLE, asked(name)) == []


def test_a_name_that_cannot_be_compared_finds_nobody() -> None:
    assert found(PEOPLE, asked("123"), least=0) == []


def test_nothing_is_found_in_an_empty_list() -> None:
    assert found((), asked("Said Chengriha"), least=0) == []


def test_a_listed_name_that_cannot_be_compared_is_left_out() -> None:
    matches = found((someone(1, "123", "Said Chengriha"),), asked("Saïd Chanegriha"))
    assert [match.name for match in matches] == ["Said Chengriha"]


def test_an_entity_is_found_once_by_the_name_that_is_most_alike() -> None:
    [match] = found(PEOPLE, asked("السعيد شنقريحه"))
    assert match.name == "السعيد شنقريحة"


def test_a_word_in_a_script_without_sounds_is_found_as_it_stands() -> None:
    name = "ⴰⵎⴰⵣⵉⵖ ⵓⵙⵎⴰⵏ"
    matches = found((someone(1, name), someone(2, "ⴽⵔⵉⵎ")), asked(name), least=0)
    assert [match.name for match in matches] == [name]


def test_as_good_matches_stand_in_the_order_of_their_ids() -> None:
    people = tuple(someone(number, "Nadia Ferhat") for number in range(1, 6))
    matches = found(people, asked("Nadia Ferhat"))
    assert [match.identity for match in matches] == [one.identity for one in people]


def test_no_more_than_asked_for_are_told() -> None:
    people = tuple(someone(number, "Nadia Ferhat") for number in range(1, 6))
    assert len(screener(*people).screen([asked("Nadia Ferhat")], 2, 0)[0]) == 2


def test_what_a_query_finds_does_not_depend_on_the_others() -> None:
    queries = [asked("Said Chengriha"), asked("123"), asked("Imed Trabelsi", "1971")]
    together = screener(*PEOPLE).screen(queries, 10, 0)
    assert together == [found(PEOPLE, query, least=0) for query in queries]


def test_a_listed_name_of_one_word_matches_no_fuller_name_by_itself() -> None:
    people = (someone(1, "Atiqullah", births=((1968, 1968, 0, 0),)),)
    assert found(people, asked("Atiqullah Bensalem")) == []
    assert found(people, asked("Atiqullah Bensalem", "1990")) == []
    [weak] = found(people, asked("Atiqullah Bensalem"), least=0)
    assert weak.weak
    assert len(found(people, asked("Atiqullah"))) == 1


BORN = (
    someone(1, "Karim Haddad", births=((1971, 1971, 3, 8),)),
    someone(2, "Karim Haddad", births=((1971, 1971, 0, 0), (1950, 1950, 0, 0))),
    someone(3, "Karim Haddad", births=((1970, 1979, 0, 0),)),
    someone(4, "Karim Haddad"),
    someone(5, "Karim Haddad", births=((1974, 1974, 0, 0),)),
    someone(6, "Karim Haddad", births=((1990, 1990, 8, 3),)),
)


def _numbers(birth: str) -> list[int]:
    order = {one.identity: number for number, one in enumerate(BORN, 1)}
    return [order[match.identity] for match in found(BORN, asked("Karim Haddad", birth), least=0)]


def test_the_same_day_of_birth_makes_a_sure_name_full() -> None:
    first = found(BORN, asked("Karim Haddad", "1971-03-08"))[0]
    assert (first.identity, first.score) == (BORN[0].identity, 10_000)


def test_who_was_born_at_another_time_stands_last() -> None:
    assert _numbers("1971")[-2:] == [5, 6]
    assert _numbers("1971-03-08")[-1] == 6


def test_the_best_of_several_births_counts() -> None:
    matches = {match.identity: match for match in found(BORN, asked("Karim Haddad", "1951"), 0)}
    assert matches[BORN[1].identity].apart == 1
    assert matches[BORN[2].identity].apart == 19
    assert matches[BORN[3].identity].apart == -1


def test_a_day_with_its_month_in_the_other_order_counts_nearly_as_much() -> None:
    matches = {
        match.identity: match.birth for match in found(BORN, asked("K Haddad", "1990-03-08"), 0)
    }
    assert 0 < matches[BORN[5].identity] < 3_000


DATES = st.tuples(st.integers(1950, 1965), st.integers(0, 3), st.booleans())


@given(DATES, DATES)
def test_births_weigh_in_a_list_as_between_two_entities(
    one: tuple[int, ...], two: tuple[int, ...]
) -> None:
    held = Span(one[0], one[0] + one[1], *((1, 2) if not one[1] and one[2] else (0, 0)))
    birth = Birth(two[0], *((2, 1) if two[2] else (0, 0)))
    listed = (someone(1, "Karim Haddad", births=(held,)),)
    query = asked("Karim Haddad")._replace(birth=birth)
    [match] = found(listed, query, least=0)
    assert match.birth == between(span_of(birth), held)


def test_a_country_and_a_place_alone_lift_nobody_to_a_look() -> None:
    people = (someone(1, "Ahmad Ould Amar", nations=("MR",), place="Nouakchott, Mauritania"),)
    plain = found(people, asked("Amar Salem"), least=0)[0].score
    helped = found(people, asked("Amar Salem", nation="MR", place="Nouakchott"), least=0)[0]
    assert plain <= helped.score < 5_000
    assert (helped.nation > 0, helped.place > 0) == (True, True)


def test_another_country_counts_a_little_against() -> None:
    people = (someone(1, "Nadia Ferhat", nations=("DZ", "TN")), someone(2, "Nadia Ferhat"))
    one, other = found(people, asked("Nadia Ferhat", nation="LY"), least=0)
    assert {one.nation, other.nation} == {0, -300}


def test_a_number_that_agrees_is_always_a_look() -> None:
    holder = someone(1, "Karim Haddad", "كريم حداد")
    people = (holder, holding(2, "document", "AB123", holder), someone(3, "Imad Trabelsi"))
    [match] = found(people, asked("Imed Bouzid", document="AB123"))
    assert (match.identity, match.score, match.number) == (holder.identity, 5_000, 0)


def test_a_number_and_a_name_that_agree_are_full() -> None:
    holder = someone(1, "Karim Haddad")
    people = (holder, holding(2, "phone", "+213550000001", holder))
    query = asked("كريم حداد", plate="1", phone="+213550000001")
    [match] = found(people, query)
    assert (match.score, match.number) == (10_000, 1)


def test_a_number_of_nobody_listed_finds_nobody() -> None:
    people = (someone(1, "Karim Haddad"), holding(2, "document", "AB123"))
    assert found(people, asked("Imed Bouzid", document="AB123")) == []


def test_names_are_found_again_in_a_list_longer_than_is_scored() -> None:
    crowd = [someone(number, f"Karim Haddad {number}") for number in range(1, 300)]
    matches = found((*crowd, someone(300, "Kareem Haddad Ziani")), asked("Karim Haddad Ziani"))
    assert matches[0].name == "Kareem Haddad Ziani"


def test_only_so_many_names_are_walked_the_rarest_word_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "BUDGET", 1)
    crowd = [someone(number, f"Karim Haddad {number}") for number in range(1, 20)]
    people = (*crowd, someone(20, "Karim Ziani"))
    matches = found(people, asked("Karim Ziani"), least=0)
    assert [match.name for match in matches] == ["Karim Ziani"]


def test_words_looked_up_before_are_not_kept_for_ever() -> None:
    index = built(comparer().fitted, PEOPLE)
    small = Screener(index, comparer().fitted, remembered=2)
    queries = [asked(name) for name in ("Said Chengriha", "Imed Trabelsi", "Salim Benali")]
    answers = [small.screen([query], 10, 0)[0] for query in (*queries, *queries)]
    assert answers == [found(PEOPLE, query, least=0) for query in (*queries, *queries)]


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(text: str) -> None:
    for match in SCREENER.screen([asked(text)], 10, 0)[0]:
        assert 0 <= match.score <= 10_000


SCREENER = screener(*PEOPLE)
