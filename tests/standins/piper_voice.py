"""A Piper voice that is a page of code: a tone for each phoneme, higher ones for later letters, and some noise.

Its files are such as Piper's own are: an ONNX model with the inputs `input`, `input_lengths`, `scales` (and `sid`
where there are several speakers), and the JSON that goes with it.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

HOP = 1200  # samples a phoneme or the gap after it, of 22,050 a second
SIGNS = [chr(code) for span in ((32, 127), (0xE0, 0x180), (0x250, 0x370), (0x3B1, 0x3CA)) for code in range(*span)]


def write(folder: Path, name: str = "en_US-tones-low", *, rate: int = 22_050, speakers: int = 1, **says: Any) -> Path:
    """Write NAME.onnx and NAME.onnx.json; `says` takes the place of what the JSON says. Returns the model's path."""
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(_model(rate, speakers), path)
    code = name.partition("-")[0]
    config = {
        "audio": {"sample_rate": rate, "quality": "low"},
        "espeak": {"voice": {"en_US": "en-us"}.get(code, code.partition("_")[0])},
        "language": {"code": code, "name_english": "Tones"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {"_": [0], "^": [1], "$": [2], **{sign: [3 + at] for at, sign in enumerate(SIGNS) if sign not in "_^$"}},
        "num_symbols": 3 + len(SIGNS),
        "num_speakers": speakers,
        "speaker_id_map": {f"p{number}": number for number in range(speakers)} if speakers > 1 else {},
        **says,
    }  # fmt: skip
    path.with_name(f"{path.name}.json").write_text(json.dumps(config), "utf-8")
    return path


def _model(rate: int, speakers: int) -> Any:
    """sin(2 pi (150 + id + 100 sid) t / rate) for `HOP * length` samples of each id, and noise of strength scales[0]."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    constants = {
        "columns": np.array([2]), "base": np.float32(150), "first": np.int64(0), "second": np.int64(1),
        "hop": np.float32(HOP * rate / 22_050), "turn": np.float32(2 * math.pi / rate), "little": np.float32(0.05),
        "flat": np.array([1, 1, 1, -1]), "apart": np.float32(100),
    }  # fmt: skip
    node = helper.make_node
    nodes = [
        node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        node("Unsqueeze", ["ids", "columns"], ["column"]),
        node("Add", ["column", "base"], ["one_pitch"]),
        node("Gather", ["scales", "second"], ["length"], axis=0),
        node("Mul", ["length", "hop"], ["samples"]),
        node("Cast", ["samples"], ["whole"], to=TensorProto.INT64),
        node("Range", ["first", "whole", "second"], ["steps"]),
        node("Cast", ["steps"], ["time"], to=TensorProto.FLOAT),
        node("Mul", ["time", "turn"], ["angle"]),
        node("Mul", ["pitch", "angle"], ["phase"]),
        node("Sin", ["phase"], ["tones"]),
        node("RandomNormalLike", ["tones"], ["noise"]),
        node("Gather", ["scales", "first"], ["strength"], axis=0),
        node("Mul", ["noise", "strength"], ["strong"]),
        node("Mul", ["strong", "little"], ["hiss"]),
        node("Add", ["tones", "hiss"], ["sound"]),
        node("Reshape", ["sound", "flat"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
        own = [
            node("Cast", ["sid"], ["number"], to=TensorProto.FLOAT),
            node("Mul", ["number", "apart"], ["higher"]),
            node("Add", ["one_pitch", "higher"], ["pitch"]),
        ]
    else:
        own = [node("Identity", ["one_pitch"], ["pitch"])]
    graph = helper.make_graph(
        [*nodes[:3], *own, *nodes[3:]], "tones", inputs,
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples_out"])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
