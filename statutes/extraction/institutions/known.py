"""International organisations, donors and foreign agencies that cables of every country name: facts, not guesses.

A bare acronym counts as one of these unless the cable itself binds it to another name.
"""

from statutes.extraction.institutions.structure import InstitutionKind as Kind

INTERNATIONAL = """
International Organization for Migration|IOM
International Organization for Migrations
International Labor Organization|ILO
International Labor Office
International Program on the Elimination of Child Labor|IPEC
International Program for the Elimination of Child Labor
ILO/IPEC
ILO-IPEC
United Nations|UN
UN Security Council
UN General Assembly
United Nations Children's Fund|UNICEF
UN Children's Fund
United Nations Development Program|UNDP
UN Development Program
United Nations Office on Drugs and Crime|UNODC
UN Office on Drugs and Crime
UN Office of Drugs and Crime
UN Office for Drugs and Crime
United Nations High Commissioner for Refugees|UNHCR
UN High Commissioner for Refugees
UN High Commission for Refugees
United Nations High Commission for Refugees
United Nations High Commissioner for Human Rights|UNHCHR
UN High Commissioner for Human Rights
Office of the UN High Commissioner for Human Rights|OHCHR
Office of the United Nations High Commissioner for Human Rights
Office of the High Commissioner for Human Rights
United Nations Population Fund|UNFPA
UN Population Fund
United Nations Development Fund for Women|UNIFEM
UN Development Fund for Women
UN Women
United Nations Educational, Scientific and Cultural Organization|UNESCO
United Nations Interregional Crime and Justice Research Institute|UNICRI
United Nations Inter-Agency Project on Human Trafficking|UNIAP
UN Inter-Agency Project on Human Trafficking
United Nations Latin American Institute for the Prevention of Crime and the Treatment of Offenders|ILANUD
United Nations Relief and Works Agency|UNRWA
United Nations Global Initiative to Fight Human Trafficking|UN.GIFT
Joint United Nations Program on HIV/AIDS|UNAIDS
United Nations Volunteers|UNV
United Nations Stabilization Mission in Haiti|MINUSTAH
United Nations Mission in Liberia|UNMIL
United Nations Mission in Kosovo|UNMIK
United Nations Interim Administration Mission in Kosovo
World Health Organization|WHO
World Food Program|WFP
World Bank
World Tourism Organization|UNWTO
International Monetary Fund|IMF
International Criminal Court|ICC
International Criminal Police Organization|INTERPOL
Interpol
Europol
Eurojust
Frontex
European Union|EU
European Commission
European Parliament
European Court of Human Rights|ECHR
European Police Office
Council of Europe|COE
Organization for Security and Cooperation in Europe|OSCE
Organization for Security and Co-operation in Europe
Office for Democratic Institutions and Human Rights|ODIHR
North Atlantic Treaty Organization|NATO
Organization of American States|OAS
Inter-American Commission on Human Rights|IACHR
Inter-American Court of Human Rights
Inter-American Commission of Women|CIM
Inter-American Children's Institute
Inter-American Development Bank|IDB
Pan American Health Organization|PAHO
Central American Integration System|SICA
Central American Parliament|PARLACEN
Mercosur
Andean Community
Caribbean Community|CARICOM
African Union|AU
African Development Bank|AFDB
Economic Community of West African States|ECOWAS
Southern African Development Community|SADC
East African Community|EAC
Intergovernmental Authority on Development|IGAD
Association of Southeast Asian Nations|ASEAN
South Asian Association for Regional Cooperation|SAARC
Asian Development Bank|ADB
Gulf Cooperation Council|GCC
Arab League
League of Arab States
Organization of the Islamic Conference|OIC
Commonwealth of Independent States|CIS
Southeast European Cooperative Initiative|SECI
Stability Pact for South Eastern Europe
Financial Action Task Force|FATF
International Center for Migration Policy Development|ICMPD
International Committee of the Red Cross|ICRC
International Federation of Red Cross and Red Crescent Societies|IFRC
International Law Enforcement Academy|ILEA
"""
DONORS = """
Office to Monitor and Combat Trafficking in Persons|G/TIP
Bureau of International Narcotics and Law Enforcement Affairs|INL
Bureau of Democracy, Human Rights, and Labor|DRL
Bureau of Population, Refugees, and Migration|PRM
United States Agency for International Development|USAID
U.S. Agency for International Development
US Agency for International Development
International Criminal Investigative Training Assistance Program|ICITAP
Overseas Prosecutorial Development, Assistance and Training|OPDAT
Millennium Challenge Corporation|MCC
Inter-American Foundation|IAF
Peace Corps
Canadian International Development Agency|CIDA
Swedish International Development Cooperation Agency|SIDA
Swedish International Development Agency
Norwegian Agency for Development Cooperation|NORAD
Danish International Development Agency|DANIDA
Department for International Development|DFID
German Technical Cooperation|GTZ
Deutsche Gesellschaft für Internationale Zusammenarbeit|GIZ
Japan International Cooperation Agency|JICA
Australian Agency for International Development|AUSAID
Spanish Agency for International Cooperation|AECI
Spanish Agency for International Development Cooperation|AECID
Swiss Agency for Development and Cooperation|SDC
Austrian Development Agency|ADA
Open Society Institute|OSI
Ford Foundation
MacArthur Foundation
Oak Foundation
King Baudouin Foundation
American Bar Association|ABA
Central European and Eurasian Law Initiative|CEELI
Japan Social Development Fund
"""
POLICE = """
Federal Bureau of Investigation|FBI
Immigration and Customs Enforcement|ICE
U.S. Immigration and Customs Enforcement
Drug Enforcement Administration|DEA
Scotland Yard
Carabineros
Gendarmerie
Gendarmeria
"""
AGENCIES = """
Department of Homeland Security|DHS
U.S. Department of Homeland Security
Department of Justice|DOJ
U.S. Department of Justice
Department of Labor|USDOL
U.S. Department of Labor
Customs and Border Protection
Department of Health and Human Services|HHS
"""
MINISTRIES = """
Ministry of Foreign Affairs|MFA
Ministry of Interior|MOI
Ministry of Justice|MOJ
Ministry of Labor|MOL
Ministry of Health|MOH
Ministry of Education|MOE
Ministry of Internal Affairs|MVD
"""
NGOS = """
Save the Children
Save the Children Sweden
Save the Children of Sweden
World Vision
Terre des Hommes
Catholic Relief Services|CRS
CARE International
Caritas
Caritas International
La Strada
La Strada International
ECPAT
End Child Prostitution, Child Pornography and Trafficking of Children for Sexual Purposes
Casa Alianza
Covenant House
Covenant House International
International Justice Mission|IJM
Free the Slaves
Anti-Slavery International
Global Alliance Against Traffic in Women|GAATW
Coalition Against Trafficking in Women|CATW
Polaris Project
Shared Hope International
Not for Sale
Human Rights Watch|HRW
Amnesty International
Transparency International
End Child Prostitution in Asian Tourism
Doctors Without Borders
Medecins Sans Frontieres|MSF
Oxfam
Plan International
Defense for Children International
Defence for Children International
International Rescue Committee|IRC
Danish Refugee Council
Norwegian Refugee Council
Jesuit Refugee Service|JRS
International Catholic Migration Commission|ICMC
Salvation Army
Red Cross
Red Crescent
Academy for Educational Development|AED
Partners of the Americas
Winrock International
International Research and Exchanges Board|IREX
Asia Foundation
Animus Association
Solidarity Center
Vital Voices
Freedom House
Chab Dai
AFESIP
"""
LEGISLATURES = """
Parliament
Congress
Senate
Duma
State Duma
Knesset
Althingi
Riksdag
Folketing
Storting
Verkhovna Rada
Majlis
Bundestag
Bundesrat
Sejm
Saeima
Seimas
Riigikogu
House of Representatives
House of Commons
House of Lords
Chamber of Deputies
Lok Sabha
Rajya Sabha
Diet
Shura Council
"""


PROSECUTORS = """
Fiscalia
Fiscalía
"""
OMBUDSMEN = """
Defender of the People
People's Defender
People's Advocate
Defensoria
Defensoría
Ombudsman
"""


def _read(lines: str, kind: Kind) -> list[tuple[str, str, Kind]]:
    rows = (line.partition("|") for line in lines.strip().splitlines())
    return [(name, acronym, kind) for name, _, acronym in rows]


KNOWN: tuple[tuple[str, str, Kind], ...] = tuple(
    _read(INTERNATIONAL, Kind.INTERNATIONAL)
    + _read(DONORS, Kind.DONOR)
    + _read(POLICE, Kind.POLICE)
    + _read(AGENCIES, Kind.EXECUTIVE)
    + _read(MINISTRIES, Kind.EXECUTIVE)
    + _read(NGOS, Kind.NGO)
    + _read(LEGISLATURES, Kind.LEGISLATURE)
    + _read(PROSECUTORS, Kind.PROSECUTION)
    + _read(OMBUDSMEN, Kind.OMBUDSMAN)
)
# Without a name of its own beside it, this acronym means nothing certain.
UNSURE = frozenset(
    "ICE COE AU CIM ICC EAC CIS ADA SDC IAF ABA AED MCC OSI AECI WHO UNV CRS IRC OIC ADB IDB SECI ECHR SIDA".split()
)
