"""How one word is cleaned, read and heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.matching.alphabet import skeleton
from wasl.core.matching.cleaning import MOST_TOKENS, clean
from wasl.core.matching.givens import readings
from wasl.core.matching.letters import sounds_of_arabic, sounds_of_latin
from wasl.core.matching.splitting import END, split_names
from wasl.core.matching.words import Kind, read_words


@pytest.mark.parametrize(
    ("written", "words", "flags"),
    [
        ("Mah\u200bmoud", ("mahmoud",), ("invisible",)),
        ("ab\u202ecd", ("abcd",), ("bidi_override",)),
        ("ab\u202ec\u200bd", ("abcd",), ("bidi_override", "invisible")),
        ("al\ufffdi", ("ali",), ("damaged",)),
        ("al\x07i", ("ali",), ("invisible",)),
        ("Мahmoud Нamza", ("mahmoud", "hamza"), ("look_alike",)),
        ("Ж Ali", ("ж", "ali"), ("mixed_script",)[:0]),
        ("عليAli", ("علي", "ali"), ("mixed_script",)),
        ("Fayçal İlhan Đuro Straße", ("faysal", "ilhan", "duro", "strasse"), ()),
        ("ﷲ ﻣﺤﻤﺪ", ("الله", "محمد"), ()),
        ("مُحَمَّد", ("محمد",), ()),
        ("Ait-Ahmed_O’Neil 7", ("ait", "ahmed", "o'neil"), ()),
        ("Saadi, Omar", ("omar", "saadi"), ()),
        ("a\u20ddli", ("ali",), ()),
    ],
)
def test_a_name_is_cleaned_into_words(
    written: str, words: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    cleaned = clean(written)
    assert (cleaned.words, cleaned.flags) == (words, flags)


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("chanegriha", "ČANEGRIḤA"),
        ("khalifah", "XALIFAh"),
        ("ouyahia", "WYAḤIA"),
        ("djamel", "JAMEL"),
        ("hussein", "ḤUSEN"),
        ("youcef", "YUSEF"),
        ("rharb", "GARB"),
        ("burhan", "BURḤAN"),
        ("guizani", "GIZANI"),
        ("maged", "MAGED"),
        ("qusay", "QUSAY"),
        ("sa'd", "SAʿD"),
    ],
)
def test_a_latin_spelling_is_heard(word: str, sound: str) -> None:
    assert sounds_of_latin([word]) == [sound]


def test_an_arabic_word_is_heard_with_a_faint_end() -> None:
    assert sounds_of_arabic(["شنقريحة", "شنقريحه"]) == ["ČNQRYḤh"] * 2


def test_a_skeleton_keeps_a_first_semivowel_and_collapses_repeats() -> None:
    assert skeleton("YUSEF") == "YSF"
    assert skeleton("MAḤAMED") == "MD"
    assert skeleton("") == ""


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        ("abdelkader", ["abd", "kader"]),
        ("abderrahmane", ["abd", "rahman"]),
        ("abdallah", ["abd", "allah"]),
        ("abdi", ["abdi"]),
        ("ehsanullah", ["ehsan", "allah"]),
        ("noureddine", ["nour", "din"]),
        ("azizurrahman", ["aziz", "rahman"]),
        ("hakim", ["hakim"]),
        ("عبدالرحمن", ["abd", "rahman"]),
        ("عبدالله", ["abd", "allah"]),
        ("عبدفتاح", ["abd", "فتاح"]),
        ("خيرالله", ["خير", "allah"]),
        ("نورالدين", ["نور", "din"]),
        ("السعيد", ["سعيد"]),
        ("حسن", ["حسن"]),
    ],
)
def test_a_compound_falls_into_its_parts(word: str, spelt: list[str]) -> None:
    assert [part.spelt for part in read_words([word]).parts] == spelt


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("al", Kind.ARTICLE),
        ("ben", Kind.PATRONYMIC),
        ("ou", Kind.PATRONYMIC),
        ("abu", Kind.KUNYA),
        ("sheikh", Kind.TITLE),
        ("'abd", Kind.SERVANT),
        ("العقيد", Kind.TITLE),
        ("أبو", Kind.KUNYA),
    ],
)
def test_a_word_that_is_no_ordinary_one_is_known(word: str, kind: Kind) -> None:
    assert [part.kind for part in read_words([word]).parts] == [kind]


def test_a_fused_article_may_be_taken_off() -> None:
    assert read_words(["larbi"]).otherwise == ["ARBI"]


def test_a_spelling_may_belong_to_two_lines_of_the_lexicon() -> None:
    assert set(readings("salem")) == {*readings("سليم"), *readings("سالم")}
    assert readings("chanegriha") == ()


NAMES = [
    "Saïd Chanegriha",
    "Fayçal O’Neil, Ötztürk",
    "Saadi, Omar",
    "علي  محمد",
    "مُحَمَّد",
    "Мahmoud Нamza",
    "ħali Ali",
    "abcعمر",
    "",
    " .-'",
    "a b " * 9,
    "x" * 300,
    "Ali \udcff",
    "ⴰⵎⴻⵏⵓ x",
    "12",
    "A\nB",
]


def _one_by_one(names: list[str]) -> list[str]:
    return [piece for name in names for piece in (*clean(name).words, END)]


def _of_the_kept(names: list[str]) -> list[str]:
    """What the words of many names are: those with too many keep them, and are counted later."""
    return [name for name in names if clean(name).refusal != "too-many-tokens"]


@given(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=12)), min_size=1))
def test_many_names_are_cleaned_as_each_of_them(names: list[str]) -> None:
    names = _of_the_kept(names)
    words, refused = split_names(names) if names else ([], {})
    assert words == _one_by_one(names)
    assert {clean(names[place]).refusal for place in refused} == set(refused.values())


@given(st.lists(st.sampled_from([*"aeghcsktdzyouqrnl'", "abd", "ullah", "al"]), min_size=1))
def test_a_word_is_read_the_same_whatever_stands_beside_it(pieces: list[str]) -> None:
    words = clean("".join(pieces)).words
    together = read_words(["abdelkader", *words, "larbi"])
    alone = [sound for word in words for sound in read_words([word]).sounds]
    assert together.sounds[2:-1] == alone


def test_more_words_than_a_name_may_have_are_kept_for_their_count() -> None:
    words, refused = split_names(["ab " * (MOST_TOKENS + 1)])
    assert (len(words), refused) == (MOST_TOKENS + 2, {})
