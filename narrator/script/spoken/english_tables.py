"""English: what things are called (American usage)."""

from __future__ import annotations

from narrator.script.spoken.engine import names

MONTHS = {
    "january": "January", "february": "February", "march": "March", "april": "April", "may": "May", "june": "June",
    "july": "July", "august": "August", "september": "September", "october": "October", "november": "November",
    "december": "December", "jan": "January", "feb": "February", "mar": "March", "apr": "April", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "sept": "September", "oct": "October", "nov": "November",
    "dec": "December",
}  # fmt: skip
DAYS = {"mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "thur": "Thursday",
        "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}  # fmt: skip
MONTH_NAMES = tuple(dict.fromkeys(MONTHS.values()))

SCALES = {
    "k": "thousand", "m": "million", "mn": "million", "mln": "million", "mil": "million", "mio": "million",
    "b": "billion", "bn": "billion", "bln": "billion", "bil": "billion", "t": "trillion", "tn": "trillion",
    "trn": "trillion", "tr": "trillion", "hundred": "hundred", "thousand": "thousand", "million": "million", "billion": "billion",
    "trillion": "trillion", "quadrillion": "quadrillion", "lakh": "lakh", "crore": "crore",
}  # fmt: skip

# "100s of people"
ROUND = {"10": "tens", "100": "hundreds", "1000": "thousands", "10000": "tens of thousands",
         "100000": "hundreds of thousands", "1000000": "millions"}  # fmt: skip

# sign or code: one, many, one hundredth, many hundredths
CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("U.S dollar", "U.S dollars", "cent", "cents"),
    "USD": ("U.S dollar", "U.S dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "CA$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "AU$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "S$": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "R$": ("real", "reais", "centavo", "centavos"),
    "€": ("euro", "euros", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
    "JPY": ("yen", "yen", "sen", "sen"),
    "₩": ("won", "won", "jeon", "jeon"),
    "KRW": ("won", "won", "jeon", "jeon"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "Rs": ("rupee", "rupees", "paisa", "paise"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "UAH": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₽": ("ruble", "rubles", "kopeck", "kopecks"),
    "RUB": ("ruble", "rubles", "kopeck", "kopecks"),
    "₺": ("lira", "lira", "kurush", "kurush"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "₫": ("dong", "dong", "", ""),
    "₱": ("peso", "pesos", "centavo", "centavos"),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "₿": ("bitcoin", "bitcoin", "", ""),
    "¢": ("cent", "cents", "", ""),
    "zł": ("zloty", "zlotys", "grosz", "groszy"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "SEK": ("Swedish krona", "Swedish kronor", "öre", "öre"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "øre", "øre"),
    "DKK": ("Danish krone", "Danish kroner", "øre", "øre"),
    "CZK": ("Czech koruna", "Czech korunas", "haler", "halers"),
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "RMB": ("yuan", "yuan", "fen", "fen"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZD": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "SGD": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "NT$": ("Taiwan dollar", "Taiwan dollars", "cent", "cents"),
    "MX$": ("Mexican peso", "Mexican pesos", "centavo", "centavos"),
    "MXN": ("Mexican peso", "Mexican pesos", "centavo", "centavos"),
    "BRL": ("real", "reais", "centavo", "centavos"),
    "Rs.": ("rupee", "rupees", "paisa", "paise"),
    "PKR": ("Pakistani rupee", "Pakistani rupees", "paisa", "paise"),
    "AED": ("dirham", "dirhams", "fils", "fils"),
    "SAR": ("Saudi riyal", "Saudi riyals", "halala", "halalas"),
    "QAR": ("Qatari riyal", "Qatari riyals", "dirham", "dirhams"),
    "ILS": ("shekel", "shekels", "agora", "agorot"),
    "EGP": ("Egyptian pound", "Egyptian pounds", "piaster", "piasters"),
    "ZAR": ("rand", "rand", "cent", "cents"),
    "NGN": ("naira", "naira", "kobo", "kobo"),
    "KES": ("Kenyan shilling", "Kenyan shillings", "cent", "cents"),
    "IDR": ("rupiah", "rupiah", "sen", "sen"),
    "MYR": ("ringgit", "ringgit", "sen", "sen"),
    "THB": ("baht", "baht", "satang", "satang"),
    "HUF": ("forint", "forints", "", ""),
    "KZT": ("tenge", "tenge", "", ""),
    "₸": ("tenge", "tenge", "", ""),
    "₾": ("lari", "lari", "tetri", "tetri"),
}

# unit: one, many
UNITS = {
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "μg": ("microgram", "micrograms"), "µg": ("microgram", "micrograms"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "kt": ("kiloton", "kilotons"),
    "km": ("kilometer", "kilometers"), "m": ("meter", "meters"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "μm": ("micrometer", "micrometers"), "µm": ("micrometer", "micrometers"),
    "nm": ("nanometer", "nanometers"), "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
    "in": ("inch", "inches"), "ha": ("hectare", "hectares"), "l": ("liter", "liters"), "L": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"),
    "gal": ("gallon", "gallons"),
    "mph": ("mile per hour", "miles per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "kmh": ("kilometer per hour", "kilometers per hour"), "km/h": ("kilometer per hour", "kilometers per hour"),
    "m/s": ("meter per second", "meters per second"), "km/s": ("kilometer per second", "kilometers per second"),
    "m/s²": ("meter per second squared", "meters per second squared"), "m/s2": ("meter per second squared", "meters per second squared"), "mi/h": ("mile per hour", "miles per hour"), "mpg": ("mile per gallon", "miles per gallon"),
    "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"),
    "GW": ("gigawatt", "gigawatts"), "TW": ("terawatt", "terawatts"), "Wh": ("watt hour", "watt hours"),
    "kWh": ("kilowatt hour", "kilowatt hours"), "MWh": ("megawatt hour", "megawatt hours"),
    "GWh": ("gigawatt hour", "gigawatt hours"), "TWh": ("terawatt hour", "terawatt hours"),
    "kv": ("kilovolt", "kilovolts"), "kV": ("kilovolt", "kilovolts"), "V": ("volt", "volts"),
    "mV": ("millivolt", "millivolts"), "mA": ("milliampere", "milliamperes"), "mAh": ("milliampere hour", "milliampere hours"),
    "hp": ("horsepower", "horsepower"), "Hz": ("hertz", "hertz"), "hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"),
    "KB": ("kilobyte", "kilobytes"), "kB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"), "PB": ("petabyte", "petabytes"),
    "kb": ("kilobit", "kilobits"), "Mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "kbps": ("kilobit per second", "kilobits per second"),
    "mbps": ("megabit per second", "megabits per second"), "gbps": ("gigabit per second", "gigabits per second"),
    "tbsp": ("tablespoon", "tablespoons"), "tsp": ("teaspoon", "teaspoons"), "cc": ("cc", "cc"), "dB": ("decibel", "decibels"), "db": ("decibel", "decibels"), "Pa": ("pascal", "pascals"),
    "hPa": ("hectopascal", "hectopascals"), "kPa": ("kilopascal", "kilopascals"), "MPa": ("megapascal", "megapascals"),
    "atm": ("atmosphere", "atmospheres"), "psi": ("pound per square inch", "pounds per square inch"),
    "kJ": ("kilojoule", "kilojoules"), "kcal": ("kilocalorie", "kilocalories"), "cal": ("calorie", "calories"),
    "eV": ("electron volt", "electron volts"), "ppm": ("part per million", "parts per million"),
    "rpm": ("revolution per minute", "revolutions per minute"), "bpm": ("beat per minute", "beats per minute"),
    "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "h": ("hour", "hours"), "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"), "ns": ("nanosecond", "nanoseconds"), "yr": ("year", "years"),
    "yrs": ("year", "years"), "wk": ("week", "weeks"), "wks": ("week", "weeks"), "mo": ("month", "months"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "ºC": ("degree Celsius", "degrees Celsius"), "ºF": ("degree Fahrenheit", "degrees Fahrenheit"),
    "º": ("degree", "degrees"), "℃": ("degree Celsius", "degrees Celsius"), "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "lb-ft": ("pound-foot", "pound-feet"), "Nm": ("newton meter", "newton meters"), "dBA": ("decibel", "decibels"), "dBa": ("decibel", "decibels"),
    "bp": ("basis point", "basis points"), "bps": ("basis point", "basis points"), "pts": ("point", "points"),
    "sq-ft": ("square foot", "square feet"), "sq-mi": ("square mile", "square miles"),
    "°N": ("degree north", "degrees north"), "°S": ("degree south", "degrees south"),
    "°E": ("degree east", "degrees east"), "°W": ("degree west", "degrees west"),
    "° N": ("degree north", "degrees north"), "° S": ("degree south", "degrees south"),
    "° E": ("degree east", "degrees east"), "° W": ("degree west", "degrees west"),
    "%": ("percent", "percent"), "‰": ("per mille", "per mille"), "pct": ("percent", "percent"), "pc": ("percent", "percent"), "pp": ("percentage point", "percentage points"),
    "kgs": ("kilogram", "kilograms"), "kms": ("kilometer", "kilometers"), "yds": ("yard", "yards"), "t": ("ton", "tons"),
    "Mt": ("megaton", "megatons"), "Gt": ("gigaton", "gigatons"), "mcg": ("microgram", "micrograms"), "bbl": ("barrel", "barrels"),
    "fl oz": ("fluid ounce", "fluid ounces"), "fl. oz.": ("fluid ounce", "fluid ounces"), "dl": ("deciliter", "deciliters"),
    "dL": ("deciliter", "deciliters"), "mmol": ("millimole", "millimoles"),
    "mmHg": ("millimeter of mercury", "millimeters of mercury"), "mm Hg": ("millimeter of mercury", "millimeters of mercury"),
    "ppb": ("part per billion", "parts per billion"), "bcm": ("billion cubic meters", "billion cubic meters"),
    "mcm": ("million cubic meters", "million cubic meters"), "bcf": ("billion cubic feet", "billion cubic feet"),
    "mW": ("milliwatt", "milliwatts"), "GWp": ("gigawatt peak", "gigawatts peak"), "kVA": ("kilovolt ampere", "kilovolt amperes"),
    "Ω": ("ohm", "ohms"), "\u2126": ("ohm", "ohms"), "kΩ": ("kilohm", "kilohms"), "MΩ": ("megohm", "megohms"),
    "Mb": ("megabit", "megabits"), "Gb": ("gigabit", "gigabits"), "Mbit": ("megabit", "megabits"), "Gbit": ("gigabit", "gigabits"),
    "fps": ("frame per second", "frames per second"), "mSv": ("millisievert", "millisieverts"), "Bq": ("becquerel", "becquerels"),
    "µSv": ("microsievert", "microsieverts"), "μSv": ("microsievert", "microsieverts"), "BTU": ("B.T.U", "BTUs"),
    "g CO2": ("gram of C.O two", "grams of C.O two"), "g CO₂": ("gram of C.O two", "grams of C.O two"),
    "kg CO2": ("kilogram of C.O two", "kilograms of C.O two"), "kg CO₂": ("kilogram of C.O two", "kilograms of C.O two"),
}  # fmt: skip

# written "10 sq. km", "10 sqm", "10 cu ft"
AREA = r"(?:sq|cu)(?:\. ?| )?(?:km|cm|m|ft\.?|in\.?|mi\.?|yds?|miles?|foot|feet|inches|yards|(?:kilo)?met(?:er|re)s?)"
AREAS = {
    f"{short}{gap}{written}": (f"{kind} {one}", f"{kind} {many}")
    for short, kind in (("sq", "square"), ("cu", "cubic"))
    for gap in (". ", ".", " ", "")
    for one, many, several in (
        ("kilometer", "kilometers", "km kilometer kilometers kilometre kilometres"), ("centimeter", "centimeters", "cm"),
        ("meter", "meters", "m meter meters metre metres"), ("foot", "feet", "ft ft. foot feet"), ("inch", "inches", "in in. inches"),
        ("mile", "miles", "mi mi. mile miles"), ("yard", "yards", "yd yds yards"),
    )
    for written in several.split()
}  # fmt: skip

_LENGTHS = ("km", "m", "dm", "cm", "mm", "nm", "ft", "in", "yd", "mi")
UNITS |= {"dm": ("decimeter", "decimeters")}
UNITS |= {
    f"{length}{raised}": (f"{kind} {UNITS[length][0]}", f"{kind} {UNITS[length][1]}")
    for length in _LENGTHS
    for raised, kind in (("²", "square"), ("³", "cubic"), ("2", "square"), ("3", "cubic"))
}

# after "/": "$20/mo", "12/kg"
PER = {"mo": "month", "yr": "year", "wk": "week", "hr": "hour", "h": "hour", "d": "day", "day": "day", "month": "month",
       "year": "year", "week": "week", "hour": "hour", "min": "minute", "s": "second", "sec": "second", "person": "person",
       "capita": "capita", "night": "night", "barrel": "barrel", "bbl": "barrel", "gal": "gallon", "ton": "ton",
       "oz": "ounce", "kg": "kilogram", "lb": "pound", "tonne": "tonne", "share": "share", "unit": "unit", "liter": "liter",
       "litre": "liter", "gallon": "gallon", "mile": "mile", "km": "kilometer", "head": "head", "piece": "piece", "user": "user", "seat": "seat", "employee": "employee", "guest": "guest", "adult": "adult", "child": "child",
       "class": "class", "session": "session", "visit": "visit", "sq ft": "square foot", "sq. ft.": "square foot", "sqft": "square foot", "sq m": "square meter",
       "t": "ton", "mt": "metric ton", "y": "year", "pound": "pound", "ounce": "ounce", "acre": "acre", "ha": "hectare", "bushel": "bushel", "hectare": "hectare",
       "word": "word", "student": "student", "household": "household", "room": "room", "ticket": "ticket", "item": "item", "game": "game", "post": "post", "quarter": "quarter",
       "MMBtu": "million B.T.U", "mmBtu": "million B.T.U", "MMBTU": "million B.T.U", "mBtu": "thousand B.T.U"}  # fmt: skip

# units that others are counted by, besides
PER |= {
    unit: UNITS[unit][0]
    for unit in names(
        "W kW MW Wh kWh MWh GWh MB GB TB Mbps g mg l L ml mL dl dL mmol in² in2 ft² ft2 ft³ ft3 m² m2 m³ m3 cm² cm2 cm³ cm3 km² km2"
    )
}

SIGNS = {
    "&": "and", "%": "percent", "‰": "per mille", "°": "degrees", "+": "plus", "=": "equals", "§": "section", "¶": "paragraph",
    "@": "at", "#": "hash", "*": "asterisk", "/": "slash", "\\": "backslash", "_": "underscore", "~": "about", "^": "caret",
    "<": "less than", ">": "greater than", "|": "", "±": "plus or minus", "×": "times", "÷": "divided by", "≈": "about",
    "≤": "at most", "≥": "at least", "≠": "is not", "→": "to", "−": "minus", "$": "dollar", "€": "euro", "£": "pound",
    "¥": "yen", "₩": "won", "₹": "rupee", "₴": "hryvnia", "₽": "ruble", "₸": "tenge", "₾": "lari", "₿": "bitcoin", "¢": "cent", "™": "", "®": "",
    "©": "copyright", "•": "", "·": "", "†": "", "‡": "", "№": "number", "μ": "micro", "µ": "micro", "∞": "infinity",
    "√": "square root of", "π": "pi", "Ω": "ohm", "º": "degrees", "‑": "-",
}  # fmt: skip

# said for a sign inside an address or a code
LETTERS_OF_ADDRESSES = {
    ".": "dot", "@": "at", "/": "slash", "-": "dash", "_": "underscore", ":": "colon", "&": "ampersand", "#": "hash",
    "?": "question mark", "=": "equals", "+": "plus", "%": "percent", "~": "about", "*": "asterisk", "!": "exclamation mark",
    "'": "apostrophe", "$": "dollar", ",": "comma", ";": "semicolon", "\\": "backslash",
}  # fmt: skip

FRACTION_SIGNS = {
    "½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter", "¾": "three quarters", "⅕": "one fifth",
    "⅖": "two fifths", "⅗": "three fifths", "⅘": "four fifths", "⅙": "one sixth", "⅚": "five sixths", "⅛": "one eighth",
    "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths", "⅐": "one seventh", "⅑": "one ninth", "⅒": "one tenth",
}  # fmt: skip

# before a capital, with or without the dot
TITLES = { "Mr": "Mister", "Mrs": "Missus", "Ms": "Ms", "Dr": "Doctor", "Prof": "Professor", "Gen": "General", "Sen": "Senator",
    "Rep": "Representative", "Gov": "Governor", "Lt": "Lieutenant", "Col": "Colonel", "Sgt": "Sergeant", "Capt": "Captain",
    "Cpl": "Corporal", "Maj": "Major", "Cmdr": "Commander", "Adm": "Admiral", "Rev": "Reverend", "Fr": "Father",
    "Pres": "President", "Hon": "Honorable", "Amb": "Ambassador", "Supt": "Superintendent", "Insp": "Inspector",
    "Sens": "Senators", "Reps": "Representatives", "Gens": "Generals", "Govs": "Governors", "Drs": "Doctors",
    "Messrs": "Messieurs", "Pvt": "Private", "Brig": "Brigadier", "Det": "Detective", "Atty": "Attorney", "Sec": "Secretary",
    "St": "Saint", "Ste": "Saint", "Mt": "Mount", "Ft": "Fort",
}  # fmt: skip

# after a name
SUFFIXES = {
    "Jr": "Junior", "Sr": "Senior", "Inc": "Incorporated", "Corp": "Corporation", "Co": "Company", "Ltd": "Limited",
    "Bros": "Brothers", "Dept": "Department", "Univ": "University", "Assn": "Association", "Intl": "International",
}  # fmt: skip

ABBREVIATIONS = {
    "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "v.": "versus", "approx.": "approximately",
    "Ph.D.": "PHD",
    "Ph.D": "PHD",
    "M.D.": "MD",
    "a.k.a.": "also known as", "cf.": "compare", "viz.": "namely", "w/o": "without", "est.": "established",
}  # fmt: skip

STREETS = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "rd": "Road", "blvd": "Boulevard", "dr": "Drive", "ln": "Lane",
    "ct": "Court", "pl": "Place", "sq": "Square", "hwy": "Highway", "pkwy": "Parkway", "ter": "Terrace", "expy": "Expressway",
    "fwy": "Freeway", "cir": "Circle", "aly": "Alley",
}  # fmt: skip
DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
              "SE": "Southeast", "SW": "Southwest"}  # fmt: skip

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "DC": "DC",
}  # fmt: skip
# newspaper style, after a town: "Springfield, Mass."
STATE_ABBREVIATIONS = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Colo": "Colorado", "Conn": "Connecticut",
    "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois", "Ind": "Indiana", "Kan": "Kansas",
    "Ky": "Kentucky", "La": "Louisiana", "Md": "Maryland", "Mass": "Massachusetts", "Mich": "Michigan", "Minn": "Minnesota",
    "Miss": "Mississippi", "Mo": "Missouri", "Mont": "Montana", "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma",
    "Ore": "Oregon", "Pa": "Pennsylvania", "Tenn": "Tennessee", "Tex": "Texas", "Vt": "Vermont", "Va": "Virginia",
    "Wash": "Washington", "Wis": "Wisconsin", "Wyo": "Wyoming",
}  # fmt: skip

DOTTED_STATES = {
    "N.C": "North Carolina", "N.D": "North Dakota", "N.H": "New Hampshire", "N.J": "New Jersey", "N.M": "New Mexico", "N.Y": "New York",
    "R.I": "Rhode Island", "S.C": "South Carolina", "S.D": "South Dakota", "W.Va": "West Virginia", "D.C": "DC",
}  # fmt: skip

# Names that kings, queens, popes and heirs bear: "Charles III" is the third, "Rocky III" is three.
REGNAL = frozenset(
    names(
        "Charles Elizabeth Henry George Edward William James Richard John Paul Pius Benedict Leo Gregory Clement Innocent "
        "Urban Alexander Nicholas Peter Catherine Ivan Frederick Wilhelm Louis Napoleon Philip Felipe Carlos Juan Alfonso "
        "Ferdinand Francis Joseph Leopold Albert Baldwin Mary Anne Victoria Christian Haakon Harald Olav Gustav Carl "
        "Margrethe Christina Ramses Rameses Ptolemy Cleopatra Darius Cyrus Xerxes Constantine Justinian Theodosius Otto "
        "Conrad Sigismund Rudolf Matthias Maximilian Umberto Vittorio Emmanuel Pedro Abdullah Hussein Mohammed Hassan "
        "Faisal Rama Suleiman Selim Murad Mehmed Ahmed Mustafa Osman Bohdan Vladimir Yaroslav Boris Stephen Stefan "
        "Casimir Ladislaus Robert David Adrian Boniface Celestine Callixtus Martin Eugene Julius Sixtus Thutmose "
        "Amenhotep Seti Artaxerxes Michael Alexios Basil Thomas Samuel Sam Walter Harry Donald Joseph Daniel Theodore "
        "Franklin Arthur Patrick Kenneth Gerald Andrew Tawadros Shenouda Karekin Bartholomew Kirill Ignatius Hirohito "
        "Franz Hans Kim Wenceslas Tutankhamun Willem Juliana"
    )
)

# "AM" and the like: engines read these as letters by themselves, so they stay.
# Spoken as words, or letters that an engine already gives one by one:
SAID = frozenset(
    names(
        "NATO NASA UNESCO UNICEF OPEC AIDS FIFA UEFA ASEAN BRICS COVID SARS MERS RADAR LASER SONAR SWIFT NAFTA INTERPOL "
        "EUROPOL HIMARS ATACMS AUKUS HAMAS OSHA FEMA NORAD AWACS FARC ISIS ISIL DAESH IKEA LEGO NOAA NAFO NASDAQ LED LEDS "
        "DOGE SCUBA HAZMAT NIMBY YIMBY ISTANBUL DARPA MAGA POTUS SCOTUS FLOTUS GIF JPEG RAM ROM SIM PIN LAN DAX FTSE CAD "
        "ZIP OPCW START SALT TASS EUROCONTROL FRONTEX ERASMUS GATT MASH MIG PAC ICE AIPAC ECOWAS USA UK US UN EU AI FBI "
        "NY CIA EST GPS ABC CEO CEOS USSR AM PM IT ATM IQ ID TV PC DNA USB CNN NBC CBS OK"
    )
)
# Said letter by letter, though a word could be made of them
SPELLED = frozenset(
    names(
        "OSCE IAEA UNHCR IRGC NAACP ACLU AOC AIPAC AFL CIO EPA IRS ICC ICJ IMF IED IEDs IDF UAE UAV UAW UFC UFO UPS USS "
        "EBRD EIB ECB BBC ITV RAI ARD ZDF DOJ DOD DOE HUD HHS SEC FEC FDA FAA FTC FCC ATF DEA DHS ICE INS NSA NGO NGOS "
        "ISW IOC IPO ESG EV HIV ICBM ICBMS SCO CIS EEU EAEU LGBT LGBTQ NAFO OECD OAS AU AUC ECOWAS PAC VIP VIPS RSF URL "
        "UEA"
    )
) - frozenset(("ICE", "ECOWAS", "AIPAC", "NAFO", "PAC"))
# Three letters in capitals for emphasis, not initials
SHOUTED = frozenset(
    names(
        "BED RAW SKY NET TIP CAT JAM HOT AIR ART BAD BAR BOX BOY BUS BUY CAR CUP CUT DOG EAR EAT EGG EYE FAN FIT FIX "
        "FLY FUN GAS GUN HIT JOB JOY KEY KID LOW MAP MIX MOM MUD OIL PAN PAY PEN PET PIE POP POT RUN SAD SEA SEX SIT SKI SUN TAX TEA TIE VAN WEB WET ACE AGE AID AIM ARM BAG BAN BAT BET BID BIT BUG CAP DAD DIE DIG DRY DUE EGO ERA FAT FED FEE GAP GAY GEM GUY HAT HEY HIP HUG INN JAR JET LAB LAP LAY LEG LET LID LIE LOG LOT MAD MET NUT OAK ODD OWE PIG PIT RAN RAT RAY RIB RIP ROW RUB SAT SAW SHY SIN SIP SIR SPY SUE SUM TAB TAP TEN TIN TOE TON TOY TUB VET VIA VOW WIT YEN ZOO "
        "A I AM AN AND ANY ALL ARE AS AT BE BIG BUT BY CAN DAY DID DO END FAR FEW FOR GET GO GOD GOT HAD HAS HE HER HIM "
        "HIS HOW IF IN IS IT ITS LAW LET MAN MAX MAY ME MEN MY NEW NO NOR NOT NOW OF OFF OH OK OLD ON ONE ONLY OR OUR OUT "
        "OWN PUT RED SAY SEE SET SHE SIX SO SON TEN THE TO TOO TOP TRY TWO UP US USE VERY WAR WAS WAY WE WHO WHY WIN WON "
        "YES YET YOU"
    )
)

# of the Bible, in full and shortened, and others with chapters and verses
BOOKS = {
    name: name
    for name in names(
        "Genesis Exodus Leviticus Numbers Deuteronomy Joshua Judges Ruth Samuel Kings Chronicles Ezra Nehemiah Esther Job Psalm Psalms Proverbs "
        "Ecclesiastes Isaiah Jeremiah Lamentations Ezekiel Daniel Hosea Joel Amos Jonah Micah Nahum Habakkuk Zephaniah Haggai Zechariah Malachi "
        "Matthew Mark Luke John Acts Romans Corinthians Galatians Ephesians Philippians Colossians Thessalonians Timothy Titus Hebrews James Peter "
        "Jude Revelation Quran Koran Surah Sura"
    )
} | {
    "Gen": "Genesis", "Exod": "Exodus", "Ex": "Exodus", "Lev": "Leviticus", "Num": "Numbers", "Deut": "Deuteronomy", "Josh": "Joshua",
    "Judg": "Judges", "Sam": "Samuel", "Chron": "Chronicles", "Chr": "Chronicles", "Ps": "Psalm", "Prov": "Proverbs", "Eccl": "Ecclesiastes",
    "Isa": "Isaiah", "Jer": "Jeremiah", "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea", "Matt": "Matthew", "Rom": "Romans",
    "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians", "Phil": "Philippians", "Col": "Colossians", "Thess": "Thessalonians",
    "Tim": "Timothy", "Heb": "Hebrews", "Pet": "Peter", "Rev": "Revelation",
}  # fmt: skip

TIME_ZONES = frozenset(
    names("EST EDT CST CDT MST MDT PST PDT ET CT MT PT GMT UTC BST CET CEST EET EEST MSK IST JST AEST")
)
