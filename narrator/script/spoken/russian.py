"""Russian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from narrator.script.spoken import words
from narrator.script.spoken.engine import names
from narrator.script.spoken.rules import Rules
from narrator.script.spoken.slavic import Slavic, currencies, noun
from narrator.script.spoken.tongue import Noun, nouns

_CASES = {"n": "n", "g": "g", "d": "d", "a": "a", "i": "i", "l": "p"}
_MONTHS = names("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")

_UNITS = nouns("""
км километр километра километров километра
м метр метра метров метра
см сантиметр сантиметра сантиметров сантиметра
мм миллиметр миллиметра миллиметров миллиметра
кг килограмм килограмма килограммов килограмма
г грамм грамма граммов грамма
мг миллиграмм миллиграмма миллиграммов миллиграмма
л литр литра литров литра
мл миллилитр миллилитра миллилитров миллилитра
га гектар гектара гектаров гектара
м² квадратный_метр квадратных_метра квадратных_метров квадратного_метра
м³ кубический_метр кубических_метра кубических_метров кубического_метра
км/ч километр_в_час километра_в_час километров_в_час километра_в_час
м/с метр_в_секунду метра_в_секунду метров_в_секунду метра_в_секунду
°C градус_Цельсия градуса_Цельсия градусов_Цельсия градуса_Цельсия
°С градус_Цельсия градуса_Цельсия градусов_Цельсия градуса_Цельсия
°_C градус_Цельсия градуса_Цельсия градусов_Цельсия градуса_Цельсия
° градус градуса градусов градуса
Вт ватт ватта ватт ватта
кВт киловатт киловатта киловатт киловатта
МВт мегаватт мегаватта мегаватт мегаватта
ГВт гигаватт гигаватта гигаватт гигаватта
В вольт вольта вольт вольта
Гц герц герца герц герца
ГБ гигабайт гигабайта гигабайт гигабайта
МБ мегабайт мегабайта мегабайт мегабайта
чел. человек человека человек человека
ч час часа часов часа
Мбит мегабит мегабита мегабит мегабита
Гбит гигабит гигабита гигабит гигабита
мкг микрограмм микрограмма микрограммов микрограмма
кВт·ч киловатт-час киловатт-часа киловатт-часов киловатт-часа
МВт·ч мегаватт-час мегаватт-часа мегаватт-часов мегаватт-часа
ГВт·ч гигаватт-час гигаватт-часа гигаватт-часов гигаватт-часа
мес месяц месяца месяцев месяца
мес. месяц месяца месяцев месяца
""") | nouns(
    """
т тонна тонны тонн тонны
мин минута минуты минут минуты
мин. минута минуты минут минуты
с секунда секунды секунд секунды
сек. секунда секунды секунд секунды
коп. копейка копейки копеек копейки
тыс._т тысяча_тонн тысячи_тонн тысяч_тонн тысячи_тонн
ч._л. чайная_ложка чайные_ложки чайных_ложек чайной_ложки
ч.л. чайная_ложка чайные_ложки чайных_ложек чайной_ложки
ч._л чайная_ложка чайные_ложки чайных_ложек чайной_ложки
ст._л. столовая_ложка столовые_ложки столовых_ложек столовой_ложки
ст.л. столовая_ложка столовые_ложки столовых_ложек столовой_ложки
ст._л столовая_ложка столовые_ложки столовых_ложек столовой_ложки
""",
    "f",
)


_CURRENCIES = currencies(
    dollar=noun("доллар доллара долларов доллара", "m", "цент цента центов цента"),
    euro=noun("евро евро евро евро", "n", "цент цента центов цента"),
    hryvnia=noun("гривна гривны гривен гривны", "f", "копейка копейки копеек копейки", "f"),
    ruble=noun("рубль рубля рублей рубля", "m", "копейка копейки копеек копейки", "f"),
    pound=noun("фунт фунта фунтов фунта", "m", "пенс пенса пенсов пенса"),
    zloty=noun("злотый злотых злотых злотого"),
    franc=noun("франк франка франков франка"),
    yen=noun("иена иены иен иены", "f"),
    bitcoin=noun("биткоин биткоина биткоинов биткоина"),
)
_CURRENCIES |= dict.fromkeys(("долл.", "долл"), _CURRENCIES["$"])
_MILLION = noun("миллион миллиона миллионов миллиона")
_BILLION = noun("миллиард миллиарда миллиардов миллиарда")
_TRILLION = noun("триллион триллиона триллионов триллиона")
_THOUSAND = noun("тысяча тысячи тысяч тысячи", "f")


_TIMES = frozenset(names("с сек ч час мин мес месяц год сутки день неделю"))


class Russian(Slavic):
    """Dates and years in the genitive, ordinals by ending."""

    code = "ru"
    comma, point, minus, plus, to, by, per, and_ = "запятая", "точка", "минус", "плюс", "–", "на", "в", "и"
    oblique = ("ам", "ами", "ах")
    percent = noun("процент процента процентов процента")
    powers = ("в квадрате", "в кубе", "в {} степени")
    months: ClassVar[Mapping[str, str]] = {
        **{month: month for month in _MONTHS},
        "янв": "января", "фев": "февраля", "апр": "апреля", "авг": "августа", "сен": "сентября", "сент": "сентября",
        "окт": "октября", "ноя": "ноября", "нояб": "ноября", "дек": "декабря",
    }  # fmt: skip
    currencies: ClassVar[Mapping[str, Noun]] = _CURRENCIES
    units = _UNITS
    scales: ClassVar[Mapping[str, Noun]] = {
        **dict.fromkeys(
            ("млн", "млн.", "миллион", "миллиона", "миллионы", "миллионов", "миллионам", "миллионами"), _MILLION
        ),
        **dict.fromkeys(("млрд", "млрд.", "миллиард", "миллиарда", "миллиарды", "миллиардов", "миллиардами"), _BILLION),
        **dict.fromkeys(("трлн", "трлн.", "триллион", "триллиона", "триллионы", "триллионов"), _TRILLION),
        **dict.fromkeys(("тыс.", "тыс", "тысяча", "тысячи", "тысяч"), _THOUSAND),
    }
    signs: ClassVar[Mapping[str, str]] = {
        "&": "и", "%": "процент", "°": "градусов", "+": "плюс", "=": "равно", "§": "параграф", "§§": "параграфы", "@": "собака", "#": "хештег",
        "*": "умножить на", "/": "косая черта", "\\": "обратная косая черта", "_": "подчёркивание", "<": "меньше", ">": "больше",
        "±": "плюс-минус", "×": "на", "÷": "разделить на", "≈": "примерно", "≤": "не больше", "≥": "не меньше", "→": "",
        "-": "минус", "−": "минус", "$": "долларов", "€": "евро", "£": "фунтов", "¥": "иен", "₴": "гривен", "₽": "рублей", "™": "",
        "®": "", "©": "", "•": "", "№": "номер", "‰": "промилле", "|": "", "~": "примерно", "^": "", "º": "градусов",
    }  # fmt: skip
    web: ClassVar[Mapping[str, str]] = {
        ".": "точка", "@": "собака", "/": "косая черта", "-": "тире", "_": "подчёркивание", ":": "двоеточие", "&": "и", "#": "решётка",
        "?": "вопросительный знак", "=": "равно", "+": "плюс", "%": "процент", "~": "тильда", "com": "ком",
    }  # fmt: skip
    abbreviations: ClassVar[Mapping[str, str]] = {
        "и др.": "и другие", "и т. д.": "и так далее", "и т.д.": "и так далее", "и т. п.": "и тому подобное", "и т.п.": "и тому подобное",
        "напр.": "например", "т. е.": "то есть", "т.е.": "то есть", "т. к.": "так как", "т.к.": "так как", "т. н.": "так называемый",
        "им.": "имени", "ул.": "улица", "просп.": "проспект", "обл.": "область", "р-н": "район", "ст.": "статья", "см.": "смотри",
        "п.": "пункт", "проф.": "профессор", "ген.": "генерал", "г-н": "господин", "г-жа": "госпожа", "до н. э.": "до нашей эры",
        "н. э.": "нашей эры", "гг.": "годы", "с.": "страница", "тел.": "телефон", "ок.": "около", "США": "сэ ш а", "СБУ": "эс-бэ-у", "ВСУ": "вэ-эс-у", "ЕС": "е-эс",
    }  # fmt: skip
    numbered = frozenset(names("ст. п. гг. с."))
    prepositions: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            names(
                "до от с со из без для после около ок близ среди против течение свыше более менее больше меньше порядка из-за"
            ),
            "g",
        ),
        **dict.fromkeys(names("к ко по_"), "d"),
        **dict.fromkeys(names("на за через про"), "a"),
        **dict.fromkeys(names("между перед над под"), "i"),
        **dict.fromkeys(names("о об при"), "l"),
    }
    endings = (
        ("ами", "i"),
        ("ями", "i"),
        ("ыми", "i"),
        ("ими", "i"),
        ("ах", "l"),
        ("ях", "l"),
        ("ам", "d"),
        ("ям", "d"),
    )
    whole_parts = ("целая", "целых")
    feminine_genitive = "ой"
    tenths = (
        ("десятая", "десятых"),
        ("сотая", "сотых"),
        ("тысячная", "тысячных"),
        ("десятитысячная", "десятитысячных"),
    )
    year_words: ClassVar[Mapping[str, str]] = {
        "годами": "i", "годам": "d", "года": "g", "году": "l", "год": "n", "годом": "i", "годов": "g", "годах": "l", "годы": "p", "гг.": "g", "г.": "g",
    }  # fmt: skip
    year_genitive = "года"
    year_cases: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("в", "во", "о", "об"), "l"), **dict.fromkeys(("на", "за", "по", "через"), "a"), "к": "d", "ко": "d",
    }  # fmt: skip
    years_by_case: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "г.": {"g": "года", "l": "году", "a": "год", "d": "году"},
        "гг.": {"g": "годов", "l": "годах", "a": "годы", "d": "годам"},
    }
    century_words: ClassVar[Mapping[str, str]] = {
        "века": "g", "веке": "l", "век": "n", "веку": "d", "веком": "i", "веков": "g", "веках": "l", "в.": "", "вв.": "",
    }  # fmt: skip
    centuries: ClassVar[Mapping[str, tuple[str, str]]] = {"g": ("века", "веков"), "l": ("веке", "веках")}
    numbered_nouns: ClassVar[Mapping[str, tuple[str, str]]] = {
        "мировая": ("f", "n"), "мировой": ("f", "g"), "мировую": ("f", "a"), "квартал": ("m", "n"), "квартала": ("m", "g"),
        "квартале": ("m", "l"), "съезд": ("m", "n"), "съезда": ("m", "g"), "съезде": ("m", "l"), "тур": ("m", "n"), "тура": ("m", "g"),
        "этап": ("m", "n"), "этапа": ("m", "g"), "этапе": ("m", "l"), "полугодие": ("n", "n"), "полугодия": ("n", "g"),
        "полугодии": ("n", "l"), "тысячелетие": ("n", "n"), "тысячелетия": ("n", "g"), "тысячелетии": ("n", "l"),
        "группа": ("f", "n"), "группы": ("f", "g"), "группу": ("f", "a"), "группе": ("f", "l"), "республика": ("f", "n"),
    }  # fmt: skip
    places: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "ул.": {"": "улица", **dict.fromkeys(names("на по в"), "улице"), **dict.fromkeys(names("с со от до возле у около"), "улицы")},
        "г.": {"": "город", "в": "городе", **dict.fromkeys(names("из от до около у"), "города"), "к": "городу"},
    }  # fmt: skip
    queens = frozenset(
        names("елизавет екатерин изабелл виктори мари анн маргарет маргрет беатрикс юлиан кристин христин")
    )
    ruler_endings: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "f": {"ы": "g", "и": "g", "е": "d", "у": "a", "ю": "a", "ой": "i", "ей": "i"},
        "m": {"а": "g", "я": "g", "у": "d", "ю": "d", "ом": "i", "ем": "i", "ём": "i", "е": "l"},
    }  # fmt: skip
    unit_adjectives: ClassVar[Mapping[str, str]] = {
        "мм": "миллиметров", "см": "сантиметров", "км": "километров", "кг": "килограммов", "т": "тонн",
    }  # fmt: skip
    adjective_endings = (
        ("ами", "ыми"), ("ями", "ыми"), ("ах", "ых"), ("ях", "ых"), ("ам", "ым"), ("ям", "ым"), ("ов", "ых"), ("ев", "ых"), ("ы", "ые"),
        ("и", "ые"), ("ой", "ой"), ("у", "ую"), ("ом", "ым"), ("а", "ая"), ("я", "ая"), ("", "ый"),
    )  # fmt: skip
    feminine_oblique = ("е", "и", "ы", "ой", "ей")
    ratio = " "
    adjective_suffixes: ClassVar[Mapping[str, tuple[str, str]]] = {
        "й": ("m", "n"), "ый": ("m", "n"), "ой": ("m", "n"), "го": ("m", "g"), "ого": ("m", "g"), "му": ("m", "d"), "ому": ("m", "d"),
        "м": ("m", "l"), "ом": ("m", "l"), "ым": ("m", "i"), "я": ("f", "n"), "ая": ("f", "n"), "ю": ("f", "a"), "ую": ("f", "a"),
        "е": ("p", "n"), "ые": ("p", "n"), "ее": ("n", "n"), "ое": ("n", "n"), "х": ("p", "g"), "ых": ("p", "g"), "ми": ("p", "i"),
        "ти": ("c", "g"), "ёх": ("c", "g"), "ех": ("c", "g"), "мя": ("c", "i"),
    }  # fmt: skip
    joints: ClassVar[Mapping[int, str]] = {1: "одно", 40: "сорока", 90: "девяносто", 100: "сто"}

    def cardinal(self, value: int, gender: str = "m", case: str = "n") -> str:
        """A cardinal in gender and case; nothing counted here is alive."""
        said = words.number(value, "ru", "cardinal", case=_CASES[case], gender=gender, animate=False)
        return super().cardinal(value) if said is None else said

    def ordinal(self, value: int, form: str = "m", case: str = "n") -> str:
        """An ordinal in gender (or "p") and case; years of the last millennium start with "тысяча"."""
        plural = form == "p"
        gender = "m" if plural else form
        said = words.number(value, "ru", "ordinal", case=_CASES[case], gender=gender, plural=plural, animate=False)
        if said is None:
            return self.cardinal(value)
        return said.removeprefix("одна ") if value < 2000 else said

    def noun_gender(self, value: int, following: str) -> str:
        """One and two agree: after one by the nominative, after two by the genitive."""
        low = value % 10
        if value % 100 in (11, 12) or low not in (1, 2):
            return "m"
        if low == 1:
            return "f" if following.endswith(("а", "я")) else "n" if following.endswith(("о", "е")) else "m"
        return "f" if following.endswith(("ы", "и")) else "m"

    def clock(self, hour: int, minute: int | None, second: int | None, before: str) -> str:
        """As in "семнадцать тридцать"."""
        case = "g" if self.case_after(before) == "g" else "n"
        said = self.cardinal(hour, "m", case)
        if not minute:
            one = hour % 10 == 1 and hour != 11
            few = hour % 10 in (2, 3, 4) and hour not in (12, 13, 14)
            hours = (
                "часов"
                if case == "g" and not one
                else "час"
                if one and case == "n"
                else "часа"
                if few or one
                else "часов"
            )
            return f"{said} {hours}"
        said += f" {'ноль ' if minute < 10 else ''}{self.cardinal(minute, 'f', case)}"
        return f"{said} {self.cardinal(second, 'f', case)}" if second else said

    def rate(self, written: str, many: str = "") -> str:
        """As in "в секунду", "на километр"."""
        said = super().rate(written, many)
        return said if written in _TIMES else f"на {said.removeprefix(f'{self.per} ')}"

    def power_number(self, value: int) -> str:
        """As in "в шестой степени"."""
        return self.ordinal(value, "f", "l")

    def telephone(self, groups: list[str]) -> str:
        """Groups of up to three digits are numbers."""
        said = []
        for group in groups:
            run = group.lstrip("+")
            number = (
                self.digits(run)
                if len(run) > 3
                else " ".join(
                    [
                        *(["ноль"] * (len(run) - len(run.lstrip("0")))),
                        *([self.cardinal(int(run))] if run.strip("0") else []),
                    ]
                )
            )
            said.append(("плюс " if group[0] == "+" else "") + number)
        return ", ".join(said)


GRAMMAR = Rules(Russian()).grammar()
