"""A connection that exists only if the other end holds the pinned key.

The check stands between the TLS handshake and the first byte of HTTP, in the network backend of
httpcore: a stream that failed it is never handed on, so nothing can be sent on it. Imported by
``client`` when a node calls.
"""

import ssl
from collections.abc import Collection, Iterable

import httpcore
from httpcore import SOCKET_OPTION, NetworkBackend, NetworkStream

from wasl.core.errors import RefusedError
from wasl.seal.line import check_pin


class PinnedBackend(NetworkBackend):
    """Opens lines to whoever holds a key of ``pins``, and to nobody else.

    Refuses ``unpinned-line`` for a certificate the context does not know or a key not pinned.
    """

    def __init__(self, pins: Collection[bytes]) -> None:
        self._pins = frozenset(pins)
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """A stream on which nothing but TLS can be started."""
        stream = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return _UnsecuredStream(stream, self._pins)


class _UnsecuredStream(NetworkStream):
    """A TCP connection before TLS: it reads and writes nothing."""

    def __init__(self, stream: NetworkStream, pins: frozenset[bytes]) -> None:
        self._stream = stream
        self._pins = pins

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """The stream under TLS, once its certificate's key is found among the pins."""
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise RefusedError("unpinned-line") from error
            raise
        try:
            certificate = secured.get_extra_info("socket").getpeercert(binary_form=True)
            check_pin(certificate or b"", self._pins)
        except RefusedError:
            secured.close()
            raise
        return secured

    def close(self) -> None:
        """The connection is closed."""
        self._stream.close()
