"""Words as officers write them, each in one language.

What editors add without meaning it (returns, tabs, another Unicode form) is taken away; what
could mislead a reader stays and is refused by the node (``unsafe-text``).
"""

import unicodedata

from wasl.core.errors import RefusedError
from wasl.core.terms import Language

SCRIPTS = {Language.AR: "ARABIC", Language.FR: "LATIN", Language.EN: "LATIN"}
ISO_15924 = {"ARABIC": "Arab", "LATIN": "Latn", "TIFINAGH": "Tfng"}


def plain(text: str) -> str:
    """The text in NFC, its lines ended by newlines, its tabs spaces, without spaces around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", lines).strip("\n ")


def first_line(text: str) -> str:
    """The title a text gives itself."""
    return next(line.strip() for line in text.split("\n") if line.strip())


def language_of(text: str, stated: str | None, field: str) -> str:
    """The language a text counts as: the one stated, else Arabic or French by its script.

    Refuses ``wrong-language`` for one that officers do not write in, and ``other-script`` where
    most letters are not of the script the language is written in.
    """
    if stated is not None and stated not in set(Language):
        raise RefusedError("wrong-language", {"language": stated[:16]})
    letters = [_script(letter) for letter in text if letter.isalpha()]
    arabic = sum(script == "ARABIC" for script in letters)
    language = Language(stated or ("ar" if 2 * arabic > len(letters) else "fr"))
    fitting = sum(script == SCRIPTS[language] for script in letters)
    if 2 * fitting < len(letters):
        raise RefusedError("other-script", {"field": field, "language": language.value})
    return language.value


def name_of(written: str) -> dict[str, str]:
    """A name as it was written, with the script most of its letters are of."""
    scripts = [_script(letter) for letter in written if letter.isalpha()]
    most = max(ISO_15924, key=scripts.count)
    return {"script": ISO_15924[most], "written": plain(written)}


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
