"""The way out: proxies and trusted certificates, as the operator of this machine set them up."""

from __future__ import annotations

import os
import ssl
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote
from urllib.request import getproxies_environment, proxy_bypass

from urllib3.connection import ProxyConfig
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, make_headers, parse_url

from narrator.errors import SettingsError

PORTS = {"http": 80, "https": 443}


def bare_host(url: Url) -> str:
    """The host without the brackets of IPv6."""
    return str(url.host).strip("[]")


def port(url: Url) -> int:
    """The port, said or meant."""
    return url.port or PORTS[str(url.scheme)]


def proxy_for(target: Url, setting: str | None) -> Url | None:
    """The proxy for a URL: the setting, else HTTP_PROXY, HTTPS_PROXY or ALL_PROXY unless NO_PROXY exempts the host."""
    named = setting
    if not named:
        found = getproxies_environment()
        named = found.get(str(target.scheme)) or found.get("all")
        if not named or proxy_bypass(f"{bare_host(target)}:{port(target)}"):
            return None
    try:
        proxy = parse_url(named)
    except LocationParseError:
        proxy = Url()
    if proxy.scheme not in PORTS or not proxy.host:
        raise SettingsError(
            f"The proxy {named!r} cannot be used.", hint="It should look like http://proxy.example:3128"
        )
    return proxy


def credentials(proxy: Url | None) -> dict[str, str]:
    """The header that opens a proxy with user name and password in its URL."""
    if proxy is None or not proxy.auth:
        return {}
    return dict(make_headers(proxy_basic_auth=unquote(proxy.auth)))


def proxy_config() -> ProxyConfig:
    """How to talk to an https proxy: with the same trust as to anyone else."""
    return ProxyConfig(tls_context(), False, None, None)


def tls_context() -> ssl.SSLContext:
    """Verified TLS. Roots are the machine's, or those named by SSL_CERT_FILE or REQUESTS_CA_BUNDLE."""
    return _context(os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE"))


@cache
def _context(bundle: str | None) -> ssl.SSLContext:
    try:
        if bundle is None:
            context = ssl.create_default_context(cafile=_spare_roots())
        elif Path(bundle).is_dir():
            context = ssl.create_default_context(capath=bundle)
        else:
            context = ssl.create_default_context(cafile=bundle)
    except OSError as error:
        raise SettingsError(
            f"The certificates in {bundle} cannot be read: {error.strerror or error}.",
            hint="SSL_CERT_FILE and REQUESTS_CA_BUNDLE name a PEM file.",
        ) from error
    return context


def _spare_roots() -> str | None:
    """Mozilla's roots, on machines whose Python knows of none (macOS installers, bare containers)."""
    known = ssl.get_default_verify_paths()
    if known.cafile or known.capath or sys.platform == "win32" or find_spec("certifi") is None:
        return None
    return str(import_module("certifi").where())
