"""The program that holds Piper; run as a child process, never imported by narrator.

    python -P piper_child.py MODEL CONFIG SPEAKER SPEED NOISE NOISE_WIDTH SECONDS

MODEL and CONFIG are the voice's two files, SPEAKER a name or number ("" for the voice's own), NOISE and NOISE_WIDTH
numbers ("" for the voice's own), SECONDS what one utterance may take. What it says on its pipes is told in
`espeak_child`, and so is the reason for a fork at each utterance. For Piper there is one more: its noise comes from a
generator that goes on from utterance to utterance, and in a fork it begins anew. So the model is loaded once, runs
in one thread (others would not live on in a fork), and processes do the work of threads.
"""

import array
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_SEED = 1
_INPUTS = {"input", "input_lengths", "scales"}


def main(arguments: "list[str]") -> int:
    """Serve until standard input ends."""
    sys.path.append(str(Path(__file__).parents[2]))
    from narrator.speech.espeak_child import greet, serve

    model, config, speaker, speed, noise, noise_width, seconds = arguments
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    try:
        import onnxruntime
        from piper import PiperVoice, SynthesisConfig
        from piper.config import PiperConfig

        settings = PiperConfig.from_dict(json.loads(Path(config).read_text("utf-8")))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        onnxruntime.set_seed(_SEED)
        session = onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        if not {found.name for found in session.get_inputs()} >= _INPUTS:
            raise ValueError("it is no Piper voice")  # noqa: TRY301 - told in the same way
        voice = PiperVoice(session=session, config=settings)
        manner = SynthesisConfig(
            speaker_id=_speaker(speaker, settings.speaker_id_map, settings.num_speakers),
            length_scale=settings.length_scale / float(speed),
            noise_scale=float(noise) if noise else None,
            noise_w_scale=float(noise_width) if noise_width else None,
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent is to know
        said = f"its description has no {error}" if isinstance(error, KeyError) else f"{error or type(error).__name__}"
        greet(answers, -1, " ".join(said.split())[:300])
        return 1
    greet(answers, settings.sample_rate, "")

    def speak(text: bytes) -> "tuple[int, array.array[int], bytes]":
        # Piper would take what stands between double brackets for phonemes.
        plain = text.decode().replace("[[", "[ [").replace("]]", "] ]")
        try:
            pcm = b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(plain, syn_config=manner))
        except Exception:  # noqa: BLE001 - the model cannot say this
            return 1, array.array("i"), b""
        return 0, array.array("i"), pcm

    return serve(speak, answers, int(seconds))


def _speaker(wanted: str, known: "Mapping[str, int]", count: int) -> "int | None":
    if not wanted:
        return None
    if wanted in known:
        return known[wanted]
    if wanted.isdecimal() and int(wanted) < count:
        return int(wanted)
    raise ValueError(f"it has no speaker {wanted}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)  # nobody listens any more
