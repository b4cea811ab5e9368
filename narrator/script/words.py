"""What the script room knows of words, by language: small tables, typed for this project.

titles        stand before a name, so their full stop never ends a sentence
counted       stand before a number ("No. 5", "p. 12"): their full stop ends no sentence before a digit
abbreviations end a sentence only before a word that likes to start one
closers       abbreviations that are at home at the end of a sentence too (U.S., Inc., etc.); before an unknown
              capitalised word they do not end it
proper        those of them that are also everyday words, and abbreviations with a capital only (Ill., Wash.)
enders        abbreviations that no name follows, so that they end the sentence before any capital
days          weekdays, and what else may stand after a time of day
months        after a number with a full stop in languages that write ordinals so, and before a day in others
reporting     verbs of saying; weak_openings, weak_endings: endings of words that seldom begin or end a title;
hanging       endings of words that want what follows ("turned | to")
numbers       number words, which hold on to their unit; pairs: two words that belong together, joined by "_"
leading       words before an infinitive
leaners       other words at a paragraph's start that lean on what was said before
subjects      nouns and numbers that open a sentence of news behind an abbreviation at home at an end ("in the U.S. Officials said")
offices       what a name may follow: "president", "team"; a cut between them would part the two
articles, possessives, prepositions, conjunctions, auxiliaries, pronouns, openers
              function words: a capitalised one after a doubtful full stop starts a sentence, none of them begins or
              ends a chapter's title, and an utterance is cut before a conjunction or preposition, never after one
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's tables, lower-case and without full stops at the end."""

    titles: str = ""
    counted: str = ""
    abbreviations: str = ""
    closers: str = ""
    proper: str = ""
    enders: str = ""
    days: str = ""
    months: str = ""
    articles: str = ""
    possessives: str = ""
    prepositions: str = ""
    conjunctions: str = ""
    auxiliaries: str = ""
    pronouns: str = ""
    openers: str = ""
    leaners: str = ""
    reporting: str = ""
    leading: str = ""
    numbers: str = ""
    pairs: str = ""
    weak_openings: tuple[str, ...] = ()
    weak_endings: tuple[str, ...] = ()
    hanging: tuple[str, ...] = ()
    offices: str = ""
    subjects: str = ""
    ordinals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexis:
    """The tables of `Words` as sets, ready for use."""

    titles: frozenset[str]
    counted: frozenset[str]
    abbreviations: frozenset[str]
    closers: frozenset[str]
    known: frozenset[str] = field(repr=False)  # all of the above
    small: frozenset[str] = field(repr=False)  # those of them that may be written with a small letter
    enders: frozenset[str]
    dates: frozenset[str]
    months: frozenset[str]
    binders: frozenset[str] = field(repr=False)  # words that lean on the next one: nothing is cut after them
    joints: frozenset[str] = field(repr=False)  # words before which a long sentence may be cut
    conjunctions: frozenset[str] = field(repr=False)
    offices: frozenset[str] = field(repr=False)
    subjects: frozenset[str] = field(repr=False)
    leaners: frozenset[str] = field(repr=False)
    pronouns: frozenset[str] = field(repr=False)
    possessives: frozenset[str] = field(repr=False)
    reporting: frozenset[str]
    leading: frozenset[str]
    numbers: frozenset[str]
    pairs: frozenset[tuple[str, str]] = field(repr=False)
    weak_openings: tuple[str, ...]
    weak_endings: tuple[str, ...]
    hanging: tuple[str, ...]
    function: frozenset[str] = field(repr=False)
    starters: frozenset[str] = field(repr=False)
    ordinals: bool


ENGLISH = Words(
    titles="mr mrs ms mx messrs dr drs prof profs rev revd fr hon sen sens rep reps gov govs gen lt col maj capt cpt cmdr comdr "
    "cf e.g i.e eg ie viz vs cpl sgt sergt pvt adm brig supt insp det pres st ste mt ft msgr mgr atty gov-gen lt-gen maj-gen brig-gen vice-adm "
    "mme mlle m lieut cdr sqn ldr flt dir pte cllr rt sr. dr. amb ald asst assoc treas sec-gen secy del spc pfc fig figs eq eqs",
    counted="no nos rs p pp fig figs vol vols art arts sec secs ch chap chaps ed eq para paras pt pts ref refs op ex nr cl sect ver v "
    "jan feb mar apr jun jul aug sep sept oct nov dec tel ext app table approx ca c circa est b d r fl",
    abbreviations="e.g i.e eg ie cf viz vs v al et etc approx appt apt assn ave av blvd bldg cent ctr dept dist div est exec fed fn fwd gov "
    "hwy incl int intl lit max med min misc mkt mss mtg natl neg orig par pkg pop pos prev prop pub qty rd re ref reg rel "
    "repr resp rm rte ser sp spec sq st stat subj temp terr trans univ var wk wt yr yrs hr hrs mins secs ft oz lb lbs "
    "kg km cm mm mi mph yd yds gal mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct "
    "nov dec ala ariz ark calif colo conn dak del fla ga ia id ill ind kan kans ken ky la mass mich minn miss mo mont neb nebr nev "
    "okla ore pa penn penna tenn tex va vt wash wis wisc wyo ont que b.c alta sask man p.o a.k.a o.c n.b ph ph.d d.phil "
    "bros mfg ft esq pl sc ltd jr sr   u.n btw asap r.s.v.p rsvp abbr adj adv n.d pers comm trans anon auth ca "
    "fig figs vol ch chap ed eds pp vers sect cal lat long alt n.y l.a n.j n.h n.c n.m s.c s.d n.d r.i w.va d.c",
    closers="u.s u.s.a u.k e.u u.n u.s.s.r u.a.e d.c inc ltd co corp llc plc llp jr sr bros etc al ph.d m.d b.a m.a b.sc m.sc d.d.s j.d m.b.a esq "
    "a.m p.m am pm a.d b.c b.c.e c.e b.c.e st ave blvd rd sq hwy ft oz lb lbs min hr hrs yr yrs mi km kg cm mm gal mph l.a n.y n.j "
    "r.i calif fla ala ariz colo conn ga ill ind mass mich minn mo okla ore pa tenn tex va vt wash wis s.a n.v g.m.b.h p.c n.d p.s "
    "cf dept est max min ",
    proper="ala ariz ark calif colo conn dak del fla ga ia id ill ind kan kans ken ky la man mass mich minn miss mo mont neb ore pa tex va vt wash wis "
    "sun mon tue tues wed thu thur thurs fri sat jan feb mar apr jun jul aug sep sept oct nov dec cal st col hon rev pres gen gov sen rep prof ft mt fr det ald "
    "fed est",
    enders="etc",
    days="monday tuesday wednesday thursday friday saturday sunday eastern central mountain pacific gmt utc local daily weekdays",
    months="january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
    articles="a an the this that these those",
    possessives="my your his her its our their whose",
    prepositions="about above across after against along amid among around as at before behind below beneath beside between beyond by despite "
    "down during except for from in inside into like near of off on onto out outside over past per since than through "
    "throughout till to toward towards under underneath until up upon via with within without",
    conjunctions="and or but nor yet so because although though while whereas unless if when where who which whose whom that until since "
    "whether before after once",
    auxiliaries="am is are was were be been being has have had do does did will would shall should can could may might must not",
    pronouns="i he she it we they you me him us them who what which there one everyone someone nobody nothing everything both neither either "
    "each all some many most few several such",
    leaners="this that these those however also moreover furthermore another then thus therefore hence instead still meanwhile similarly additionally finally again otherwise for in such even",
    reporting="said says say told tells added adds asked asks replied recalled joked insisted warned continued cried shouted wondered wrote writes noted notes explained explains claimed claims stressed argued believes believe think thinks thought",
    leading="to",
    weak_openings=("ing", "ly"),
    weak_endings=("ly",),
    hanging=("ed", "ing"),
    numbers="two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred thousand million billion trillion m bn",
    pairs="such_as according_to instead_of due_to rather_than more_than less_than fewer_than other_than prior_to thanks_to well_as able_to so_that even_though "
    "even_if as_if each_other one_of some_of most_of many_of all_of part_of kind_of lot_of number_of because_of close_to out_of up_to next_to ahead_of along_with "
    "together_with regardless_of based_on as_well only_if just_as no_longer at_least used_to going_to had_to have_to has_to want_to wants_to wanted_to",
    offices="president vice-president minister chancellor king queen prince princess pope senator representative governor mayor general colonel captain judge justice professor doctor sir lord lady saint secretary chairman chairwoman chair director officer spokesman spokeswoman spokesperson ambassador actor actress author singer player coach leader founder candidate analyst reporter editor detective sergeant officer bishop cardinal archbishop",
    openers="however meanwhile then now here still even just only also later earlier today yesterday how why when where what moreover "
    "furthermore nevertheless nonetheless instead perhaps maybe according despite thus therefore hence finally first second "
    "another other others no not yes well oh but if although though while since because never always often sometimes thanks "
    "please soon unlike whether once every any more less much own same very too back away again millions thousands hundreds dozens",
    subjects="officials critics analysts experts police investors prosecutors lawmakers authorities researchers scientists economists supporters opponents "
    "protesters activists people residents witnesses voters lawyers attorneys investigators detectives firefighters rescuers doctors hospitals soldiers troops "
    "fighters rebels militants relatives families friends neighbors parents children students teachers schools workers employees unions farmers tourists passengers "
    "survivors victims observers historians reporters journalists readers users customers consumers shoppers drivers buyers sellers companies businesses banks "
    "airlines traders executives shareholders regulators diplomats negotiators politicians leaders migrants refugees immigrants women men fans players coaches "
    "shares stocks prices sales profits earnings revenue inflation demand exports imports rates figures data reports records details sources polls results "
    "temperatures crews organizers members visitors patients nurses volunteers judges jurors last next nearly almost around about roughly "
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty",
)

GERMAN = Words(
    titles="abg maj vors oblt fa hr hrn fr frl dr prof dipl ing mag pfr st sr jr gen oberst hptm lt präs min mr mrs ms bgm med jur phil rer nat h.c dipl.-ing verf",
    counted="nr nrn s art abs abb kap bd bde tab ziff anm anl aufl jg jh jhs jhdt hs tel fig par z zit ps bes ca etwa rn vgl vol no",
    abbreviations="adj adv agr akad altgr anat anm arab arch astr aut bayer bergb bildl biol buchw bürg chem dän dän dergl desgl dez dgl dir ebd elektr ehrw eidg entw erdk erl ersch exp fachspr fam fem finn fn forts freib fränk frz geb geh geistl geogr geol germ gerichtl ges gew gez gramm habil handw hebr hist hochd holl hyg i.h i.j imp indir inf inh inst israel jap jhrg jidd jmd jmds jüd jur kanad kaufm kirchl kolloq lt m.e med meteor milit mitt mlat myth n.b nds neutr niederl nlat norw o.j o.o o.b obj österr päd part perf pharm philos phys pl prot psych refl reg.-bez rhet röm.-kath sächs schwäb schwed slaw soz sprachw sportspr stud südd techn theol tschech türk übers übertr u.ä.m u.dgl unbest urk usf v.j v.h verw volkst wg westf wirtsch wiss z.hd z.k zool zssg zur. z.b z b d.h d h u.a u a v.a s.o s.u i.d.r i.a u.u z.t z t o.ä o ä u.ä z.zt bzw bspw ca evtl ggf inkl exkl max min mind sog usw usf "
    "vgl vs zzgl abzgl abk allg amtl bayr betr bez bzgl christl dt dtsch ehem eigtl einschl engl entspr erg evang ev frz gegr geb gest "
    "gesch gek germ griech hebr hist hrsg intern ital jmd jmdn kath lat lfd mio mrd tsd nachm vorm nördl südl östl westl österr "
    "orig poln röm russ schweiz span spez st staatl std stellv tägl urspr ungar verh versch vorl wiss ztr zs str strs pl hbf bhf "
    "jan feb mär mrz apr jun jul aug sep sept okt nov dez mo di mi do fr sa so chr n.chr v.chr n v i.e e.v e v a.d a.m a.a.o d.j d.ä "
    "km kg cm mm m min sek etc gmbh co kg ag p.a m.e u.s u.k h.c ph.d phil jur med rer nat mag dipl ing hl ggü kfm reg telef verl vertr "
    "zus zw zwtl jahrh bes insb insbes ff f sen jun",
    closers="usw etc usf u.s u.s.a u.k chr n.chr v.chr e.v gmbh co ag inc ltd corp jr sr jh jhs std str mio mrd tsd ff o.ä u.ä p.a d.j d.ä d.c",
    proper="mo di mi do fr sa so mag gen st sr jr hl hr oberst",
    enders="usw etc usf",
    months="januar jänner februar feber märz april mai juni juli august september oktober november dezember jan feb mär mrz apr jun jul aug sep "
    "sept okt nov dez",
    articles="der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem kein keine keinen keinem keiner jener jene jenes "
    "jeder jede jedes jeden jedem",
    possessives="mein meine meinen meinem meiner meines dein deine sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere "
    "unseren unserem unserer unseres euer eure",
    prepositions="ab an am auf aus außer bei beim bis durch entlang für gegen gegenüber hinter im in ins mit nach neben ohne seit statt trotz über um "
    "unter unterm vom von vor während wegen zu zum zur zwischen laut gemäß dank innerhalb außerhalb anhand",
    conjunctions="und oder aber sondern denn doch dass weil obwohl wenn als ob während da damit sodass bevor nachdem sobald solange indem falls wie sowie "
    "wobei wodurch womit welche welcher welches",
    auxiliaries="bin ist sind war waren wäre wären wird werden wurde wurden würde würden hat haben hatte hatten hätte hätten kann können konnte konnten könnte "
    "muss müssen musste mussten soll sollen sollte sollten darf dürfen durfte will wollen wollte wollten mag möchte nicht sei seien",
    pronouns="ich du er sie es wir ihr man mich dich sich uns euch ihn ihm ihnen wer was alle alles viele manche einige beide niemand jemand etwas nichts",
    leaners="dieser diese dieses diesen auch dann zudem außerdem allerdings jedoch dabei daher deshalb dennoch trotzdem schließlich ebenso somit damit dazu",
    reporting="sagte sagt erklärte erklärt schrieb fragte meinte betonte so",
    weak_openings=(),
    numbers="zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde milliarden mio mrd",
    offices="präsident präsidentin kanzler kanzlerin minister ministerin könig königin papst general bürgermeister professor doktor herr frau direktor chef sprecher sprecherin",
    openers="auch dann dort hier heute gestern morgen jetzt nun noch schon nur so zudem außerdem allerdings jedoch dabei dafür dagegen daher darum deshalb deswegen "
    "danach dazu dennoch trotzdem zuletzt zunächst später früher inzwischen mittlerweile vielleicht immer nie niemals seitdem ebenso somit nachdem "
    "schließlich insgesamt zuvor bereits damals wo warum wieso weshalb wann wie obwohl weil wenn ob dass darüber darauf darin daran damit davon hierzu weitere "
    "nach bei seit trotz während durch ohne laut",
    ordinals=True,
)

FRENCH = Words(
    titles="m mm gal cdt cdte mme mmes mlle mlles me mes dr drs pr prof mgr st ste sts gén col cdt cap lt ing mr mrs ms r.p s.e s.m",
    counted="n no nos nº n° p pp art vol t tel tél fig chap ch éd al par tab ann ex env vers réf sect livr f fol v",
    abbreviations="adj admin agric allem anat appt arch assoc astr auj biol botan cap cath cf chap chim comm cons contr corr courr crit dém dér doct écon édit élec encycl env étym év exempl expr fam fém géogr géol géom gr gram hist imm ind indép ing inst intr jard jur ling litt log maj masc math méd mens métal mil min mus mythol nat nég obs ordin ouvr paléont parag parl péj phil phys plur poét polit pron prop prov psych publ rec réd relig rem s.a.s s.d sc soc sociol spéc stat subst suiv techn théol théor topog tr trans univ vulg zool c.-à-d c.à.d cf p.ex ex i.e e.g env éd etc al av ap apr j.-c hab jan janv fév févr avr juil sept oct nov déc lun mar mer jeu ven sam dim "
    "boul bd bld av pl rte fg st ste dept dépt gouv hon adj adm cie ltd inc corp co s.a s.a.r.l s.n.c.f r.a.t.p o.n.u u.e u.s u.s.a u.k n.d n.b p.-s p.s "
    "sq tél vol vs min max km kg cm mm mn sec h int ext approx anc angl all gr ital esp prov rég resp suiv sup inf trad dir coll hist",
    closers="etc j.-c inc ltd corp cie co al u.s u.s.a u.e u.k s.a s.a.r.l hab jr sr d.c suiv min max h",
    proper="mar mer jeu ven sam dim cap col me pr fr",
    enders="etc J.-C",
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr avr juil sept oct nov déc",
    articles="le la les l un une des du de d ce cet cette ces au aux quel quelle quels quelles chaque",
    possessives="mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs",
    prepositions="à après avant avec chez contre dans de depuis derrière dès devant durant en entre envers hors jusque malgré outre par parmi pendant pour sans "
    "sauf selon sous sur vers via",
    conjunctions="et ou mais donc or ni car que quand lorsque puisque quoique si comme qui dont où tandis afin parce alors",
    auxiliaries="est sont était étaient été être sera seront serait seraient soit ai as a avons avez ont avait avaient aura auront aurait auraient avoir fait peut "
    "peuvent pouvait pouvaient pourrait doit doivent devait devrait va vont ne pas",
    pronouns="je tu il elle on nous vous ils elles me te se lui y en ceci cela ça celui celle ceux celles c j qui que quoi tout tous toute toutes plusieurs "
    "certains certaines beaucoup personne rien chacun aucun aucune",
    leaners="ce cet cette ces ainsi alors aussi cependant pourtant toutefois ensuite puis enfin également",
    reporting="dit déclaré expliqué ajouté affirme affirmé écrit souligne",
    weak_openings=("ant", "ment"),
    numbers="deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente cent cents mille million millions milliard milliards",
    pairs="afin_de afin_que avant_de ainsi_que tandis_que alors_que plus_de moins_de parce_que bien_que plutôt_que grâce_à face_à quant_à près_de lors_de",
    offices="président présidente ministre roi reine pape général maire professeur docteur monsieur madame directeur directrice chef",
    openers="ainsi alors aussi aujourd'hui hier demain cependant pourtant toutefois néanmoins ensuite puis enfin désormais ici là maintenant déjà encore toujours jamais "
    "d'abord depuis pendant après avant selon malgré grâce outre lors comment pourquoi quand combien même seul seule parmi bien plus oui non voici voilà "
    "notamment cela c'est peut-être finalement parfois souvent",
)

SPANISH = Words(
    titles="st dip sen sr sra srta sres sras d dña dn dr dra dres drs prof profa ing lic arq abg gral cnel col cap capt tte sgto mons fr sto sta san rvdo excmo excma ilmo ilma "
    "pdte pdta mtro mtra hno hna mr mrs ms",
    counted="ene feb mar abr may jun jul ago sep sept set oct nov dic no nos núm núms nro n nº n° p pp pág págs art arts vol vols tel tfno telf ext fig figs cap caps ed tomo t s c ca aprox cra calle cl av avda km ley",
    abbreviations="mill admón admon afmo apdo atte atto bibl dcho fdo hno hna izdo izda lcdo lcda máx mín pdte pta ptas párr sdad smo tte urb vto pts bs.as admr almte autobiog biol brig cient contab corp cód deriv desc dim doc ecol econ educ electr entom espec excl geogr geol gobno intr mús náut obs ofic ortogr pol quím sociol subj suf teatr topogr v.gr zool cgo cje cta cte dto impto ind mag nac núcl pobl pte publ recop sta trab p.ej ej etc cf vs aprox av avda avs bco blvd cía co ctra c c.f depto dpto dcha izq ed edit entlo esc ee.uu ee uu rr.hh rr hh ff.aa jj.oo a.c d.c a d a.m p.m "
    "s.a s.l s.a.s s.r.l ltda inc corp ene feb mar abr may jun jul ago sep sept set oct nov dic lun mié jue vie sáb dom gob gral hnos "
    "máx mín min seg hr hrs kg km cm mm lb máx nal ntra núm ob párr pdo pl pza plza prov pza ptas ref reg rte s.f s.s ss sig sigs tít trad ud uds univ v vda vdo vid vs "
    "zool u.s u.k onu",
    closers="etc ee.uu uu a.c d.c a.m p.m s.a s.l s.r.l s.a.s ltda inc corp cía co hnos c aprox hrs kg km cm min seg uds ud j.j.o.o u.s u.s.a",
    proper="ene feb mar abr may jun jul ago sep sept set oct nov dic lun mié jue vie sáb dom d col dip sen",
    enders="etc a.C d.C a.c d.c",
    months="enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene feb mar abr may jun jul ago sep sept oct nov dic",
    articles="el la los las lo un una unos unas este esta estos estas ese esa esos esas aquel aquella aquellos aquellas al del cada",
    possessives="mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra cuyo cuya cuyos cuyas",
    prepositions="a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras versus vía",
    conjunctions="y e o u ni pero sino mas aunque porque pues que si cuando mientras donde como quien quienes cual cuales",
    auxiliaries="es son era eran fue fueron será serán sería serían sea sean ser sido está están estaba estaban estuvo estar ha han había habían hubo habrá habría haber he "
    "hemos puede pueden podía podrían podría debe deben debería va van iba iban no se",
    pronouns="yo tú él ella ello usted nosotros nosotras vosotros ellos ellas ustedes me te le les nos os quién qué esto eso aquello todo todos toda todas muchos "
    "muchas algunos algunas varios varias otros otras otro otra nadie nada alguien algo ambos ambas",
    leaners="este esta esto estos estas ese esa así además también entonces luego sin finalmente asimismo",
    reporting="dijo dice afirmó explicó añadió señaló escribió aseguró",
    weak_openings=("ando", "iendo", "mente"),
    numbers="dos tres cuatro cinco seis siete ocho nueve diez cien cientos mil millón millones",
    pairs="después_de antes_de además_de así_como más_de menos_de para_que ya_que junto_a frente_a gracias_a cerca_de dentro_de acerca_de",
    offices="presidente presidenta ministro ministra rey reina papa general alcalde profesor doctor señor señora director directora",
    openers="así además ahora antes después luego entonces hoy ayer mañana aquí allí también tampoco sin embargo según durante tras desde hasta cuando aunque mientras "
    "finalmente actualmente posteriormente asimismo incluso quizás quizá tal vez siempre nunca ya cómo cuándo dónde cuánto por para en con entre a "
    "ante bajo sobre como si no sí pero y o muy más menos fue era es son está están había hay tiene",
)

ITALIAN = Words(
    titles="sig sigg sig.ra sig.na sig.ri ra na dott dott.ssa ssa dr prof prof.ssa ing avv arch geom rag on sen gen col cap magg ten mar mons don card s ss san "
    "mr mrs ms cav comm egr gent spett ill preg psicol rev pres",
    counted="genn feb febbr mar apr mag giu giugn lug lugl ago sett set ott nov dic n nr num no p pp pag pagg art artt vol voll fig figg cap capp tel ed par all c cfr tab ca r sez",
    abbreviations="psicol ferr on.le gent.mo egr preg.mo mitt dest cav.uff s.p.m amb biol chim comm cons elett farm fis geol gr mat med milit mus org pers pol prof pubbl qual rel res segr serv soc tecn teol trib uff urb es p.es ecc etc cfr cf vs ca circa c.a d.c a.c s.p.a s.r.l s.a.s s.n.c s.a spa srl gen genn feb febbr mar apr mag giu giugn lug lugl ago sett set ott nov dic "
    "lun mar mer gio ven sab dom dep div doc ecc ed edit fam f.lli lli fatt id ibid int lat loc max min mitt mod n.b obbl oss p.zza p.za v.le c.so l.go "
    "st d op pag par pop prov p.s p.v q rif s.d s.l sec seg sign succ suppl s.v trad u.s v vd ver vs km kg cm mm inc ltd corp co u.e o.n.u u.s.a u.k aut ass amm all "
    "agg abbr tosc ven art tav sup inf",
    closers="ecc etc d.c a.c s.p.a s.r.l s.a.s s.n.c inc ltd corp co u.s u.s.a u.e u.k km kg cm min seg jr sr f.lli",
    proper="genn feb febbr mar apr mag giu lug ago sett set ott nov dic lun mer gio ven sab dom s on don mons",
    enders="ecc etc d.c a.c",
    months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre genn gen feb febbr mar apr mag giu lug ago sett set ott nov dic",
    articles="il lo la l i gli le un uno una del dello della dell dei degli delle questo questa questi queste quello quella quelli quelle quel quei quegli ogni al allo alla all ai agli "
    "alle dal dallo dalla dall dai dagli dalle nel nello nella nell nei negli nelle sul sullo sulla sull sui sugli sulle",
    possessives="mio mia miei mie tuo tua suo sua suoi sue nostro nostra nostri nostre vostro vostra loro",
    prepositions="a ad con contro da davanti del dentro di dietro dopo durante entro fino fra fuori in lungo mediante nonostante oltre per presso prima secondo senza sopra sotto su "
    "tra tramite verso nel nella nello nei negli nelle dal dalla dai dalle al alla ai agli alle sul sulla sui sulle",
    conjunctions="e ed o od ma però anzi né oppure ovvero che se quando mentre perché poiché sebbene benché come dove cui finché affinché quindi",
    auxiliaries="è sono era erano fu furono sarà saranno sarebbe sarebbero sia siano essere stato stata stati state ha hanno aveva avevano ebbe avrà avrebbe abbia abbiano avere ho "
    "può possono poteva potrebbe deve devono doveva dovrebbe va vanno viene vengono non",
    pronouns="io tu lui lei egli ella esso essa noi voi essi esse loro mi ti si ci vi ne chi che cosa ciò tutto tutti tutta tutte molti molte alcuni alcune altri altre nessuno nulla niente "
    "qualcuno entrambi",
    leaners="questo questa questi queste così inoltre anche poi allora tuttavia infine invece quindi",
    reporting="detto dice disse spiega spiegato aggiunto scrive afferma",
    weak_openings=("ando", "endo", "mente"),
    numbers="due tre quattro cinque sei sette otto nove dieci cento mila mille milione milioni miliardo miliardi",
    pairs="prima_di oltre_a più_di meno_di grazie_a insieme_a vicino_a così_come",
    offices="presidente ministro ministra re regina papa generale sindaco professore dottore signor signora direttore",
    openers="così inoltre ora adesso prima dopo poi allora oggi ieri domani qui qua lì là anche neppure tuttavia secondo durante dopo fino quando anche mentre infine attualmente "
    "successivamente forse sempre mai già come dove quanto perché invece infatti dunque quindi pertanto intanto nel in con per tra da a di non sì ma e",
)

POLISH = Words(
    titles="p pp dr hab prof mgr inż lic ks bp abp kard św śp gen płk ppłk mjr kpt por ppor sierż st red dyr prez min sen pos bł o s doc adw mec im al ul pl os gmin woj",
    counted="dn nr ul al pl os str s t art ust pkt poz rys tab rozdz zob por wyd tel ok godz r w §  zł lit ppkt",
    abbreviations="adm adw arch bryg chem daw demokr dok dosł dyr ekon el fiz franc geogr geol gm godz gosp hist inst int jęz kl km kol książk lit med mieszk muz nacz najśw nieodm nowoż ob obw okr os.m oss państw parl pl.l pierw polit półrocz prof prok przym ps red rep rodz rtm rys samorz sekr ser sierż soc społ spółdz starop stow św szt szw tech trad tyt u.s wewn wiad wojsk wsp wyż zam zast zm zn np tj tzn tzw m.in m in itd itp itd etc ok por zob wg ww ds pt ang niem fr ros łac gr hiszp wł czes ukr pol n.e p.n.e r w wiek tys mln mld bln zł gr godz min sek "
    "sp z o.o o z.o.o jr ds ws proc ur zm ul al pl os im red wyd oprac przeł tłum przyp cyt cd cdn dot dz dł szer wys gł pow pok kl tel maks max min nast pn płd półn "
    "zach wsch późn r.ż rż st sygn sz wł wew zach zewn zaw stycz luty lut mar kwi czer sier sie wrz paź gru egz ub ubr br bm bież",
    closers="itd itp etc r w n.e p.n.e zł tys mln mld proc gr godz min sek br bm ub u.s s.a o.o kg km cm jr",
    enders="itd itp etc n.e p.n.e",
    months="stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    articles="ten ta to te ci tego tej tych temu tym tymi tę tą każdy każda każde",
    possessives="mój moja moje twój twoja swój swoja swoje swoim swoich nasz nasza nasze wasz jego jej ich",
    prepositions="bez dla do ku mimo między na nad o obok od po pod podczas poza pod ponad przed przez przeciw przy u w we wobec według wśród z ze za zza",
    conjunctions="i a oraz lub albo ale lecz więc bo że żeby aby gdy gdyż kiedy jeśli jeżeli choć chociaż ponieważ który która które którzy których gdzie jak czy ani",
    auxiliaries="jest są był była było byli były będzie będą być został została zostało zostali zostały może mogą mógł mogła musi muszą ma mają miał miała nie się by",
    pronouns="ja ty on ona ono my wy oni one mnie mi ciebie go mu jemu ją nam nas was im nich kto co coś ktoś nikt nic wszystko wszyscy wielu wiele niektórzy kilka",
    leaners="ten ta to te także również też jednak następnie potem zatem ponadto natomiast wreszcie",
    reporting="powiedział powiedziała mówi dodał dodała napisał stwierdził",
    weak_openings=(),
    numbers="dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysiące tysięcy milion miliony milionów miliard miliardów mln mld tys",
    offices="prezydent premier minister ministra król papież generał profesor pan pani dyrektor",
    openers="tak jednak także również też teraz wtedy potem później następnie dziś dzisiaj wczoraj jutro tu tam już jeszcze zawsze nigdy natomiast zatem ponadto "
    "poza według podczas po przed w na z za od do dla o nie tylko nawet wreszcie ostatecznie obecnie gdzie dlaczego jak kiedy czy choć jeśli gdy kiedy",
    ordinals=True,
)

DUTCH = Words(
    titles="st. dhr mevr mw mr mrs ms dr drs ir ing prof ds st gen kol kapt lt sgt em bc burg min sen jhr jkvr heer past",
    counted="jan feb febr mrt apr jun jul aug sep sept okt nov dec nr nrs no blz p pp pag art fig hfdst vol tel afb par tab deel lid ca nl ed jrg hs dl km",
    abbreviations="a.s afd bijz blz civ cmdr dir doc e.a eig enkv evv exempl fam gebr gedr gev gez hoogl i.h.a i.o i.p.v.m inh inst intern jaarg jur kath kon lic luit maatsch mej mgr nat nml o.b.v o.i o.i.d o.v ondertek opm org p.a p.o p.st penn phil rk r.-k sgt soc sp t.e.m t.w term tgv theol tsjech uitg v.d v.l.n.r vlg vlgs volt voorz vr w.o wnd z.i z.o.z zgn zog zw bijv bv d.w.z dwz d.m.v dmv e.d ed enz etc evt excl incl i.p.v i.v.m m.a.w m.b.t m.b.v m.i.v m.n m.u.v n.a.v n.b nl o.a o.l.v o.m resp t.a.v t.b.v t.g.v t.n.v "
    "t.o.v t/m v.a vgl vnl z.g zgn zg z.s.m ca a.d aanw vnw bn zn ww afk afz alg amer aug bw eng fr geb gem ger gesch herz jan feb febr mrt apr jun jul sept okt nov dec jl jr sr "
    "lat max min mln mld mnd nom ong oorspr oudh plm pol red ref sec spr str tel temp univ v.chr n.chr chr verg vert vs wo wetensch zat zo p.m a.m n.v b.v u.s u.k",
    closers="enz etc e.d n.v b.v inc ltd co corp v.chr n.chr chr jr sr u.s u.s.a min mln mld str jl a.m p.m",
    proper="zo zat jan feb mei ma di wo do vr za st em past heer",
    enders="enz etc e.d v.chr n.chr",
    months="januari februari maart april mei juni juli augustus september oktober november december",
    articles="de het een 't deze dit die dat elk elke ieder iedere geen",
    possessives="mijn jouw je uw zijn haar ons onze jullie hun wier wiens",
    prepositions="aan achter af behalve beneden bij binnen boven buiten dankzij door gedurende in langs met na naar naast namens om onder ondanks op over per rond sinds te tegen tijdens tot "
    "tussen uit van vanaf via volgens voor voorbij wegens zonder",
    conjunctions="en of maar want dus dat omdat doordat hoewel als wanneer terwijl toen nadat voordat zodat zodra indien tenzij waar die wie wat waarbij waardoor waarmee",
    auxiliaries="is zijn was waren ben bent wordt worden werd werden heeft hebben had hadden zal zullen zou zouden kan kunnen kon konden moet moeten moest moesten mag mogen mocht wil willen "
    "wilde niet te",
    pronouns="ik jij je hij zij ze het wij we jullie u men mij me jou hem ons hen iedereen iemand niemand niets iets alles allen veel sommige enkele beide er",
    leaners="dit dat deze die ook dan daarom daarna bovendien echter toch vervolgens verder",
    reporting="zei zegt vertelt vertelde schreef voegde",
    weak_openings=(),
    numbers="twee drie vier vijf zes zeven acht negen tien honderd duizend miljoen miljard mln mld",
    offices="president minister koning koningin paus generaal burgemeester professor heer mevrouw directeur premier",
    openers="ook toch daarom daarna daarnaast daarbij daarmee daardoor vervolgens verder bovendien echter intussen inmiddels ondertussen nu toen dan hier daar vandaag gisteren morgen later "
    "eerder eerst volgens sinds na tijdens tussen bij in op met voor door om als hoewel omdat terwijl wanneer waarom hoe misschien soms altijd nooit zo zelfs alleen uiteindelijk tot",
)

UKRAINIAN = Words(
    titles="п пп пані пан д-р проф акад доц ген полк підполк кап лейт сер св о ім м с смт вул просп пр-т бул пл пров обл р-н гр г-н г-жа тов ред інж к.т.н д.т.н наук зав заст дир чл чл.-кор "
    "депут",
    counted="№ ст стор с п пп рис мал табл розд гл т тт вип кн кв буд тел вул див ч абз пор кімн корп ауд",
    abbreviations="адм акад арх бібл вет внутр воєн держ журн залізн заст звич зовн каф кіл матем міськ мін-во муз напр обов окр орг пед перев перен пит політ прим респ розм св сист соц соч ст-ця суч тех ун-т ф-т юр т.д т д т.п т п т.ін ін т.зв т зв тзв напр див пор та.ін і.т.д н.е н е до.н.е р рр ст ст.ст тис млн млрд трлн грн коп дол крб год хв сек обл р-н район м смт вул просп пл бул буд "
    "кв корп англ нім фр франц рос укр грец італ ісп тур яп кит давньогр ред вид упоряд перекл прим авт гл заг зав заст зб зокр поч сер нар помер пом бл приб "
    "прибл макс мін екз ек кг км см мм га т л мл ц шт січ лют берез квіт трав черв лип серп вер верес жовт лист груд пн вт ср чт пт сб нд ім імен о оз рр. см. "
    "півн півд зах сх техн хім фіз біол юрид екон іст геогр",
    closers="т.д т.п ін т.ін тис млн млрд грн дол коп р рр ст н.е год хв сек кг км см обл ін зв д п е",
    enders="т.д т.п н.е тис млн млрд грн рр",
    months="січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    articles="цей ця це ці той та те ті цього цієї цих цьому цим тому тої тих тим кожен кожна кожне",
    possessives="мій моя моє мої твій твоя свій своя своє свої своєї своїх своїм свою наш наша наше наші ваш ваша його її їх їхній їхня їхнє їхні",
    prepositions="без біля в у від вздовж для до з за зі із крім між на навколо над неподалік о об окрім перед під після по поза понад попри при про проти протягом ради серед через щодо",
    conjunctions="і й та а але або чи що щоб як якщо коли бо тому хоча хоч де який яка яке які якого якої яких якому якій якими поки адже однак проте зате ніж мов",
    auxiliaries="є був була було були буде будуть бути не б би може можуть міг могла могли має мають мав мала мали треба варто слід ж же",
    pronouns="я ти він вона воно ми ви вони мене тебе його її нас вас їх мені тобі йому їй нам вам їм себе собі хто що ніхто ніщо все всі усе усі дехто хтось щось багато кілька деякі",
    leaners="цей ця це ці той та те ті також тоді потім однак проте отже крім водночас нарешті",
    reporting="сказав сказала заявив заявила каже додав додала повідомив повідомила написав",
    weak_openings=("чи", "ючи"),
    numbers="два дві три чотири п'ять шість сім вісім дев'ять десять сто тисяча тисячі тисяч мільйон мільйони мільйонів мільярд мільярдів тис млн млрд",
    offices="президент президента президентка прем'єр міністр міністра король папа генерал генерала мер професор пан пані директор речник",
    openers="також тут там тоді тепер зараз нині сьогодні вчора завтра потім пізніше згодом раніше однак проте утім втім отже отож тож таким крім зокрема наприклад водночас нарешті "
    "спочатку спершу після під за у в на з із від до для при про через протягом серед між згідно якщо коли хоча поки адже так ні вже ще лише тільки навіть саме чому як де "
    "звідки куди скільки мабуть можливо інші інший інша інше перший перша друга другий один одна одне",
)

RUSSIAN = Words(
    titles="респ гос дер адм мин ин-т ун-т гл.-врач пгт г-н г-жа гр д-р проф акад доц ген полк подполк кап лейт св о им тов ред инж к.т.н д.т.н зав зам дир чл чл.-корр ул просп пр-т пл пер бул обл р-н с пос дер наб ш ст-ца",
    counted="№ ст стр с п пп рис табл разд гл т тт вып кн кв д тел ул см ч абз ср комн корп ауд изд",
    abbreviations="ред-кол журн подр примеч соч собр упр ф-т экз эксп разг устар перен буд наст прош совр древн дат тв предл им-во нац окр терр кв-л корп стр-во т.д т д т.п т п т.е т е т.к т к т.н т н др пр напр см ср и.т.д н.э н э до.н.э г гг в вв тыс млн млрд трлн руб коп долл дол ч час мин сек обл р-н м ул просп пл бул д кв корп стр "
    "англ нем фр франц рус укр польск греч итал исп тур яп кит др-греч ред изд сост прим авт гл заг зав зам сб нач ок приб прибл макс мин экз кг км см мм га л мл ц "
    "шт янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек пн вт ср чт пт сб вс им о оз р сев юж зап вост техн хим физ биол юр экон ист геогр кв.м кв куб",
    closers="т.д т.п др пр тыс млн млрд руб долл коп г гг в вв н.э час мин сек кг км см обл д п э м кв.м",
    enders="т.д т.п н.э тыс млн млрд руб",
    months="января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    articles="этот эта это эти тот та то те этого этой этих этому этим того той тех тому тем каждый каждая каждое",
    possessives="мой моя моё мои твой твоя свой своя своё свои своей своих своим свою наш наша наше наши ваш ваша его её их",
    prepositions="без близ в во вдоль вместо вокруг для до за из из-за из-под к ко кроме между на над о об обо около от перед передо по под после посреди при про против ради с со сквозь среди "
    "у через благодаря согласно",
    conjunctions="и а но да или либо что чтобы как если когда потому поэтому хотя где который которая которое которые которого которой которых которому пока ведь однако зато ни чем ибо",
    auxiliaries="был была было были будет будут быть есть не бы б может могут мог могла могли должен должна должны надо нужно ли же",
    pronouns="я ты он она оно мы вы они меня тебя его её нас вас их мне тебе ему ей нам вам им себя себе кто что никто ничто всё все некоторые кто-то что-то много несколько многие",
    leaners="этот эта это эти тот та те также тогда затем потом однако впрочем кроме наконец поэтому",
    reporting="сказал сказала заявил заявила говорит добавил добавила сообщил сообщила написал",
    weak_openings=("вая", "уя"),
    numbers="два две три четыре пять шесть семь восемь девять десять сто тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиардов тыс млн млрд",
    offices="президент президента премьер министр министра король папа генерал генерала мэр профессор господин госпожа директор представитель",
    openers="также тут там здесь тогда теперь сейчас сегодня вчера завтра затем потом позже впоследствии ранее раньше однако впрочем итак таким кроме например наконец сначала после под за у в во на с "
    "со из от до для при про через среди между согласно если когда хотя пока ведь так нет да уже ещё лишь только даже именно почему как где откуда куда сколько возможно по к об о другие "
    "другой другая первый первая один одна одно некоторые в",
)

PORTUGUESE = Words(
    titles="st sr sra srs sras srta dr dra drs prof profa eng arq adv gen cel cap maj ten sgt d dom pe fr st sto sta exmo exma ilmo v.ex mr mrs ms",
    counted="n nº no p pp pág págs art arts vol vols tel fig figs cap ed núm ca",
    abbreviations="p.ex ex etc cf vs aprox av r pça al cia ltda s.a jan fev mar abr mai jun jul ago set out nov dez a.c d.c e.u.a eua máx mín min seg km kg cm i.e obs",
    closers="etc s.a ltda cia a.c d.c e.u.a inc km kg min u.s",
    enders="etc a.C d.C a.c d.c",
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    articles="o a os as um uma uns umas este esta estes estas esse essa esses essas isto isso aquele aquela ao à aos às do da dos das no na nos nas pelo pela pelos pelas cada",
    possessives="meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas cujo cuja",
    prepositions="a ante após até com contra de desde durante em entre para perante por segundo sem sob sobre trás",
    conjunctions="e ou mas nem que se quando enquanto porque pois embora como onde quem qual porém",
    auxiliaries="é são era eram foi foram será serão seria seja ser está estão estava estavam estar há tem têm tinha tinham ter pode podem podia deve devem vai vão não se",
    pronouns="eu tu ele ela você nós vós eles elas vocês me te lhe nos quem que tudo todos todas muitos muitas alguns algumas vários outros outras ninguém nada",
    leaners="este esta isto esse essa isso assim além também então depois finalmente porém",
    reporting="disse diz afirmou explicou acrescentou escreveu",
    weak_openings=("ando", "endo", "mente"),
    offices="presidente ministro ministra rei rainha papa general prefeito professor doutor senhor senhora diretor",
    openers="assim além agora antes depois então hoje ontem amanhã aqui ali também ainda já segundo durante após desde até quando embora enquanto finalmente atualmente talvez sempre nunca não sim mas e",
)

OTHERS = Words(
    titles="dr hr ing mgr mudr judr phdr prof st mr mrs ms sr",
    counted="jan feb mar apr jun jul aug sep sept okt oct nov dec kl č čl no nr p pp art vol fig tel ca",
    abbreviations="t.ex bl.a m.fl m.m dvs osv f.eks tzv tzn např atd apod mj esim jne ym stb vb jan feb mar apr jun jul aug sep sept okt oct nov dec etc vs cf dr prof ca max min inc ltd co corp al ed tel km kg cm i.e e.g",
    closers="osv m.fl m.m atd apod jne ym stb vb etc inc ltd co corp u.s u.k km kg cm min",
    enders="etc",
)

TABLES: dict[str, Words] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pl": POLISH,
    "nl": DUTCH,
    "uk": UKRAINIAN,
    "ru": RUSSIAN,
    "pt": PORTUGUESE,
}


def primary(language: str) -> str:
    """The language of a BCP 47 tag without script and region: "en-GB" and "en_US" are "en"."""
    return language.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=32)
def lexis(language: str) -> Lexis:
    """The tables of a language; for one that has none, what is alike in most languages of Europe."""
    words = TABLES.get(primary(language), OTHERS)
    split = {
        name: frozenset(getattr(words, name).split())
        for name in Words.__dataclass_fields__
        if name not in {"ordinals", "weak_openings", "weak_endings", "hanging"}
    }
    known = split["titles"] | split["abbreviations"] | split["closers"]
    binders = split["articles"] | split["possessives"] | split["prepositions"] | split["conjunctions"]
    binders |= split["auxiliaries"]
    function = binders | split["pronouns"]
    return Lexis(
        titles=split["titles"],
        counted=split["counted"],
        abbreviations=split["abbreviations"],
        closers=split["closers"],
        known=known,
        small=known - split["proper"],
        enders=split["enders"],
        dates=split["months"] | split["days"],
        months=split["months"],
        binders=binders,
        joints=split["prepositions"] | split["conjunctions"],
        conjunctions=split["conjunctions"],
        offices=split["offices"],
        subjects=split["subjects"],
        pronouns=split["pronouns"],
        possessives=split["possessives"],
        reporting=split["reporting"],
        leading=split["leading"] | split["auxiliaries"],
        numbers=split["numbers"],
        pairs=frozenset((one, two) for one, _, two in (pair.partition("_") for pair in split["pairs"])),
        weak_openings=words.weak_openings,
        weak_endings=words.weak_endings,
        hanging=words.hanging,
        leaners=split["leaners"] | split["possessives"] | split["pronouns"] | split["conjunctions"],
        function=function,
        starters=function | split["openers"],
        ordinals=words.ordinals,
    )
