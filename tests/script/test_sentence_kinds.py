"""Sentences by kind: each line is one text, `|` stands where a sentence ends and another begins."""

import pytest

from narrator.script import segment

KINDS = {
    "en": """
The firm of Hale, Orr & Co. moved to Leeds. | It stayed there.
Ask Mara and co. at the desk. | Were Lee and co. there?
They sold it to Bright Bros. in May. | Marsh Ltd. bought it back.
Apple Inc. said so. | He works for Orr Inc. | She does not.
Dr. Ann Roe, Ph.D., spoke. | Prof. Lee listened. | Rev. Hale left.
He holds a Ph.D. | She has an M.D. from Yale.
Martin Hale Jr. won. | His father, Martin Hale Sr., lost.
That is Hale Jr.'s boat.
The U.S. Senate met. | The U.S. has 50 states. | He left the U.S. | They stayed in the U.K.
A U.N. envoy met E.U. leaders in Washington, D.C. on Monday.
She moved to Washington, D.C. | He followed her.
At 6 a.m. the bells rang. | By 7 p.m. it was dark. | It opens at 9 a.m. Monday. | It shuts at 5 p.m. | Visitors then leave.
The battle of 480 B.C. was lost. | It was 79 A.D. | The city burned.
It rose from $1.5 million to $2.75 million. | That is 3.4 percent.
It costs $100.00. | It is in the bag.
Version 2.0 came out. | Node.js and .NET were mentioned. | See readme.txt for more.
Write to ann.roe@example.org. | She answers.
See www.example.org/a.b?c=d. | Then call.
See Fig. 3 and pp. 12–15 of vol. 2. | Sec. 4 is about Op. 27 No. 2.
He lives at No. 10 Mill St. in York. | It is near St. Mary's Church and Mt. Rainier.
We flew to Ft. Worth and St. Louis. | Gen. Lee and Lt. Col. Orr met us.
On Feb. 14 and Sept. 3 it closed. | In Dec. 1999 it burned.
J. R. R. Orr wrote it. | A.J. Hale read it. | So did Mary K. Lunt.
Was it you and I. | Did you see Albert I. Jones?
Use tools, e.g. a saw, i.e. a sharp one. | Bring nails, screws, etc. | Then begin.
The case of Orr v. Hale began. | Red vs. Blue was fun.
“Where are you?” she asked. | “Here!” he cried. | “Come in.”
“It is late. | We must go,” he said.
"It is late," he said. | "We must go."
She said, "It is late." | He did not move.
'It is late.' she said.
He said: "Stop! Stop!" and ran.
The minister wrote that "The bridge is shut. The road is open."
He said "The water rose. We left the house." | Nobody was hurt.
He said, "The water rose. | We left the house."
"The sea was grey. | We sailed." - Martin Hale
"It was a long day." - that is what she said.
"Is that right?" Hale said. | "Yes!" Mara Lee cried. | She left.
"Wait!" | Tom Hale left. | "Who goes?" | He said nothing.
He sang in Viva Clara! (1965), and in Where To? (Orr, 1971) with her.
He laughed! | (She did not.) | They left.
The fair opened in Washington, D.C. | Photo: Ann Roe. | The U.S. Senate: a history.
(He was wrong.) | She knew it. | He (an engineer by trade) left.
The rule (see sec. 3. and 4.) holds.
She laughed (he did not!) and left.
He waited... and waited. | Then... nothing. | I never said that... | She left.
I never said that.... | She left.
The words . . . were lost. | They were not found.
Well ... I mean ... he left.
“We go…” he said.
Really?! | Yes!! | No?? | Fine.
It is old.[1] | It was built in 1900.[2][3] | Nobody knows why.
The text is clear.¹ | Others differ.
1) Take flour. | 2) Add salt. | 3) Stir.
1. Take flour. | 2. Add salt. | 3. Stir.
• Flour | • Salt | • Eggs
a) the first | b) the second | c) the third
We have 3 items: 1. flour, 2. salt, 3. eggs.
She works at Yahoo! in Leeds.
MR. HALE SAID NO. | THE END.
He got an A. | She got a B. | Both were glad.
Turn to p. 55. | It is there.
approx. 20 people came. | The dept. of trade agreed.
He was no. 5 on the list. | No. 5 won. | No. | It did not.
iPhone sales fell. | eBay did well. | iTunes did not.
He said no. | Mara left. | She was ill. | Lee came. | The house he lived in. | Orr sold it.
He is 5 ft. 9 in. tall. | It weighs 3 lbs. | That is light.
The temperature was 20.5 °C. | It fell to -3.
Said who? says the law.
""",
    "de": """
Am 3. Oktober 1990 war es so weit. | Der 2. Weltkrieg war lange vorbei.
Im 19. und 20. Jahrhundert wuchs die Stadt. | Danach nicht mehr.
Das war 1990. | Danach kam Nr. 5 an die Reihe.
Dr. Kahl und Prof. Dr. Veit kamen z. B. aus Ulm. | Hr. Roth nicht.
Es gibt Brot, Käse usw. | Dann ist Schluss.
Die Fa. Kahl GmbH & Co. KG zahlt ca. 3,5 Mio. Euro. | Das sind 1.000.000 mehr.
„Komm her!“, rief sie. | „Warum?“, fragte er.
Er sagte: „Ich gehe.“ | Dann ging er.
Ludwig XIV. und Friedrich II. waren Könige.
Er wohnt in der Hauptstr. 5 in St. Pölten. | Das ist i. d. R. gut.
Um 8.30 Uhr begann es. | Bis 12 Uhr war es vorbei.
»Das ist das Ende«, sagte er. | »Wir gehen.« | »Gut.«
»Komm her!«, rief sie. | »Warum?«, fragte er. | Er sagte: »Ich gehe.« | Dann ging er.
Er nannte es »ein Wunder. Ein Glück« und ging.
Der Abg. Kahl und Maj. Roth kamen. | Der Vors. Veit nicht.
Er misst 1,80 m. | Sie ist kleiner.
""",
    "fr": """
M. Petit et Mme Roux sont venus. | Le Dr Blanc aussi.
Il est né en 300 av. J.-C. à Lyon. | Puis il est mort.
Il y a du pain, du vin, etc. | C'est tout.
« Bonjour ! » dit-il. | « Ça va ? » | Elle rit.
Il a dit : « Je pars. » | Puis il est parti.
Voir p. 12 et art. 5 du code. | N. Durand l'a écrit.
La S.N.C.F. a dit non. | Cela coûte 3,5 M€.
Il mesure 1,80 m. | Elle part à 20 h. | Ils pèsent 80 kg. | On le sait.
Les MM. Petit et Roux suivent le Gal. Blanc. | Ils partent.
« Non », dit-elle. | « Ça suffit. » | Elle partit.
Le 5 janv. 2020 M. Petit est venu.
""",
    "es": """
El Sr. Paz y la Dra. Gil llegaron. | D. Luis no vino.
Vive en EE. UU. desde 1990. | Le gusta.
¿Qué pasó? | ¡Nada! | Todo va bien.
Nació en el año 300 a. C. en Roma. | Luego murió.
Hay pan, vino, etc. | Eso es todo.
«Vamos», dijo. | «No voy.»
Véase la pág. 12 y el art. 5 de la ley. | Está en la Av. Sol núm. 5.
Nació el 5 ene. 2020 en Lima. | Murió el 3 sept. 2021 en Quito.
El Dip. Paz y la Sen. Gil votaron. | Nadie más.
Mide 1,80 m. | Ella mide más. | Cuesta 5 mill. de euros.
«No», dijo. | «Ya basta.» | Ella «se fue» con él.
""",
    "it": """
Il sig. Neri e la dott.ssa Verdi sono arrivati. | L'avv. Bianchi no.
Abita in p.zza Dante n. 5. | È vicino.
C'è pane, vino, ecc. | Questo è tutto.
«Andiamo!» disse. | «Perché?» | Nessuno rispose.
Nacque nel 300 a.C. a Roma. | Poi morì.
Nacque il 12 feb. 1999 a Roma. | Il 5 sett. 2010 partì per Bari.
Il gen. Neri e il col. Verdi arrivarono. | È alto 1,80 m. | Lei è bassa.
""",
    "pl": """
W 1990 r. prof. Kos mieszkał przy ul. Nowej 5. | Potem wyjechał.
Dr hab. Jan Nowak i mgr Ewa Lis przyszli m.in. z Łodzi. | Było ich 3 tys.
Kupił chleb, ser itd. | Potem wrócił.
W XIX w. miasto rosło. | Dnia 3. maja było święto.
Urodził się w 2020 r. | Był zdrowy. | W 2021 r. Nowak wyjechał.
W XIX w. | Był to czas zmian. | Zebranie dn. 5 maja odwołano.
""",
    "nl": """
Dhr. Bos en mevr. De Wit kwamen. | Prof. dr. Smit niet.
Er was brood, kaas enz. | Dat was alles.
Zie blz. 12 en art. 5. | Het is o.a. in Gent te koop.
Op 5 jan. 1990 kwam hij aan. | Op 3 mrt. 1991 ging hij weg.
De gen. Bos en kol. Smit kwamen. | Hij weegt 80 kg. | Zij niet.
""",
    "uk": """
У 2010 р. проф. Коваль жив на вул. Новій, 5. | Потім він поїхав.
Т. Г. Шевченко народився 1814 року. | Він був поетом.
Це коштує 5 тис. грн. | Це дорого.
«Ходімо!» — сказав він. | «Чому?» — спитала вона.
Хліб, сир тощо. | Було й ін. майно.
У XIX ст. місто росло. | У м. Київ жило 5 млн. осіб.
Він народився у 2022 р. | Вона ні. | У 2022 р. Коваль поїхав.
Його зріст 1,80 м. | Вона нижча. | Це місто в м. Київ.
""",
    "sv": """
Den 5 jan. 1990 kom Hr. Berg m.fl. till Lund. | Sedan gick de.
""",
    "ru": """
В 2010 г. проф. Орлов жил на ул. Новой, 5. | Потом он уехал.
А. С. Пушкин родился в 1799 году. | Он был поэтом.
Это стоит 5 тыс. руб. | Это дорого.
«Пойдём!» — сказал он. | «Почему?» — спросила она.
В XIX в. город рос. | В г. Москва жило 5 млн. человек.
Хлеб, сыр и т. д. | Больше ничего.
Он родился в 1990 г. | Она позже. | В 1990 г. Орлов уехал.
Это было в XIX в. | Потом всё изменилось. | Пришёл в 5 ч. | Она ушла.
""",
}
LINES = [(language, line.strip()) for language, lines in KINDS.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), LINES, ids=lambda value: value[:40])
def test_kind(language, line):
    expected = line.split(" | ")
    assert [sentence.strip() for sentence in segment(" ".join(expected), language)] == expected
