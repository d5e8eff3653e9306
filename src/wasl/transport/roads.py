"""The roads to every partner: the pinned line, and bundles that a person carries.

A call is one turn before it leaves and one when its answer is here; what is between may fail at
any moment, and the next call goes on from what is durable.
"""

import contextlib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wasl.core.errors import RefusedError, UnavailableError
from wasl.node import carriage
from wasl.node.book import keys_of
from wasl.node.carriage import Report
from wasl.node.node import Node
from wasl.node.outgoing import Road
from wasl.node.pool import gaps
from wasl.node.ports import Turn
from wasl.node.rows import LinkRow
from wasl.node.turns import Writer
from wasl.seal.line import client_context, server_context, spki_pin
from wasl.transport.bundle import read_bundle, write_bundle
from wasl.transport.calls import read_calls, write_calls
from wasl.transport.client import Line

CALLS_IN_ONE_SYNC = 64
CARRIED_LIMIT_BYTES = 8 * 2**20  # of a bundle that a browser carries; a stick takes more


class Roads:
    """The line to every partner, and what one call over it brings."""

    def __init__(self, node: Node, writer: Writer) -> None:
        self._node = node
        self._writer = writer
        self._lines: dict[tuple[str, str], Line] = {}
        self._pins: dict[bytes, str] = {}

    def close(self) -> None:
        """Every line is closed; the next call opens it again."""
        while self._lines:
            self._lines.popitem()[1].close()

    def server_context(self) -> ssl.SSLContext:
        """The context of our listener: partners' certificates are its only anchors."""
        identity = self._node.identity
        return server_context(
            identity.line_certificate, identity.line_private, self._certificates()
        )

    def partner_of(self, pin: bytes) -> str | None:
        """The partner a line key belongs to."""
        if pin not in self._pins:
            self._certificates()
        return self._pins.get(pin)

    def sync(self, partner: str) -> Report:
        """Calls until neither side has news; UnavailableError ``link-down`` when the line is.

        Refuses ``no-such-partner`` and ``no-url``.
        """
        report = Report()
        line = self._line(partner)
        for _ in range(CALLS_IN_ONE_SYNC):
            sent = self._writer.ask(lambda turn: self._compose(turn, partner, Road.LINE))
            answer = read_calls(line.call(write_calls(sent)))
            taken = partial(self._absorb, dispatches=answer, partner=partner, report=report)
            if not self._writer.ask(taken):
                break
        return report

    def call(self, due: Callable[[Node, Turn], list[str]], stopped: Callable[[], bool]) -> None:
        """Every partner that is due is called, until we are ``stopped``."""
        for partner in self._writer.ask(partial(due, self._node)):
            # A line that is down is no fault of ours: what was released waits.
            with contextlib.suppress(UnavailableError, RefusedError):
                if not stopped():
                    self.sync(partner)

    def answer(self, partner: str, untrusted_body: bytes) -> bytes:
        """What a partner's call gets: all of it taken in one turn, then our own news."""
        dispatches = read_calls(untrusted_body)
        report = Report()

        def job(turn: Turn) -> list[bytes]:
            self._absorb(turn, dispatches, partner, report)
            return self._compose(turn, partner, Road.LINE)

        return write_calls(self._writer.ask(job))

    def bundle_out(self, partner: str, place: Path) -> dict[str, Any]:
        """A bundle for a partner, from the last counter-signed entry on."""
        dispatches = self._writer.ask(lambda turn: self._compose(turn, partner, Road.BUNDLE))
        if not dispatches:
            raise RefusedError("no-prekey", {"partner": partner})
        written = write_bundle(dispatches, place, draw=self._node.draw.draw)
        state = self._writer.ask(lambda turn: self._state(turn, partner))
        return {"dispatches": written.count, "file": str(written.path), **state}

    def bundle_in(self, path: Path) -> dict[str, Any]:
        """Every dispatch of a bundle that can be read and opened, then what is missing."""
        report = Report()
        reader = read_bundle(path)
        links: dict[str, LinkRow] = {}
        for dispatch in reader:
            taken = partial(self._absorb_one, dispatch=dispatch, report=report)
            links.update((link.partner, link) for link in self._writer.ask(taken))
        states = [self._writer.ask(partial(self._state, partner=partner)) for partner in links]
        reading = reader.reading
        return {
            "count": reading.count,
            "readable": reading.readable,
            "report": told(report),
            "rule": reading.rule,
            "states": states,
            "whole": reading.whole,
        }

    def bundle_given(self, partner: str) -> dict[str, Any]:
        """The same bundle as bytes (base64), for a browser to save; refuses ``too-large``."""
        with TemporaryDirectory() as folder:
            told = self.bundle_out(partner, Path(folder))
            path = Path(told.pop("file"))
            if path.stat().st_size > CARRIED_LIMIT_BYTES:
                raise RefusedError("too-large", {"limit": CARRIED_LIMIT_BYTES})
            content = b64encode(path.read_bytes()).decode()
        return {**told, "content": content, "name": path.name}

    def bundle_taken(self, content: bytes) -> dict[str, Any]:
        """What ``bundle_in`` answers, of a bundle that came through a browser."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bundle"
            path.write_bytes(content)
            return self.bundle_in(path)

    def _compose(self, turn: Turn, partner: str, road: Road) -> list[bytes]:
        link = self._node.link_with(turn, partner)
        return carriage.compose(self._node, turn, self._node.book(turn, link), road)

    def _absorb(
        self, turn: Turn, dispatches: Sequence[bytes], partner: str, report: Report
    ) -> bool:
        """Whether a further call would carry news, after taking these in."""
        carriage.absorb(self._node, turn, dispatches, partner=partner, report=report)
        link = self._node.link_with(turn, partner)
        return carriage.has_news(self._node, turn, self._node.book(turn, link))

    def _absorb_one(self, turn: Turn, dispatch: bytes, report: Report) -> list[LinkRow]:
        """One dispatch of a bundle, whoever it is from; the links it belonged to."""
        return carriage.absorb(self._node, turn, [dispatch], partner=None, report=report)

    def _state(self, turn: Turn, partner: str) -> dict[str, Any]:
        """How far both logs of a link are, for the person with the stick."""
        link = self._node.link_with(turn, partner)
        own, theirs = self._node.own_log(turn, link.own), self._node.their_log(turn, link.theirs)
        return {
            "alone": self._node.session(link.own).alone,
            "confirmed": self._node.session(link.own).confirmed,
            "countersigned": own.countersigned,
            "held": theirs.size,
            "missing": [list(gap) for gap in gaps(turn, theirs)],
            "partner": partner,
            "size": own.size,
            "waiting": len(turn.waiting(link.own)),
        }

    def _certificates(self) -> list[bytes]:
        """The line certificates of every partner met, their pins remembered."""

        def job(turn: Turn) -> list[tuple[str, bytes]]:
            found = []
            for row in turn.partners():
                keys = keys_of(turn, row.keys_sha256)
                found += [(row.node, line.cert) for line in keys.line] if keys else []
            return found

        pairs = self._writer.ask(job)
        self._pins = {spki_pin(cert): node for node, cert in pairs}
        return [cert for _, cert in pairs]

    def _line(self, partner: str) -> Line:
        row = self._writer.ask(lambda turn: turn.partner(partner))
        if row is None:
            raise RefusedError("no-such-partner", {"partner": partner})
        if not row.url:
            raise RefusedError("no-url", {"partner": partner})
        # A partner that moved gets another line; the key it must show is the same.
        if (partner, row.url) not in self._lines:
            certificates = self._certificates()
            identity = self._node.identity
            self._lines[partner, row.url] = Line(
                row.url,
                context=client_context(
                    identity.line_certificate, identity.line_private, certificates
                ),
                pins={pin for pin, node in self._pins.items() if node == partner},
            )
        return self._lines[partner, row.url]


def told(report: Report) -> dict[str, Any]:
    """What one call or bundle did, as plain values."""
    return {
        "ahead": report.ahead,
        "bodies_refused": report.bodies_refused,
        "dispatches": report.dispatches,
        "duplicates": report.duplicates,
        "entries": report.entries,
        "healed": report.healed,
        "receipts": report.receipts,
        "refused": [[rule, dict(detail)] for rule, detail in report.refused],
        "void": report.void,
        "waiting": [list(gap) for gap in report.waiting],
    }
