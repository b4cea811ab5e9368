"""Units and currencies in Spanish."""

from __future__ import annotations

from narrator.script.spoken.tongue import Noun, nouns

MASCULINE = nouns("""
km kilómetro kilómetros
m metro metros
cm centímetro centímetros
mm milímetro milímetros
kg kilogramo kilogramos
kilos kilo kilos
g gramo gramos
mg miligramo miligramos
l litro litros
ml mililitro mililitros
ha hectárea hectáreas
m² metro_cuadrado metros_cuadrados
m³ metro_cúbico metros_cúbicos
km/h kilómetro_por_hora kilómetros_por_hora
kph kilómetro_por_hora kilómetros_por_hora
m/s metro_por_segundo metros_por_segundo
s segundo segundos
seg segundo segundos
min minuto minutos
ms milisegundo milisegundos
°C grado_Celsius grados_Celsius
ºC grado_Celsius grados_Celsius
°_C grado_Celsius grados_Celsius
°F grado_Fahrenheit grados_Fahrenheit
°_F grado_Fahrenheit grados_Fahrenheit
°_K grado_kelvin grados_kelvin
°K grado_kelvin grados_kelvin
°_c grado_Celsius grados_Celsius
°_f grado_Fahrenheit grados_Fahrenheit
°_k grado_kelvin grados_kelvin
W vatio vatios
kW kilovatio kilovatios
MW megavatio megavatios
GW gigavatio gigavatios
kWh kilovatio_hora kilovatios_hora
MWh megavatio_hora megavatios_hora
GWh gigavatio_hora gigavatios_hora
TWh teravatio_hora teravatios_hora
kbit/s kilobit_por_segundo kilobits_por_segundo
Mb/s megabit_por_segundo megabits_por_segundo
Mbit/s megabit_por_segundo megabits_por_segundo
Gb/s gigabit_por_segundo gigabits_por_segundo
µg microgramo microgramos
μg microgramo microgramos
dB decibelio decibelios
V voltio voltios
kV kilovoltio kilovoltios
Hz hercio hercios
kHz kilohercio kilohercios
MHz megahercio megahercios
GHz gigahercio gigahercios
kB kilobyte kilobytes
MB megabyte megabytes
GB gigabyte gigabytes
TB terabyte terabytes
ft pie pies
hp caballo_de_vapor caballos_de_vapor
‰ por_mil por_mil
""")
FEMININE = nouns(
    """
h hora horas
cda. cucharada cucharadas
cdas. cucharada cucharadas
cdta. cucharadita cucharaditas
cdtas. cucharadita cucharaditas
mi milla millas
mph milla_por_hora millas_por_hora
lb libra libras
lbs libra libras
oz onza onzas
t tonelada toneladas
yd yarda yardas
ha hectárea hectáreas
""",
    "f",
)


def _currency(line: str, gender: str = "m") -> Noun:
    one, many, cent, cents = (word.strip() for word in line.split(","))
    return Noun((one, many), gender, (cent, cents))


_EURO = _currency("euro,euros,céntimo,céntimos")
_DOLLAR = _currency("dólar,dólares,centavo,centavos")
_POUND = Noun(("libra", "libras"), "f", ("penique", "peniques"))
_YEN = _currency("yen,yenes,sen,sen")
_PESO = "peso {0},pesos {0}s,centavo,centavos"
CURRENCIES = {
    "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _currency("dólar estadounidense,dólares estadounidenses,centavo,centavos"),
    "US$": _currency("dólar estadounidense,dólares estadounidenses,centavo,centavos"), "£": _POUND, "GBP": _POUND,
    "¥": _YEN, "JPY": _YEN, "₩": _currency("won,wones,jeon,jeones"), "KRW": _currency("won,wones,jeon,jeones"),
    "₡": _currency("colón,colones,céntimo,céntimos"), "CRC": _currency("colón costarricense,colones costarricenses,céntimo,céntimos"),
    "SVC": _currency("colón salvadoreño,colones salvadoreños,centavo,centavos"),
    "NIO": Noun(("córdoba", "córdobas"), "f", ("centavo", "centavos")), "PAB": _currency("balboa,balboas,centésimo,centésimos"),
    "HNL": _currency("lempira,lempiras,centavo,centavos"), "GTQ": _currency("quetzal,quetzales,centavo,centavos"),
    "BOP": _currency(_PESO.format("boliviano")), "BOB": _currency("boliviano,bolivianos,centavo,centavos"),
    "mex$": _currency(_PESO.format("mexicano")), "MEX$": _currency(_PESO.format("mexicano")), "MXN": _currency(_PESO.format("mexicano")), "MXP": _currency(_PESO.format("mexicano")),
    "ARS": _currency(_PESO.format("argentino")), "CLP": _currency(_PESO.format("chileno")), "COP": _currency(_PESO.format("colombiano")),
    "UYU": _currency(_PESO.format("uruguayo")), "DOP": _currency(_PESO.format("dominicano")), "CUP": _currency(_PESO.format("cubano")),
    "PHP": _currency(_PESO.format("filipino")), "PEN": _currency("sol,soles,céntimo,céntimos"), "S/": _currency("sol,soles,céntimo,céntimos"),
    "PYG": _currency("guaraní,guaraníes,céntimo,céntimos"), "₲": _currency("guaraní,guaraníes,céntimo,céntimos"),
    "VES": _currency("bolívar,bolívares,céntimo,céntimos"), "VEF": _currency("bolívar,bolívares,céntimo,céntimos"),
    "BRL": _currency("real brasileño,reales brasileños,centavo,centavos"), "R$": _currency("real,reales,centavo,centavos"),
    "HKD": _currency("dólar de Hong Kong,dólares de Hong Kong,centavo,centavos"), "NZD": _currency("dólar neozelandés,dólares neozelandeses,centavo,centavos"),
    "ZAR": _currency("rand,rands,centavo,centavos"), "₧": Noun(("peseta", "pesetas"), "f", ("céntimo", "céntimos")),
    "CHF": _currency("franco suizo,francos suizos,céntimo,céntimos"), "FR": _currency("franco,francos,céntimo,céntimos"),
    "RS": Noun(("rupia", "rupias"), "f", ("paisa", "paisas"), "f"), "₹": Noun(("rupia", "rupias"), "f", ("paisa", "paisas"), "f"),
    "INR": Noun(("rupia india", "rupias indias"), "f", ("paisa", "paisas"), "f"),
    "KR": Noun(("corona", "coronas"), "f", ("öre", "öres")), "SEK": Noun(("corona sueca", "coronas suecas"), "f", ("öre", "öres")),
    "NOK": Noun(("corona noruega", "coronas noruegas"), "f", ("øre", "øres")),
    "DKK": Noun(("corona danesa", "coronas danesas"), "f", ("øre", "øres")), "MK": _currency("marco,marcos,penique,peniques"),
    "DM": _currency("marco,marcos,pfennig,pfennigs"), "PTAS": Noun(("peseta", "pesetas"), "f", ("céntimo", "céntimos")),
    "PTS": Noun(("peseta", "pesetas"), "f", ("céntimo", "céntimos")), "UAH": Noun(("grivna", "grivnas"), "f", ("kopek", "kopeks")),
    "₴": Noun(("grivna", "grivnas"), "f", ("kopek", "kopeks")), "RUB": _currency("rublo,rublos,kopek,kopeks"),
    "₽": _currency("rublo,rublos,kopek,kopeks"), "CZK": Noun(("corona checa", "coronas checas"), "f", ("heller", "helleres")),
    "KČ": Noun(("corona checa", "coronas checas"), "f", ("heller", "helleres")),
    "HUF": _currency("forinto húngaro,forintos húngaros,fillér,fillérs"),
    "FT": _currency("forinto,forintos,fillér,fillérs"),
    "ILS": _currency("séquel,séqueles,agorá,agorot"),
    "₪": _currency("séquel,séqueles,agorá,agorot"),
    "THB": _currency("bat,bats,satang,satang"),
    "฿": _currency("bat,bats,satang,satang"),
    "SGD": _currency("dólar de Singapur,dólares de Singapur,centavo,centavos"),
    "₱": _currency("peso,pesos,centavo,centavos"),
    "₺": Noun(("lira", "liras"), "f", ("kuruş", "kuruş")),
    "TL": Noun(("lira turca", "liras turcas"), "f", ("kuruş", "kuruş")),
    "₫": Noun(("dong", "dongs"), "m"),
    "₦": Noun(("naira", "nairas"), "f", ("kobo", "kobos")),
    "₵": Noun(("cedi", "cedis"), "m", ("pesewa", "pesewas")),
    "EGP": Noun(("libra egipcia", "libras egipcias"), "f", ("piastra", "piastras"), "f"),
    "SAR": _currency("rial saudí,riales saudíes,halala,halalas"),
    "AED": _currency("dírham,dírhams,fils,fils"),
    "MAD": _currency("dírham marroquí,dírhams marroquíes,céntimo,céntimos"),
    "RON": _currency("leu,leus,ban,bani"),
    "BGN": _currency("lev,levs,stotinka,stotinki"),
    "HRK": Noun(("kuna", "kunas"), "f", ("lipa", "lipas"), "f"),
    "NT$": _currency("dólar taiwanés,dólares taiwaneses,centavo,centavos"),
    "HK$": _currency("dólar de Hong Kong,dólares de Hong Kong,centavo,centavos"),
    "C$": _currency("dólar canadiense,dólares canadienses,centavo,centavos"),
    "A$": _currency("dólar australiano,dólares australianos,centavo,centavos"),
    "CNY": _currency("yuan,yuanes,fen,fen"), "PLN": _currency("esloti,eslotis,grosz,groszy"),
    "TRY": Noun(("lira turca", "liras turcas"), "f", ("kuruş", "kuruş")), "CAD": _currency("dólar canadiense,dólares canadienses,centavo,centavos"),
    "AUD": _currency("dólar australiano,dólares australianos,centavo,centavos"), "₿": Noun(("bitcóin", "bitcoines")),
    "¢": Noun(("centavo", "centavos")),
}  # fmt: skip
