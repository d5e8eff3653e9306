"""What every verb needs: the officer's language, the door to the node, keys and passphrases."""

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import LANGUAGES, Speech, speech_for
from wasl.wiring import Door, Settings, door_to, read_private, write_private

DEVICES = "devices"
DEVICE_LABEL = "wasl-device"


class Desk:
    """The officer's side of one command."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.home = settings.home
        self._preferred = settings.lang

    def settle(self, home: str | None, lang: str | None) -> None:
        """The options before the verb: where the node lives, which language is spoken.

        Refuses ``wrong-language``.
        """
        if lang is not None and lang not in LANGUAGES:
            raise RefusedError("wrong-language", {"language": lang[:16]})
        if home:
            self.home = Path(home)
        if lang:
            self._preferred = lang
            self.__dict__.pop("speech", None)

    @cached_property
    def speech(self) -> Speech:
        """The voice of this command."""
        return speech_for(self._preferred or None, self.settings.environment_lang or None)

    def say(self, text: str, /, **facts: str | int) -> None:
        """One line to the officer."""
        click.echo(self.speech.say(text, **facts))

    def show(self, value: Json, as_json: bool, told: Callable[[Json], None]) -> None:
        """The answer as JSON for another program, or told in words."""
        if as_json:
            click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True))
        else:
            told(value)

    # ------------------------------------------------------------------------------- the node

    @contextmanager
    def door(self) -> Iterator[Door]:
        """The node of this home: the one that runs, or one for this verb."""
        with door_to(self.home, self.passphrase) as door:
            yield door

    def ask(self, verb: str, arguments: Mapping[str, Any] | None = None) -> Json:
        """One question to the node."""
        with self.door() as door:
            return door.ask(verb, arguments or {})

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """A bar on the terminal for work that takes a while; silent where nobody watches."""
        if not sys.stderr.isatty():
            yield lambda done, total: None
            return
        with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

            def update(done: int, total: int) -> None:
                bar.length = max(total, 1)
                bar.update(done - bar.pos)

            yield update

    # ---------------------------------------------------------------------------- passphrases

    def passphrase(self) -> str:
        """The passphrase of the node's own keys: from its file, or asked for."""
        return self._secret(
            self.settings.passphrase_file, self.speech.say("Passphrase of the node: ")
        )

    def device_passphrase(self) -> str:
        """The passphrase of an officer's device key or of a root key: from its file, or asked."""
        return self._secret(
            self.settings.device_passphrase_file, self.speech.say("Passphrase of the key: ")
        )

    def _secret(self, file: Path | None, question: str) -> str:
        if file is not None:
            return read_private(file).decode().rstrip("\n")
        if not sys.stdin.isatty():
            raise RefusedError("no-passphrase")
        return str(click.prompt(question, hide_input=True, prompt_suffix=""))

    # --------------------------------------------------------------------------- device keys

    def device_path(self, officer: str, device: str | None) -> Path:
        """Where the device key of an officer lies, unless told otherwise."""
        return Path(device) if device else self.home / DEVICES / f"{officer}.key"

    def new_device(self, officer: str, device: str | None) -> bytes:
        """A fresh device key in a wrapped file; its public half."""
        from wasl.node.clock import SystemDraw
        from wasl.seal.note import KeyKind, SigningKey
        from wasl.seal.vault import wrap

        path = self.device_path(officer, device)
        if path.exists():
            raise RefusedError("already-initialised", {"file": path.name})
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draw = SystemDraw()
        private = draw.draw(32)
        wrapped = wrap(
            private,
            self.device_passphrase(),
            self.settings.stretch(),
            label=DEVICE_LABEL,
            draw=draw.draw,
        )
        write_private(path, wrapped)
        return SigningKey(name=officer, kind=KeyKind.ED25519, private=private).verify_key().public

    def sign(self, text: str, node: str, officer: str, device: str | None) -> str:
        """The text under the line of an officer's device key; the key never leaves this side."""
        from wasl.node.accounts import device_name
        from wasl.seal.note import KeyKind, Note, SigningKey, sign, write_note
        from wasl.seal.vault import unwrap

        wrapped = read_private(self.device_path(officer, device))
        key = SigningKey(
            name=device_name(node, officer),
            kind=KeyKind.ED25519,
            private=unwrap(wrapped, self.device_passphrase(), label=DEVICE_LABEL),
        )
        return write_note(Note(text=text, lines=(sign(text, key),))).decode()

    # ------------------------------------------------------------------------------------ acts

    def draft(
        self, door: Door, officer: str, partner: str, wish: Mapping[str, Any], device: str | None
    ) -> Json:
        """An act prepared by the node, signed here by its drafter, kept for a second officer."""
        prepared = door.ask("prepare", {"officer": officer, "partner": partner, "wish": wish})
        node = door.ask("key-show", {})["node"]
        text = prepared.pop("text")
        signed = self.sign(text, node, officer, device)
        return door.ask("draft", {"officer": officer, "prepared": prepared, "signed": signed})

    def release(self, door: Door, draft: str, officer: str, device: str | None) -> Json:
        """A draft released by a second officer, signed here."""
        shown = door.ask("release-text", {"draft": draft})
        node = door.ask("key-show", {})["node"]
        signed = self.sign(shown["text"], node, officer, device)
        return door.ask("release", {"draft": draft, "officer": officer, "signed": signed})


def read_text(path: str) -> str:
    """A file an officer names, as UTF-8; refuses ``unreadable-file`` and ``wrong-encoding``."""
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("wrong-encoding", {"file": Path(path).name}) from error
    except OSError as error:
        raise RefusedError("unreadable-file", {"file": Path(path).name}) from error


def read_file(path: str, limit_bytes: int) -> bytes:
    """A file an officer names, no longer than this; ``unreadable-file``, ``too-large``."""
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(limit_bytes + 1)
    except OSError as error:
        raise RefusedError("unreadable-file", {"file": Path(path).name}) from error
    if len(content) > limit_bytes:
        raise RefusedError("too-large", {"limit": limit_bytes})
    return content


def write_file(path: str, content: bytes) -> None:
    """A file an officer asked for; UnavailableError ``no-file`` where it cannot be."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UnavailableError("no-file", {"file": Path(path).name}) from error


def attached(path: str, media: str, handling: tuple[str, ...]) -> dict[str, Any]:
    """A file as an attachment of an act."""
    from wasl.node.files import FILE_LIMIT_BYTES

    content = read_file(path, FILE_LIMIT_BYTES)
    return {
        "content": b64encode(content).decode(),
        "handling": list(handling),
        "media": media,
    }
