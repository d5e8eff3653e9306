"""What retrieval is measured against; only in the bench-only environment.

N-grams and edit ratios on Unidecode measure Unidecode as much as the engine where the names are in
Arabic.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bench.matching.retrieval import Find
from wasl.core.matching.index.subjects import Subject

GRAMS = (2, 3)
TEN = 10
# So many names of the best score are looked at for ten different persons.
DEEP = 60


def retrieval_peers(subjects: Iterable[Subject]) -> dict[str, Find]:
    """Each peer over the names of these persons; none where the environment lacks them."""
    try:
        import tantivy  # noqa: F401, PLC0415
        import unidecode  # noqa: F401, PLC0415
    except ImportError:
        return {}
    pairs = [(plain(name), one.identity) for one in subjects for name in one.names]
    return {"tantivy_ngrams": _tantivy(pairs), "rapidfuzz_token_sort": _token_sort(pairs)}


def plain(name: str) -> str:
    """A name as the peers are given it."""
    from unidecode import unidecode  # noqa: PLC0415

    return unidecode(name).lower()


def _first(identities: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(identities))[:TEN]


def _tantivy(pairs: list[tuple[str, str]]) -> Find:
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", tokenizer_name="grams")
    builder.add_text_field("person", stored=True, tokenizer_name="raw")
    schema = builder.build()
    index = tantivy.Index(schema)
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(*GRAMS, False)).build()
    index.register_tokenizer("grams", grams)
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for name, person in pairs:
        writer.add_document(tantivy.Document(name=name, person=person))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(names: Sequence[str]) -> list[list[str]]:
        answers = []
        for name in map(plain, names):
            terms = [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram))
                for gram in sorted(
                    {name[at : at + n] for n in GRAMS for at in range(len(name) - n + 1)}
                )
            ]
            hits = searcher.search(tantivy.Query.boolean_query(terms), DEEP).hits
            answers.append(_first(searcher.doc(place)["person"][0] for _, place in hits))
        return answers

    return find


def _token_sort(pairs: list[tuple[str, str]]) -> Find:
    listed = [" ".join(sorted(name.split())) for name, _person in pairs]
    people = [person for _name, person in pairs]

    def find(names: Sequence[str]) -> list[list[str]]:
        asked = [" ".join(sorted(plain(name).split())) for name in names]
        table = process.cdist(asked, listed, scorer=fuzz.ratio, dtype=np.uint8)
        order = np.argsort(-table.astype(np.int16), axis=1, kind="stable")[:, :DEEP]
        return [_first(people[at] for at in row) for row in order]

    return find
