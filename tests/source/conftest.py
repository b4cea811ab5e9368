"""Web servers on loopback that answer with exactly the bytes a test gives them."""

import contextlib
import socket
import ssl
import threading

import pytest
import trustme

from narrator.settings import Fetch


class Server:
    """Answers each request with `answer`, bytes or a function of the request, or lets `stream` write to the socket."""

    def __init__(self, tls=None):
        self.requests = []
        self.answer = b""
        self.stream = None
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path="/", scheme="http", host="127.0.0.1"):
        return f"{scheme}://{host}:{self.port}{path}"

    @staticmethod
    def reply(body=b"", *, status="200 OK", length=None, **headers):
        """The bytes of an HTTP answer; header names with underscores for dashes, None leaves one out."""
        sent = {"Content_Type": "text/html; charset=utf-8", "Content_Length": len(body) if length is None else length}
        lines = [
            f"{name.replace('_', '-')}: {value}" for name, value in {**sent, **headers}.items() if value is not None
        ]
        return (
            f"HTTP/1.1 {status}\r\n{''.join(line + chr(13) + chr(10) for line in lines)}\r\n".encode("latin-1") + body
        )

    def stop(self):
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def wait(self, seconds):
        """For answers that take their time: ends early when the test is over."""
        return self._stopping.wait(seconds)

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            connection.settimeout(10)
            if self._tls:
                connection = stack.enter_context(self._tls.wrap_socket(connection, server_side=True))
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65_536)
                if not part:
                    return
                if part[:1] == b"\x16":  # the greeting of TLS, on a port that speaks HTTP
                    connection.sendall(self.reply(status="400 Bad Request"))
                    return
                request += part
            self.requests.append(request.decode("latin-1"))
            if self.stream:
                self.stream(connection)
            else:
                connection.sendall(self.answer(request) if callable(self.answer) else self.answer)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def tls_server():
    """Start servers with a certificate for given names: `tls_server(ca, "localhost")`."""
    running = []

    def start(authority, *names, **details):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names, **details).configure_cert(context)
        running.append(Server(context))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture
def settings():
    return Fetch(timeout_s=10, allow_private=("127.0.0.1", "localhost"))
