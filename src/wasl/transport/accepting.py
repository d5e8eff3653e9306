"""Taking connections one by one, each in the hands of whoever counts it.

``asyncio`` accepts for itself only: its servers count nothing before TLS, and a cancelled
``sock_accept`` may lose a connection it had taken. Here the kernel gives straight to ``take``.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

_OUT_OF_DESCRIPTORS_SECONDS = 1


def accept_each(
    listening: socket.socket, take: Callable[[socket.socket, Any], None]
) -> Callable[[], None]:
    """Every connection to ``listening`` is given to ``take``, until the answer is called.

    ``take`` owns the connection (not blocking) and its address; ``listening`` is closed at the
    end. Needs a running event loop.
    """
    loop = asyncio.get_running_loop()

    def resume() -> None:
        if listening.fileno() >= 0:
            loop.add_reader(listening, accept)

    def accept() -> None:
        try:
            connection, address = listening.accept()
        except (BlockingIOError, ConnectionError):
            return  # gone before it was taken
        except OSError:  # no file descriptor is left: the queue would call again at once
            loop.remove_reader(listening)
            loop.call_later(_OUT_OF_DESCRIPTORS_SECONDS, resume)
            return
        connection.setblocking(False)
        take(connection, address)

    def close() -> None:
        loop.remove_reader(listening)
        listening.close()

    listening.setblocking(False)
    resume()
    return close
