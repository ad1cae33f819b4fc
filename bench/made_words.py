"""The words of made-up invoices, by language: heads by column (a stroke parts their lines), goods, sums."""

from __future__ import annotations

#: The orders of columns.
ORDERS = (
    "pos desc qty price total",
    "pos art desc qty unit price total",
    "desc qty price total",
    "desc qty unit price vat total",
    "pos desc qty unit price disc total",
    "qty unit desc price total",
    "qty desc price total",
    "pos qty unit art desc price total",
    "date desc qty price total",
    "art desc qty price disc total",
    "pos desc qty price vat total",
    "desc vat qty price total",
    "art desc vat price qty total",
    "desc price qty total",
    "qty art desc price vat total",
    "art desc qty price total vat",
    "desc qty price total vat gross",
    "desc total",
    "pos desc total",
    "art desc qty total",
    "pos art desc price qty unit vat total",
)
HEADS = {
    "de": {
        "pos": "Pos; Pos.; Nr.; Position; #; Lfd./Nr.",
        "art": "Art.-Nr.; Artikelnr.; Artikelnummer; Material; Bestell-Nr.",
        "desc": "Bezeichnung; Beschreibung; Artikelbezeichnung; Leistung; Artikel; Text; Produkt; "
        "Bezeichnung der Leistung",
        "qty": "Menge; Anzahl; Anz.; Stück; Geliefert; Liefer-/menge; berechnete/Menge; Std.",
        "unit": "Einheit; ME; Einh.; Mengen-/einheit",
        "price": "Einzelpreis; E-Preis; Preis; EP; Preis je/Einheit; Stückpreis; Netto-/preis; "
        "Einzelpreis/netto; Listenpreis",
        "disc": "Rabatt; Rabatt %; Rab. %; Nachlass",
        "vat": "MwSt.; USt. %; USt; Steuer; Steuersatz; MwSt-Satz",
        "total": "Gesamtpreis; Gesamt; Betrag; GP; Summe; Nettobetrag; Gesamt-/preis; Betrag/netto; "
        "Positionswert; Zeilensumme",
        "gross": "Brutto; Bruttobetrag; Gesamt brutto",
        "date": "Datum; Leistungsdatum",
    },
    "en": {
        "pos": "Pos; No.; #; Line; Ln",
        "art": "Item no.; SKU; Product code; Code; Part No.; Ref",
        "desc": "Description; Item; Product; Details; Item description; Service; Particulars; Product description",
        "qty": "Qty; Quantity; Hours; Units; QTY; Quantity/shipped; Shipped; No. of units",
        "unit": "Unit; UOM; U/M",
        "price": "Unit price; Price; Rate; Unit cost; Price each; Unit/price; Rate per hour; Price per/unit; "
        "Net unit/price",
        "disc": "Discount; Disc. %; Disc",
        "vat": "VAT; VAT %; Tax; VAT rate; Tax %; Taxes; VAT/rate",
        "total": "Amount; Total; Line total; Net amount; Total price; Net; Total net; Extended/price; "
        "Line/amount; Sub Total",
        "gross": "Gross; Total incl. VAT; Gross amount",
        "date": "Date; Service date",
    },
    "fr": {
        "pos": "N°; Pos; Ligne; #",
        "art": "Réf.; Référence; Code; Code article",
        "desc": "Désignation; Description; Libellé; Désignation des produits; Produit; Prestation; "
        "Nature des prestations",
        "qty": "Quantité; Qté; Qte; Nombre; Quantités; Nb; Qté/livrée; Quantité/facturée",
        "unit": "Unité; UM; Unite",
        "price": "Prix unitaire; P.U. HT; PU HT; Prix unitaire HT; P.U.; Prix/unitaire; PU; Prix unit. HT; "
        "P.U. H.T.; Tarif",
        "disc": "Remise; Rem.; % Rem; Remise %",
        "vat": "TVA; Taux TVA; % TVA; Taux; Taux de TVA; T.V.A.; Code TVA",
        "total": "Total HT; Montant HT; Montant; Prix HT; Total H.T.; Total; Montant/HT; Prix total HT; Total ligne HT",
        "gross": "Total TTC; Montant TTC; Prix TTC",
        "date": "Date",
    },
}
NAMES = {
    "de": "Gartenschere verzinkt; Beratung vor Ort; Wartung Heizungsanlage; Druckerpapier A4 80g; "
    "Schrauben M6 x 40 Edelstahl; Montage Rollladen inkl. Kleinmaterial; Hosting Paket L; Anfahrt Zone 2; "
    "Kabelkanal 60x40 lichtgrau; Reinigung Treppenhaus; Fliesenkleber flexibel 25 kg; LED Leuchte 18 W; "
    "Übersetzung technischer Unterlagen; Miete Lagerfläche Halle 3",
    "en": "Oak shelf 80 cm; Site survey; Annual support plan; Copper pipe 15mm; Consulting services; "
    "Safety gloves size L; Delivery and unloading; Repair of pump housing; Steel bracket 40x40; "
    "Desk lamp brass; Training day on site; Toner cartridge; Cleaning of offices; Garden bench teak",
    "fr": "Vis à bois 5x60; Prestation de conseil; Maintenance annuelle; Papier recyclé A4; Table basse chêne; "
    "Lampe de bureau; Hébergement du site; Nettoyage des locaux; Confiture de figues 340g; "
    "Câble électrique 3G2,5; Location de matériel; Étagère murale; Pneus hiver 205/55; Formation utilisateurs",
}
MORE = {
    "de": "mit Zubehör und Anleitung; gemäß Angebot vom Frühjahr; Farbe nach Muster",
    "en": "with fittings and manual; as agreed in our offer; colour as sample",
    "fr": "avec accessoires et notice; selon notre devis; couleur selon échantillon",
}
NOTES = {
    "de": "Charge: 7731; Lieferschein: LS-20931; EAN: 4009876543219; Zeitraum 01.03.2024 bis 31.03.2024",
    "en": "Batch: 7731; Delivery note: DN-20931; EAN: 4009876543219; Period 01/03/2024 - 31/03/2024",
    "fr": "Lot : 7731; Bon de livraison : BL-20931; EAN : 4009876543219; Période du 01/03/2024 au 31/03/2024",
}
UNITS = {
    "de": "Stk; Std; kg; m; Psch.; Stück; Liter",
    "en": "pcs; hrs; kg; m; ea; day; box",
    "fr": "pce; h; kg; m; U; jour",
}
SUMS = {
    "de": "Zwischensumme; zzgl. 20 % MwSt.; Gesamtbetrag",
    "en": "Subtotal; VAT 20%; Total due",
    "fr": "Sous-total; TVA 20 %; Total TTC",
}
INTRO = {
    "de": "Mustergut Handels GmbH; Hafenweg 4; 20457 Hamburg; Rechnung Nr. R-2024-118; Rechnungsdatum: 12.04.2024",
    "en": "Northfield Tools Ltd; 4 Mill Lane; Leeds LS1 4AB; Invoice No. 2024-118; Invoice date: 12 April 2024",
    "fr": "Atelier Morvan SARL; 4 rue du Port; 35000 Rennes; Facture N° F-2024-118; Date de facture : 12/04/2024",
}
FOOT = {
    "de": "Mustergut Handels GmbH; Tel. 040 123456; USt-IdNr. DE136695976",
    "en": "Northfield Tools Ltd; Tel. 0113 496 0000; VAT No. GB123456789",
    "fr": "Atelier Morvan SARL; Tél. 02 99 00 00 00; TVA FR40303265045",
}
#: What a machine reads for a letter.
CONFUSED = {"é": "e", "è": "é", "ü": "u", "ö": "o", "ä": "a", "l": "I", "i": "l", "g": "q", "h": "b", "c": "e"}
