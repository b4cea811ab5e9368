"""What every test may need: the measuring data, programs that may be missing, the command as users run it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent


def _lacking(reason):
    """Skip with the reason; with CI=true a missing program is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def data():
    """The folder of measuring data, which is no part of the project."""
    folder = Path(os.environ.get("NARRATOR_DATA") or REPO / ".." / "shared" / "data").resolve()
    if not folder.is_dir():
        pytest.skip("no measuring data: set NARRATOR_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def program():
    """program("ffprobe") is its path; skips (fails with CI=true) where it is not installed."""

    def find(name):
        return shutil.which(name) or _lacking(f"{name} is not installed")

    return find


@pytest.fixture(autouse=True, scope="session")
def _own_surroundings(tmp_path_factory):
    """Tests read no settings, cache or proxy of the person who runs them."""
    for name in [name for name in os.environ if name.startswith("NARRATOR_")]:
        if name not in {"NARRATOR_DATA", "NARRATOR_NODE_MODULES", "NARRATOR_FEEDVALIDATOR"}:
            del os.environ[name]
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ.pop(name, None)
    os.environ["NARRATOR_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def command(tmp_path):
    """command("make", …) runs narrator in a process of its own, in an empty folder, and returns what it printed."""

    def run(*arguments, env=None, cwd=None, stdin=None, timeout=120):
        surroundings = {**os.environ, "NARRATOR_CACHE": str(tmp_path / "cache"), **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", "narrator", *map(str, arguments)],
            check=False, input=stdin, capture_output=True, text=not isinstance(stdin, bytes), cwd=cwd or tmp_path, env=surroundings, timeout=timeout,
        )  # fmt: skip

    return run


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """An S3 server on loopback, and a client of it; credentials are in the environment, as for AWS's programs."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server")
    import logging

    import boto3

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }  # fmt: skip
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    yield client, host, port
    client.close()
    running.stop()
    os.environ.clear()
    os.environ |= before
