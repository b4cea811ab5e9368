"""The picture in the tag."""

import io
import struct
import zlib

import av
import numpy as np
import pytest

from narrator.audio import cover, read_tag
from narrator.errors import SettingsError


def png(width=1400, height=1400):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(thumbnail=b""):
    """Noise of 64 by 64 pixels; a thumbnail stands in a segment of its own, as cameras put it."""
    file = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    with av.open(file, "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24").reformat(format="yuvj420p")))
        container.mux(stream.encode(None))
    image = file.getvalue()
    segment = b"\xff\xe1" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail if thumbnail else b""
    return image[:2] + segment + image[2:]


@pytest.fixture
def one(lab):
    return lab.script(("One", [lab.utterance()])), [lab.clip(lab.tone(0.2))]


def test_our_own(make, one):
    mime, image = read_tag(make(*one).path).picture
    assert mime == "image/png"
    assert struct.unpack(">II", image[16:24]) == (3000, 3000)
    assert len(image) < 150_000


@pytest.mark.parametrize(("name", "image", "mime"), [
    ("cover.png", png(), "image/png"),
    ("named-wrongly.png", jpeg(), "image/jpeg"),
    ("camera.jpg", jpeg(jpeg()) + b"\0maker's notes", "image/jpeg"),
])  # fmt: skip
def test_the_users(make, one, tmp_path, name, image, mime):
    path = tmp_path / name
    path.write_bytes(image)
    assert read_tag(make(*one, cover=str(path)).path).picture == (mime, image)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8", b"not an image at all"])
def test_no_image(make, one, tmp_path, content):
    path = tmp_path / "cover.jpg"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="neither a JPEG nor a PNG") as caught:
        make(*one, cover=str(path))
    assert caught.value.hint


@pytest.mark.parametrize("image", [
    png()[:200], png()[:8] + bytes(500), b"\xff\xd8\xff\xe0" + bytes(90),
    jpeg()[:900], jpeg()[:-2], jpeg(jpeg())[:-50],
])  # fmt: skip
def test_a_damaged_image(make, one, tmp_path, image):
    path = tmp_path / "cover.png"
    path.write_bytes(image)
    with pytest.raises(SettingsError, match="damaged") as caught:
        make(*one, cover=str(path))
    assert caught.value.hint


def test_too_large(make, one, tmp_path):
    path = tmp_path / "cover.png"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SettingsError, match="100 MB"):
        make(*one, cover=str(path))


def test_missing_or_a_folder(tmp_path):
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            cover.load(str(path))


def test_a_bad_cover_is_found_before_anything_is_spoken(lab, make, tmp_path):
    def clips():
        raise AssertionError("a clip was asked for")
        yield

    with pytest.raises(SettingsError):
        make(lab.script(("One", [lab.utterance()])), clips(), cover=str(tmp_path / "none.png"))
