"""Which machines may be reached: the public internet, and what the user allows by name.

Checking a URL is not enough, since a name can point anywhere and parsers disagree about odd URLs. So the name is
resolved here, every address it has is checked, and the socket is opened to a checked address and to nothing else.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address

from narrator.errors import AddressRefused, FetchError

# The IANA special-purpose registries. `ipaddress.is_global` changes with the Python version and lets some of these by.
_RESERVED_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
# Only 2000::/3 is in public use, so loopback, link-local, multicast and 64:ff9b::/96 need no line of their own.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_RESERVED_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet. An IPv4 address mapped into IPv6 counts as itself."""
    ip: IPv4Address | IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            return ip in _PUBLIC_V6 and not any(ip in network for network in _RESERVED_V6)
        ip = ip.ipv4_mapped
    return not any(ip in network for network in _RESERVED_V4)


def is_allowed(host: str, port: int, allowed: Collection[str]) -> bool:
    """Whether the user named this host ("localhost", "::1") or host and port ("localhost:8000", "[::1]:8000")."""
    host = _bare(host)
    named = {entry.strip().lower().rstrip(".") for entry in allowed}
    return not named.isdisjoint({host, f"[{host}]", f"{host}:{port}", f"[{host}]:{port}"})


def require_public_name(host: str, port: int, allowed: Collection[str]) -> None:
    """Check what can be seen without a look-up, for when a proxy resolves the name. Raises AddressRefused."""
    bare = _bare(host)
    number = _numeric(bare)
    local = bare == "localhost" or bare.endswith(".localhost")
    if (local or (number is not None and not is_public(number))) and not is_allowed(host, port, allowed):
        raise _refusal(bare, number or bare)


def connect(host: str, port: int, allowed: Collection[str], remaining_s: Callable[[], float]) -> socket.socket:
    """Open a connection to a public address of `host`, or to any if the user allowed the host.

    remaining_s  seconds until the deadline; raises when there are none left

    Raises AddressRefused as soon as one of the host's addresses is not public, FetchError when none answers.
    """
    free = is_allowed(host, port, allowed)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            f"There is no machine called {_bare(host)}, or its address cannot be looked up now.",
            hint="Check the spelling and the network.",
        ) from error
    for *_, address in found:
        if not free and not is_public(str(address[0])):
            raise _refusal(_bare(host), str(address[0]))
    failure: OSError | None = None
    for tried, (family, kind, protocol, _, address) in enumerate(found):
        connection = socket.socket(family, kind, protocol)
        try:
            # Each address gets its share of the time, so that a dead IPv6 route does not use up all of it.
            connection.settimeout(remaining_s() / (len(found) - tried))
            connection.connect(address)
            connection.settimeout(remaining_s())
            # What counts in the end is who is at the other side.
            peer = str(connection.getpeername()[0])
            if not free and not is_public(peer):
                raise _refusal(_bare(host), peer)
        except OSError as error:
            connection.close()
            if isinstance(error, (AddressRefused, FetchError)):
                raise
            failure = error
        else:
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
    reason = "does not answer" if isinstance(failure, TimeoutError) else "refuses the connection"
    raise FetchError(
        f"{_bare(host)} {reason} on port {port}.", hint="Check the address, or try again later."
    ) from failure


def _bare(host: str) -> str:
    return host.strip("[]").lower().rstrip(".")


def _numeric(host: str) -> str | None:
    """The address that a host spells, in any of the ways that resolvers take: 127.1, 0x7f000001, 017700000001, ::1."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host.partition("%")[0]))
    with contextlib.suppress(OSError):
        return socket.inet_ntoa(socket.inet_aton(host))
    return None


def _refusal(host: str, address: str) -> AddressRefused:
    where = host if host == address else f"{host} ({address})"
    return AddressRefused(
        f"{where} is not on the public internet, so it is not read.",
        hint=f"If you trust it: --allow-private {host}",
    )
