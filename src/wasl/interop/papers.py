"""What kind of identity paper the words of a list mean."""

from wasl.core.matching.entities.codes import PaperType

# The first word that occurs decides.
WORDS = (
    ("passport", PaperType.PASSPORT),
    ("birth", PaperType.BIRTH_ACT),
    ("driv", PaperType.DRIVING),
    ("residen", PaperType.RESIDENCE),
    ("identi", PaperType.ID_CARD),
    ("national id", PaperType.ID_CARD),
)


def paper_type(words: str) -> PaperType:
    """The type a few English words name; ``other`` where they name none."""
    plain = words.casefold()
    return next((kind for word, kind in WORDS if word in plain), PaperType.OTHER)
