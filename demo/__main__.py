"""``script/demo``: the story for a person, or with ``--batch`` for a machine."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from demo.side import Side, StepError, stop_node
from demo.story import Story
from demo.teller import Teller
from wasl.cli.desk import read_text
from wasl.core.errors import RefusedError
from wasl.locale.speech import LANGUAGES, speech_for
from wasl.wiring import Settings

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Tell the story; 0 when everything it claims held."""
    options = argparse.ArgumentParser(prog="script/demo", description=__doc__)
    options.add_argument("--batch", action="store_true", help="no person; one summary line")
    options.add_argument("--text", type=Path, default=ROOT / "demo" / "article.txt")
    options.add_argument("--folder", type=Path, default=ROOT / "demo-data")
    options.add_argument("--lang", choices=LANGUAGES, help="the language of the story")
    options.add_argument("--short", action="store_true", help="the first dossier only")
    options.add_argument("--stop", action="store_true", help="end the nodes left running")
    chosen = options.parse_args()
    for name in ("algiers", "tripoli"):
        stop_node(chosen.folder / name / "serve.pid")
    if chosen.stop:
        return 0
    settings = Settings()
    try:
        read_text(str(chosen.text))
    except RefusedError as refusal:
        sys.stderr.write(f"demo: {refusal}\n")
        return 1
    speech = speech_for(chosen.lang or settings.lang or None, settings.environment_lang or None)
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(mode=0o700, parents=True)
    teller = Teller(speech, batch=chosen.batch)
    languages = ("fr", "ar") if not chosen.lang else (chosen.lang, chosen.lang)
    story = Story(
        chosen.folder.resolve(), chosen.text, teller, languages=languages, short=chosen.short
    )
    started = time.monotonic()
    try:
        story.tell()
    except (StepError, AssertionError) as error:
        sys.stderr.write(f"demo: {error}\n")
        _stop(story.sides)
        return 1
    if chosen.batch:
        _stop(story.sides)
        seconds = time.monotonic() - started
        sys.stdout.write(
            f"demo: ok, {teller.checked} claims held, {story.entries} entries in two logs, "
            f"{seconds:.0f} s\n"
        )
        return 0
    _leave(story, teller)
    return 0


def _stop(sides: tuple[Side, ...]) -> None:
    for side in sides:
        side.stop()


def _leave(story: Story, teller: Teller) -> None:
    """Both nodes go on; what to try next."""
    teller.what_next(
        [
            (
                side.node,
                side.url,
                {
                    name: value
                    for name, value in side.environment().items()
                    if name.startswith("WASL_")
                },
            )
            for side in story.sides
        ],
        [(side.node, side.ask("officer", "link")["url"]) for side in story.sides],
    )


if __name__ == "__main__":
    sys.exit(main())
