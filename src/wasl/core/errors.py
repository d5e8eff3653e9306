"""The three ways a thing can fail: refused, unavailable, or our own bug.

A bug is a ``ValueError``, ``RuntimeError`` or ``AssertionError`` and has no class here: nobody
below ``wiring`` and ``cli`` catches it.
"""

from collections.abc import Mapping

Detail = Mapping[str, str | int]


class RefusedError(Exception):
    """The bytes, or the asker, are at fault; nothing was stored but the refusal.

    ``rule`` is one kebab-case name, listed in ``docs/refusals``; ``detail`` holds facts for the
    log (a clause, an index, a field name), never personal data.
    """

    def __init__(self, rule: str, detail: Detail | None = None) -> None:
        self.rule = rule
        self.detail: Detail = dict(detail or {})
        facts = " ".join(f"{name}={value}" for name, value in sorted(self.detail.items()))
        super().__init__(f"{rule} {facts}".rstrip())


class UnavailableError(Exception):
    """The world (link, disk, lock) is at fault; what was asked is kept and may be tried again."""

    def __init__(self, what: str, detail: Detail | None = None) -> None:
        self.what = what
        self.detail: Detail = dict(detail or {})
        super().__init__(what)
