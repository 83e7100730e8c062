"""Words by what they do in the name of an institution. Lower case, without accents."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A name ends or begins with one of these. English heads stand behind what tells them apart ("National Civilian Police")
# or before "of" and "for"; Romance heads stand first and their words follow.
ENGLISH_HEADS = _set(
    "ministry department directorate secretariat agency authority bureau office commission committee subcommittee "
    "sub-committee council court tribunal police gendarmerie constabulary parliament assembly congress senate "
    "institute foundation association society federation confederation union organization organisation coalition "
    "alliance network board inspectorate corporation administration ombudsman ombudswoman ombudsperson unit "
    "subunit division subdivision section branch brigade squad center centre college academy university school "
    "hospital clinic shelter home house refuge fund trust bank service services force guard prosecution taskforce "
    "group team forum league mission chamber registry presidency judiciary judicature observatory consortium "
    "delegation organism corps church diocese archdiocese movement community subcommission commissariat "
    "inspection laboratory magistracy prefecture superintendency cooperative guild initiative comptroller "
    "treasury attorney-generalcy rada headquarters registrar directory working-group working society sisters "
    "crescent cross advocates international orphanage hotline desk cell roundtable secretariat-general panel "
    "committee-general chancellery exchequer congregation mosque rapporteur"
)
WEAK_HEADS = _set(
    "international advocates sisters hotline desk cell community initiative inspection registrar directory "
    "working rapporteur panel headquarters"
)
ROMANCE_HEADS = _set(
    "ministerio ministere ministero secretaria secretariat policia polizia fiscalia procuraduria procuradoria "
    "defensoria comision comissao comite consejo conselho conseil corte tribunal juzgado asamblea assembleia "
    "assemblee congreso congresso senado instituto institut fundacion fundacao fondation fondazione asociacion "
    "associacao hogar albergue casa fuerza alianza patronato direccion direcao departamento departement unidad "
    "unidade oficina centro contraloria servicio servico carabineros guardia parquet ligue liga federacion "
    "sindicato sindicatura coordinadora colectivo movimiento brigada maison foyer mesa junta direction agencia "
    "superintendencia universidad universidade universite confederacion corporacion congregacion pastoral caritas "
    "cancilleria presidencia vicaria sistema procuradores grupo ministerios dar jamiat"
)
ROLE_HEADS = _set("commissioner adviser advisor advocate comptroller defender coordinator rapporteur")
PLURAL_HEADS = {
    "ministries": "Ministry", "departments": "Department", "directorates": "Directorate", "secretariats": "Secretariat",
    "committees": "Committee", "commissions": "Commission", "offices": "Office", "agencies": "Agency",
    "institutes": "Institute", "units": "Unit", "divisions": "Division", "bureaus": "Bureau", "courts": "Court",
    "councils": "Council", "centers": "Center", "centres": "Centre", "shelters": "Shelter", "foundations": "Foundation",
    "universities": "University", "associations": "Association",
}  # fmt: skip
TWO_WORD_HEADS = {
    ("task", "force"),
    ("working", "group"),
    ("red", "cross"),
    ("red", "crescent"),
    ("steering", "committee"),
}

# Alone or with each other these name nothing.
PLAIN = _set(
    "government local state police security law enforcement special other international foreign national federal "
    "public regional provincial municipal district city town main central general social health services service "
    "force forces task working group office department ministry court unit committee commission council agency "
    "center shelter ngo political consular economic human rights anti-trafficking anti-tip trafficking tip "
    "women's children's criminal border immigration customs civil non-governmental community church school "
    "hospital house home interagency inter-agency ministerial inter-ministerial interministerial armed military "
    "special police executive technical steering joint new own former group's u.s us american uk british"
)
PLAIN_ALONE = _set(
    "government local state other foreign main new own former special task working ngo u.s us american uk british "
    "political consular economic public-affairs embassy city town district community private regional provincial "
    "municipal"
)

# What stands in the name of a ministry, and can follow "and" or a comma in it.
PORTFOLIO = _set(
    "interior justice labor labour health education higher foreign external affairs relations finance planning "
    "social welfare development women women's family families children child youth gender equality community "
    "culture sport sports tourism trade commerce industry industries economy economic agriculture fisheries "
    "forestry environment energy mines mining water transport transportation communications communication "
    "communities information technology science research security defense defence public order safety police "
    "policing governance government administration administrative local home immigration migration emigration "
    "nationality citizenship passport passports residence residency naturalization population population's "
    "employment manpower workforce human rights resources legal islamic religious ecclesiastical endowments awqaf "
    "waqfs guidance cults religion constitutional parliamentary political integration cooperation co-operation "
    "international regional national solidarity protection prevention assistance rehabilitation reconstruction "
    "relief reform land lands works housing urban rural territorial infrastructure investment budget treasury "
    "customs revenue tax planning statistics poverty vulnerable disabled elderly senior citizens veterans "
    "refugees displaced repatriation reintegration insurance pensions medical hygiene sanitation nutrition drug "
    "drugs narcotics crime crimes criminal organized trafficking smuggling terrorism corruption anti-corruption "
    "transparency persons person victims victim witnesses witness investigation investigations intelligence "
    "analysis cybercrime corrections prisons prisoners penitentiary mining livestock irrigation food supply "
    "consumer consumers small medium enterprise enterprises handicrafts arts media broadcasting post posts "
    "telecommunications aviation ports marine maritime fishing petroleum gas electricity oil nature conservation "
    "wildlife physical cultural vocational technical training skills professional sciences feminine female "
    "motherhood childhood maternal minors adolescents adolescence girls boys men domestic workers peace "
    "governorates districts decentralization municipalities minorities ethnic tribal indigenous peoples diaspora "
    "expatriates overseas expatriate pilgrimage hajj liaison counter counter-terrorism combat combating border "
    "borders frontier coast guard marine inclusion opportunities opportunity equal equity gender rule law laws "
    "legislation elections civil service society registration vital records identity demographics manufacturing "
    "marketing exports imports procurement supplies regulation innovation sustainable climate disaster management "
    "emergency emergencies humanitarian promotion advancement empowerment status situation abuse violence "
    "exploitation sexual pornography prostitution slavery forced juvenile delinquency care adoption adoptions "
    "policy policies worship cult aging ageing seniors property heritage antiquities hydrocarbons minerals steel "
    "textiles reconciliation unity cohesion oceans lifelong learning martyrs settlements cadastre privatization "
    "entrepreneurship wages cooperatives cyber digital ict digitalization chieftaincy highways roads railways "
    "shipping space nuclear atomic power geology meteorology ecology biodiversity antiquity libraries archives "
    "museums press publicity orientation affirmative devolution provinces states regions islands outer northern "
    "audit ethics integrity probity vigilance truth missing memory claims restitution reparation reparations "
    "compensation torture mothers maternity infant infancy early primary secondary basic elementary tertiary "
    "universities communal metropolitan penal appeals prisons sports youths teenagers adult adults homeless "
    "narcotic firearms explosives alcohol tobacco gender-based counseling counselling attention research training "
    "center-based education attention mediation"
)

# What stands before a head in a text that is all in capitals.
MODIFIERS = _set(
    "national federal civilian civil supreme high higher royal central general attorney prosecutor state public "
    "judicial presidential congressional legislative parliamentary technical special permanent interministerial "
    "inter-ministerial inter-institutional interinstitutional inter-agency interagency anti-trafficking anti-tip "
    "trafficking constitutional appeals district provincial united nations world catholic prime chief solicitor "
    "inspector metropolitan international"
)

# Capitalised because a sentence, a heading or a title begins; never the first word of a name.
OPENERS = _set(
    "the a an this that these those its their his her our your my each every all both some any many most several "
    "few other others another such no not none one two three four five six seven eight nine ten in on at by for "
    "from with without within under over of to into since until during before after while when where as although "
    "though because if unless whether and or but nor so yet then thus hence however moreover furthermore "
    "additionally also besides meanwhile finally first second third last next previously recently currently "
    "formerly since according regarding concerning including despite given following among through throughout "
    "upon like unlike per via see note comment begin end it he she they we you i there here who what which why "
    "how do does did is are was were be been being has have had can could may might will would should shall must "
    "only even still just once again often sometimes usually generally typically officially reportedly apparently "
    "unfortunately similarly likewise instead nonetheless nevertheless notwithstanding about against between post "
    "embassy ref refs reftel septel para paragraph poloff polofficer poleconoff econoff conoff emboff emboffs "
    "poloffs pol/econ answer question update overview ngo ngos io ios gog gob goc gol usg local thanks today yes "
    "existing newly members member representatives representative officials official officers staff contacts "
    "sources press media reports report articles article section funding funded created led based sponsored run "
    "operated using based participating participants agencies organizations institutions government governmental "
    "governments"
)
# Offices of a person, and words for what an institution makes or has: a name stops before them.
ROLES = _set(
    "minister ministers vice-minister viceminister director directors directress secretary secretaries chief "
    "chiefs head officer officers spokesman spokeswoman spokesperson president president-elect chairman "
    "chairwoman chairperson chair commissioner commissioners inspector inspectors judge judges justice-minister "
    "magistrate magistrates prosecutor prosecutors attorney attorneys lawyer counsel counselor adviser advisor "
    "ambassador ambassadors consul consuls colonel captain general-secretary major lieutenant sergeant mr mrs ms "
    "miss dr prof professor father sister sheikh sheik imam king queen prince princess senator senators deputy "
    "deputies congressman congresswoman congressmen mp mps member members founder coordinator coordinators "
    "manager representative representatives official officials agent agents detective expert experts specialist "
    "analyst assistant owner legal-adviser undersecretary under-secretary governor governors mayor mayors "
    "superintendent superintendents solicitor comptroller-general permanent-secretary staff employee employees "
    "personnel"
)
DEPUTIES = _set("deputy vice assistant acting former permanent executive senior junior prime chief director-general")
# A word after a head that makes the whole a law, a plan, a thing.
LAWS = _set(
    "act acts law laws code bill ordinance statute regulations regulation convention protocol treaty agreement "
    "charter constitution amendment amendments decree accord pact covenant"
)
THINGS = _set(
    "report reports plan plans program programs programme programmes project projects policy policies strategy "
    "strategies campaign campaigns day days week month year years index list watchlist guide manual handbook "
    "resolution resolutions order orders conference seminar workshop workshops summit meeting assessment "
    "assessments study survey declaration memorandum mou framework standards guidelines statistics award awards "
    "prize newspaper magazine journal website web radio television tv film video concert curriculum database "
    "system airport airports road street avenue hotel building province provinces region regions state states "
    "county city town village district island islands river border borders crossing point tier ref annex "
    "section-a paragraph time number numbers questionnaire response responses update visa visas permit permits "
    "card cards certificate passport affairs-officer cooperation gazette register"
)
BREAKING_THINGS = THINGS - _set("system cooperation state region district city county province border borders")
MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday fy"
)

# Behind an English or French head they show that the name is French, Spanish or Portuguese.
ROMANCE_ADJECTIVES = _set(
    "nationale judiciaire centrale generale superieur superieure royale municipale federale nacional geral"
)
LED_BY_PAIRS = _set(
    "unit subunit division section desk branch bureau squad team center centre"
)  # "Sexual Offences and Domestic Violence Unit"
SEEKERS = _set(
    "victims women children migrants families persons people youth minors refugees witnesses girls survivors workers"
)
TAKES_ROLES = _set(
    "school university association council union federation society network conference chamber college board "
    "assembly academy institute order forum committee"
)
OFFICES = _set("office offices department chambers service secretariat bureau directorate commission cabinet")
OF = _set("of for on against")
ROMANCE_OF = _set("de del della di do da du des d'e para contra pour sur der fur por a al tus sus contre")
ARTICLES = _set("the la las los le les l el a o os as")
ROMANCE_AND = _set("y e et i und")
VERBS = _set(
    "combat combating prevent monitor fight eliminate eradicate protect counter promote support coordinate "
    "suppress stop end abolish address assist investigate defend help oversee reduce safeguard implement advance "
    "study rescue serve end defeat"
)
TRAFFIC = _set("trafficking traffic trade smuggling dealing")
GROUPS = _set(
    "women woman children child people peoples person persons men girls boys youth prosecutor prosecutors "
    "attorney attorneys general ombudsman ombudsmen defender defenders lawyer lawyers teacher teachers judge "
    "judges mother mothers father fathers worker workers migrant migrants victim victims procurator solicitor "
    "inspector auditor comptroller president minister king queen god farmer farmers employer employers journalist "
    "journalists doctor doctors consumer consumers citizen citizens refugee refugees peasant peasants student "
    "students orphan orphans patient patients governor mayor coroner magistrate magistrates registrar chancellor "
    "veteran veterans parent parents trader traders employee employees sailor sailors seafarer seafarers girl boy "
    "daughter daughters widow widows advocate advocates commissioner coordinator monitor lady sultan emir crown "
    "state nurse nurses survivor survivors writers"
)
# Whose office is an institution, but whose unit or division belongs to one.
OFFICE_HOLDERS = _set(
    "prosecutor prosecutors attorney general procurator solicitor inspector auditor comptroller president "
    "minister king queen governor mayor ombudsman commissioner chancellor coordinator"
)
