"""The door of the command line."""

import io
import os
import sys


def main() -> None:
    """Run ``wasl`` and leave with its exit code."""
    from wasl.cli.main import run

    if sys.stdin is None:  # closed by whoever called us: nothing will be typed
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdin, sys.stdout):
        # What is typed or shown in another encoding is damaged, and no fault of ours.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except (OSError, AttributeError):
        # It was told, or there is nobody to tell: at its own end Python would try once more.
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
