"""The program that holds libespeak-ng; run as a child process, never imported by narrator.

    python -I -S espeak_child.py LIBRARY DATA VOICE RATE PITCH SECONDS

LIBRARY is libespeak-ng itself, DATA the folder that holds `espeak-ng-data`, VOICE the voice's file within it, RATE in
words a minute, SECONDS what one utterance may take. Standard library only, and little of it, because it must start in
a blink.

The library keeps hidden state: the same sentence sounds different after other speech. So this process initialises it,
sets the voice and never speaks; each utterance is made in a fork of it that has just been born, and dies when it has
answered. Where there is no fork, one process makes one utterance.

The fork reads its own request from standard input and writes the answer itself, so that it can be forked before the
request is there, while the parent is busy with the utterance before.

    greeting  <ii          sample rate, or a negative number; length of the message that follows
    request   <I           bytes of the text that follows, in UTF-8
    answer    <iII         0, or the library's error code; number of marks; bytes of PCM
              <ii …        a mark: position in the text in characters from 1, sample at which it is heard
              PCM          16 bit, little-endian, mono
"""

import array
import ctypes
import os
import signal
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # not loaded in vain
    from collections.abc import Callable

GREETING = "<ii"
REQUEST = "<I"
ANSWER = "<iII"

NO_MORE = 3
"""Exit status of a fork that found standard input at its end."""

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_RATE, _PITCH = 1, 3
_PLAIN_UTF8 = 1  # neither SSML (0x10) nor phonemes in [[ ]] (0x100): the text is read as it stands
_BY_CHARACTER = 1
_WORD = 1
_BUFFER_MS = 500


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def main(arguments: "list[str]") -> int:
    """Serve until standard input ends."""
    library, data, voice, rate, pitch, seconds = arguments
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever the library prints must not get between the answers
    hertz, problem = -1, ""
    try:
        lib = ctypes.CDLL(library)
        os.chdir(data)  # the library cuts long paths off
        hertz = lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, b".", _DONT_EXIT)
        if hertz <= 0:
            problem = f"there is no voice data in {data}"
        elif lib.espeak_SetVoiceByName(voice.encode()):
            hertz, problem = -1, f"it has no voice {voice}"
        else:
            lib.espeak_SetParameter(_RATE, int(rate), 0)
            lib.espeak_SetParameter(_PITCH, int(pitch), 0)
    except (OSError, AttributeError) as error:
        problem = str(error)
    greet(answers, hertz, problem)
    if hertz <= 0:
        return 1
    return serve(_speaker(lib), answers, int(seconds))


def greet(answers: int, hertz: int, problem: str) -> None:
    """Say how many samples a second there will be, or what is wrong."""
    message = problem.encode("utf-8", "replace")
    _write(answers, struct.pack(GREETING, hertz, len(message)) + message)


def serve(speak: "Callable[[bytes], tuple[int, array.array[int], bytes]]", answers: int, seconds: int) -> int:
    """Answer one request after another, each in a fork of this process; where there is no fork, answer one.

    speak    UTF-8 in; error code or 0, marks (position, sample, position, …) and PCM out
    answers  where they go
    """
    if not hasattr(os, "fork"):
        return _serve_one(speak, answers, seconds)
    while True:
        child = os.fork()
        if not child:
            os._exit(_serve_one(speak, answers, seconds))
        status = os.waitpid(child, 0)[1]
        if status:
            # Its answer may be half written: only the end of this process tells the parent so beyond doubt.
            code = os.waitstatus_to_exitcode(status)
            return 0 if code == NO_MORE else 128 - code if code < 0 else 1


def _serve_one(speak: "Callable[[bytes], tuple[int, array.array[int], bytes]]", answers: int, seconds: int) -> int:
    head = _read(struct.calcsize(REQUEST))
    if not head:
        return NO_MORE
    text = _read(*struct.unpack(REQUEST, head))
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)  # should it hang and nobody be left to kill us
    code, marks, pcm = speak(text)
    _write(answers, struct.pack(ANSWER, code, len(marks) // 2, len(pcm)) + marks.tobytes() + pcm)
    return 0


def _speaker(lib: ctypes.CDLL) -> "Callable[[bytes], tuple[int, array.array[int], bytes]]":
    """What speaks one text. The callback is made here, before any fork: to make one, ctypes reads half of /proc."""
    pieces: list[bytes] = []
    marks = array.array("i")

    def collect(samples: "int | None", count: int, events: "ctypes._Pointer[_Event]") -> int:
        if samples and count:
            pieces.append(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type:
            if events[index].type == _WORD:
                marks.extend((events[index].text_position, events[index].sample))
            index += 1
        return 0

    callback = _Callback(collect)

    def speak(text: bytes) -> "tuple[int, array.array[int], bytes]":
        lib.espeak_SetSynthCallback(callback)
        code = lib.espeak_Synth(text, len(text) + 1, 0, _BY_CHARACTER, 0, _PLAIN_UTF8, None, None)
        pcm = b"".join(pieces)
        if sys.byteorder == "big":
            swapped = array.array("h", pcm)
            swapped.byteswap()
            marks.byteswap()
            pcm = swapped.tobytes()
        return code, marks, pcm

    return speak


def _read(size: int) -> bytes:
    """Exactly `size` bytes of standard input, without reading ahead; nothing when it has ended."""
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            return b""
        data += more
    return data


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)  # nobody listens any more
