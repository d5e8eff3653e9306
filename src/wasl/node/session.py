"""What a running node knows of a link and forgets when it stops: trust.md §7.

Everything here may be lost at any instant; nothing that was promised depends on it.
"""

from dataclasses import dataclass, field, replace

from wasl.seal.greeting import Epoch, Head


@dataclass(slots=True, kw_only=True)
class Session:
    """The state of one link in this run of the node.

    ``epoch`` is the epoch this run opened for our own log, ``nonce`` the one its hello carries;
    until ``confirmed`` nothing is signed or sent in it, but for bundles where the guard file lets
    this run go ``alone``. The ``owes_*`` fields are what the next call or bundle must carry.
    """

    boot: str
    epoch: Epoch | None = None
    nonce: str = ""
    hello: bytes = b""
    prekey: bytes = b""  # the id of the one the hello announces
    confirmed: bool = False
    alone: bool = False  # not confirmed, but our log goes on from what the guard file says
    guard_due: bool = False  # what this turn signed may leave once the guard file has it
    their_boot: str = ""
    greeted_by: str = ""  # the boot that said the epoch of their log we know
    their_start: Head | None = None  # the head that hello stood on
    met: bool = False  # this run of ours and one of theirs have answered each other
    their_held: int = 0  # how much of our log the partner said it holds
    their_countersigned: int = 0  # how much of our log it said it counter-signed
    owes_confirm: bytes = b""
    owes_receipt: bool = False
    told_receipt: bool = False  # this run has sent one: what an earlier one owed is paid
    asked_again: bool = False  # they sent what we had receipted: the receipt was lost
    owes_refusals: list[bytes] = field(default_factory=list)
    heal_them: Head | None = None  # the head of their own log, which they lost the rest of
    healing: bool = False  # the partner holds more of our log than we do
    told_ahead: int = 0  # up to where this run has sent what is urgent ahead
    strikes: int = 0  # refusals in a row
    ignored: int = 0  # confirms that answered another hello

    def copy(self) -> "Session":
        """The session as it is now, to come back to should this turn fail."""
        return replace(self, owes_refusals=[*self.owes_refusals])

    def renew(self) -> None:
        """The epoch of this run counts no more: a fresh one is said before anything else."""
        self.epoch = None
        self.nonce = ""
        self.hello = b""
        self.confirmed = False
        self.alone = False
        self.healing = False
