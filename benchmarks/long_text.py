"""A text of any length, of our own making: no two sentences alike, so that no cache can help.

    python benchmarks/long_text.py MINUTES > text.txt

Paragraphs of three to six sentences, a heading every two minutes or so, numbers and dates among the words.
"""

import random
import sys

PEOPLE = "the harbour master|a young engineer|the town's archivist|her neighbour|the last ferryman|a retired teacher|the mayor|two students|the night watch|an old sailor".split(
    "|"
)
VERBS = "described|remembered|measured|repaired|questioned|defended|photographed|painted|inherited|counted".split("|")
THINGS = "the stone bridge|a box of letters|the tide tables|the broken clock|a map of the coast|the empty market hall|the lighthouse stairs|an unfinished boat|the school garden|a book of names".split(
    "|"
)
WHEN = "on a cold morning in {m}|during the flood of {y}|shortly before {h}:{i:02}|for the {o} time that year|after {n} days of rain|on {m} {d}, {y}|while {n} people watched|at a cost of ${c} million".split(
    "|"
)
WHY = "because nobody else would|so that the children could see it|although the council had warned against it|and wrote down every detail|without telling anyone|to settle an old bet|as the rules required|in the hope of better weather".split(
    "|"
)
MONTHS = "January|March|April|June|August|October|December".split("|")
HEADS = "What the {t} remembers|A question of {t}|The price of {t}|Life after {t}|Beyond the {t}".split("|")
TOPICS = "water|stone|winter|paper|silence|the road|the harbour|time|light|bread".split("|")


def sentence(chance):
    when = chance.choice(WHEN).format(
        m=chance.choice(MONTHS), y=chance.randint(1871, 2025), h=chance.randint(1, 11), i=chance.randint(0, 59),
        o=chance.choice(("second", "third", "fifth", "ninth")), n=chance.randint(3, 900), d=chance.randint(1, 28),
        c=round(chance.uniform(0.2, 40), 1),
    )  # fmt: skip
    words = f"{chance.choice(PEOPLE)} {chance.choice(VERBS)} {chance.choice(THINGS)} {when}, {chance.choice(WHY)}."
    return words[0].upper() + words[1:]


def text(minutes, seed=1):
    """An article that takes about so many minutes to say at 165 words a minute."""
    chance = random.Random(seed)
    parts, words, since = [], 0, 0
    while words < minutes * 150:
        if since > 300:
            parts.append(chance.choice(HEADS).format(t=chance.choice(TOPICS)))
            since = 0
        paragraph = " ".join(sentence(chance) for _ in range(chance.randint(3, 6)))
        parts.append(paragraph)
        words += len(paragraph.split())
        since += len(paragraph.split())
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(float(sys.argv[1])))
