import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.script import segment
from narrator.script.words import TABLES

LANGUAGES = [*sorted(TABLES), "zh", "ja", "th", "hi", "ar", "sv", "und", "", "pt-BR", "xx"]
PIECES = [
    "Mr.", " ", "\n", "\n\n", ".", "...", "…", "!", "?", "U.S.", "No. 5", "He", "said", "“", "”", '"', "(", ")", "[1]", "1.", "a)", "•",
    "3. Oktober", "Привіт", "。", "你好", "कैसे", "।", "؟", "\u200b", "\u202e", "🙂", "\t", "»", "«", "12", "e.g.", "\r\n", "\u00a0",
]  # fmt: skip


def sentences(text, language="en"):
    return [sentence.strip() for sentence in segment(text, language)]


@settings(deadline=None)  # the first call imports nltk
@given(
    text=st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)),
    language=st.sampled_from(LANGUAGES),
)
def test_nothing_is_added_or_lost(text, language):
    parts = segment(text, language)
    assert "".join(parts) == text
    assert all(part.strip() for part in parts) or not text.strip()
    assert not any(part[:1].isspace() for part in parts[1:])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. Orr met Sen. Kay at 5 p.m. on Feb. 3.", "They spoke for an hour."]),
        ("en", ["The U.S. President spoke.", "He lives in the U.S.", "He has since 1990."]),
        ("en", ["It rose 3.5 percent, vs. 2.1 percent in No. 10 Lane.", "Why?", "Nobody knows!"]),
        ("en", ['"Are you sure?" she asked.', '"I am."', "He left."]),
        ("en", ["The term is old.[4]", "It is in use."]),
        ("en", ["He waited … and waited.", "Then he left."]),
        ("en", ["J. R. Orr and Mary K. Lunt wrote it.", "It sold well."]),
        (
            "en",
            ["He lives in the U.S.", "Officials said so.", "He left … and came to Acme Inc.", "Analysts expect more."],
        ),
        (
            "en",
            [
                "It was signed in Washington, D.C.",
                "Critics left.",
                "He met Sam Roe Jr.",
                "Two people came to the U.N.",
                "Last week it closed.",
            ],
        ),
        ("en", ["He left the U.S.", "Mr. Roe stayed until 10 p.m.", "Dr. Lee met U.S. Sen. Kay at 5 p.m. Sat. night."]),
        ("en", ["Top U.S. Officials Visit Kyiv for 3 a.m. London time."]),
        (
            "en",
            [
                "It opens at 3 a.m. New York time.",
                "It opens at 9 a.m. Eastern.",
                "Doors close at 6 p.m.",
                "Visitors leave.",
            ],
        ),
        ("en", ["He left …", "Then he went to 10th St.", "Then he saw St. Mary at 5 ft.", "It was late."]),
        ("en", ["Lieut. Roe met Cdr. Ann Hale, Sqn. Ldr. Fox and Dir. Lee.", "They spoke."]),
        ("de", ["Am 3. Oktober 1990 kam Dr. Kahl z. B. nach Ulm.", "Es war kalt."]),
        ("de", ["Im 19. Jahrhundert war das anders.", "Der Ort wuchs."]),
        ("fr", ["M. Petit est arrivé tôt.", "Il a vu Mme Roux, etc.", "Puis il est parti."]),
        ("es", ["El Sr. Paz llegó a EE. UU. con la Dra. Gil.", "¿Qué pasó?", "Nada."]),
        ("it", ["Il dott. Neri abita in p.za Dante n. 5.", "È tardi."]),
        ("pl", ["W 1990 r. prof. Kos mieszkał przy ul. Nowej 5.", "Potem wyjechał."]),
        ("nl", ["Dhr. Bos kocht o.a. brood, kaas enz.", "Daarna ging hij weg."]),
        ("uk", ["У 2010 р. проф. Коваль жив на вул. Новій, 5.", "Потім він поїхав."]),
        ("ru", ["В 2010 г. проф. Орлов жил на ул. Новой, 5.", "Потом он уехал."]),
        ("zh", ["你好。", "他说：“我不知道。”", "为什么？"]),
        ("hi", ["यह एक घर है।", "वह बड़ा है।"]),
        ("ar", ["هل أنت هنا؟", "نعم."]),
    ],
)
def test_sentences_by_language(language, expected):
    join = "" if language == "zh" else " "
    assert sentences(join.join(expected), language) == expected


def test_lines_and_paragraphs():
    assert sentences("A wrapped line goes\non here. Done.\n\nNew paragraph") == [
        "A wrapped line goes\non here.",
        "Done.",
        "New paragraph",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ". ",
        ".",
        '."',
        "(",
        "“",
        "A. ",
        "你",
        "。",
        "\n",
        "word ",
        "1. ",
        "?!) ",
        "… ",
        "[1]",
        "' - ",
        ". »",
        " . ",
        "x (a. B",
        ". a",
    ],
)
def test_a_long_line_of_one_thing(piece):
    text = piece * (200_000 // len(piece))
    assert "".join(segment(text)) == text
