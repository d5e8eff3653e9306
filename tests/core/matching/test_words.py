"""How one word is cleaned, read and heard."""

import pytest

from wasl.core.matching.alphabet import skeleton
from wasl.core.matching.cleaning import Script, clean
from wasl.core.matching.givens import readings
from wasl.core.matching.letters import sound_of_arabic, sound_of_latin
from wasl.core.matching.words import Kind, read_word


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
    assert sound_of_latin(word) == sound


def test_an_arabic_word_is_heard_with_a_faint_end() -> None:
    assert sound_of_arabic("شنقريحة") == sound_of_arabic("شنقريحه") == "ČNQRYḤh"


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
    ],
)
def test_a_compound_falls_into_its_parts(word: str, spelt: list[str]) -> None:
    script = Script.LATIN if word.isascii() else Script.ARABIC
    assert [part.spelt for part in read_word(word, script)] == spelt


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
    script = Script.LATIN if word.isascii() else Script.ARABIC
    assert [part.kind for part in read_word(word, script)] == [kind]


def test_a_fused_article_may_be_taken_off() -> None:
    (part,) = read_word("larbi", Script.LATIN)
    assert part.otherwise == "ARBI"


def test_a_spelling_may_belong_to_two_lines_of_the_lexicon() -> None:
    assert set(readings("salem")) == {*readings("سليم"), *readings("سالم")}
    assert readings("chanegriha") == ()
