"""English dates, hours, spans, and the numbers of kings, wars, books and roads."""

import pytest

CASES = [
    # whose time it is
    ("It starts at 3 p.m. Beijing time.", "It starts at three PM Beijing time."),
    ("at 10 a.m. New York time", "at ten AM New York time"),
    ("at 9 a.m. Eastern on Monday", "at nine AM Eastern on Monday"),
    ("at 5 p.m. Thurs. and 7 p.m. March 3", "at five PM Thursday and seven PM March third"),
    ("at 5 p.m. KST on Monday", "at five PM KST on Monday"),
    ("at 10 a.m. Friday", "at ten AM Friday"),
    ("It ended at 8 p.m. Central Park was full.", "It ended at eight PM. Central Park was full."),
    # several days
    ("on May 5 and 6", "on May fifth and sixth"),
    ("(Nov. 18) and “Dec. 1”", "(November eighteenth) and “December first”"),
    ("(May 5, 6 and 7)", "(May fifth, sixth and seventh)"),
    ("August 20 and 21, 2020", "August twentieth and twenty first, twenty twenty"),
    ("On May 5 and 6 ships sank.", "On May fifth and six ships sank."),
    ("July 2-4, 9-11 and 16-18", "July second to fourth, ninth to eleventh and sixteenth to eighteenth"),
    ("(April 10-12, 17-19)", "(April tenth to twelfth, seventeenth to nineteenth)"),
    ("from Jan. 5 through 8", "from January fifth through eighth"),
    ("18-24 November", "the eighteenth to the twenty fourth of November"),
    ("on 5 and 6 May", "on the fifth and sixth of May"),
    ("the night of 5/6 May", "the night of fifth to the sixth of May", "the night of the fifth to the sixth of May"),
    ("about 20 may come", "about twenty may come"),
    # short dates
    ("on 8/1 and 3/15", "on August first and March fifteenth"),
    ("On 8/1, 3/15 and 12/25, by 8/1, Tues. 8/1", "On August first, March fifteenth and December twenty fifth, by August first, Tuesday August first"),
    ("the 1/6 hearings, cut by 3/4", "the January sixth hearings, cut by three quarters"),
    ("28 Feb.–2 March, May 2020–June 2021", "the twenty eighth of February to the second of March, May twenty twenty to June twenty twenty one"),
    ("from 5/1 to 5/15", "from May first to May fifteenth"),
    ("on 1/2 of the land, from 1/2 to 3/4", "on one half of the land, from one half to three quarters"),
    ("on 9/11", "on nine eleven"),
    ("5-Jan-2012", "the fifth of January twenty twelve"),
    ("24.02.22", "the twenty fourth of February twenty two"),
    ("Mon Jan 5, open Mon–Fri", "Monday January fifth, open Monday to Friday"),
    ("The Denver Sun, May 5", "The Denver Sun, May fifth"),
    # spans
    ("Jan.-Mar. 2020", "January to March twenty twenty"),
    ("1941-5 and 1999–00", "nineteen forty one to forty five and nineteen ninety nine to two thousand"),
    ("(c. 1452 – 2 May 1519)", "(circa fourteen fifty two to the second of May fifteen nineteen)"),
    ("(5 March 1850 – 2 May 1919)", "(the fifth of March eighteen fifty to the second of May nineteen nineteen)"),
    ("c. 1450–c. 1519", "circa fourteen fifty to circa fifteen nineteen"),
    ("18th–19th centuries, 1st-3rd", "eighteenth to nineteenth centuries, first to third"),
    ("noon-2 p.m. today, 9 a.m.-noon", "noon to two PM today, nine AM to noon"),
    ("14:00-16:00 GMT", "fourteen hundred to sixteen hundred GMT"),
    ("Q1-Q3, FY24-25", "Q one to Q three, fiscal year twenty four to twenty five"),
    ("in 2023/2024 and FY 2023", "in twenty twenty three twenty twenty four and fiscal year twenty twenty three"),
    ("Gen. Z, gates A1-A10", "Generation Z, gates A-one to A-ten"),
    ("since Feb. 24, 2022–present", "since February twenty fourth, twenty twenty two to present"),
    ("2022-02 and 2005-06", "February twenty twenty two and two thousand five to oh six"),
    ("1990–present", "nineteen ninety to present"),
    ("UTC-05:00 or GMT+2", "UTC minus five or GMT plus two"),
    ("a sub-4:00 mile", "a sub-four mile"),
    # kings, wars, books
    ("Did Charles I die?", "Did Charles the first die?"),
    ("King Charles I met him, Charles I met you.", "King Charles the first met him, Charles I met you."),
    ("WWI and WW2", "World War one and World War two"),
    ("the XIXth and XXth centuries", "the nineteenth and twentieth centuries"),
    ("Stage IIIB", "Stage three B"),
    ("Matthew 5:3-12", "Matthew five, three to twelve"),
    ("1 Cor. 13:4-7 and Gen. 1:1", "First Corinthians thirteen, four to seven and Genesis one one"),
    ("on Tues., Thurs. night", "on Tuesday, Thursday night"),
    ("Sen. Bo Lee (D-N.Y.) and Ann Roe, R-W.Va., left", "Senator Bo Lee (Democrat of New York) and Ann Roe, Republican of West Virginia, left"),
    # numbers that name
    ("the 49ers and 76ers, T-15th", "the forty niners and seventy sixers, T fifteenth"),
    ("1600 Pennsylvania Ave. NW", "sixteen hundred Pennsylvania Avenue NW"),
    ("Washington, D.C. 20500", "Washington, DC two zero five zero zero"),
    ("a Boeing 787-9 or a 737-8", "a Boeing seven eighty seven, nine or a seven thirty seven, eight"),
    ("747-400 jets, 120-100", "seven forty seven, four hundred jets, one hundred and twenty to one hundred"),
    ("at No 10, world No 1", "at number ten, world number one"),
    ("No 10 people came. No 18-year-old, the No 1-ranked", "No ten people came. No eighteen year old, the number one-ranked"),
    ("§§ 12–14", "sections twelve to fourteen"),
    ("killed 1950, about 1950 Ukrainian soldiers", "killed one thousand nine hundred and fifty, about one thousand nine hundred and fifty Ukrainian soldiers"),
    ("2015 census data, roughly 2022 levels", "twenty fifteen census data, roughly twenty twenty two levels"),
    ("est. 3,000 men, est. 1850, ca. 1500", "estimated three thousand men, established eighteen fifty, circa fifteen hundred"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_reading(reads, case):
    reads("en", *case)
