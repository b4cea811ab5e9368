"""Ukrainian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import Rule, names
from narrator.script.spoken.english_numbers import roman
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.slavic import Slavic, currencies, noun
from narrator.script.spoken.tongue import Noun, nouns

_CASES = {"n": "nominative", "g": "genitive", "d": "dative", "a": "accusative", "i": "instrumental", "l": "locative"}
_MONTHS = names("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня")
# gender or "p" -> endings in the order n g d a i l; the second row is that of "третій"
_HARD = {"m": "ий ого ому ий им ому", "f": "а ої ій у ою ій", "n": "е ого ому е им ому", "p": "і их им і ими их"}
_SOFT = {
    "m": "ій ього ьому ій ім ьому",
    "f": "я ьої ій ю ьою ій",
    "n": "є ього ьому є ім ьому",
    "p": "і іх ім і іми іх",
}

_HUNDREDS = re.compile(r"(двох|трьох|чотирьох|п'яти|шести|семи|восьми|дев'яти)ста\b")
_HUNDRED = re.compile(r"\b(?:стами|стах)\b")

_UNITS = nouns("""
км кілометр кілометри кілометрів кілометра
м метр метри метрів метра
см сантиметр сантиметри сантиметрів сантиметра
мм міліметр міліметри міліметрів міліметра
кг кілограм кілограми кілограмів кілограма
г грам грами грамів грама
мг міліграм міліграми міліграмів міліграма
л літр літри літрів літра
мл мілілітр мілілітри мілілітрів мілілітра
га гектар гектари гектарів гектара
м² квадратний_метр квадратні_метри квадратних_метрів квадратного_метра
м³ кубічний_метр кубічні_метри кубічних_метрів кубічного_метра
км/год кілометр_на_годину кілометри_на_годину кілометрів_на_годину кілометра_на_годину
м/с метр_на_секунду метри_на_секунду метрів_на_секунду метра_на_секунду
°C градус_Цельсія градуси_Цельсія градусів_Цельсія градуса_Цельсія
°С градус_Цельсія градуси_Цельсія градусів_Цельсія градуса_Цельсія
°_C градус_Цельсія градуси_Цельсія градусів_Цельсія градуса_Цельсія
° градус градуси градусів градуса
мм_рт._ст. міліметр_ртутного_стовпа міліметри_ртутного_стовпа міліметрів_ртутного_стовпа міліметра_ртутного_стовпа
Вт ват вати ватів вата
кВт кіловат кіловати кіловатів кіловата
МВт мегават мегавати мегаватів мегавата
ГВт гігават гігавати гігаватів гігавата
В вольт вольти вольтів вольта
Гц герц герци герців герца
ГБ гігабайт гігабайти гігабайтів гігабайта
МБ мегабайт мегабайти мегабайтів мегабайта
чол. чоловік чоловіки чоловік чоловіка
""") | nouns(
    """
т тонна тонни тонн тонни
год година години годин години
год. година години годин години
хв хвилина хвилини хвилин хвилини
хв. хвилина хвилини хвилин хвилини
с секунда секунди секунд секунди
сек. секунда секунди секунд секунди
тис._т тисяча_тонн тисячі_тонн тисяч_тонн тисячі_тонн
кВт·год кіловат-година кіловат-години кіловат-годин кіловат-години
""",
    "f",
)


_CURRENCIES = currencies(
    dollar=noun("долар долари доларів долара", "m", "цент центи центів цента"),
    euro=noun("євро євро євро євро", "n", "цент центи центів цента"),
    hryvnia=noun("гривня гривні гривень гривні", "f", "копійка копійки копійок копійки", "f"),
    ruble=noun("рубль рублі рублів рубля", "m", "копійка копійки копійок копійки", "f"),
    pound=noun("фунт фунти фунтів фунта", "m", "пенс пенси пенсів пенса"),
    zloty=noun("злотий злоті злотих злотого", "m", "грош гроші грошів гроша"),
    franc=noun("франк франки франків франка"),
    yen=noun("єна єни єн єни", "f"),
    bitcoin=noun("біткоїн біткоїни біткоїнів біткоїна"),
)
_CURRENCIES |= {"дол.": _CURRENCIES["$"], "zł": _CURRENCIES["PLN"]}
_MILLION = noun("мільйон мільйони мільйонів мільйона")
_BILLION = noun("мільярд мільярди мільярдів мільярда")
_TRILLION = noun("трильйон трильйони трильйонів трильйона")
_THOUSAND = noun("тисяча тисячі тисяч тисячі", "f")
_FEMININES = frozenset(
    names(
        "ракети години особи бомби жінки країни області доби хвилини секунди сотні тисячі тонни гривні машини атаки зустрічі школи лікарні "
        "дитини групи бригади частини сторони книги статті кімнати квартири миті ночі хати рани смерті жертви людини дівчини сестри дочки "
        "доньки родини сім'ї копійки ділянки будівлі споруди лінії цілі установки гармати міни пушки справи причини теми версії партії "
        "команди перемоги поразки спроби речі думки умови вимоги помилки історії фірми громади угоди пари третини чверті половини"
    )
)


class Ukrainian(Slavic):
    """Dates and years in the genitive, ordinals by ending."""

    code = "uk"
    comma, point, minus, plus, to, by, per, and_ = "кома", "крапка", "мінус", "плюс", "–", "на", "на", "і"
    ratio = " "
    percent = noun("відсоток відсотки відсотків відсотка")
    powers = ("у квадраті", "у кубі", "у {} степені")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        "січ": "січня", "лют": "лютого", "бер": "березня", "квіт": "квітня", "трав": "травня", "черв": "червня", "лип": "липня",
        "серп": "серпня", "вер": "вересня", "жовт": "жовтня", "лист": "листопада", "груд": "грудня",
    }  # fmt: skip
    currencies: ClassVar[Mapping[str, Noun]] = _CURRENCIES
    units = _UNITS
    scales: ClassVar[Mapping[str, Noun]] = {
        **dict.fromkeys(
            ("млн", "млн.", "мільйон", "мільйона", "мільйони", "мільйонів", "мільйонам", "мільйонами"), _MILLION
        ),
        **dict.fromkeys(("млрд", "млрд.", "мільярд", "мільярда", "мільярди", "мільярдів", "мільярдами"), _BILLION),
        **dict.fromkeys(("трлн", "трлн.", "трильйон", "трильйона", "трильйони", "трильйонів"), _TRILLION),
        **dict.fromkeys(("тис.", "тис", "тисяча", "тисячі", "тисяч"), _THOUSAND),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "і", "%": "відсотків", "°": "градусів", "+": "плюс", "=": "дорівнює", "§": "параграф", "§§": "параграфи", "@": "ет", "#": "хештег",
        "*": "помножити на", "/": "скісна риска", "\\": "зворотна скісна риска", "_": "підкреслення", "<": "менше", ">": "більше",
        "±": "плюс-мінус", "×": "на", "÷": "поділити на", "≈": "приблизно", "≤": "не більше", "≥": "не менше", "→": "", "-": "мінус",
        "−": "мінус", "$": "доларів", "€": "євро", "£": "фунтів", "¥": "єн", "₴": "гривень", "₽": "рублів", "™": "", "®": "", "©": "",
        "•": "", "№": "номер", "‰": "проміле", "|": "", "~": "приблизно", "^": "", "º": "градусів",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "крапка", "@": "ет", "/": "скісна риска", "-": "дефіс", "_": "підкреслення", ":": "двокрапка", "&": "і", "#": "решітка",
        "?": "знак питання", "=": "дорівнює", "+": "плюс", "%": "відсоток", "~": "тильда",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "та ін.": "та інші", "і т. д.": "і так далі", "і т.д.": "і так далі", "тощо": "тощо", "напр.": "наприклад", "т. зв.": "так званий",
        "т.зв.": "так званий", "ім.": "імені", "вул.": "вулиця", "просп.": "проспект", "обл.": "область", "р-н": "район", "м.": "місто",
        "с.": "село", "ст.": "стаття", "ч.": "частина", "п.": "пункт", "див.": "дивись", "о. ч.": "очна частина", "гр.": "громадянин",
        "проф.": "професор", "ген.": "генерал", "д-р": "доктор", "до н. е.": "до нашої ери", "н. е.": "нашої ери", "р.": "року",
        "рр.": "роки", "тел.": "телефон", "бл.": "близько", "СБУ": "ес-бе-у", "ЗСУ": "зе-ес-у", "США": "се-ше-а", "ВСУ": "ве-ес-у",
    }  # fmt: skip
    numbered = frozenset(names("ст. ч. п. с. р. рр."))
    prepositions: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            names(
                "до від з із зі без для після близько бл біля понад_ серед проти протягом впродовж упродовж менше більше не_менше довжиною вартістю"
            ),
            "g",
        ),
        **dict.fromkeys(names("на за через про понад"), "a"),
        **dict.fromkeys(names("між перед над під"), "i"),
    }
    endings = (("ами", "i"), ("ями", "i"), ("ими", "i"), ("ах", "l"), ("ях", "l"), ("ам", "d"), ("ям", "d"))
    whole_parts = ("ціла", "цілих")
    tenths = (("десята", "десятих"), ("сота", "сотих"), ("тисячна", "тисячних"), ("десятитисячна", "десятитисячних"))
    year_words: ClassVar[Mapping[str, str]] = {
        "року": "g", "році": "l", "рік": "n", "роком": "i", "років": "g", "роках": "l", "роки": "p", "рр.": "g", "р.": "g",
    }  # fmt: skip
    year_genitive = "року"
    year_cases: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("у", "в", "о", "об"), "l"), **dict.fromkeys(("на", "за", "по", "через"), "a"),
    }  # fmt: skip
    years_by_case: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "р.": {"g": "року", "l": "році", "a": "рік"},
        "рр.": {"g": "років", "l": "роках", "a": "роки"},
    }
    unit_adjectives: ClassVar[Mapping[str, str]] = {
        "мм": "міліметров", "см": "сантиметров", "м": "метров", "км": "кілометров", "кг": "кілограмов", "т": "тонн",
    }  # fmt: skip
    adjective_endings = (
        ("ами", "ими"), ("ями", "ими"), ("ах", "их"), ("ях", "их"), ("ам", "им"), ("ям", "им"), ("ів", "их"), ("їв", "их"), ("и", "і"),
        ("і", "і"), ("ою", "ою"), ("ею", "ою"), ("у", "у"), ("ом", "им"), ("а", "а"), ("я", "а"), ("", "ий"),
    )  # fmt: skip
    adjective_suffixes: ClassVar[Mapping[str, tuple[str, str]]] = {
        "й": ("m", "n"), "ий": ("m", "n"), "го": ("m", "g"), "ого": ("m", "g"), "му": ("m", "l"), "ому": ("m", "l"), "м": ("m", "i"),
        "им": ("m", "i"), "а": ("f", "n"), "я": ("f", "n"), "та": ("f", "n"), "ї": ("f", "g"), "ої": ("f", "g"), "ій": ("f", "l"),
        "у": ("f", "a"), "ту": ("f", "a"), "ою": ("f", "i"), "е": ("n", "n"), "те": ("n", "n"), "і": ("p", "n"), "ті": ("p", "n"),
        "х": ("p", "g"), "их": ("p", "g"), "тих": ("p", "g"), "ми": ("p", "i"), "ти": ("c", "g"), "ох": ("c", "g"), "ма": ("c", "i"),
        "ьох": ("c", "g"), "ть": ("c", "n"), "ві": ("c", "n"),
    }  # fmt: skip
    joints: ClassVar[Mapping[int, str]] = {
        1: "одно",
        2: "дво",
        3: "три",
        4: "чотири",
        40: "сорока",
        90: "дев'яносто",
        100: "сто",
    }

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:
        """A cardinal in gender and case."""
        said = words.number(
            value, "uk", "cardinal", case=_CASES[case], gender="feminine" if gender == "f" else "masculine"
        )
        if said is None:
            return super().cardinal(value)
        if gender == "n" and case in ("n", "a") and value % 10 == 1 and value % 100 != 11:
            said = said.removesuffix("один") + "одне"
        if case == "n" and 1000 <= value < 2000:
            said = said.removeprefix("одна ")
        # num2words declines some hundreds and thousands wrongly
        said = _HUNDREDS.sub(r"\1сот", said.replace("тисячи", "тисячі"))
        return _HUNDRED.sub("ста", said).replace("дев'яностами", "дев'яноста")

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """An ordinal in gender (or "p") and case."""
        said = words.number(value, "uk", "ordinal")
        if said is None:
            return self.cardinal(value)
        said = said.removeprefix("одна ") if value < 2000 else said
        soft = said.endswith("третій")
        ending = (_SOFT if soft else _HARD)[form].split()["ngdail".index(case)]
        return said[:-2] + ending

    def noun_gender(self, value: int, following: str) -> str:
        """One and two agree: by ending after one, by a list of common nouns after two."""
        low = value % 10
        if value % 100 in (11, 12) or low not in (1, 2):
            return "m"
        if low == 1:
            return "f" if following.endswith(("а", "я")) else "n" if following.endswith(("о", "е")) else "m"
        return "f" if following in _FEMININES or following.endswith("ії") else "m"

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "сімнадцята тридцять"; after "о" the locative."""
        case = "l" if before in ("о", "об") else self.case_after(before)
        said = self.ordinal(hour, "f", case if case in "gl" else "n") if hour else "нуль годин"
        if minute:
            said += f" {'нуль ' if minute < 10 else ''}{self.cardinal(minute, 'f')}"
        if second:
            said += f" {self.cardinal(second, 'f')}"
        return said

    def power_number(self, value: int) -> str:
        """As in "у шостому степені"."""
        return self.ordinal(value, "m", "l")

    def own_words(self, rules: Rules) -> tuple[Rule, ...]:
        """Centuries."""

        def century(match: re.Match[str]) -> str | None:
            value = roman(match["roman"])
            word = match["word"]
            before = rules.before(match)
            if word == "ст.":
                return self._century(value, before, match)
            case = "l" if word.endswith("ті") else "g" if len(before) > 2 or before in self.prepositions else "n"
            return f"{self.ordinal(value, 'n', case)} {word}" if 0 < value < 40 else None

        return (Rule("roman", re.compile(r"(?P<roman>[IVX]+)\s(?P<word>століття|столітті|ст\.)(?!\w)"), century),)

    def _century(self, value: int, before: str, match: re.Match[str]) -> str | None:
        """As in "у XX ст."."""
        inside = before in ("у", "в", "на")
        said = f"{self.ordinal(value, 'n', 'l' if inside else 'g')} {'столітті' if inside else 'століття'}"
        return f"{said}{'' if match.string[match.end() :].strip() else '.'}" if 0 < value < 40 else None

    def roman(self, value: int, before: str) -> str | None:
        """Of centuries and rulers an ordinal."""
        return self.ordinal(value) if before else None


GRAMMAR = Rules(Ukrainian()).grammar()
