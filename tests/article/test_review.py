from pathlib import Path

from lxml import html

from narrator.article import extract, review

PAGE = Path(__file__).parent / "pages" / "de-radweg.html"


def test_everything_kept_and_removed_is_on_the_page_in_order():
    article = extract(PAGE.read_bytes())
    root = html.fromstring(review(article))
    assert [node.text_content() for node in root.find_class("kept")] == [block.text for block in article.blocks]
    assert [node.text_content() for node in root.iter("del")] == [removed.text for removed in article.removed]
    assert not list(root.iter("script", "img", "link"))


def test_markup_of_the_source_is_shown_as_text():
    story = "\n\n".join(
        f"The ferry came back to the island on day {n}, and <script>alert({n})</script> was written on it."
        for n in range(5)
    )
    page = review(extract(story, media_type="text/plain"))
    assert "<script" not in page
    assert "&lt;script&gt;alert(3)" in page
