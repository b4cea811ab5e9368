from narrator.article import extract


def test_the_seed_page_comes_out_as_its_truth(data):
    page = next(path for path in (data / "seed").glob("*.txt") if "truth" not in path.name)
    truth = page.with_suffix(".truth.txt").read_text(encoding="utf-8")
    article = extract(page.read_text(encoding="utf-8"))
    assert [block.text for block in article.blocks] == [line.strip() for line in truth.splitlines() if line.strip()]
    assert {"ai-label"} <= {removed.rule for removed in article.removed}
