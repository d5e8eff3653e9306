"""How the story is told: in the reader's language, with the commands it runs."""

import shlex
import sys
import textwrap

from wasl.locale.speech import Speech, _

WIDTH = 88
TRY_NEXT = (
    ".venv/bin/wasl officer link",
    ".venv/bin/wasl tray --officer badr",
    ".venv/bin/wasl log verify",
    ".venv/bin/wasl explain",
    ".venv/bin/wasl doctor",
    "script/demo --stop",
)


class Teller:
    """A voice that tells chapters, or in a batch only what was checked."""

    def __init__(self, speech: Speech, *, batch: bool) -> None:
        self._speech = speech
        self._batch = batch
        self.checked = 0
        self._chapter = 0

    def chapter(self, title: str) -> None:
        """A part of the story begins."""
        self._chapter += 1
        line = f"{self._chapter}. {self._speech.say(title)}"
        self._print(line if self._batch else f"\n{line}\n{'─' * min(len(line), WIDTH)}")

    def tell(self, text: str, **facts: str | int) -> None:
        """A sentence for the reader; a batch has none."""
        if not self._batch:
            self._print(textwrap.fill(self._speech.say(text, **facts), WIDTH))

    def show(self, words: list[str], said: str, side: str) -> None:
        """A command as an officer types it, and what it answered."""
        if self._batch:
            return
        self._print(f"  {side} $ {shlex.join(words)}")
        for line in said.splitlines():
            self._print(f"    │ {line}")

    def check(self, holds: bool, what: str) -> None:
        """Something the story claims is true; if not, the story ends here."""
        if not holds:
            raise AssertionError(what)
        self.checked += 1

    def what_next(
        self, sides: list[tuple[str, str, dict[str, str]]], links: list[tuple[str, str]]
    ) -> None:
        """Both nodes go on: how to speak to each, what to try, and a way in on screen."""
        self.chapter(_("Both nodes are still running"))
        for node, url, names in sides:
            self.tell(_("{node} serves at {url}. In a shell of yours:"), node=node, url=url)
            for name, value in sorted(names.items()):
                self._print(f"    export {name}={shlex.quote(value)}")
        self.tell(_("Then try, on either side:"))
        for command in TRY_NEXT:
            self._print(f"    {command}")
        for node, link in links:
            self.tell(
                _("The desk of {node} opens on screen, once and within 15 minutes:"), node=node
            )
            self._print(f"    {link}")

    def _print(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
