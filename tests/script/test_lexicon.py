"""How names are said: files, scopes, forms, and what is left alone."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from narrator.errors import SettingsError
from narrator.model import Article, Block, Voice
from narrator.script import Lexicon, read_lexicon, write
from narrator.script.entry import Entry
from narrator.settings import Write


@pytest.fixture
def lexicon(tmp_path):
    """lexicon("[words]…", "b.csv", "…") reads texts as files, in that order; the first is TOML unless it has a name."""
    counter = itertools.count()

    def read(*texts, name="lexicon.toml"):
        files = []
        for text in texts:
            files.append(tmp_path / f"{next(counter)}-{name}")
            files[-1].write_bytes(text.encode() if isinstance(text, str) else text)
        return read_lexicon(files)

    return read


def say(lexicon, text, language="en", engine="espeak"):
    return lexicon.sayings(language, engine).say(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quillon met Quillon’s friends.", "Kee-yon met Kee-yon’s friends."),
        ("Quillons, quillon and QUILLON stay.", "Quillons, quillon and QUILLON stay."),
        ("The Quillon-led team", "The Kee-yon-led team"),
        ("A GIF, a Gif, a gif, gifted", "A jif, a jif, a jif, gifted"),
        ("Bank of Vell in Vell", "the bank in Well"),
        ("Bank of Vells, Bank of", "Bank of Vells, Bank of"),
        ("the F-16, F-16s, XF-16 and F-160", "the F sixteen, F sixteens, XF-16 and F-160"),
        ("in the U.R.", "in the you are."),
        ("the U.R. is", "the you are is"),
        ("O’Dale and O'Dale", "oh dale and oh dale"),
        ("https://Vell.example/Vell www.Vell.example Vell", "https://Vell.example/Vell www.Vell.example Well"),
        ("re\u0301sume\u0301", "rezoomay"),
    ],
)
def test_words_are_found_whole_and_as_written(lexicon, text, said):
    known = lexicon(
        '[words]\nQuillon = "Kee-YON"\ngif = "jif"\nVell = "Well"\n"Bank of Vell" = "the bank"\n'
        '"F-16" = "F sixteen"\n"U.R." = "you are"\n"O\'Dale" = "oh dale"\n"résumé" = "rezoomay"\n'
    )
    assert say(known, text) == said


def test_capitals_mark_stress_and_are_not_spelled_out(lexicon, voice, plain):
    known = lexicon('[words]\nQuillon = "kee-YON-see"\nOrb = "ORB"\n')
    source = Article(language="en", blocks=(Block(kind="paragraph", text="Quillon came."),))
    script = write(source, voice=voice, info=plain, settings=Write(), lexicon=known)
    assert script.utterances[-1].spoken == "kee-yon-see came."
    assert say(known, "Orb") == "ORB"


def test_entries_are_for_languages_and_engines(lexicon):
    known = lexicon(
        'language = "en"\n[words]\nPau = [{ alias = "pow" }, { alias = "poe", engine = "gtts" }]\n'
        'Riga = { alias = "ree-ga", language = "en-GB" }\n',
        '[words]\nTarn = { alias = "tan", language = "de" }\n',
    )
    assert say(known, "Pau, Riga, Tarn", "en-US") == "pow, Riga, Tarn"
    assert say(known, "Pau, Riga, Tarn", "en-GB", "gtts") == "poe, ree-ga, Tarn"
    assert say(known, "Pau, Riga, Tarn", "en") == "pow, ree-ga, Tarn"
    assert say(known, "Pau, Riga, Tarn", "de") == "Pau, Riga, tan"


def test_a_later_file_wins_then_the_entry_for_fewer(lexicon):
    house = (
        '[words]\nPau = [{ alias = "three", engine = "espeak", language = "en" }, { alias = "one" }]\nVell = "Well"\n'
    )
    assert say(lexicon(house), "Pau Vell") == "three Well"
    assert say(lexicon(house, '[words]\nPau = "four"\n'), "Pau Vell") == "four Well"


@pytest.mark.parametrize(
    ("language", "entry", "text", "said"),
    [
        ("uk", '"Квілон" = "Кі-йон"', "Квілона бачили з Квілоном, Квілонка", "Кі-йона бачили з Кі-йоном, Квілонка"),
        ("uk", '"Велла" = "Вела"', "у Веллі, Веллу", "у Велі, Велу"),
        ("uk", '"Велла" = "Вел"', "у Веллі, Велла", "у Веллі, Вел"),
        ("ru", '"Тарн" = "Та́рн"', "в Тарне Тарну", "в Та́рне Та́рну"),
        ("de", 'Quillon = "Kijon"', "Quillons Haus", "Kijons Haus"),
        ("de", 'Quillon = { alias = "Kijon", inflect = false }', "Quillons Haus", "Quillons Haus"),
        ("uk", '"Олександр" = "А"\n"Олександра" = "Б"', "Олександр, Олександру, Олександра", "А, Ау, Б"),
        ("uk", '"Олександра" = "Б"\n"Олександр" = "А"', "Олександр, Олександра", "А, Б"),
        ("en", 'Vell = { alias = "Well", forms = { Vellish = "Wellish" } }', "Vellish Vell", "Wellish Well"),
        ("en", 'Vell = { alias = "Well", forms = ["Vehl"] }', "Vehl", "Well"),
        ("en", 'Vell = { alias = "Well", case = "any" }', "VELL vell Vell", "Well Well Well"),
        ("en", 'vell = { alias = "well", case = "exact" }', "VELL vell", "VELL well"),
        ("en", 'Vell = ""\n"Vell Bay" = ""\nBay = "bye"', "Vell Bay, Bay", "Vell Bay, bye"),
    ],
)
def test_forms(lexicon, language, entry, text, said):
    assert say(lexicon(f"[words]\n{entry}\n"), text, language) == said


PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
  <!-- names -->
  <lexeme><grapheme>Quillon</grapheme><grapheme>Kuillon</grapheme><phoneme>kijɔ̃</phoneme><alias>Kee-yon</alias></lexeme>
  <lexeme xml:lang="de"><grapheme>Tarn</grapheme><alias>Tahn</alias></lexeme>
  <lexeme><grapheme>Vell</grapheme><alias>one</alias><alias prefer="true">two</alias></lexeme>
  <lexeme><grapheme>Orrin</grapheme><phoneme>ɔrɪn</phoneme></lexeme>
</lexicon>
"""


def test_pls(lexicon):
    known = lexicon(PLS, name="names.pls")
    assert say(known, "Quillon, Kuillon, Tarn, Vell, Orrin") == "Kee-yon, Kee-yon, Tarn, two, Orrin"
    assert say(known, "Quillon, Tarn", "de") == "Quillon, Tahn"
    assert "Quillon" in say(known, "Quillon", "en-GB")


def test_phonemes_alone_are_told_once(lexicon):
    (notice,) = lexicon(PLS, name="names.pls").notices()
    assert "Orrin" in notice
    assert "line 7" in notice
    assert lexicon("[words]\n").notices() == ()


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv(lexicon, between):
    rows = [
        ("word", "alias", "language", "forms", "case", "inflect", "ipa"),
        ("Quillon", '"Kee-yon, then"', "", "Quilon|Quylon", "", "", ""),
        ("# a remark",),
        (),
        ("Vell", "Well", "de", "", "any", "no", ""),
        ("Orrin", "", "", "", "", "", "ɔrɪn"),
    ]
    text = "\ufeff" + "\r\n".join(between.join(row) for row in rows) + "\r\n"
    known = lexicon(text, name="names.csv")
    assert say(known, "Quillon Quylon Vell Orrin") == "Kee-yon, then Kee-yon, then Vell Orrin"
    assert say(known, "VELL Vells", "de") == "Well Vells"
    assert len(known.notices()) == 1


XML = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">\n'


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.pls", XML + "<lexeme><grapheme>A</lexeme></lexicon>", r"line 2, column \d+: this is not well-formed"),
        ("a.pls", "", "line 1, column 1: this is not well-formed"),
        ("a.pls", "<words/>", "outermost element is <words>"),
        ("a.pls", XML + "\n<lexeme><alias>b</alias></lexeme></lexicon>", "line 3, column 1: this <lexeme> has no"),
        ("a.pls", XML + "<lexeme><grapheme>A</grapheme></lexeme></lexicon>", "line 2, .* neither <alias> nor"),
        ("a.pls", '<!DOCTYPE lexicon [<!ENTITY a "b">]>' + XML + "</lexicon>", "DOCTYPE"),
        ("a.xml", XML + "<lexeme><grapheme>&x;</grapheme></lexeme></lexicon>", "line 2, column"),
        ("a.toml", "[words]\nA = ", "line 2, column 5: this is not valid TOML"),
        ("a.toml", '[words]\nA = "x"\nA = "y"', "line 3, column"),
        ("a.toml", 'A = "x"', "line 1, column 1: 'A' is nothing"),
        ("a.toml", "words = " + "[" * 20_000, "nested too deeply"),
        ("a.pls", "<lexicon>" * 20_000, "not well-formed"),
        ("a.toml", "words = 3", "line 1, column 1: .words. must be a table"),
        ("a.toml", '[words]\n\n  "Ann Roe" = 3', "line 3, column 4: 'Ann Roe' needs"),
        ("a.toml", '[words]\nA = { alias = "b", pitch = 1 }', "line 2, column 1: 'A' has the key 'pitch'"),
        ("a.toml", "[words]\nA = { alias = 3 }", "line 2, column 1: alias of 'A'"),
        ("a.toml", "[words]\nA = {}", "'A' has no alias"),
        ("a.toml", '[words]\nA = { alias = "b", case = "odd" }', "case of 'A'"),
        ("a.toml", '[words]\nA = "<b>c</b>"', "signs that are no words"),
        ("a.toml", '[words]\nA = "[[a]]"', "signs that are no words"),
        ("a.toml", '[words]\nA = "b\\u202e"', "signs that are no words"),
        ("a.toml", '[words]\nA = "-"', "holds no word"),
        ("a.toml", '[words]\n"-" = "b"', "line 2, column 2: a word needs"),
        ("a.toml", '[words]\nA = { alias = "b", forms = [""] }', "line 2, column 1: a word needs"),
        ("a.toml", '[words]\nA = { alias = "b", forms = { B = 2 } }', "how 'B' is said must be a text"),
        ("a.toml", b"[words]\nA = '\xff'", "line 2, column 6: it is not UTF-8"),
        ("a.csv", "wort,alias\n", "line 1, column 1: there is no column 'wort'"),
        ("a.csv", "alias\n", "no column 'word'"),
        ("a.csv", "word,alias\nA,b\nC,d,e\n", "line 3, column 3: there are more cells"),
        ("a.csv", 'word,alias\nA,b\nC,"d\n', "line 3, column 1: this is not valid CSV"),
        ("a.csv", "word,alias\n-,b\n", "line 2, column 1: a word needs"),
        ("a.txt", "", "no lexicon that narrator knows"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(lexicon, name, text, told):
    with pytest.raises(SettingsError, match=told) as caught:
        lexicon(text, name=name)
    assert name in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_lexicon_is_an_error(tmp_path, voice, plain):
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        write(Article(), voice=voice, info=plain, settings=Write(lexicon=(str(tmp_path / "gone.toml"),)))


def test_entities_are_never_expanded(lexicon):
    bomb = '<!DOCTYPE lexicon [<!ENTITY a "bbbbbbbbbb">' + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a" + (str(n - 1) if n else "") + ";"}">'
        for n in range(40)
    )
    with pytest.raises(SettingsError):
        lexicon(
            bomb + "]>" + XML + "<lexeme><grapheme>&a39;</grapheme><alias>b</alias></lexeme></lexicon>", name="a.pls"
        )


def test_a_script_changes_where_the_word_is_and_keeps_its_text(tmp_path, voice, plain, reader):
    house = tmp_path / "house.toml"
    house.write_text('[words]\nVell = "Well"\nAI = "hey eye"\n', "utf-8")
    blocks = (
        Block(kind="heading", text="The Vell ferry", level=2),
        Block(kind="paragraph", text="It leaves at 6:30 a.m. from Vell. Nobody else does."),
        Block(kind="quote", text="“Vell is home,” she said."),
    )
    source = Article(language="en", title="News", byline=("Bo Vell",), blocks=blocks)
    for info in (plain, reader):
        before = write(source, voice=voice, info=info, settings=Write()).utterances
        after = write(source, voice=voice, info=info, settings=Write(lexicon=(str(house),))).utterances
        assert [one.text for one in before] == [one.text for one in after]
        assert [one.spoken.replace("Vell", "Well") for one in before] == [one.spoken for one in after]
        assert before[0] == after[0]  # the disclosure is nobody's to change


def test_only_the_word_s_sentences_change_on_the_page_that_started_it_all(data, tmp_path, voice, plain):
    from narrator.article import extract

    (page,) = [path for path in (data / "seed").glob("*.txt") if "truth" not in path.name]
    article = extract(page.read_text("utf-8"))
    word = next(word for word in article.blocks[0].text.split() if word.istitle())
    house = tmp_path / "house.csv"
    house.write_text(f"word,alias\n{word},something else\n", "utf-8")
    before = write(article, voice=voice, info=plain, settings=Write()).utterances
    after = write(article, voice=voice, info=plain, settings=Write(lexicon=(str(house),))).utterances
    changed = [one.text for one, other in zip(before, after, strict=True) if one != other]
    assert changed == [one.text for one in before if word in one.text]
    assert 0 < len(changed) < len(before) // 2


def test_a_name_of_several_words_is_not_cut_in_two(lexicon, voice, reader):
    text = "Nobody had ever heard a word about it until the league for the care of wells and the mending of old mills met in the hall on that evening."
    name = "the care of wells and the mending of old mills"
    source = Article(language="en", blocks=(Block(kind="paragraph", text=text),))
    bare = write(source, voice=voice, info=reader, settings=Write()).utterances
    known = lexicon(f'[words]\n"{name}" = "wells and mills"\n')
    told = write(source, voice=voice, info=reader, settings=Write(), lexicon=known).utterances
    assert not any(name in one.text for one in bare)
    assert any(name in one.text and "wells and mills" in one.spoken for one in told)


WORDS = st.text(alphabet="abAB '’-.16éїа漢", min_size=1, max_size=6).filter(lambda text: any(map(str.isalnum, text)))
TEXT = st.text(alphabet="abAB '’-.16éїа漢,\n«»\u0301/:w", max_size=120)


@limits(max_examples=200, deadline=None)
@given(
    entries=st.dictionaries(WORDS, st.sampled_from(["X", "Y y", ""]), max_size=8),
    text=TEXT,
    language=st.sampled_from(["en", "uk", "de"]),
)
@example(entries={"a a b": "X", "a b": "Y y"}, text="a a a b", language="en")
def test_nothing_outside_the_matches_changes(entries, text, language):
    known = Lexicon(entries=tuple(Entry(words=(word,), alias=alias) for word, alias in entries.items()))
    sayings = known.sayings(language, "espeak")
    said, position, end = sayings.say(text), 0, 0
    for match in sayings.matches(text):
        assert end <= match.start < match.end <= len(text)
        between = text[end : match.start]
        assert said[position : position + len(between)] == between
        position += len(between) + len(match.alias or text[match.start : match.end])
        end = match.end
        before = text[: match.start][-1:]
        assert not (before.isascii() and before.isalnum() and text[match.start] in "abAB16")
    assert said[position:].removeprefix(".") == text[end:].removeprefix(".")


class Counted(dict):
    """Counts how often it is asked, which grows with the text as the time does."""

    asked = 0

    def __contains__(self, key):
        type(self).asked += 1
        return super().__contains__(key)


@pytest.mark.parametrize("line", ["a a a b ", "漢", "a'", "a.a.", "www.a ", "Vell-"])
def test_work_grows_with_the_text_and_no_faster(line):
    known = Lexicon(entries=(Entry(words=("a a a a c",), alias="x"), Entry(words=("漢漢漢字",), alias="y")))
    sayings = known.sayings("en")
    asked = []
    for times in (200, 2000):
        exact = Counted(sayings.exact)
        Counted.asked = 0
        assert list(type(sayings)(exact=exact, loose=sayings.loose, heads=sayings.heads).matches(line * times)) == []
        asked.append(Counted.asked)
    assert asked[1] <= 11 * asked[0]


def test_the_engine_of_the_voice_decides(lexicon, plain):
    known = lexicon('[words]\nVell = { alias = "Well", engine = "gtts" }\n')
    source = Article(language="en", blocks=(Block(kind="paragraph", text="Vell sleeps."),))
    said = {
        engine: write(
            source, voice=Voice(engine=engine, id="en", language="en"), info=plain, settings=Write(), lexicon=known
        ).utterances[-1].spoken
        for engine in ("espeak", "gtts")
    }  # fmt: skip
    assert said == {"espeak": "Vell sleeps.", "gtts": "Well sleeps."}


def test_the_examples_of_the_documentation_are_lexicons(lexicon):
    page = (Path(__file__).parents[2] / "docs" / "lexicon.md").read_text("utf-8")
    toml = next(block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[words]" in block)
    table = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)[0]
    assert say(lexicon(toml), "Quillon’s GIF, a Vellish F-16") == "Kee-yon’s jif, a Wellish F sixteen"
    assert say(lexicon(table, name="a.csv"), "Quillon, Vels") == "Kee-yon, Well"


PIECES = [
    b"<lexicon>", b"</lexicon>", b"<lexeme>", b"</lexeme>", b"<grapheme>", b"</grapheme>", b"<alias>x</alias>", b"<?xml version='1.0' encoding='",
    b"utf-16'?>", b"x'?>", b"<!DOCTYPE a [", b"]>", b"&a;", b"&#0;", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"[words]\n", b"A = ", b"'b'\n", b"{ alias = 1 }\n",
    b"[[words]]\n", b"words.A.B = 3\n", b"1979-05-27", b"word,alias\n", b'"', b"A,b,c\n", b";", b"\r", b"\n", b"A", b"-", "é".encode(), b"[", b"]", b"=",
]  # fmt: skip


@limits(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["pls", "toml", "csv"]),
    raw=st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join), st.binary(max_size=60)),
)
def test_any_bytes_are_a_lexicon_or_a_plain_error(tmp_path, kind, raw):
    path = tmp_path / f"any.{kind}"
    path.write_bytes(raw)
    told = ""
    try:
        read_lexicon([path]).sayings("en").say("A is b.")
    except SettingsError as error:
        told = str(error)
    assert told == "" or str(path) in told
