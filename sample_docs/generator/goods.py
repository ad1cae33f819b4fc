"""What the invented firms sell: description (first line and more), unit, price, tax rate in percent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Good:
    """One entry of a price list."""

    article: str
    name: str
    unit: str
    price: Decimal
    rate: Decimal
    more: tuple[str, ...] = ()


def _list(text: str) -> tuple[Good, ...]:
    goods = []
    for row in text.strip().splitlines():
        article, name, unit, price, rate, *more = (part.strip() for part in row.split("|"))
        goods.append(Good(article, name, unit, Decimal(price), Decimal(rate), tuple(more)))
    return tuple(goods)


GOODS: dict[str, tuple[Good, ...]] = {
    "tools_de": _list("""
        BW-1040 | Spiralbohrer-Satz HSS-G 25-teilig | Set | 64.90 | 19 | 1,0 bis 13,0 mm, in Stahlkassette
        BW-2217 | Drehmomentschlüssel 40-200 Nm | Stk | 118.50 | 19
        BW-2290 | Umschaltknarre 1/2 Zoll | Stk | 42.35 | 19
        BW-3305 | Kühlschmierstoff Emulgat 20 l | Kan | 87.20 | 19 | Kennzeichnung nach CLP beachten
        BW-3551 | Wendeschneidplatten CNMG 120408 | Pkg | 96.00 | 19 | Verpackungseinheit 10 Stück
        BW-4120 | Schraubstock 125 mm, drehbar | Stk | 239.00 | 19
        BW-4710 | Schutzbrille klar, EN 166 | Stk | 7.85 | 19
        BW-5008 | Werkstattwagen 7 Schubladen | Stk | 489.00 | 19 | Farbe anthrazit, abschließbar
        BW-9001 | Kalibrierung mit Prüfprotokoll | Std | 74.00 | 19
    """),
    "office_de": _list("""
        NB-110 | Kopierpapier A4 80 g/m², 2.500 Blatt | Ktn | 21.90 | 19
        NB-134 | Briefumschläge DL mit Fenster, 500 St. | Pkg | 18.45 | 19
        NB-220 | Ordner breit, grau | Stk | 2.79 | 19
        NB-231 | Register A-Z, Karton | Stk | 1.95 | 19
        NB-318 | Toner schwarz, 6.000 Seiten | Stk | 89.90 | 19 | kompatibel zu Serie LX-400
        NB-402 | Fachbuch Reisekostenrecht | Stk | 39.80 | 7 | 12. Auflage, broschiert
        NB-410 | Zeitschrift Büro & Praxis, Jahresabo | Stk | 118.00 | 7
        NB-507 | Kaffee ganze Bohne, 1 kg | Btl | 14.90 | 7
        NB-566 | Schreibtischlampe LED | Stk | 54.00 | 19
    """),
    "painter_de": _list("""
        1.1 | Abdecken und Schützen der Böden | m² | 1.85 | 19 | inkl. Folie, | Räume EG und 1. OG
        1.2 | Raufaser entfernen, Untergrund reinigen | m² | 5.40 | 19
        1.3 | Spachteln Q3, Schleifen | m² | 9.75 | 19 | Risse armieren, | Kanten mit Eckschutzschiene
        1.4 | Dispersionsanstrich, zweimal, weiß | m² | 6.95 | 19 | Nassabrieb Klasse 2, matt
        2.1 | Türzargen schleifen und lackieren | Stk | 86.00 | 19 | seidenglänzend RAL 9010
        2.2 | Heizkörper lackieren | Stk | 64.50 | 19
        2.3 | Fensterbänke ölen | lfm | 12.30 | 19
        3.1 | Fassadengerüst stellen und vorhalten | m² | 8.20 | 19 | Vorhaltezeit vier Wochen, | danach nach Aufwand
        3.2 | Fassade grundieren | m² | 4.15 | 19
        3.3 | Silikonharzfarbe, zweimal | m² | 11.60 | 19 | Farbton nach Muster 3047
        4.1 | Regiestunden Geselle | Std | 52.00 | 19
        4.2 | Regiestunden Auszubildender | Std | 29.50 | 19
        4.3 | An- und Abfahrt | Psch | 45.00 | 19
        4.4 | Entsorgung Restmaterial | Psch | 78.00 | 19
    """),
    "energy_de": _list("""
        E-01 | Arbeitspreis Strom Gewerbe | kWh | 0.2790 | 19 | Zähler 4 711 902, Abrechnung nach Ablesung
        E-02 | Grundpreis Strom | Monat | 14.50 | 19
        E-03 | Messstellenbetrieb | Monat | 2.10 | 19
        E-04 | Stromsteuer | kWh | 0.0205 | 19
    """),
    "food_de": _list("""
        20014 | Bio-Vollmilch 3,8 %, 10 x 1 l | Ki | 12.40 | 7
        20110 | Butter mild gesäuert, 20 x 250 g | Ktn | 41.80 | 7
        20431 | Eier Größe M, 180 Stück | Ktn | 37.90 | 7
        30022 | Mineralwasser medium, 12 x 0,7 l | Ki | 4.95 | 19
        30025 | Pfand Mineralwasser | Ki | 3.30 | 19
        30107 | Apfelsaft naturtrüb, 6 x 1 l | Ki | 8.90 | 19
        40100 | Kartoffeln festkochend, 25 kg | Sack | 18.75 | 7
        40188 | Tomaten Klasse I, 6 kg | Kiste | 13.20 | 7
        50333 | Olivenöl nativ extra, 5 l | Kan | 46.50 | 7 | Herkunft siehe Etikett
        60910 | Spülmittel Konzentrat 10 l | Kan | 22.30 | 19
    """),
    "print_en": _list("""
        HP-220 | Corrugated cartons 400 x 300 x 250 mm | ea | 0.84 | 20 | double wall, printed one colour
        HP-231 | Self-adhesive labels, roll of 1,000 | roll | 17.60 | 20
        HP-305 | A5 leaflets, 170 gsm silk, per 1,000 | M | 46.00 | 0
        HP-310 | Saddle-stitched brochures, 24 pp | ea | 1.92 | 0 | zero-rated printed matter
        HP-418 | Artwork and pre-press | hr | 48.00 | 20
        HP-500 | Pallet delivery, next day | ea | 62.50 | 20
    """),
    "services_en": _list("""
        F1 | Measured survey of ground and first floors | day | 740.00 | 20
        F2 | Party wall award, building owner | ea | 1150.00 | 20
        F3 | Schedule of condition with photographs | ea | 465.00 | 20 | three adjoining properties
        F4 | Attendance on site | hr | 118.00 | 20
        D1 | Land registry fees (disbursement) | ea | 14.00 | 0
        D2 | Rail travel (disbursement) | ea | 86.40 | 0
    """),
    "marine_en": _list("""
        TM10441 | Mooring rope 14 mm three-strand | m | 2.35 | 20
        TM10502 | Fender, cylindrical 300 x 900 mm | ea | 41.95 | 20 | navy, with eyes at both ends
        TM20077 | Galvanised shackle 12 mm | ea | 3.60 | 20
        TM30015 | Antifouling paint 2.5 l | tin | 79.50 | 20 | colour: dover white
        TM40230 | Lifejacket 170 N, automatic | ea | 96.00 | 20
        TM40611 | Children's lifejacket 100 N | ea | 58.00 | 0
        TM50100 | LED navigation light, port | ea | 33.25 | 20
        TM50101 | LED navigation light, starboard | ea | 33.25 | 20
        TM70900 | Carriage | ea | 18.00 | 20
    """),
    "software_en": _list("""
        CR-SUB-50 | Ridgeline Inventory, 50 named users | mo | 1450.00 | 8.25 | Subscription, billed quarterly
        CR-SUP-G | Gold support | mo | 320.00 | 8.25
        CR-API-1M | API requests, per million | ea | 85.00 | 8.25
        CR-TRN | Remote administrator training | hr | 165.00 | 0
        CR-SSO | Single sign-on add-on | mo | 95.00 | 8.25
    """),
    "field_en": _list("""
        100 | Boiler inspection, building A | ea | 385.00 | 0
        110 | Replace circulation pump | ea | 940.00 | 0 | Model P-40, incl. gaskets and fittings
        120 | Labor, journeyman | hr | 92.00 | 0
        121 | Labor, apprentice | hr | 54.00 | 0
        130 | Mileage | mi | 0.67 | 0
        140 | Permit and filing fee | ea | 75.00 | 0
        150 | Insulation, 2 in. pipe | ft | 6.45 | 0
        160 | Emergency call-out, after hours | ea | 210.00 | 0
    """),
    "flowers_en": _list("""
        88012 | Tulip mixed, bunch of 50 | bunch | 9.80 | 9
        88019 | Rose Avalanche 60 cm, bunch of 20 | bunch | 11.25 | 9
        88140 | Eucalyptus cinerea | bunch | 4.10 | 9
        88233 | Phalaenopsis, 2 stems, 12 cm pot | pot | 7.95 | 9
        90010 | Glass vase, cylinder 30 cm | ea | 6.40 | 21
        90044 | Danish trolley, exchange | ea | 12.50 | 21
        90050 | Refrigerated freight | ea | 140.00 | 21
    """),
    "words_en": _list("""
        T-DEEN | Translation German to English | word | 0.14 | 23 | Technical manual, revision 4
        T-FREN | Translation French to English | word | 0.13 | 23
        T-REV | Second-person revision | hr | 58.00 | 23
        T-CERT | Certified translation of extract | ea | 75.00 | 23
        T-DTP | Desktop publishing | hr | 46.00 | 23
    """),
}

#: The same tools as sold from Austria, at its rate.
GOODS["tools_at"] = tuple(replace(good, rate=Decimal(20)) for good in GOODS["tools_de"])
