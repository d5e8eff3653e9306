"""What a service says of the extract it hands over: taken from the file itself, never typed."""

import hashlib
from typing import Any

from wasl.cli.checking import lines_of, opened
from wasl.core.errors import RefusedError
from wasl.seal.extract import read_extract
from wasl.seal.extract_lines import Scope

CHUNK = 1 << 20


def produced(path: str) -> dict[str, Any]:
    """Hash, stretch and counts of an extract, as ``produce`` states them.

    Refuses ``unreadable-file``, ``malformed`` for what is no extract of a log or was cut, and what
    ``read_extract`` refuses.
    """
    with opened(path) as stream:
        extract = read_extract(lines_of(stream))
        if extract.header.of is not Scope.WHOLE or not extract.whole:
            raise RefusedError("malformed", {"why": "not a whole extract of a log"})
        stream.seek(0)
        sha256 = hashlib.sha256()
        while chunk := stream.read(CHUNK):
            sha256.update(chunk)
    return {
        "counts": {
            "checkpoints": len(extract.heads),
            "entries": len(extract.entries),
            "erasures": len(extract.erasures),
            "refusals": len(extract.refusals),
            "statements": len(extract.statements),
        },
        "from_size": extract.header.start,
        "sha256": sha256.hexdigest(),
        "to_size": extract.header.stop,
    }
