import pytest

STORY = """The Tern Herald
Skip to content
Menu
A ferry rests at the quay in Vell on Monday. (Ada Quill/Tern Herald)
This audio is created with AI assistance

The island council of Vell voted on Monday to keep its last ferry running through the winter, ending a dispute that had divided the town since August.

"Nobody should have to choose between a doctor and a dry road," council chair Ines Marlow said after the vote, which passed by nine to four.

Subscribe to newsletter
Island Weekly

The ferry carries about 1,200 passengers a month between November and March. Its operator had asked for $1.5 million to repair the hull before the first storms, and the council will now pay half of that sum.

Fishermen in the harbour welcomed the decision. They had offered to carry the post themselves if the service stopped, and several of them had already repaired the old mail boat at their own expense.

The first winter sailing leaves on Dec. 3 at 6:30 a.m. Tickets will cost the same as last year, the council said, and children under twelve will travel free of charge for the first time.

MORE NEWS
Lighthouse keeper retires after forty years
5:58 PM
Enter your email to subscribe
* indicates required
Subscribe
"""


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path
