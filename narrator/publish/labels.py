"""The page's own words, in the languages of articles; English for the others, and marked as English.

`about` tells what the label means, with the voice's name; dates are written as newspapers of the language do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names of buttons and parts of the page; `language` is the one they are in."""

    language: str
    play: str
    pause: str
    back: str
    forward: str
    seek: str
    speed: str
    volume: str
    chapters: str
    listen: str
    copy: str
    copied: str
    meaning: str
    about: str
    original: str
    download: str
    captions: str
    embed: str
    episodes: str
    subscribe: str
    keys: str
    failed: str
    missing: str
    months: str
    date: str = "{d} {m} {y}"


_TABLE = """
language|en|de|fr|es|it|pt|nl|pl|uk|ru
play|Play|Abspielen|Écouter|Reproducir|Ascolta|Ouvir|Afspelen|Odtwórz|Слухати|Слушать
pause|Pause|Pause|Pause|Pausa|Pausa|Pausa|Pauze|Pauza|Пауза|Пауза
back|Back 15 seconds|15 Sekunden zurück|Reculer de 15 secondes|Retroceder 15 segundos|Indietro di 15 secondi|Recuar 15 segundos|15 seconden terug|15 sekund wstecz|Назад на 15 секунд|Назад на 15 секунд
forward|Forward 15 seconds|15 Sekunden vor|Avancer de 15 secondes|Avanzar 15 segundos|Avanti di 15 secondi|Avançar 15 segundos|15 seconden vooruit|15 sekund do przodu|Вперед на 15 секунд|Вперёд на 15 секунд
seek|Position|Position|Position|Posición|Posizione|Posição|Positie|Pozycja|Позиція|Позиция
speed|Speed|Tempo|Vitesse|Velocidad|Velocità|Velocidade|Snelheid|Szybkość|Швидкість|Скорость
volume|Volume|Lautstärke|Volume|Volumen|Volume|Volume|Volume|Głośność|Гучність|Громкость
chapters|Chapters|Kapitel|Chapitres|Capítulos|Capitoli|Capítulos|Hoofdstukken|Rozdziały|Розділи|Главы
listen|Listen|Anhören|Écouter|Escuchar|Ascolta|Ouvir|Luisteren|Posłuchaj|Прослухати|Прослушать
copy|Copy link at this moment|Link zu dieser Stelle kopieren|Copier le lien vers ce moment|Copiar enlace a este momento|Copia il link a questo punto|Copiar link para este momento|Link naar dit moment kopiëren|Kopiuj link do tego miejsca|Скопіювати посилання на цю мить|Скопировать ссылку на это место
copied|Link copied|Link kopiert|Lien copié|Enlace copiado|Link copiato|Link copiado|Link gekopieerd|Skopiowano link|Посилання скопійовано|Ссылка скопирована
meaning|What this means|Was das heißt|Ce que cela signifie|Qué significa|Che cosa significa|O que isto significa|Wat dit betekent|Co to znaczy|Що це означає|Что это значит
about|The article was read aloud by a synthetic voice ({voice}). The voice says what is written; the text itself is the work of its authors.|Der Artikel wird von einer synthetischen Stimme vorgelesen ({voice}). Sie spricht, was geschrieben steht; der Text selbst stammt von seinen Autorinnen und Autoren.|L’article est lu par une voix de synthèse ({voice}). Elle dit ce qui est écrit ; le texte lui-même est l’œuvre de ses auteurs.|Una voz sintética ({voice}) lee el artículo. Dice lo que está escrito; el texto es obra de sus autores.|L’articolo è letto da una voce sintetica ({voice}). Dice ciò che è scritto; il testo è opera dei suoi autori.|O artigo é lido por uma voz sintética ({voice}). Ela diz o que está escrito; o texto é obra dos seus autores.|Het artikel wordt voorgelezen door een synthetische stem ({voice}). Zij zegt wat er staat; de tekst is het werk van de auteurs.|Artykuł czyta głos syntetyczny ({voice}). Mówi to, co jest napisane; sam tekst jest dziełem autorów.|Статтю читає синтетичний голос ({voice}). Він промовляє те, що написано; сам текст належить його авторам.|Статью читает синтетический голос ({voice}). Он произносит то, что написано; сам текст принадлежит его авторам.
original|Original article|Originalartikel|Article original|Artículo original|Articolo originale|Artigo original|Oorspronkelijk artikel|Oryginalny artykuł|Оригінал статті|Оригинал статьи
download|Download MP3|MP3 herunterladen|Télécharger le MP3|Descargar MP3|Scarica l’MP3|Baixar MP3|MP3 downloaden|Pobierz MP3|Завантажити MP3|Скачать MP3
captions|Captions|Untertitel|Sous-titres|Subtítulos|Sottotitoli|Legendas|Ondertitels|Napisy|Субтитри|Субтитры
embed|Embed|Einbetten|Intégrer|Insertar|Incorpora|Incorporar|Insluiten|Osadź|Вбудувати|Встроить
episodes|Episodes|Folgen|Épisodes|Episodios|Episodi|Episódios|Afleveringen|Odcinki|Випуски|Выпуски
subscribe|Subscribe in a podcast app|In einer Podcast-App abonnieren|S’abonner dans une appli de podcasts|Suscribirse en una app de pódcasts|Abbonati in un’app di podcast|Assinar num app de podcasts|Abonneren in een podcast-app|Subskrybuj w aplikacji do podcastów|Підписатися в застосунку для подкастів|Подписаться в приложении для подкастов
keys|Keyboard|Tastatur|Clavier|Teclado|Tastiera|Teclado|Toetsenbord|Klawiatura|Клавіатура|Клавиатура
failed|The audio cannot be played here.|Das Audio kann hier nicht abgespielt werden.|L’audio ne peut pas être lu ici.|El audio no se puede reproducir aquí.|L’audio non può essere riprodotto qui.|O áudio não pode ser reproduzido aqui.|De audio kan hier niet worden afgespeeld.|Nie można tu odtworzyć nagrania.|Тут неможливо відтворити аудіо.|Здесь невозможно воспроизвести аудио.
missing|Could not be included|Konnte nicht aufgenommen werden|N’a pas pu être inclus|No se pudo incluir|Non è stato possibile includere|Não foi possível incluir|Kon niet worden opgenomen|Nie udało się włączyć|Не вдалося включити|Не удалось включить
months|January February March April May June July August September October November December|Januar Februar März April Mai Juni Juli August September Oktober November Dezember|janvier février mars avril mai juin juillet août septembre octobre novembre décembre|enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre|gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre|janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro|januari februari maart april mei juni juli augustus september oktober november december|stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia|січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня|января февраля марта апреля мая июня июля августа сентября октября ноября декабря
date|{d} {m} {y}|{d}. {m} {y}|{d} {m} {y}|{d} de {m} de {y}|{d} {m} {y}|{d} de {m} de {y}|{d} {m} {y}|{d} {m} {y}|{d} {m} {y}|{d} {m} {y}
"""

_ROWS = {row.partition("|")[0]: row.split("|")[1:] for row in _TABLE.strip().splitlines()}
_BY_LANGUAGE = {
    language: Labels(**{field.name: _ROWS[field.name][column] for field in fields(Labels)})
    for column, language in enumerate(_ROWS["language"])
}


def labels(language: str) -> Labels:
    """The page's words for an article in `language` (BCP 47)."""
    return _BY_LANGUAGE.get(re.split("[-_]", language.lower())[0], _BY_LANGUAGE["en"])


def date(published: str, words: Labels) -> str:
    """An ISO 8601 date as people write it, by the day at most: "5 March 2026"."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", published)
    if not found:
        return ""
    year, month, day = found.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    name = words.months.split()[int(month) - 1]
    return words.date.format(d=int(day), m=name, y=year) if day else f"{name} {year}"
