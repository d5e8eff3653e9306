"""Keys of what is compared letter by letter: plates, numbers of papers, phones.

What was written stays as it was; the key only finds it again.
"""

import unicodedata

_ZEROS = "٠۰"  # ARABIC-INDIC DIGIT ZERO, EXTENDED ARABIC-INDIC DIGIT ZERO
_ASCII_DIGITS = {ord(zero) + digit: str(digit) for zero in _ZEROS for digit in range(10)}
# Spaces, dashes, and what shows nothing at all.
_DROPPED = frozenset({"Zs", "Zl", "Zp", "Pd", "Cc", "Cf"})


def fold_digits(text: str) -> str:
    """The text with the digits of Arabic and Persian as ASCII, and nothing else changed."""
    return text.translate(_ASCII_DIGITS)


def fold_key(text: str) -> str:
    """The key of a number as written: ASCII digits, upper case, no spaces and no dashes.

    ``١٢٣٤٥-116 30`` and ``12345 116–30`` are one; wide and presentation forms are their letters.
    """
    plain = unicodedata.normalize("NFKC", fold_digits(text))
    kept = (letter for letter in plain if unicodedata.category(letter) not in _DROPPED)
    return unicodedata.normalize("NFC", "".join(kept).upper())
