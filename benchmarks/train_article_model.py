"""Train the two models of narrator.article on the development pages, and write them.

    pip install lightgbm==4.7.0
    python benchmarks/train_article_model.py [DATA] [markup|text ...]

DATA is the folder with truth.jsonl, html/ and dump/ (NARRATOR_DATA/extraction by default). It writes
narrator/article/models/{markup,text}.json, trained on all pages, and tests/quality/models/{markup,text}-{fold}.json.gz,
each trained without the pages of one fold (sha256(site) mod 5), from which every published figure comes.
Run again it writes the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import re
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from narrator.article import decoding, evidence, forest, markup, metadata, plain, sequence  # noqa: E402 - after the path
from narrator.article.piece import Outline, Piece  # noqa: E402

FOLDS, SEED, SHINGLE = 5, 1, 4
ROUNDS = {"markup": 250, "text": 300}
# A short list: the choice is made on few pages, and a long one would be chosen from by chance.
DECODINGS = {
    "markup": [forest.Decoding(blend=0.05, group=group) for group in (0.3, 0.5)],
    "text": [forest.Decoding(group=0.4, change=0.5)],
}
TREES = {
    "objective": "binary", "extra_trees": True, "learning_rate": 0.1, "num_leaves": forest.LEAVES, "max_bin": 63, "feature_fraction": 0.3,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "use_missing": False, "verbose": -1, "num_threads": 1, "seed": SEED,
    "deterministic": True, "force_row_wise": True,
}  # fmt: skip
SHORT = {"markup": 0, "text": 3}  # made-up pages for each page
SMALLEST_LEAF = {"markup": 60, "text": 20}
WORD = re.compile(r"\w+")


def fold_of(site: str) -> int:
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def labels(texts: list[str], truth: str) -> Any:
    """Share of each piece's words that an alignment by runs of equal words finds in the truth; -1 where it has none."""
    words = [WORD.findall(text) for text in texts]
    said, wanted = [word for piece in words for word in piece], WORD.findall(truth)
    places: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(wanted) - SHINGLE + 1):
        places.setdefault(tuple(wanted[start : start + SHINGLE]), []).append(start)
    found, used = bytearray(len(said)), bytearray(len(wanted))
    for size, here, there in sorted(_runs(said, wanted, places), key=lambda run: (-run[0], run[1])):
        for step in range(size):
            if not used[there + step] and not found[here + step]:
                found[here + step] = used[there + step] = 1
    shares, position = [], 0
    for piece in words:
        shares.append(sum(found[position : position + len(piece)]) / len(piece) if piece else -1.0)
        position += len(piece)
    return np.array(_short_lines(shares, words, truth))


def _runs(said: list[str], wanted: list[str], places: dict[tuple[str, ...], list[int]]) -> list[tuple[int, int, int]]:
    runs, here = [], 0
    while here <= len(said) - SHINGLE:
        best, there = 0, 0
        for start in places.get(tuple(said[here : here + SHINGLE]), ())[:50]:
            size = SHINGLE
            while (
                here + size < len(said)
                and start + size < len(wanted)
                and said[here + size] == wanted[start + size]
                and size < 4000
            ):
                size += 1
            if size > best:
                best, there = size, start
        if best:
            runs.append((best, here, there))
        here += max(best - SHINGLE + 1, 1)
    return runs


def _short_lines(shares: list[float], words: list[list[str]], truth: str) -> list[float]:
    """A line too short for a shingle counts when it is a line of the truth and stands beside kept ones."""
    lines = Counter(tuple(WORD.findall(line)) for line in truth.split("\n"))
    out = list(shares)
    for index, piece in enumerate(words):
        if piece and shares[index] < 0.5 and len(piece) < SHINGLE and lines[tuple(piece)]:
            near = [
                out[other]
                for other in range(max(0, index - 3), min(len(out), index + 4))
                if other != index and len(words[other]) >= SHINGLE
            ]
            if near and max(near) > 0.7:
                out[index] = 1.0
    return out


def load(data: Path, kind: str) -> list[dict[str, Any]]:
    pages = []
    for line in (data / "truth.jsonl").open(encoding="utf-8"):
        truth = json.loads(line)
        if kind == "markup":
            root = markup.parse(
                decoding.decode(gzip.decompress((data / "html" / f"{truth['id']}.html.gz").read_bytes()))
            )
            outline = markup.read(root)
            hints = metadata.Markup(root, outline, truth["url"]).hints()
        else:
            outline = plain.read((data / "dump" / f"{truth['id']}.txt").read_text(encoding="utf-8"))
            hints = evidence.Hints()
        texts = [piece.text for piece in outline.pieces]
        rows = evidence.matrix(outline, hints)
        pages.append(
            {
                "fold": fold_of(truth["site"]),
                "rows": rows,
                "family": sequence.families(np, rows, outline),
                "pieces": outline.pieces,
                "texts": texts,
                "truth": truth["text"],
                "share": labels(texts, truth["text"]),
                "set": truth["set"],
            }
        )
    rng = random.Random(SEED)
    for page in pages:
        made = [shortened(page, rng) for _ in range(SHORT[kind])]
        page["short"] = [short for short in made if short is not None]
    return pages


BOXES = """Subscribe to our newsletter|The week in five minutes|Enter your email|Sign up
Read also: What happened last week
Advertisement
Related stories|The bridge opens in spring|A new school for the old town
Newsletter abonnieren|Das Beste der Woche|Ihre E-Mail-Adresse|Jetzt anmelden
Lesen Sie auch: Was sich im Sommer ändert
Anzeige
Recevez notre lettre|Votre adresse e-mail|Je m'inscris
À lire aussi : Ce qui change en mai
Publicité
Suscríbete al boletín|Tu correo electrónico|Quiero recibirlo
Te puede interesar: Lo que cambia en mayo
Publicidad
Підписатися на розсилку|Ваша електронна пошта|Підписатися
Читайте також: Що зміниться у травні
Реклама
Подпишитесь на рассылку|Ваш e-mail|Подписаться
Читайте также: Что изменится в мае
Share|Copy link
Follow us on social media""".split("\n")


def shortened(page: dict[str, Any], rng: random.Random) -> dict[str, Any] | None:
    """A made-up dump: a few paragraphs of an article with less of its chrome, and boxes of our own between them.

    The pages for training are long and have few boxes; what people copy is often short and full of them.
    """
    pieces, share = page["pieces"], page["share"]
    inside = [index for index, value in enumerate(share) if value > 0.5]
    if len(inside) < 6:
        return None
    start = rng.randrange(max(1, len(inside) // 3))
    kept = set(inside[start : start + rng.randint(4, 14)])
    first, last = min(kept), max(kept)
    lines: list[tuple[Piece, float]] = []
    for index, piece in enumerate(pieces):
        outside = index < first - rng.randint(5, 30) or index > last + rng.randint(5, 60)
        if (share[index] > 0.5 and index not in kept) or outside:
            continue
        boxed = first < index < last and index in kept and bool(piece.gap) and rng.random() < 0.25
        if boxed:
            for place, line in enumerate(rng.choice(BOXES).split("|")):
                lines.append((Piece(text=line, gap=0 if place else 1), 0.0))
        lines.append((replace(piece, gap=max(piece.gap, boxed)), float(share[index])))
    outline = Outline(pieces=[piece for piece, _ in lines])
    return {
        "fold": page["fold"],
        "rows": evidence.matrix(outline, evidence.Hints()),
        "share": np.array([value for _, value in lines]),
    }


def weights(page: dict[str, Any]) -> Any:
    """Every page counts the same; in a page a piece counts with the root of its words, and one without words not at all."""
    weight = np.where(page["share"] < 0, 0, np.sqrt(np.minimum(page["rows"][:, 0], 80)))
    return weight / max(weight.sum(), 1) * 100


def train(pages: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    pages = pages + [short for page in pages for short in page["short"]]
    rows = np.concatenate([page["rows"] for page in pages])
    kept = np.concatenate([page["share"] > 0.5 for page in pages]).astype(int)
    data = lightgbm.Dataset(rows, kept, weight=np.concatenate([weights(page) for page in pages]))
    booster = lightgbm.train({**TREES, "min_data_in_leaf": SMALLEST_LEAF[kind]}, data, ROUNDS[kind])
    return forest.flatten([_nested(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]])


def _nested(node: dict[str, Any]) -> dict[str, Any]:
    if "leaf_value" in node:
        return {"leaf": round(node["leaf_value"], 4)}
    left, right = _nested(node["left_child"]), _nested(node["right_child"])
    return {
        "feature": node["split_feature"],
        "threshold": float(f"{node['threshold']:.6g}"),
        "left": left,
        "right": right,
    }


def page_scores(truth: str, text: str) -> tuple[float | None, float]:
    """Precision (None when nothing is kept) and recall over shingles of four words."""
    want, got = (_shingles(value) for value in (truth, text))
    hit = sum((want & got).values())
    return (hit / sum(got.values()) if got else None), hit / max(sum(want.values()), 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return (
        Counter(zip(*(words[step:] for step in range(SHINGLE)), strict=False))
        if len(words) > SHINGLE
        else Counter([tuple(words)] if words else [])
    )


def scores(pages: list[dict[str, Any]], odds: list[Any], by: forest.Decoding) -> list[tuple[float | None, float]]:
    """Precision and recall of each page, decoded in one way."""
    found = []
    for page, value in zip(pages, odds, strict=True):
        _, kept = sequence.decode(np, value, page["rows"], page["family"], by)
        found.append(
            page_scores(page["truth"], "\n".join(text for text, keep in zip(page["texts"], kept, strict=True) if keep))
        )
    return found


def f1(found: list[tuple[float | None, float]]) -> tuple[float, float]:
    """Pooled F1, and the mean F1 of the worst tenth of the pages."""
    p, r = (float(np.mean(values)) for values in ([p for p, _ in found if p is not None], [r for _, r in found]))
    each = sorted(2 * p * r / (p + r) if p and r else 0.0 for p, r in found)
    return 2 * p * r / (p + r), float(np.mean(each[: max(1, len(each) // 10)]))


def main() -> None:
    arguments = sys.argv[1:]
    data = (
        Path(arguments.pop(0))
        if arguments and Path(arguments[0]).is_dir()
        else Path(os.environ.get("NARRATOR_DATA", ROOT.parent / "shared" / "data")) / "extraction"
    )
    for kind in arguments or ("markup", "text"):
        pages = load(data, kind)
        tables, odds = [], [None] * len(pages)
        for fold in range(FOLDS):
            tables.append(train([page for page in pages if page["fold"] != fold], kind))
            judge = forest.Forest(tables[-1])
            odds = [
                judge.score(page["rows"]) if page["fold"] == fold else value
                for page, value in zip(pages, odds, strict=True)
            ]
        table = {by: scores(pages, odds, by) for by in DECODINGS[kind]}
        folds = [page["fold"] for page in pages]
        chosen = []
        for fold in range(FOLDS):  # each fold is decoded as the other folds would have it
            chosen.append(
                max(
                    DECODINGS[kind],
                    key=lambda by: f1([found for found, own in zip(table[by], folds, strict=True) if own != fold])[0],
                )
            )
            write(
                ROOT / "tests" / "quality" / "models" / f"{kind}-{fold}.json.gz",
                {"header": {"fold": fold}, "decoding": asdict(chosen[fold]), "forest": tables[fold]},
            )
        honest = f1([table[chosen[fold]][index] for index, fold in enumerate(folds)])
        best = max(DECODINGS[kind], key=lambda by: f1(table[by])[0])
        header = {
            "about": "Boosted extremely random trees over narrator.article.evidence; see narrator/article/forest.py for the form.",
            "data": "Article-cleaning benchmark, development part, 402 pages", "truth_sha256": hashlib.sha256((data / "truth.jsonl").read_bytes()).hexdigest(),
            "script": "benchmarks/train_article_model.py", "lightgbm": lightgbm.__version__, "seed": SEED, "folds": "sha256(site) mod 5",
            "columns": len(evidence.names(kind == "markup")), "out_of_fold_f1_and_worst_tenth": [round(value, 4) for value in honest],
        }  # fmt: skip
        write(
            ROOT / "narrator" / "article" / "models" / f"{kind}.json",
            {"header": header, "decoding": asdict(best), "forest": train(pages, kind)},
        )
        print(kind, honest, best, chosen, flush=True)


def write(path: Path, table: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(table, separators=(",", ":")) + "\n"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0) if path.suffix == ".gz" else text.encode())


if __name__ == "__main__":
    main()
