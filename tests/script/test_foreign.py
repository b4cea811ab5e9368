"""Passages in another language: who says them, and that they are never passed over."""

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from narrator.model import Article, Block, Voice
from narrator.script import write
from narrator.script.foreign import parts
from narrator.settings import Pauses, Write

UKRAINIAN = Voice(engine="espeak", id="uk", language="uk")


def voice_for(language):
    return {"uk": UKRAINIAN}.get(language)


def said(text, voice, info, *, foreign="voice", language="en", asked=voice_for, **fields):
    source = Article(language=language, blocks=(Block(kind="paragraph", text=text, **fields),))
    settings = Write(foreign=foreign, pauses=Pauses(clause=1, sentence=2, paragraph=3))
    return write(source, voice=voice, info=info, settings=settings, voice_for=asked).utterances[1:]


def test_a_quotation_in_another_script_has_its_own_voice(voice, plain):
    first, quoted, last = said("She wrote «Ми їдемо додому!» and left. ", voice, plain)
    assert (first.text, first.voice, first.pause_after_ms) == ("She wrote", voice, 1)
    assert (quoted.text, quoted.voice, quoted.language) == ("«Ми їдемо додому!»", UKRAINIAN, "uk")
    assert (last.text, last.voice, last.pause_after_ms) == ("and left.", voice, 3)
    assert not any(one.low_confidence for one in (first, quoted, last))


def test_a_paragraph_of_another_language_has_its_own_voice(voice, plain):
    (one,) = said("Ми їдемо додому.", voice, plain, language="en")
    assert (one.voice, one.language) == (UKRAINIAN, "uk")
    (one,) = said("Dobry den", voice, plain, asked=lambda _: UKRAINIAN, language="en")
    assert one.voice == voice
    source = Article(language="en", blocks=(Block(kind="quote", text="Ми їдемо.", language="uk"),))
    told = write(source, voice=voice, info=plain, settings=Write(foreign="voice"), voice_for=voice_for).utterances[-1]
    assert told.voice == UKRAINIAN


@pytest.mark.parametrize("foreign", ["voice", "same"])
def test_one_word_stays_with_the_main_voice_and_is_marked(voice, plain, foreign):
    (one,) = said("The word «їжак» is short.", voice, plain, foreign=foreign)
    assert one.voice == voice
    assert one.low_confidence


@pytest.mark.parametrize(("foreign", "asked"), [("same", voice_for), ("voice", None), ("voice", lambda _: None)])
def test_without_a_voice_nothing_is_cut_or_left_out_but_marked(voice, plain, foreign, asked):
    (one,) = said("She wrote «Ми їдемо додому!» and left.", voice, plain, foreign=foreign, asked=asked)
    assert one.voice == voice
    assert one.text == "She wrote «Ми їдемо додому!» and left."
    assert one.low_confidence


def test_a_block_that_says_its_language_is_marked_too(voice, plain):
    source = Article(language="en", blocks=(Block(kind="quote", text="Wir gehen nach Hause.", language="de"),))
    assert write(source, voice=voice, info=plain, settings=Write()).utterances[-1].low_confidence
    same = Article(language="en", blocks=(Block(kind="quote", text="We go home.", language="en-GB"),))
    assert not write(same, voice=voice, info=plain, settings=Write()).utterances[-1].low_confidence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("де їжа", "uk"), ("где мы были", "ru"), ("ў нас", "be"), ("на нас", "ru"), ("στο σπίτι", "el"), ("خانه پدری", "fa"),
        ("في البيت", "ar"), ("我们回家了", "zh"), ("うちに帰る", "ja"), ("집에 간다", "ko"), ("บ้านของเรา", "th"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_the_letters(text, language):
    assert parts(f"He said {text}", "en", lambda _: True) == [("He said ", "en"), (text, language)]


def test_the_article_s_own_script_is_not_foreign():
    assert parts("Ми їдемо додому.", "bg", lambda _: True) == [("Ми їдемо додому.", "bg")]


@limits(max_examples=150, deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("ab «».,!“” їжыα漢字กא"), st.characters(codec="utf-8")), max_size=80
    ),
    language=st.sampled_from(["en", "uk", "zh", "und"]),
    reads=st.booleans(),
)
def test_joined_the_parts_are_the_text(text, language, reads):
    found = parts(text, language, lambda _: reads)
    assert "".join(part for part, _ in found) == text
    assert all(any(map(str.isalnum, part)) for part, _ in found) or len(found) == 1
