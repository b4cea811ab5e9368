"""Draws narrator/audio/cover.png: lines of text that turn into sound. Needs Pillow; run from the repository's root."""

import math
from pathlib import Path

from PIL import Image, ImageDraw

SIZE, OVERSAMPLE = 3000, 2
PAPER, INK, ACCENT, SOFT = "#f5efe4", "#16243d", "#e4572e", "#c9c3b6"
OUT = Path(__file__).parent.parent / "narrator" / "audio" / "cover.png"


def bar(draw: ImageDraw.ImageDraw, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
    k = SIZE * OVERSAMPLE
    radius = min(x1 - x0, y1 - y0) * k / 2
    draw.rounded_rectangle([x0 * k, y0 * k, x1 * k, y1 * k], radius=radius, fill=colour)


def main() -> None:
    image = Image.new("RGB", (SIZE * OVERSAMPLE,) * 2, INK)
    draw = ImageDraw.Draw(image)
    # an article: a headline and eight lines, the last of a paragraph shorter
    bar(draw, 0.14, 0.155, 0.62, 0.197, PAPER)
    for row, width in enumerate((0.72, 0.69, 0.72, 0.41)):
        y = 0.27 + row * 0.058
        bar(draw, 0.14, y, 0.14 + width, y + 0.018, "#5d6b85")
    # and how it sounds: the same width, in bars
    count, left, right, middle = 31, 0.14, 0.86, 0.70
    step = (right - left) / (count - 0.45)
    for index in range(count):
        at = index / (count - 1)
        swell = math.sin(math.pi * at) ** 0.7
        beat = 0.42 + 0.58 * abs(math.sin(at * 9.3 + 0.6) * math.cos(at * 21.7 + 0.3))
        height = 0.014 + 0.165 * swell * beat
        x = left + index * step
        played = index <= 12
        bar(draw, x, middle - height, x + step * 0.55, middle + height, ACCENT if played else PAPER)
    small = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    small.quantize(24, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(OUT, optimize=True)
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
