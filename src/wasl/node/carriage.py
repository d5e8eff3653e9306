"""What goes out to a partner and what is done with what comes in, whatever the road.

One call or bundle carries dispatches; a dispatch carries frames. Here bytes become frames and
frames find their owner: entries go to ``reception``, receipts to ``receipts``, greetings to
``greetings``, our own entries that we lost to ``healing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from wasl.core.errors import Detail, RefusedError
from wasl.core.policy.force import recognition_of
from wasl.node import ahead, desk, epochs, files, guard, healing, receipts
from wasl.node.audit import tell_read_ahead
from wasl.node.book import Book
from wasl.node.clock import from_micros
from wasl.node.consequences import follow
from wasl.node.greetings import greet, greetings_out, owe_refusal
from wasl.node.node import Node
from wasl.node.outgoing import Road, sealed_out
from wasl.node.parcel import Parcel, read_parcel
from wasl.node.pool import keep_aside, take_back
from wasl.node.ports import Look, Turn
from wasl.node.posts import is_lost
from wasl.node.prekeys import LONGEST_CARRIAGE, is_gone, meeting_place, private_half
from wasl.node.recalls import unanswered_recalls
from wasl.node.reception import GapError, Received, receive
from wasl.node.rows import LinkRow
from wasl.node.sent_files import is_asked
from wasl.seal.envelope import dispatch_prekey_id, is_open, open_dispatch, read_open, write_open
from wasl.seal.frames import Frame, FrameKind, Part, write_frames

STRIKES = 3  # refusals in a row before the custodian is alarmed

# These prove, or may prove, that one log was told in two ways: the link stops for people to meet.
FREEZING = frozenset({"forked-log", "duplicate-conflict"})
_CONTENT = frozenset({FrameKind.BODY, FrameKind.GONE, FrameKind.PART})
# The prekey they sealed to is not here, or not any more.
UNOPENED = frozenset({"unknown-recipient", "prekey-gone"})
# Said to nobody: the partner can do nothing about them.
OUR_OWN = frozenset({"not-confirmed"})


@dataclass(slots=True, kw_only=True)
class Report:
    """What one call or bundle did here, for the officer who brought it."""

    dispatches: int = 0
    entries: int = 0
    void: int = 0
    bodies_refused: int = 0
    duplicates: int = 0
    healed: int = 0
    receipts: int = 0
    refused: list[tuple[str, Detail]] = field(default_factory=list)
    waiting: list[tuple[int, int]] = field(default_factory=list)
    ahead: int = 0  # advance copies, read before their places are reached


def absorb(
    node: Node, turn: Turn, dispatches: Sequence[bytes], *, partner: str | None, report: Report
) -> list[LinkRow]:
    """Every dispatch that can be taken is taken; the links they belonged to.

    ``partner`` is the node pinned at the other end of the line, or None for a bundle. What is
    refused is noted, told to the partner with the next call, and stops nothing else.
    """
    touched: dict[str, LinkRow] = {}
    for untrusted in dispatches:
        report.dispatches += 1
        refused = len(report.refused)
        found: list[LinkRow] = []
        frames: Sequence[Frame] = ()
        try:
            with node.apart(turn):
                frames = _open(node, turn, untrusted, partner, found)
                carried = not is_open(untrusted)
                _take(node, turn, node.book(turn, found[0]), frames, report, carried=carried)
            if len(report.refused) == refused:
                node.session(found[0].own).strikes = 0
        except RefusedError as refusal:
            _refuse(node, turn, found, refusal, report, frames)
            if refusal.rule in UNOPENED:
                _greet_anew(node, turn, partner)
        touched.update((link.own, link) for link in found)
    for link in touched.values():
        _settle(node, turn, link, report)
    return list(touched.values())


def _greet_anew(node: Node, turn: Turn, partner: str | None) -> None:
    """They seal to a prekey that is destroyed: they need another, if our hello's is gone too.

    After a silence of more than the longest carriage every prekey they know of is gone.
    """
    for link in turn.links():
        session = node.session(link.own)
        ours = link.partner == partner and session.confirmed
        if ours and turn.own_prekey(session.prekey) is None:
            session.renew()


def compose(node: Node, turn: Turn, book: Book, road: Road) -> list[bytes]:
    """The dispatches that go out next on this road; what waited gets its place first.

    Opens an epoch of our log if this run has none, or only a hello so old that its prekey is
    destroyed. To whom nothing is due any more the last receipt still goes, then only a refusal
    (trust.md §3.4); to a post that is lost not even that receipt, for with it goes the log.
    """
    session = node.session(book.link.own)
    due = session.owes_receipt or listens(node, turn, book)
    if not due or is_lost(turn, book.link.partner):
        return _last_word(node, turn, book, road)
    if not session.confirmed and turn.own_prekey(session.prekey) is None:
        session.renew()
    if session.epoch is None:
        epochs.open_epoch(node, turn, book)
    if road is Road.BUNDLE and not node.opened(book.link.own):
        guard.start_alone(node, turn, node.own_log(turn, book.link.own))
    desk.flush(node, turn, book)
    desk.sign_heads(node, turn)
    session.guard_due = True
    book = node.book(turn, book.link)
    return sealed_out(node, turn, book, greetings_out(node, turn, book), road)


def _last_word(node: Node, look: Look, book: Book, road: Road) -> list[bytes]:
    """What was refused of theirs, if the arrangement has us answer; never a word of our log.

    Refuses ``not-recognised`` for a bundle: nobody has called.
    """
    if road is Road.BUNDLE:
        raise RefusedError("not-recognised", {"partner": book.link.partner})
    session = node.session(book.link.own)
    told = [Frame(kind=FrameKind.REFUSAL, payload=note) for note in session.owes_refusals]
    session.owes_refusals = []
    sizes = (node.own_log(look, log).size for log in (book.link.own, book.link.theirs))
    text = book.text(book.force(ours=True, index=next(sizes), seen=next(sizes)).text)
    silent = text is not None and text.refusal == "silence"
    return [] if silent else [write_open(told)]


def has_news(node: Node, look: Look, book: Book) -> bool:
    """Whether the next call would carry more than a cursor that says nothing new."""
    session = node.session(book.link.own)
    own = node.own_log(look, book.link.own)
    if session.owes_receipt:
        return not is_lost(look, book.link.partner)
    return listens(node, look, book) and (
        not session.confirmed
        or bool(session.owes_confirm or session.owes_refusals)
        or session.heal_them is not None
        or is_asked(look, book.link)
        or own.countersigned < own.size
        or session.their_held < own.size
        or bool(look.waiting(own.link))
        or any(files.wanted_files(look, log) for log in (book.link.own, book.link.theirs))
    )


def listens(node: Node, look: Look, book: Book) -> bool:
    """Whether anything of this partner is still opened (step 2): always, but after a withdrawal,
    and never of a post of ours that is lost.

    Then until it is receipted and every recall attested, or the longest carriage has passed
    (trust.md §3.4).
    """
    if is_lost(look, book.link.partner):
        return False
    if recognition_of(book.own) != "withdrawn":
        return True
    last = [entry for entry in book.own if entry.kind == "recognition"][-1]
    row = look.entry(book.link.own, last.index)
    if row is None:
        raise RuntimeError("a withdrawal that is not in our log")
    late = node.clock.now() - from_micros(row.at_us) > max(LONGEST_CARRIAGE, timedelta(days=1))
    own = node.own_log(look, book.link.own)
    due = own.countersigned <= last.index or bool(unanswered_recalls(look, book))
    return due and not late


def _open(
    node: Node, turn: Turn, untrusted: bytes, partner: str | None, found: list[LinkRow]
) -> Sequence[Frame]:
    """Steps 0 to 5: whose it is (told in ``found`` as soon as it is known), and the frames."""
    if is_open(untrusted):
        if partner is None:
            raise RefusedError("malformed", {"why": "unsealed outside the line"})
        found.append(node.link_with(turn, partner))
        _check_listening(node, turn, found[0])
        return read_open(untrusted)
    prekey_id = dispatch_prekey_id(untrusted)  # step 0
    row = turn.own_prekey(prekey_id)  # step 1
    links = [link for link in turn.links() if partner in {None, link.partner}]
    # One of a further meeting may be sealed to before our own act takes it to the link.
    found_at = [link for link in links if row and row.link in _places(link)]
    link = found_at[-1] if found_at else None
    if row is None or link is None:
        found += [link for link in links if is_gone(turn, link, prekey_id)]
        raise RefusedError("prekey-gone" if found else "unknown-recipient")
    found.append(link)
    _check_listening(node, turn, link)
    private = private_half(row)
    return open_dispatch(untrusted, prekey=private, sender_link=link.theirs)  # steps 3 to 5


def _places(link: LinkRow) -> tuple[str, str]:
    """Where the prekeys may be kept that a partner seals to for this link."""
    return link.own, meeting_place(link.partner)


def _check_listening(node: Node, look: Look, link: LinkRow) -> None:
    """Step 2: the link's service is recognised, or something is still due from it."""
    if not listens(node, look, node.book(look, link)):
        raise RefusedError("not-recognised", {"partner": link.partner})


def _take(
    node: Node,
    turn: Turn,
    book: Book,
    frames: Sequence[Frame],
    report: Report,
    *,
    carried: bool = True,
) -> None:
    if turn.setting(frozen_key(book.link)):
        raise RefusedError("link-frozen")
    parcel = read_parcel(frames)
    for greeting in parcel.greetings:
        _hear(node, turn, book.link, greeting, report, carried=carried)
    if parcel.greetings and turn.setting(frozen_key(book.link)):
        return
    if parcel.arrivals and parcel.arrivals[0].entry.link == book.link.own:
        # The receipt beside them may be by a key that their log, still to come, announces: it is
        # asked for again once ours is whole.
        report.healed += healing.heal(node, turn, book, parcel)
        return
    if parcel.ahead:
        report.ahead += ahead.take(node, turn, book, parcel)
    elif parcel.checkpoint is not None and not _take_entries(
        node, turn, book, parcel, frames, report
    ):
        return
    for note in parcel.receipts:
        report.receipts += receipts.accept(node, turn, node.book(turn, book.link), note)
    for part in parcel.parts:
        _keep_part(node, turn, book.link, part, report)


def _keep_part(node: Node, turn: Turn, link: LinkRow, part: Part, report: Report) -> None:
    """A wrong part is refused alone, and asked for again; those beside it stay."""
    try:
        with node.apart(turn):
            files.take_part(turn, link, part)
    except RefusedError as refusal:
        _refuse(node, turn, [link], refusal, report, [])


def _take_entries(
    node: Node,
    turn: Turn,
    book: Book,
    parcel: Parcel,
    frames: Sequence[Frame],
    report: Report,
) -> bool:
    """The entries of a parcel in our copy, with what follows; False where a gap comes first."""
    try:
        received = receive(node, turn, book, parcel)
    except GapError as gap:
        keep_aside(turn, book.link.theirs, frames, first=gap.first, last=gap.last)
        report.waiting.append((gap.first, gap.last))
        return False
    _count(received, report)
    # What waited was released before what follows now.
    desk.flush(node, turn, node.book(turn, book.link))
    for entry in received:
        follow(node, turn, node.book(turn, book.link), entry)
    tell_read_ahead(node, turn, node.book(turn, book.link))
    return True


def _hear(
    node: Node, turn: Turn, link: LinkRow, greeting: Frame, report: Report, *, carried: bool
) -> None:
    """Each greeting is a word of its own: a stale one silences none of those beside it."""
    try:
        with node.apart(turn):
            greet(node, turn, node.book(turn, link), greeting, carried=carried)
    except RefusedError as refusal:
        _refuse(node, turn, [link], refusal, report, [greeting])


def _settle(node: Node, turn: Turn, link: LinkRow, report: Report) -> None:
    """What waited for this call is done: gaps that closed, acts that had no confirmed epoch."""
    for frames in take_back(turn, link.theirs):
        try:
            with node.apart(turn):
                _take(node, turn, node.book(turn, link), frames, report)
        except RefusedError as refusal:
            _refuse(node, turn, [link], refusal, report, frames)
    desk.flush(node, turn, node.book(turn, link))


def _count(received: Sequence[Received], report: Report) -> None:
    if not received:
        report.duplicates += 1
    for entry in received:
        report.entries += 1
        report.void += bool(entry.row.rule)
        report.bodies_refused += bool(entry.row.body_rule)


def _refuse(
    node: Node,
    turn: Turn,
    found: Sequence[LinkRow],
    refusal: RefusedError,
    report: Report,
    frames: Sequence[Frame],
) -> None:
    """Kept for our officers, owed to the partner, and the link frozen where a lie is possible."""
    report.refused.append((refusal.rule, refusal.detail))
    link = found[0].own if found else ""
    node.note_refusal(turn, link, "ours", refusal, about={})
    if not found or refusal.rule in OUR_OWN:
        return
    session = node.session(link)
    session.strikes += 1
    if refusal.rule in FREEZING:
        _freeze(turn, found[0], refusal, frames)
    book = node.book(turn, found[0])
    owe_refusal(node, turn, book, found[0].theirs, refusal)


def _freeze(turn: Turn, link: LinkRow, refusal: RefusedError, frames: Sequence[Frame]) -> None:
    """The link stops for people to meet; what contradicts our copy is kept, without bodies."""
    turn.put_setting(frozen_key(link), refusal.rule.encode())
    evidence = [frame for frame in frames if frame.kind not in _CONTENT]
    turn.put_setting(evidence_key(link), write_frames(evidence))


def evidence_key(link: LinkRow) -> str:
    """The setting that holds the frames by which the partner contradicted what we hold."""
    return f"evidence/{link.own}"


def frozen_key(link: LinkRow) -> str:
    """The setting that says a link is frozen, and by which refusal."""
    return f"frozen/{link.own}"
