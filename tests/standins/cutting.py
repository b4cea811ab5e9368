"""A wire that is cut: a TCP forwarder on loopback that drops all connections at once after a number of bytes.

with Wire("127.0.0.1", 9000) as wire:  connect to 127.0.0.1:wire.port; wire.cut_after(5000, 300); wire.cuts
"""

import contextlib
import socket
import struct
import threading


class Wire:
    def __init__(self, host, port):
        self._far = (host, port)
        self._lock = threading.Lock()
        self._open = set()
        self._left, self._later = None, []
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        self._drop()

    def cut_after(self, *octets):
        """Cut when that many more bytes have gone through, either way, then when so many more have, and so on."""
        with self._lock:
            self._left, self._later = (octets[0], list(octets[1:])) if octets else (None, [])

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(self._far)
                except OSError:
                    near.close()
                    continue
                with self._lock:
                    self._open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(2048):
                with self._lock:
                    if self._left is not None:
                        self._left -= len(data)
                    cut = self._left is not None and self._left <= 0
                    if cut:
                        self._left = self._later.pop(0) if self._later else None
                        self.cuts += 1
                if cut:
                    sink.sendall(data[: len(data) // 2])
                    self._drop()
                    return
                sink.sendall(data)
        for side in (source, sink):
            with contextlib.suppress(OSError):  # close() alone ends nothing while the other thread waits for data
                side.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                side.close()
            with self._lock:
                self._open.discard(side)

    def _drop(self):
        with self._lock:
            gone, self._open = self._open, set()
        for side in gone:
            with contextlib.suppress(OSError):  # a reset, as when a machine goes away
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                side.close()
