import ipaddress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.addresses import is_allowed, is_public


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "192.0.3.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public(address):
    assert is_public(address)


@given(st.ip_addresses())
@settings(max_examples=300, deadline=None)
@example(ipaddress.ip_address("64:ff9b::808:808"))
@example(ipaddress.ip_address("2002:808:808::"))
@example(ipaddress.ip_address("::127.0.0.1"))
@example(ipaddress.ip_address("224.0.0.1"))
@example(ipaddress.ip_address("192.88.99.1"))
@example(ipaddress.ip_address("2001::1"))
@example(ipaddress.ip_address("fec0::1"))
def test_nothing_special_is_public(address):
    special = not address.is_global or address.is_multicast or address.is_reserved
    tunnels = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96", "2001::/23", "fec0::/10", "192.88.99.0/24")
    if special or any(address in ipaddress.ip_network(net) for net in tunnels):
        mapped = getattr(address, "ipv4_mapped", None)
        assert not is_public(str(address)) or (mapped is not None and is_public(str(mapped)))


_RESERVED = st.sampled_from(
    [
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "100.64.0.0/10",
        "0.0.0.0/8",
        "192.168.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
)


@given(_RESERVED.flatmap(lambda network: st.ip_addresses(network=network)))
@settings(max_examples=200, deadline=None)
def test_every_way_to_write_a_private_address_is_private(address):
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    for written in (
        str(address),
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
    ):
        assert not is_public(written), written


@given(st.ip_addresses(v=6))
@settings(max_examples=200, deadline=None)
def test_a_zone_changes_nothing(address):
    assert is_public(f"{address}%eth0") == is_public(str(address))


@pytest.mark.parametrize("entry", ["::1", "[::1]", "[::1]:8000"])
def test_ipv6_may_be_allowed_in_each_way_it_is_written(entry):
    assert is_allowed("[::1]", 8000, (entry,))
    assert is_allowed("::1", 8000, (entry,))
    assert not is_allowed("::2", 8000, (entry,))
