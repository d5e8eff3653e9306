"""Hello and confirm: how a log is opened anew at every start, so that no restored backup lies.

The table of answers is trust.md §7. The nonce is drawn for one hello and never stored: a confirm
that was still on the road when a backup was restored answers another nonce, and is ignored.
"""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta

from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.errors import RefusedError
from wasl.node.book import Book, root_at
from wasl.node.clock import read_stamp, short_id, stamp
from wasl.node.guard import firm_size, make_firm
from wasl.node.node import Node
from wasl.node.pool import drop_all
from wasl.node.ports import Look, Turn
from wasl.node.prekeys import keep_prekey, lasting_prekey
from wasl.node.retaking import take_back
from wasl.node.rows import LogRow
from wasl.node.session import Session
from wasl.seal.envelope import read_prekey
from wasl.seal.greeting import (
    AnnouncedPrekey,
    Confirm,
    Epoch,
    Head,
    Hello,
    write_greeting,
)

HELLO_PREKEY_LIFE = timedelta(days=7)
_CARRIED, _CALLED = "carried", "called"
LAST_EPOCH = INTEGER_LIMIT // 2


def head_of(log: LogRow, root: bytes) -> Head:
    """The head of a log as a greeting says it."""
    return Head(root=root.hex(), size=log.size)


def open_epoch(node: Node, turn: Turn, book: Book) -> None:
    """A fresh epoch of our log: its number is stored before its hello can leave.

    It stands on what is certain; what was signed alone before it goes on from there.
    """
    session = node.session(book.link.own)
    own = node.own_log(turn, book.link.own)
    epoch = Epoch(
        n=max(own.epoch_number, session.epoch.n if session.epoch else 0) + 1, r=short_id(node.draw)
    )
    nonce = node.draw.draw(16).hex()
    firm = firm_size(turn, own)
    prekey = lasting_prekey(node, turn, own.link, node.clock.now() + HELLO_PREKEY_LIFE, place=1)
    turn.swap_log(
        replace(own, epoch_number=epoch.n, epoch_random=epoch.r), size=own.size, peaks=own.peaks
    )
    hello = Hello(
        base=Head(root=root_at(turn, own, firm).hex(), size=firm),
        boot=session.boot,
        epoch=epoch,
        link=book.link.own,
        nonce=nonce,
        prekey=AnnouncedPrekey(
            id=prekey.id.hex(),
            public=b64encode(prekey.public).decode(),
            until=stamp(prekey.until),
        ),
    )
    session.renew()
    session.epoch, session.nonce, session.prekey = epoch, nonce, prekey.id
    session.hello = write_greeting(hello, *node.authors())


def skip_to_epoch(node: Node, turn: Turn, book: Book, known: int) -> None:
    """The partner knows a later epoch of our log (we were restored): the next one follows it.

    A number so high that there is hardly a next one was never ours: it is passed over.
    """
    own = node.own_log(turn, book.link.own)
    if own.epoch_number < known < LAST_EPOCH:
        turn.swap_log(replace(own, epoch_number=known), size=own.size, peaks=own.peaks)
    node.session(book.link.own).renew()


def receive_hello(
    node: Node, turn: Turn, book: Book, hello: Hello, *, carried: bool = False
) -> None:
    """The partner opens an epoch of its log: confirmed, or refused by name.

    Refuses ``stale-epoch`` (an older epoch, or another one under a number already used) and
    ``forked-log`` (the roots differ at the common size; the link is frozen).
    """
    session = node.session(book.link.own)
    theirs = node.their_log(turn, book.link.theirs)
    known = Epoch(n=theirs.epoch_number, r=theirs.epoch_random or "0" * 16)
    if hello.epoch.n < known.n or (hello.epoch.n == known.n and hello.epoch.r != known.r):
        raise RefusedError("stale-epoch", {"known": known.n})
    if hello.epoch.n > known.n:
        if session.met:
            _agree_on_shared_part(turn, theirs, hello.base)
        theirs = replace(theirs, epoch_number=hello.epoch.n, epoch_random=hello.epoch.r)
        turn.swap_log(theirs, size=theirs.size, peaks=theirs.peaks)
        drop_all(turn, theirs.link)
        _note_behind(turn, theirs, hello, carried=carried)
        _adopt_prekey(turn, book, hello)
    elif carried:
        _note_carried(turn, theirs)
    if session.their_boot not in {"", hello.boot}:
        # The partner restarted while we ran: it may hold less than it once confirmed.
        session.renew()
    session.their_boot = hello.boot
    session.greeted_by, session.their_start = hello.boot, hello.base
    _meet(turn, session, theirs)
    confirm = Confirm(
        boot=session.boot,
        countersigned=theirs.countersigned,
        epoch=hello.epoch,
        held=head_of(theirs, root_at(turn, theirs, theirs.size)),
        link=book.link.theirs,
        nonce=hello.nonce,
    )
    session.owes_confirm = write_greeting(confirm, *node.authors())


def receive_confirm(node: Node, turn: Turn, book: Book, confirm: Confirm) -> None:
    """Our hello is answered: only this nonce and this epoch open our log.

    Refuses ``forked-log`` when the roots differ at the common size.
    """
    session = node.session(book.link.own)
    if session.epoch != confirm.epoch or session.nonce != confirm.nonce or not session.nonce:
        session.ignored += 1
        return
    own = node.own_log(turn, book.link.own)
    if not _agrees(turn, own, confirm.held):
        node.doubt(own.link)
        own = take_back(node, turn, book)
    if confirm.held.size > own.size:
        session.healing = True
        return
    if root_at(turn, own, confirm.held.size).hex() != confirm.held.root:
        raise RefusedError("forked-log", {"size": confirm.held.size})
    if session.their_boot not in {"", confirm.boot}:
        session.renew()
        session.their_boot = confirm.boot
        return
    session.their_boot = confirm.boot
    session.confirmed = session.guard_due = True
    make_firm(turn, own, own.size)
    session.their_held = confirm.held.size
    session.their_countersigned = confirm.countersigned
    _meet(turn, session, node.their_log(turn, book.link.theirs))


def _agrees(look: Look, own: LogRow, held: Head) -> bool:
    """Whether what they hold of our log is the beginning of it."""
    return held.size <= own.size and root_at(look, own, held.size).hex() == held.root


def behind(look: Look, theirs: LogRow) -> range:
    """The places we held when this epoch of theirs, carried here, said it stood before them.

    Whoever signs alone on a machine that was set back may contradict what it lost: it is told so,
    and nobody is accused (trust.md §7, ``rebase``). On the line nobody signs before our confirm,
    which tells how much we hold: who contradicts that is no honest node.
    """
    said = _said_behind(look, theirs)
    return range(int(said[1]), int(said[2])) if said[3:] == [_CARRIED] else range(0)


def _note_behind(turn: Turn, theirs: LogRow, hello: Hello, *, carried: bool) -> None:
    """At the start of an epoch: that it stands before the end of what we hold."""
    if hello.base.size < theirs.size:
        road = _CARRIED if carried else _CALLED
        said = f"{hello.epoch.r} {hello.base.size} {theirs.size} {road}"
        turn.put_setting(_behind_key(theirs.link), said.encode())


def _note_carried(turn: Turn, theirs: LogRow) -> None:
    """The hello we had over the line comes in a bundle too: its run signs alone."""
    said = _said_behind(turn, theirs)
    if said:
        turn.put_setting(_behind_key(theirs.link), " ".join([*said[:3], _CARRIED]).encode())


def _said_behind(look: Look, theirs: LogRow) -> list[str]:
    said = (look.setting(_behind_key(theirs.link)) or b"").decode().split()
    return said if said[:1] == [theirs.epoch_random] else []


def _behind_key(link: str) -> str:
    return f"behind/{link}"


def _meet(look: Look, session: Session, theirs: LogRow) -> None:
    """The run that greeted us has answered our own hello: what it says of its log is no replay.

    Before that nobody is accused. A backup may have brought us back to before an epoch that is
    long over, and anybody can say its hello again.
    """
    if session.met or not session.confirmed or session.greeted_by != session.their_boot:
        return
    session.met = True
    if session.their_start is not None:
        _agree_on_shared_part(look, theirs, session.their_start)


def _agree_on_shared_part(look: Look, theirs: LogRow, base: Head) -> None:
    """What both hold must be the same; a longer base is compared when its entries come."""
    if base.size <= theirs.size and root_at(look, theirs, base.size).hex() != base.root:
        raise RefusedError("forked-log", {"size": base.size})


def _adopt_prekey(turn: Turn, book: Book, hello: Hello) -> None:
    """From now on the partner is written to under the prekey its hello brought.

    A node restored from a backup has no private half of what it announced before, so the hello's
    prekey replaces them all.
    """
    if hello.prekey is None:
        return
    until = read_stamp(hello.prekey.until)
    told = read_prekey(bytes.fromhex(hello.prekey.id), b64decode(hello.prekey.public), until=until)
    for row in turn.their_prekeys(book.link.theirs):
        turn.drop_their_prekey(row.id)
    keep_prekey(turn, book.link.theirs, -2, told)
