"""What the columns of a table of line items are called, in English, German and French."""

from __future__ import annotations

import re


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


#: The heads of each column by its role; the longest phrase that fits wins.
LEXICON: dict[str, tuple[str, ...]] = {
    "position": _phrases("pos, position, pos nr, item no, line, line no, no, nr, #, lfd nr, ln, n°, ligne, lp"),
    "article": _phrases(
        "article no, article number, art nr, artnr, artikel nr, artikelnr, artikelnummer, artikel-nr, "
        "item number, item code, product code, part no, part number, sku, code, ref, réf, référence, "
        "reference, material, art-nr, best-nr, bestell-nr, stock code, product no, gtin, ean, referenzen, "
        "item id, catalog no, your ref, our ref, article code"
    ),
    "description": _phrases(
        "description, item description, description of goods, goods, product, item, items, service, "
        "services, details, particulars, article, bezeichnung, beschreibung, artikel, artikelbezeichnung, "
        "leistung, produkt, ware, text, warenbezeichnung, désignation, designation, libellé, produit, "
        "prestation, description of services, description of work, work, product description, activity, "
        "leistungsbeschreibung, artikelbeschreibung, gegenstand, tätigkeit, postenbeschreibung, "
        "product name, item name, produits, goods and services, positionsbeschreibung, "
        "artikel / bezeichnung, nature"
    ),
    "quantity": _phrases(
        "bestellmenge, liefermenge, rechnungsmenge, order qty, quantity ordered, "
        "qty, quantity, menge, anzahl, anz, stück, stk, qté, quantité, qte, hours, units, stunden, "
        "qty shipped, std, hrs, menge einheit, qty ordered, days, number"
    ),
    "unit": _phrases("unit, einheit, uom, unité, eh, me, u/m, einh, per"),
    "unit_price": _phrases(
        "unit price, price, rate, each, price each, unit cost, cost, einzelpreis, e-preis, epreis, preis, "
        "stückpreis, preis einheit, einzel, ep, nettopreis, prix unitaire, p.u, pu, p.u. ht, prix, pu ht, "
        "prix unit, unit rate, price per unit, preis pro einheit, einzelpreis netto, net price, stundensatz, "
        "price/unit, unit net price, preis je einheit, unit amount, e-preis netto, prix u, list price, "
        "prix unitaire ht, unitprice, price unit"
    ),
    "discount": _phrases("discount, disc, rabatt, nachlass, remise, rab"),
    "tax_rate": _phrases(
        "vat, vat %, vat rate, tax, tax %, tax rate, mwst, ust, mwst %, ust %, steuersatz, steuer, tva, "
        "taux tva, gst, mwst-satz, ust-satz, tva %, taux, mwst satz, ust satz, btw, vat code, steuer %"
    ),
    "tax_amount": _phrases(
        "vat amount, tax amount, mwst-betrag, steuerbetrag, montant tva, basisbetrag, warenwert, tax base, "
        "taxable amount, zu-/abschlag, gst amount, mwst betrag, ust betrag"
    ),
    "line_total": _phrases(
        "amount, total, line total, net amount, total price, extended price, ext price, extended, "
        "gesamtpreis, gesamt, betrag, g-preis, gp, nettobetrag, summe, gesamtbetrag, montant, montant ht, "
        "total ht, net, netto, sum, value, net value, line amount, gesamt netto, total net, total amount, "
        "wert, betrag netto, gesamtpreis netto, netto gesamt, zeilensumme, positionssumme, total net amount, "
        "net total, prix total, line value, gpreis, positionsbetrag, entgelt, amount net, nettowert, "
        "linetotal, extension"
    ),
    "date": _phrases("date, datum, delivery date, liefertermin, lieferdatum, service date"),
}
#: What stands beside a table of line items and names no column of it.
ELSEWHERE = "elsewhere"
_BESIDE = _phrases(
    "vat number, vat no, vat id, vat reg no, ust-idnr, ust-id, steuernummer, tax id, invoice number, invoice no, "
    "invoice date, due date, rechnungsnummer, rechnungsdatum, customer number, customer no, kundennummer, n° tva"
)
_CURRENCY = re.compile(r"\b(?:in )?(?:eur|usd|gbp|chf|euro)\b|[€$£()\[\]:.]")
#: What may stand behind the name of a column without changing its role.
_QUALIFIED = re.compile(
    r" (?:ohne (?:ust|mwst)|(?:excl?|incl?|inkl|exkl|zzgl) (?:vat|tax|ust|mwst)|ht|netto|net|brutto)$"
)
_BY_PHRASE = {phrase.replace(".", ""): role for role, phrases in LEXICON.items() for phrase in phrases}
_BY_PHRASE |= dict.fromkeys(_BESIDE, ELSEWHERE)
#: The words of the longest phrase.
LONGEST = max(phrase.count(" ") + 1 for phrase in _BY_PHRASE)


def role_of(text: str) -> str:
    """The role that a column's head names; "" for none.

    >>> role_of("Unit price (EUR)"), role_of("MwSt.-%"), role_of("Positions- betrag ohne USt."), role_of("x")
    ('unit_price', 'tax_rate', 'line_total', '')
    """
    said = _plain(text)
    short = _QUALIFIED.sub("", said)
    return _BY_PHRASE.get(said) or _BY_PHRASE.get(short) or _BY_PHRASE.get(re.sub("[- ]", "", short), "")


def _plain(text: str) -> str:
    return " ".join(_CURRENCY.sub(" ", re.sub("-?%", " % ", text.casefold())).split()).removesuffix(" /")
