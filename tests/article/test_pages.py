"""Pages of our own in five languages, with the chrome that such pages have: the body comes out exactly."""

from pathlib import Path

import pytest

from narrator.article import extract

PAGES = sorted(path for path in (Path(__file__).parent / "pages").iterdir() if ".expected" not in path.name)
ABOUT = {
    "de-imker": ("Imker melden gute Honigernte nach mildem Winter", ("Gesine Ahlers",), "2025-06-22"),
    "de-radweg": ("Stadtrat beschließt Radweg am Kanal", ("Henrike Vollbrecht",), "2025-03-11T08:15:00+01:00"),
    "es-olivos": ("La sequía adelanta la cosecha de los olivos", ("Damián Recuero",), "2025-10-03"),
    "es-tren": ("El tren nocturno vuelve a la sierra", ("Inés Olmedo",), "2025-02-20T10:00:00+01:00"),
    "fr-marche": ("La halle du marché sera reconstruite en bois", ("Émilien Rochard",), "2025-01-14"),
    "fr-phare": ("Le vieux phare rouvre ses portes", ("Maëlle Kervadec", "Yann Tanguy"), "2025-05-02T06:30:00+02:00"),
    "ru-karta": ("Школьники восстановили карту звёздного неба", ("Глеб Воронцов",), "2025-01-29T09:00:00+03:00"),
    "ru-parom": ("Паром через залив снова ходит по ночам", ("Римма Сотникова",), "2025-08-12T18:30:00"),
    "uk-biblioteka": ("У селі відкрили бібліотеку в старому млині", ("Дарина Шевчук",), "2025-04-07T12:40:00+03:00"),
    "uk-tramvai": ("У місті з'явиться нова трамвайна лінія", ("Тарас Білоконь",), "2025-09-18"),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_body_is_exact(path):
    article = extract(path.read_bytes())
    expected = path.with_name(f"{path.stem}.expected.txt").read_text(encoding="utf-8").splitlines()
    assert [block.text for block in article.blocks] == expected
    assert article.language.split("-")[0] == path.name[:2]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_known_about_it(path):
    article = extract(path.read_bytes())
    title, byline, published = ABOUT[path.stem]
    assert (article.title, article.byline) == (title, byline)
    assert article.published[:10] == published[:10]
    assert article.notices == ()


def test_numbered_items_keep_their_numbers_and_quotes_their_speaker():
    article = extract((Path(__file__).parent / "pages" / "de-radweg.html").read_bytes())
    kinds = [block.kind for block in article.blocks]
    assert kinds.count("list_item") == 3
    assert kinds.count("quote") == 1
    assert [block.level for block in article.blocks if block.kind == "heading"] == [2, 2]
    assert all(block.origin.startswith("/html/body/main[1]/article[1]/") for block in article.blocks)
