"""Invented firms: every name, place, number and address here is made up; the check digits are right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Company:
    """A firm as its letterhead shows it. `trade` names its goods in goods.py; empty for those who only buy."""

    key: str
    name: str
    street: str
    town: str
    country: str
    trade: str = ""
    vat_id: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    register: str = ""
    phone: str = ""
    web: str = ""
    supplier_id: str = ""

    @property
    def mail(self) -> str:
        """The address for letters by wire."""
        return f"accounts@{self.web}" if self.country in ("GB", "US", "IE") else f"rechnung@{self.web}"


SELLERS: tuple[Company, ...] = (
    Company(
        "brandtner",
        "Brandtner Werkzeugtechnik GmbH",
        "Gewerbering 14",
        "72770 Altenbrück",
        "DE",
        "tools_de",
        "DE342366712",
        "DE77999952943613458039",
        "PDKADEFFXXX",
        "Handelsbank Altenbrück",
        "HRB 70412 AG Altenbrück",
        "+49 7000 55 21-0",
        "brandtner-werkzeug.example",
        "S1001",
    ),
    Company(
        "nordlicht",
        "Nordlicht Bürobedarf KG",
        "Hafenstraße 8",
        "24937 Seehafen",
        "DE",
        "office_de",
        "DE676122202",
        "DE15999940876300521603",
        "PDKADEHHXXX",
        "Sparbank Seehafen",
        "HRA 3317 AG Seehafen",
        "+49 4600 81 90-12",
        "nordlicht-buero.example",
        "S1002",
    ),
    Company(
        "rebmann",
        "Malerbetrieb Rebmann & Söhne GmbH",
        "Am Kelterberg 3",
        "67157 Weinhofen",
        "DE",
        "painter_de",
        "DE532650201",
        "DE58999940228424452795",
        "PDKADE6WXXX",
        "Volkskasse Weinhofen",
        "HRB 1189 AG Weinhofen",
        "+49 6300 4478",
        "maler-rebmann.example",
        "S1003",
    ),
    Company(
        "lindqvist",
        "Lindqvist Energie AG",
        "Turbinenplatz 1",
        "04109 Kupferstadt",
        "DE",
        "energy_de",
        "DE520561748",
        "DE86999928989241340584",
        "PDKADE8LXXX",
        "Kreditbank Kupferstadt",
        "HRB 25560 AG Kupferstadt",
        "+49 3400 7700-0",
        "lindqvist-energie.example",
        "S1004",
    ),
    Company(
        "frischhof",
        "Frischhof Lebensmittel Großhandel GmbH",
        "Marktallee 220",
        "50769 Rheinfelde",
        "DE",
        "food_de",
        "DE471874633",
        "DE05999980547066637100",
        "PDKADEKKXXX",
        "Marktbank Rheinfelde",
        "HRB 90023 AG Rheinfelde",
        "+49 2200 6633-40",
        "frischhof.example",
        "S1005",
    ),
    Company(
        "alpenkraft",
        "Alpenkraft Seilbahntechnik GmbH",
        "Gletscherweg 27",
        "6460 Hochimst",
        "AT",
        "tools_at",
        "ATU45117742",
        "AT959992720543334425",
        "PDKAAT2LXXX",
        "Landesbank Hochimst",
        "FN 204417 k LG Hochimst",
        "+43 5400 2090",
        "alpenkraft-seilbahn.example",
        "S1006",
    ),
    Company(
        "harrowgate",
        "Harrowgate Print & Packaging Ltd",
        "Unit 7, Mill Lane Trading Estate",
        "Westerbridge WB4 7QX",
        "GB",
        "print_en",
        "GB213622446",
        "GB58PDSK53918186949644",
        "PDSKGB2LXXX",
        "Wester & County Bank",
        "Company No. 07441920",
        "+44 1600 496 0771",
        "harrowgate-print.example",
        "S2001",
    ),
    Company(
        "pelham",
        "Pelham Rowe Surveyors LLP",
        "18 Castle Gate",
        "Northmoor NM1 2DD",
        "GB",
        "services_en",
        "GB134227733",
        "GB79KEEL24130239854075",
        "KEELGB21XXX",
        "Keel Bank plc",
        "Registered OC331877",
        "+44 1700 496 0230",
        "pelhamrowe.example",
        "S2002",
    ),
    Company(
        "tidewater",
        "Tidewater Marine Supplies Ltd",
        "Quayside House, 3 Anchor Row",
        "Saltmouth SM2 9HB",
        "GB",
        "marine_en",
        "GB854300196",
        "GB89NORT57272316846782",
        "NORTGB2LXXX",
        "Northern Mercantile",
        "Company No. 03310486",
        "+44 1300 496 0114",
        "tidewater-marine.example",
        "S2003",
    ),
    Company(
        "cobalt",
        "Cobalt Ridge Software Inc.",
        "4100 Juniper Parkway, Suite 300",
        "Redmesa, CO 80999",
        "US",
        "software_en",
        register="EIN 39-6626908",
        bank="First Prairie Bank, Routing 999000017, Acct 4410027786",
        phone="(555) 010-4127",
        web="cobaltridge.example",
        supplier_id="S3001",
    ),
    Company(
        "summit",
        "Summit Field Services LLC",
        "77 Quarry Road",
        "Elk Hollow, MT 59990",
        "US",
        "field_en",
        register="EIN 61-6703946",
        bank="Elk Hollow Savings, Routing 999000025, Acct 71120943",
        phone="(555) 010-9033",
        web="summitfield.example",
        supplier_id="S3002",
    ),
    Company(
        "vandermeer",
        "Van der Meer Bloemen B.V.",
        "Tulpenkade 51",
        "1431 ZZ Bloemdam",
        "NL",
        "flowers_en",
        "NL504900535B01",
        "NL42PDBK9238059270",
        "PDBKNL2AXXX",
        "Polderbank",
        "KvK 99120447",
        "+31 29 700 1180",
        "vandermeer-bloemen.example",
        "S4001",
    ),
    Company(
        "keane",
        "Keane & Dunne Translations Limited",
        "9 Linen Court",
        "Kilbarra, Co. Westmark",
        "IE",
        "words_en",
        "IE6183722R",
        "IE28PDSK55810777779009",
        "PDSKIE2DXXX",
        "Bank of Westmark",
        "CRO 599120",
        "+353 90 555 0199",
        "keanedunne.example",
        "S4002",
    ),
)

BUYERS: tuple[Company, ...] = (
    Company("halvern", "Halvern Logistik GmbH", "Speicherstraße 40", "60327 Mainfurt", "DE", vat_id="DE651505561"),
    Company(
        "steinbach", "Gebrüder Steinbach Maschinenbau AG", "Eisenweg 112", "45127 Kohlheim", "DE", vat_id="DE364507495"
    ),
    Company("orchard", "Orchard Lane Hotels Ltd", "2 Orchard Lane", "Millbury MB1 4TT", "GB", vat_id="GB404633535"),
    Company(
        "kestrel", "Kestrel Foods plc", "Kestrel House, 90 Harbour Way", "Portmarsh PM3 8LN", "GB", vat_id="GB244150732"
    ),
    Company("bluefin", "Bluefin Medical Devices, Inc.", "1200 Lakeshore Drive", "Port Amber, OH 44999", "US"),
    Company("granger", "Granger County School District", "15 Schoolhouse Road", "Granger Falls, VT 05999", "US"),
)

BY_KEY: dict[str, Company] = {company.key: company for company in (*SELLERS, *BUYERS)}
