"""Spoken forms: a written text as a newsreader would say it, with every change listed."""

from narrator.script.spoken.speak import normalize, spell
from narrator.script.spoken.values import Change, Spoken

__all__ = ["Change", "Spoken", "normalize", "spell"]
