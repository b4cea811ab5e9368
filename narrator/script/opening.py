"""What is heard before the article: the disclosure, the headline, the byline and the note of a correction."""

from __future__ import annotations

import re

from narrator.model import Article
from narrator.script.pieces import joints
from narrator.script.sentences import segment
from narrator.script.words import primary
from narrator.settings import Write

# "This audio is created with AI assistance." as a newsreader of that language would put it.
DISCLOSURES = {
    "af": "Hierdie klankopname is met behulp van kunsmatige intelligensie gemaak.",
    "ar": "أُعدّ هذا التسجيل الصوتي بمساعدة الذكاء الاصطناعي.",
    "az": "Bu səs yazısı süni intellektin köməyi ilə hazırlanıb.",
    "be": "Гэты аўдыязапіс створаны з дапамогай штучнага інтэлекту.",
    "bg": "Този аудиозапис е създаден с помощта на изкуствен интелект.",
    "bn": "এই অডিওটি কৃত্রিম বুদ্ধিমত্তার সহায়তায় তৈরি করা হয়েছে।",
    "bs": "Ovaj zvučni zapis napravljen je uz pomoć vještačke inteligencije.",
    "ca": "Aquest àudio s'ha creat amb l'ajuda de la intel·ligència artificial.",
    "cs": "Tato zvuková nahrávka vznikla s pomocí umělé inteligence.",
    "cy": "Crëwyd y sain hon gyda chymorth deallusrwydd artiffisial.",
    "da": "Denne lydoptagelse er lavet med hjælp fra kunstig intelligens.",
    "de": "Diese Audiofassung wurde mit Unterstützung künstlicher Intelligenz erstellt.",
    "el": "Αυτό το ηχητικό δημιουργήθηκε με τη βοήθεια τεχνητής νοημοσύνης.",
    "en": "This audio is created with AI assistance.",
    "eo": "Ĉi tiu sonregistraĵo estis kreita helpe de artefarita inteligento.",
    "es": "Este audio se ha creado con ayuda de inteligencia artificial.",
    "et": "See helisalvestis on loodud tehisintellekti abil.",
    "eu": "Audio hau adimen artifizialaren laguntzaz sortu da.",
    "fa": "این فایل صوتی با کمک هوش مصنوعی ساخته شده است.",
    "fi": "Tämä äänite on tehty tekoälyn avulla.",
    "fil": "Ang audio na ito ay ginawa sa tulong ng artificial intelligence.",
    "fr": "Cet audio a été créé avec l'aide de l'intelligence artificielle.",
    "ga": "Cruthaíodh an fuaim seo le cabhair ó intleacht shaorga.",
    "gl": "Este audio creouse coa axuda da intelixencia artificial.",
    "gu": "આ ઑડિયો કૃત્રિમ બુદ્ધિમત્તાની મદદથી બનાવવામાં આવ્યો છે.",
    "he": "הקלטה זו נוצרה בסיוע בינה מלאכותית.",
    "hi": "यह ऑडियो कृत्रिम बुद्धिमत्ता की सहायता से बनाया गया है।",
    "hr": "Ovaj zvučni zapis izrađen je uz pomoć umjetne inteligencije.",
    "hu": "Ez a hanganyag mesterséges intelligencia segítségével készült.",
    "hy": "Այս ձայնագրությունը ստեղծվել է արհեստական բանականության օգնությամբ։",
    "id": "Audio ini dibuat dengan bantuan kecerdasan buatan.",
    "is": "Þessi hljóðupptaka er gerð með aðstoð gervigreindar.",
    "it": "Questo audio è stato creato con l'aiuto dell'intelligenza artificiale.",
    "ja": "この音声はAIの支援を受けて作成されています。",
    "ka": "ეს აუდიოჩანაწერი შექმნილია ხელოვნური ინტელექტის დახმარებით.",
    "kk": "Бұл аудиожазба жасанды интеллекттің көмегімен жасалған.",
    "kn": "ಈ ಆಡಿಯೊವನ್ನು ಕೃತಕ ಬುದ್ಧಿಮತ್ತೆಯ ಸಹಾಯದಿಂದ ರಚಿಸಲಾಗಿದೆ.",
    "ko": "이 오디오는 인공지능의 도움을 받아 제작되었습니다.",
    "lt": "Šis garso įrašas sukurtas padedant dirbtiniam intelektui.",
    "lv": "Šis audioieraksts ir veidots ar mākslīgā intelekta palīdzību.",
    "mk": "Овој аудиозапис е создаден со помош на вештачка интелигенција.",
    "ml": "ഈ ഓഡിയോ നിർമ്മിത ബുദ്ധിയുടെ സഹായത്തോടെ തയ്യാറാക്കിയതാണ്.",
    "mr": "हा ऑडिओ कृत्रिम बुद्धिमत्तेच्या मदतीने तयार केला आहे.",
    "ms": "Audio ini dibuat dengan bantuan kecerdasan buatan.",
    "nb": "Dette lydopptaket er laget ved hjelp av kunstig intelligens.",
    "ne": "यो अडियो कृत्रिम बुद्धिमत्ताको सहायताले बनाइएको हो।",
    "nl": "Deze audio is gemaakt met hulp van kunstmatige intelligentie.",
    "nn": "Dette lydopptaket er laga ved hjelp av kunstig intelligens.",
    "no": "Dette lydopptaket er laget ved hjelp av kunstig intelligens.",
    "pa": "ਇਹ ਆਡੀਓ ਮਸਨੂਈ ਬੁੱਧੀ ਦੀ ਮਦਦ ਨਾਲ ਬਣਾਇਆ ਗਿਆ ਹੈ।",
    "pl": "To nagranie powstało z pomocą sztucznej inteligencji.",
    "pt": "Este áudio foi criado com a ajuda de inteligência artificial.",
    "ro": "Acest material audio a fost creat cu ajutorul inteligenței artificiale.",
    "ru": "Эта аудиозапись создана с помощью искусственного интеллекта.",
    "sk": "Táto zvuková nahrávka vznikla s pomocou umelej inteligencie.",
    "sl": "Ta zvočni posnetek je nastal s pomočjo umetne inteligence.",
    "sq": "Ky audio është krijuar me ndihmën e inteligjencës artificiale.",
    "sr": "Овај звучни запис направљен је уз помоћ вештачке интелигенције.",
    "sr-Latn": "Ovaj zvučni zapis napravljen je uz pomoć veštačke inteligencije.",
    "sv": "Den här ljudinspelningen är gjord med hjälp av artificiell intelligens.",
    "sw": "Sauti hii imetengenezwa kwa msaada wa akili bandia.",
    "ta": "இந்த ஒலிப்பதிவு செயற்கை நுண்ணறிவின் உதவியுடன் உருவாக்கப்பட்டது.",
    "te": "ఈ ఆడియో కృత్రిమ మేధ సహాయంతో రూపొందించబడింది.",
    "th": "เสียงนี้จัดทำขึ้นด้วยความช่วยเหลือของปัญญาประดิษฐ์",
    "tr": "Bu ses kaydı yapay zekâ yardımıyla hazırlanmıştır.",
    "uk": "Цей аудіозапис створено за допомогою штучного інтелекту.",
    "ur": "یہ آڈیو مصنوعی ذہانت کی مدد سے تیار کی گئی ہے۔",
    "vi": "Bản âm thanh này được tạo với sự hỗ trợ của trí tuệ nhân tạo.",
    "zh": "本音频由人工智能辅助制作。",
    "zh-HK": "本音訊由人工智能輔助製作。",
    "zh-Hant": "本音訊由人工智慧輔助製作。",
    "zh-TW": "本音訊由人工智慧輔助製作。",
}

# The byline as (one author, several authors, the word between the last two). Where a preposition would
# make us inflect the names, "Author:" stands instead.
_BYLINES = {
    "ca": ("Per {}.", "Per {}.", "i"),
    "cs": ("Autor: {}.", "Autoři: {}.", "a"),
    "da": ("Af {}.", "Af {}.", "og"),
    "de": ("Von {}.", "Von {}.", "und"),
    "en": ("By {}.", "By {}.", "and"),
    "es": ("Por {}.", "Por {}.", "y"),
    "fr": ("Par {}.", "Par {}.", "et"),
    "it": ("Di {}.", "Di {}.", "e"),
    "nb": ("Av {}.", "Av {}.", "og"),
    "nl": ("Door {}.", "Door {}.", "en"),
    "no": ("Av {}.", "Av {}.", "og"),
    "pl": ("Autor: {}.", "Autorzy: {}.", "i"),
    "pt": ("Por {}.", "Por {}.", "e"),
    "ro": ("De {}.", "De {}.", "și"),
    "ru": ("Автор: {}.", "Авторы: {}.", "и"),
    "sk": ("Autor: {}.", "Autori: {}.", "a"),
    "sv": ("Av {}.", "Av {}.", "och"),
    "tr": ("Yazan: {}.", "Yazanlar: {}.", "ve"),
    "uk": ("Автор: {}.", "Автори: {}.", "і"),
    "zh": ("作者：{}。", "作者：{}。", "、"),
    "ja": ("文：{}。", "文：{}。", "、"),
}

# What a newspaper of that language puts before the note of a correction.
_CORRECTIONS = {
    "ca": "Correcció", "cs": "Oprava", "da": "Rettelse", "de": "Berichtigung", "en": "Correction", "es": "Corrección",
    "fr": "Rectificatif", "it": "Rettifica", "nb": "Rettelse", "nl": "Rectificatie", "no": "Rettelse", "pl": "Sprostowanie",
    "pt": "Correção", "ro": "Rectificare", "ru": "Исправление", "sk": "Oprava", "sv": "Rättelse", "tr": "Düzeltme",
    "uk": "Виправлення",
}  # fmt: skip

_LONGEST_HEADLINE = 80
_LISTED = re.compile(
    r"(?:and|or|und|oder|et|ou|y|e|o|en|i|і|й|та|и|или) |(?:\S+ )?[^\s,]+(?:,|$| (?:and|or|und|et|y|e|і|и) )"
)
_LATE = 10.0  # what a cut at the very start would cost beside one at the very end
_TRAILING = " ,;:—–-、，；：…."


def disclosure(language: str, settings: Write) -> str:
    """The sentence that says the audio is made with AI assistance, in `language` (else in English).

    `[script.disclosure]` in the settings wins, by full tag ("pt-BR") before the bare language ("pt").
    """
    tag = language.replace("_", "-")
    for table in (settings.disclosure, DISCLOSURES):
        found = table.get(tag) or table.get(primary(tag))
        if found:
            return found
    return settings.disclosure.get("en") or DISCLOSURES["en"]


def byline(names: tuple[str, ...], language: str) -> str:
    """The authors as a sentence, "By A, B and C."; empty without names."""
    names = tuple(name for name in (" ".join(name.split()).rstrip(".") for name in names) if name)
    if not names:
        return ""
    one, several, last = _BYLINES.get(primary(language), ("{}.", "{}.", ","))
    if len(names) == 1:
        return one.format(names[0])
    between = last if last in {"、", ","} else f" {last} "
    comma = "、" if last == "、" else ", "
    return several.format(comma.join(names[:-1]) + (", " if between == "," else between) + names[-1])


def correction(note: str | None, language: str) -> str:
    """The note as it is heard and shown, "Correction: …"; empty without one. Done twice it is the same."""
    text = " ".join((note or "").split())
    if not text:
        return ""
    word = _CORRECTIONS.get(primary(language))
    if word and not text.casefold().startswith(word.casefold()):
        text = f"{word}: {text}"
    return text if text[-1] in ".!?…。！？؟।" else f"{text}."


def headline(article: Article) -> str:
    """The article's title; without one, its first sentence, cut at a clause to at most 80 characters.

    Used for the episode's name. Falls back on the site, then on "Untitled".
    """
    if article.title and article.title.strip():
        return " ".join(article.title.split())
    for block in article.blocks:
        if any(char.isalnum() for char in block.text):
            return clip(segment(block.text, article.language)[0], _LONGEST_HEADLINE, article.language)
    return article.site or "Untitled"


def clip(sentence: str, longest: int, language: str) -> str:
    """The sentence without its full stop, cut to `longest` characters where a clause or a phrase ends.

    Between a cut that is good and one that is late the later one wins unless it is much worse; a comma in a list is none.
    """
    text = " ".join(sentence.split())
    plain = text.rstrip(_TRAILING) or text
    if len(plain) <= longest:
        return plain
    ends = []
    for place, cost in joints(plain, language):
        kept = plain[:place].rstrip(_TRAILING)
        if longest // 3 <= len(kept) <= longest and not (
            plain[:place].rstrip().endswith(",") and _LISTED.match(plain, place)
        ):
            ends.append((cost + _LATE * (longest - len(kept)) / longest, kept))
    return min(ends)[1] if ends else plain[:longest].rpartition(" ")[0].rstrip(_TRAILING) or plain[:longest]


def opens_with(body: str, title: str) -> bool:
    """Is the title just the first words of the body?"""
    head, start = _letters(title), _letters(body[: 3 * len(title) + 40])
    return bool(head) and start.startswith(head)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
