"""What the comparison is measured against; only in the bench-only environment."""

from collections.abc import Callable, Sequence
from itertools import count

import numpy as np
from rapidfuzz import fuzz

Scorer = Callable[[Sequence[str], Sequence[str]], np.ndarray]
GRAMS = (2, 3)


def peers() -> dict[str, Scorer]:
    """Each peer by name; none where the environment lacks them."""
    try:
        import nomenklatura  # noqa: F401, PLC0415
        import unidecode  # noqa: F401, PLC0415
    except ImportError:
        return {}
    return {
        "token_sort_unidecode": token_sort,
        "wratio_unidecode": _wratio,
        "logic_v2": logic_v2,
        "tantivy_ngrams": tantivy_ngrams,
    }


def _plain(name: str) -> str:
    from unidecode import unidecode  # noqa: PLC0415

    return unidecode(name).lower()


def token_sort(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    """Rapidfuzz over sorted words of a romanisation; romanising counts."""
    pairs = zip(lefts, rights, strict=True)
    return np.array([fuzz.token_sort_ratio(_plain(a), _plain(b)) for a, b in pairs])


def _wratio(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    pairs = zip(lefts, rights, strict=True)
    return np.array([fuzz.WRatio(_plain(a), _plain(b)) for a, b in pairs])


def logic_v2(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    """Nomenklatura logic-v2 on persons with a name alone; every entity under an id of its own.

    It remembers what it read by id, and an id that stands twice for two names would lie.
    """
    return _logic_v2(lefts, rights, lambda _name, number: f"p{number}")


def logic_v2_remembering(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    """The same where one name is always one entity: what was read of it is used again."""
    known: dict[str, str] = {}
    return _logic_v2(lefts, rights, lambda name, number: known.setdefault(name, f"n{number}"))


def _logic_v2(
    lefts: Sequence[str], rights: Sequence[str], identity: Callable[[str, int], str]
) -> np.ndarray:
    from followthemoney import model  # noqa: PLC0415
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415

    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        raise RuntimeError("this nomenklatura has no logic-v2")
    config = algorithm.default_config()
    numbers = count()

    def person(name: str) -> object:
        held = {"schema": "Person", "properties": {"name": [name]}}
        return model.get_proxy({"id": identity(name, next(numbers)), **held})

    pairs = zip(lefts, rights, strict=True)
    return np.array([algorithm.compare(person(a), person(b), config).score for a, b in pairs])


def tantivy_ngrams(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    """What a search engine scores the right name when the left one is looked up (BM25 over grams
    of 2 and 3 letters of a romanisation): on Arabic it measures Unidecode as much as the engine.
    """
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", tokenizer_name="grams")
    builder.add_unsigned_field("row", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(*GRAMS, False)).build()
    index.register_tokenizer("grams", grams)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    listed = list(dict.fromkeys(rights))
    for row, name in enumerate(listed):
        writer.add_document(tantivy.Document(name=_plain(name), row=row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def found(name: str) -> dict[str, float]:
        text = _plain(name)
        asked = {text[at : at + n] for n in GRAMS for at in range(len(text) - n + 1)}
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram))
            for gram in sorted(asked)
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), len(listed)).hits
        return {listed[searcher.doc(place)["row"][0]]: score for score, place in hits}

    answers = {name: found(name) for name in dict.fromkeys(lefts)}
    return np.array([answers[a].get(b, 0.0) for a, b in zip(lefts, rights, strict=True)])


def control(name: str, scorer: Scorer) -> None:
    """No peer may be constant: names that differ must score otherwise than names that agree."""
    lefts = ["John Smith", "Imad Trabelsi", "Omar Saadi"]
    rights = ["John Smith", "Mahmoud Hamza", "Omar Saidi"]
    if len(set(scorer(lefts, rights).tolist())) < 2:
        raise RuntimeError(f"{name} gives one score to everything")
