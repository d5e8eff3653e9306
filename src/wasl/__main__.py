"""The door of the command line."""

import sys


def main() -> None:
    """Run ``wasl`` and leave with its exit code."""
    from wasl.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
