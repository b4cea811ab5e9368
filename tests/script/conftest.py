import pytest

from narrator.model import EngineInfo, Voice
from narrator.settings import Write


@pytest.fixture
def voice():
    return Voice(engine="espeak", id="en", language="en")


@pytest.fixture
def reader():
    """The fact sheet of an engine that reads numbers itself and takes 100 characters at a time."""
    return EngineInfo(
        name="reader", version="1", licence="none", kind="network", max_chars=100, needs_network=True, normalises=True
    )


@pytest.fixture
def plain():
    """The fact sheet of an engine without a limit that needs everything spelled out."""
    return EngineInfo(name="plain", version="1", licence="none", kind="formant")


@pytest.fixture
def settings():
    return Write()
