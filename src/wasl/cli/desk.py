"""What every verb needs: the officer's language, the door to the node, keys and passphrases."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import LANGUAGES, Speech, speech_for
from wasl.node.clock import read_stamp
from wasl.wiring import (
    STATEMENT,
    Door,
    Settings,
    door_to,
    read_private,
    write_private,
)

if TYPE_CHECKING:
    from wasl.seal.vault import Stretch

TEXT_LIMIT_BYTES = 1_048_576  # a body holds 256 KiB, a statement 64
DEVICES = "devices"
_EXERCISE = re.compile(rb'"node":"exercise-([0-9]{3})[.]')
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
        self._tell_exercise()

    def _tell_exercise(self) -> None:
        """Every verb of the home of an exercise begins by saying so, beside its answer."""
        try:
            statement = (self.home / STATEMENT).read_bytes()
        except OSError:
            return  # no node is here, or the verb itself will say why it cannot be read
        found = _EXERCISE.search(statement)
        if found:
            said = self.speech.say(
                "EXERCISE {number}: nothing here is real.", number=found[1].decode()
            )
            click.echo(said, err=True)

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

    def when(self, written: str) -> str:
        """An instant of an entry as the officer reads it; refuses ``bad-setting`` for a zone."""
        try:
            return self.speech.when(read_stamp(written), self.settings.zone)
        except ValueError as error:
            raise RefusedError("bad-setting", {"setting": "zone"}) from error

    def stretch(self) -> "Stretch":
        """How hard a passphrase is to guess; refuses ``bad-setting`` outside the limits."""
        try:
            return self.settings.stretch()
        except ValueError as error:
            raise RefusedError("bad-setting", {"setting": "kdf_memory_kib"}) from error

    def weak_stretch(self) -> list[Json]:
        """The finding that passphrases here are stretched less than they should be, if so."""
        from wasl.seal.vault import DEFAULT

        held = self.settings.kdf_memory_kib
        if held >= DEFAULT.memory_kib:
            return []
        facts = {"memory_kib": held, "wanted_kib": DEFAULT.memory_kib}
        return [{"code": "N-204", "facts": facts, "severity": "warn"}]

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
        question = self.speech.say("Passphrase of the node: ")
        return self._secret(self.settings.passphrase_file, question)

    def new_passphrase(self) -> str:
        """The same where it is chosen now: typed twice."""
        question = self.speech.say("New passphrase of the node: ")
        return self._secret(self.settings.passphrase_file, question, self._again())

    def device_passphrase(self, key: str) -> str:
        """The passphrase of a key file (a device, a root, a backup): from its file, or asked."""
        question = self.speech.say("Passphrase of the key {key}: ", key=key)
        return self._secret(self.settings.device_passphrase_file, question)

    def new_device_passphrase(self, key: str) -> str:
        """The same where it is chosen now: typed twice."""
        question = self.speech.say("New passphrase of the key {key}: ", key=key)
        return self._secret(self.settings.device_passphrase_file, question, self._again())

    def _again(self) -> str:
        return self.speech.say("Once more: ")

    def _secret(self, file: Path | None, question: str, again: str = "") -> str:
        if file is not None:
            return decoded(read_secret(file), file).rstrip("\n")
        if not sys.stdin.isatty():
            raise RefusedError("no-passphrase")
        while True:
            typed = _typed_unseen(question)
            if not again or _typed_unseen(again) == typed:
                return typed
            click.echo(self.speech.say("The two are not the same: from the start."), err=True)

    # --------------------------------------------------------------------------- device keys

    def device_path(self, officer: str, device: str | None) -> Path:
        """Where the device key of an officer lies, unless told otherwise."""
        return Path(device) if device else self.home / DEVICES / f"{officer}.key"

    def new_device(self, officer: str, device: str | None) -> bytes:
        """A fresh device key in a wrapped file; its public half. Refuses ``file-exists``."""
        from wasl.node.clock import SystemDraw
        from wasl.seal.note import KeyKind, SigningKey

        path = self.device_path(officer, device)
        if device is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        private = SystemDraw().draw(32)
        self.keep_secret(path, private, DEVICE_LABEL)
        return SigningKey(name=officer, kind=KeyKind.ED25519, private=private).verify_key().public

    def keep_secret(self, path: Path, secret: bytes, label: str) -> None:
        """A secret in a new file of its own, wrapped under a passphrase chosen now.

        Refuses ``file-exists``; UnavailableError ``no-file`` where it cannot be written.
        """
        from wasl.node.clock import SystemDraw
        from wasl.seal.vault import wrap

        if path.exists():
            raise RefusedError("file-exists", {"file": path.name})
        passphrase = self.new_device_passphrase(path.name)
        wrapped = wrap(secret, passphrase, self.stretch(), label=label, draw=SystemDraw().draw)
        try:
            write_private(path, wrapped)
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error

    def secret_in(self, path: Path, label: str) -> bytes:
        """The secret of a wrapped file; refuses what ``read_secret`` and ``unwrap`` refuse."""
        from wasl.seal.vault import unwrap

        return unwrap(read_secret(path), self.device_passphrase(path.name), label=label)

    def sign(self, text: str, node: str, officer: str, device: str | None) -> str:
        """The text under the line of an officer's device key; the key never leaves this side."""
        from wasl.node.accounts import device_name
        from wasl.seal.note import KeyKind, Note, SigningKey, sign, write_note

        private = self.secret_in(self.device_path(officer, device), DEVICE_LABEL)
        key = SigningKey(name=device_name(node, officer), kind=KeyKind.ED25519, private=private)
        return write_note(Note(text=text, lines=(sign(text, key),))).decode()

    # ------------------------------------------------------------------------------------ acts

    def draft(
        self, door: Door, officer: str, partner: str, wish: Mapping[str, Any], device: str | None
    ) -> Json:
        """An act prepared by the node, signed here by its drafter, kept for a second officer."""
        from wasl.cli.attaching import hand_over, without_paths

        said = without_paths(wish)
        prepared = door.ask("prepare", {"officer": officer, "partner": partner, "wish": said})
        node = door.ask("key-show", {})["node"]
        text = prepared.pop("text")
        signed = self.sign(text, node, officer, device)
        drafted = door.ask("draft", {"officer": officer, "prepared": prepared, "signed": signed})
        hand_over(door, drafted["draft"], officer, wish)
        return drafted

    def release(self, door: Door, draft: str, officer: str, device: str | None) -> Json:
        """A draft released by a second officer, signed here."""
        return self._countersign(door, "release", draft, officer, device)

    def vouch(self, door: Door, draft: str, officer: str, device: str | None) -> Json:
        """The word of one more officer for a draft, signed here."""
        return self._countersign(door, "vouch", draft, officer, device)

    def _countersign(
        self, door: Door, verb: str, draft: str, officer: str, device: str | None
    ) -> Json:
        shown = door.ask("release-text", {"draft": draft})
        node = door.ask("key-show", {})["node"]
        signed = self.sign(shown["text"], node, officer, device)
        return door.ask(verb, {"draft": draft, "officer": officer, "signed": signed})


def _typed_unseen(question: str) -> str:
    return str(click.prompt(question, hide_input=True, prompt_suffix="", err=True))


def read_text(path: str) -> str:
    """A file an officer names, or standard input for ``-``, as UTF-8 and at most 1 MiB.

    Refuses ``unreadable-file``, ``too-large`` and ``wrong-encoding``.
    """
    return decoded(read_file(path, TEXT_LIMIT_BYTES), Path(path))


def decoded(content: bytes, path: Path) -> str:
    """The content of a file as UTF-8; refuses ``wrong-encoding``."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("wrong-encoding", {"file": path.name}) from error


def read_secret(path: Path) -> bytes:
    """A file only its owner may read; refuses ``unreadable-file`` and ``unsafe-mode``."""
    try:
        found = path.is_file()
    except OSError as error:
        raise RefusedError("unreadable-file", {"file": path.name}) from error
    if not found:
        raise RefusedError("unreadable-file", {"file": path.name})
    return read_private(path)


def read_file(path: str, limit_bytes: int) -> bytes:
    """A file an officer names, no longer than this; ``unreadable-file``, ``too-large``."""
    try:
        if path == "-":
            content = sys.stdin.buffer.read(limit_bytes + 1)
        else:
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
