"""English measures, sums, lengths of time and heat, as news writes them."""

import pytest

CASES = [
    # paid or measured per something
    ("It costs $0.25/kWh or €90/MWh.", "It costs twenty five cents per kilowatt hour or ninety euros per megawatt hour."),
    ("$5/GB, ₴5/kWh", "five dollars per gigabyte, five hryvnias per kilowatt hour"),
    ("$60/t and €1.80/L", "sixty dollars per ton and one euro eighty cents per liter"),
    ("$5/m² or $0.23/W", "five dollars per square meter or twenty three cents per watt"),
    ("$10–25/user/mo", "ten to twenty five dollars per user per month"),
    ("50 Mb/s, 300 mg/dL", "fifty megabits per second, three hundred milligrams per deciliter"),
    ("120/80 mmHg, 80/20, 90/100", "one hundred and twenty over eighty millimeters of mercury, eighty twenty, ninety out of one hundred"),
    ("2.5mg/5ml, 30 sqm, 2000sqft", "two point five milligrams per five milliliters, thirty square meters, two thousand square feet"),
    ("5 L/100 km", "five liters per one hundred kilometers"),
    ("120 g CO2/km", "one hundred and twenty grams of C.O two per kilometer"),
    ("5 kg/m2, 9.8 m/s2, 5 µg/m3", "five kilograms per square meter, nine point eight meters per second squared, five micrograms per cubic meter"),
    ("walk 1 min/run 2", "walk one minute run two"),
    # units
    ("10 sq. km and 100 sq. miles", "ten square kilometers and one hundred square miles"),
    ("20 cu. m", "twenty cubic meters"),
    ("26.2 mi, 5 yds", "twenty six point two miles, five yards"),
    ("5 t of grain, 5 Mt, 5 Mt Vernon Road", "five tons of grain, five megatons, five Mt Vernon Road"),
    ("12 fl oz and 2 tbsp. of oil", "twelve fluid ounces and two tablespoons of oil"),
    ("120 mmHg, 20 ppb, 10 Ω", "one hundred and twenty millimeters of mercury, twenty parts per billion, ten ohms"),
    ("2m bpd or 100,000 b/d", "two million barrels per day or one hundred thousand barrels per day"),
    ("5 bcm of gas", "five billion cubic meters of gas"),
    ("He is 5 ft 11 in tall, she 6ft 2in.", "He is five feet eleven inches tall, she six feet two inches."),
    ("5 ft 11 in the photo, 5 t-shirts, 5 m-long", "five feet eleven in the photo, five t-shirts, five meter-long"),
    ("a 6ft 2in man, 6ft2in, 6ft. 2in. tall", "a six foot two inch man, six feet two inches, six feet two inches tall"),
    ("I am 6' 2\" now", "I am six foot two now"),
    ("a 65-in. TV and a 65-in. screen", "a sixty five inch TV and a sixty five inch screen"),
    ("6 in. of snow", "six inches of snow"),
    ("1/2 lb, 3/4 lb. of meat, 2 1/2 lbs", "half a pound, three quarters of a pound of meat, two and a half pounds"),
    (".50-cal and .357 caliber", "fifty caliber and three fifty seven caliber"),
    ("‘10 km’ and '20%'", "‘ten kilometers’ and 'twenty percent'"),
    ("the '98 team of '05", "the ninety eight team of oh five"),
    # an m that counts
    ("It rose to 3.2m in May.", "It rose to three point two million in May."),
    ("The river rose to 3.2m in May.", "The river rose to three point two meters in May."),
    ("Over 2m Ukrainians fled, some 5m have voted.", "Over two million Ukrainians fled, some five million have voted."),
    ("a 2.5m-strong army", "a two point five million-strong army"),
    ("5 million-6 million, 25pp", "five million to six million, twenty five percentage points"),
    ("a 5m euro deal", "a five million euro deal"),
    ("a 2m tall man, a wall 2m tall", "a two meter tall man, a wall two meters tall"),
    ("20m long and 5m from the door", "twenty meters long and five meters from the door"),
    # lengths of time
    ("2h 30m", "two hours thirty minutes"),
    ("in 2h 03m 59s", "in two hours three minutes fifty nine seconds"),
    ("4m 30s or 3min 20s", "four minutes thirty seconds or three minutes twenty seconds"),
    ("1h30, at 1h30", "one hour thirty minutes, at one thirty"),
    # heat, places
    ("the 1.5C limit", "the one point five degree Celsius limit"),
    ("a 98.6 F fever", "a ninety eight point six degree Fahrenheit fever"),
    ("heat of 20-25C", "heat of twenty to twenty five degrees Celsius"),
    ("It fell to –5°C and –3%.", "It fell to minus five degrees Celsius and minus three percent."),
    ("40°26′46″N", "forty degrees twenty six minutes forty six seconds north"),
    # sums
    ("a $5 to $10 fee, the $5-$10 range", "a five to ten dollar fee, the five to ten dollar range"),
    ("$5 to $10 each", "five dollars to ten dollars each"),
    ("$1,000-$1,500/month", "one thousand dollars to one thousand five hundred dollars per month"),
    ("$1000s and $100s", "thousands of dollars and hundreds of dollars"),
    ("$2 1/2 million, a $2½ million deal", "two and a half million dollars, a two and a half million dollar deal"),
    ("$5tr, $1 000, $20 USD", "five trillion dollars, one thousand dollars, twenty U.S dollars"),
    ("Rs. 500, MX$50, AED 500", "five hundred rupees, fifty Mexican pesos, five hundred dirhams"),
    ("down 5p at 250p", "down five pence at two hundred and fifty pence"),
    ("It lost (-$5) and −$6, -.5", "It lost (minus five dollars) and minus six dollars, minus point five"),
    ("omega-3 Drops", "omega-three Drops"),
    ("$350+/month", "three hundred and fifty dollars plus per month"),
    ("It costs 99p.", "It costs ninety nine pence."),
    ("10-15pc, 5 percent-10 percent", "ten to fifteen percent, five to ten percent"),
    ("grew 2-3x, 1M+ users, 100,000:1", "grew two to three times, one million plus users, one hundred thousand to one"),
    ("a 4x100-meter relay", "a four by one hundred-meter relay"),
    ("max. 10, min. 5", "maximum ten, minimum five"),
    ("an f/4.9 lens", "an f four point nine lens"),
    ("4K 60p video", "four K sixty p video"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_reading(reads, case):
    reads("en", *case)
