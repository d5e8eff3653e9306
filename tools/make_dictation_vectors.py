"""Writes vectors/dictation: lines as they were written down, and the form they give or why not.

Run ``python -m tools.make_dictation_vectors vectors`` from the project's root; a test compares
the files with what this writes.
"""

import sys

from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core.dictation import Spoken, dictated

FORM: Json = {
    "kind": "warning",
    "move": "issue",
    "to": "liaison.ly.example",
    "handling": ["H1", "H2"],
    "grading": {"information": "2", "scale": "4x4", "source": "A"},
    "body": {
        "goods": [{"commodity": "FUEL", "thousandths": -2500, "sealed": True, "open": False}],
        "threat": {"ar": "شاحنة بيضاء تقترب من المركز، وفيها وقود مهرّب."},
    },
}
LINES = [str(line) for line in dictated(FORM)]


def said(*pairs: tuple[str, str]) -> str:
    """Lines whose codes fit, whatever they say."""
    whole = [*pairs, ("end", str(len(pairs)))]
    return "\n".join(str(Spoken(number=n, field=f, value=v)) for n, (f, v) in enumerate(whole, 1))


def dictation() -> Vectors:
    """Each step at least once."""
    text = "\n".join(LINES)
    yield accepted("whole", "as it was read out", text=text, form=FORM)
    yield accepted("any_order", "lines have numbers", text="\n".join(reversed(LINES)), form=FORM)
    again = "\n".join([LINES[0].replace("warning", "warming"), *LINES[1:], LINES[0]])
    yield accepted("said_again", "a line misheard, then asked for again", text=again, form=FORM)
    arabic = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    yield accepted("other_digits", "every digit Arabic-Indic", text=arabic, form=FORM)
    long = {"text": "word " * 20 + "end\nsecond"}
    spoken = "\n".join(map(str, dictated(long)))
    yield accepted("breaths", "a text in lines and paragraphs", text=spoken, form=long)
    for name, about, line in (
        ("no_code", "a line of two parts", "1 kind"),
        ("number_zero", "lines count from 1", "0 kind AB x"),
        ("long_code", "three characters", "1 kind ABC"),
        ("odd_field", "two dots", "1 kind..x AB x"),
    ):
        yield refused(name, about, "malformed", 1, text=line)
    heard = {
        "wrong_value": text.replace("liaison.ly", "liaison.li"),
        "wrong_field": text.replace("handling.2", "handling.3"),
        "neighbours": text.replace("FUEL", "FULE"),
        "letter_left_out": text.replace("بيضاء", "بضاء"),
    }
    for name, said_so in heard.items():
        yield refused(name, name.replace("_", " "), "misheard", 3, text=said_so)
    gap = "\n".join(LINES[:2] + LINES[3:])
    yield refused("gap", "the third line was not heard", "line-missing", 4, text=gap)
    cut = "\n".join(LINES[:-1])
    yield refused("no_end", "the last was not heard", "line-missing", 4, text=cut)
    yield refused("nothing", "no line", "line-missing", 4, text="")
    for name, about, pairs in (
        ("field_twice", "two lines for one field", (("a", "1"), ("a", "2"))),
        ("no_number", "an integer that is none", (("a#", "01"),)),
        ("place_missing", "a list without its second", (("a.1", "x"), ("a.3", "y"))),
        ("more_of_nothing", "a text that goes on from none", (("a+", "x"),)),
        ("value_and_table", "a field that holds both", (("a", "x"), ("a.b", "y"))),
    ):
        yield refused(name, about, "malformed", 5, text=said(*pairs))


FOLDERS = {"dictation": dictation}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
