"""What the columns of a table of line items are called, in English, German and French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, normalize


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
    "unit": _phrases("unit, einheit, uom, unité, eh, me, u/m, einh, mengeneinheit, meng einheit, vpe, um, un"),
    "price_base": _phrases("per, je, pe, par, preiseinheit, price base"),
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
    "date": _phrases(
        "date, datum, delivery date, liefertermin, lieferdatum, service date, leistungsdatum, leistungszeitraum, "
        "zeitraum, period, période, service period"
    ),
}
#: How heads are put together that no list has ("Liefermenge", "Preis pro Stück", "Montant net HT"); the first fits.
_MADE = {
    "gross_amount": r"(?:.* )?(?:brutto|gross|ttc|(?:incl|inkl) (?:vat|tax|ust|mwst)).*|brutto(?:betrag|summe|preis)",
    "tax_amount": r"(?:mwst|ust|vat|tax|tva|gst|steuer) ?(?:betrag|amount|value|summe|eur)|(?:montant|betrag) (?:de )?"
    r"(?:la )?(?:tva|mwst|ust|steuer)|taxable .*",
    "tax_rate": r"%? ?(?:mwst|ust|vat|tax|tva|gst|steuer)s? ?(?:satz|rate|code|schl\w*|kz|in)?\.? ?%?|"
    r"(?:code|taux) (?:de )?tva|taxes",
    "discount": r"%? ?(?:rabatt|rab|remise|rem|discount|disc|nachlass)s? ?(?:in )?%?",
    "unit_price": r"(?:(?:netto )?(?:einzel|stuck|listen|einheits|verkaufs|grund)|e|netto ?einzel) ?(?:preis|pr)"
    r"(?: netto| brutto| (?:in|pro|je|per|a) \w+)?|"
    r"(?:preis|price|prix|rate|cost|tarif|satz|net price)(?: netto| ht)?(?: ?/| pro| je| per| par| a)(?: ?\w+)?|"
    r"(?:net |list |sales |cost )?(?:unit|per unit|item) ?(?:price|cost|rate|net)|"
    r"(?:net|list|sales|gross) (?:price|rate)|"
    r"(?:prix|px|p) ?(?:unit\w*|u)(?: net| ht)*|tarif|satz",
    "quantity": r"(?:(?:berechnete|gelieferte|abgerechnete|bestellte) |\w*)menge(?: (?:einheit|me|in \w+))?|"
    r"(?:qty|quantity|quantites?|qte) (?:shipped|delivered|invoiced|billed|ordered|livree?s?|facturee?s?|commandee?s?)|"
    r"(?:shipped|delivered|invoiced|billed|hours|hrs) (?:qty|quantity)|geliefert|delivered|shipped|livree?s?|nbr?e?|"
    r"nombre(?: d\W?\w+)?|n(?:o|umber) of \w+|(?:hours|hrs|stunden|std|days|tage|anzahl|stuck|menge) ?[/&] ?\w+|"
    r"tage|heures|jours|stck|stuckzahl|stundenzahl|anzahl \w*(?:einheit|stunden|tage)\w*",
    "article": r"(?:art|artikel|bestell|material|produkt|product|item|part|stock|article|model|ref|reference) ?"
    r"(?:nr|nummer|no|number|n°|code|id|ean|article|produit|fournisseur)|code (?:article|produit)|model|ean",
    "description": r"(?:artikel|produkt|waren?|leistungs?|positions?|posten)?(?:bezeichnung|beschreibung|text|name)"
    r"(?: (?:der|des|von) .+)?|"
    r"(?:artikel|produkt|waren?|leistung|products?|goods|items?|services?|produits?|articles?|prestations?) ?"
    r"(?:/|&|und|and|et|or|oder|ou) ?(?:artikel\w*|produkt|waren?|\w*leistung\w*|products?|goods|items?|services?|"
    r"produits?|articles?|prestations?|description|bezeichnung|beschreibung)|"
    r"(?:designation|description|nature|details?|libelle|intitule) ?"
    r"(?:(?:of|der|des|de|du|d) ?\W?.+|articles?|produits?)|"
    r"(?:service|goods|work|job|line|task|activity) (?:description|performed|done)|intitule|objet|leistungen|waren",
    "line_total": r"(?:gesamt|total|netto|positions|zeilen|line|ext|extended|end|g) ?"
    r"(?:preis|pr|betrag|summe|wert|netto|net|price|amount|total|value)|"
    r"(?:sous total|sub ?total|montant|total|betrag|amount|summe|wert|gesamt|prix total|price total) "
    r"(?:total|net|netto|ht|ligne|line|eur|in|hors taxes?|(?:net|total|ligne) ht)|(?:net|total) net|sub ?total|"
    r"(?:gesamt|total|montant|amount|betrag) (?:excl|exkl|ohne|hors|ex|before|without) \w+",
}
_MADE_BY = [(role, re.compile(shape)) for role, shape in _MADE.items()]
#: What stands beside a table of line items and names no column of it.
ELSEWHERE = "elsewhere"
_BESIDE = _phrases(
    "vat number, vat no, vat id, vat reg no, ust-idnr, ust-id, steuernummer, tax id, invoice number, invoice no, "
    "invoice date, due date, rechnungsnummer, rechnungsdatum, customer number, customer no, kundennummer, n° tva"
)
_CURRENCY = re.compile(r"\b(?:in )?(?:eur|usd|gbp|chf|euro)\b|[€$£()\[\]:.]")
#: What is printed with points: "P.U. H.T.".
_INITIALS = re.compile(r"\b(?:p u|h t|t t c|t v a)\b")
#: What may stand behind the name of a column without changing its role.
_QUALIFIED = re.compile(
    r" (?:ohne (?:ust|mwst)|(?:excl?|incl?|inkl|exkl|zzgl) (?:vat|tax|ust|mwst)|ht|netto|net|brutto)$"
)
#: Letters that a machine confuses, and those that differ by their marks alone.
_CONFUSED = str.maketrans({"i": "l", "1": "l", "|": "l", "!": "l", "0": "o", "ß": "b", "ı": "l"})
#: What is net or gross, with tax or without.
_PRICED = frozenset({"unit_price", "line_total", "gross_amount", "tax_amount", "discount"})
#: No head is longer, in letters.
_LONGEST_HEAD = 40
#: A head of fewer letters is looked for as it stands; longer ones may have one letter misread, lost or too many.
_SURE = 6


def _unmarked(text: str) -> str:
    return "".join(char for char in normalize("NFKD", text) if not combining(char))


def _letters(text: str) -> str:
    """Letters alone, those that are confused made one."""
    return re.sub(r"[^\w%°#/]|_", "", _unmarked(text).translate(_CONFUSED)).replace("rn", "m")


def _less_one(letters: str) -> Iterator[str]:
    yield letters
    if len(letters) >= _SURE:
        yield from (letters[:at] + letters[at + 1 :] for at in range(len(letters)))


_BY_PHRASE = {phrase.replace(".", ""): role for role, phrases in LEXICON.items() for phrase in phrases}
_BY_PHRASE |= dict.fromkeys(_BESIDE, ELSEWHERE)
_BY_LETTERS = {_letters(phrase): role for phrase, role in _BY_PHRASE.items()}
_NEARLY = {
    less: role for letters, role in _BY_LETTERS.items() if len(letters) >= _SURE for less in _less_one(letters)
} | _BY_LETTERS
#: A head has no more words.
LONGEST = 5


@lru_cache(maxsize=16384)
def role_of(text: str) -> str:
    """The role that a column's head names, a letter of it misread perhaps; "" for none.

    >>> role_of("Unit price (EUR)"), role_of("MwSt.-%"), role_of("Positions- betrag ohne USt."), role_of("x")
    ('unit_price', 'tax_rate', 'line_total', '')
    >>> role_of("GesamtpreIs"), role_of("Designatlon"), role_of("Preis pro Stück"), role_of("Total TTC")
    ('line_total', 'description', 'unit_price', 'gross_amount')
    """
    said = _plain(text)
    if not said or len(said) > _LONGEST_HEAD or re.search(r"\d", said.translate(_CONFUSED)):
        return ""
    short = _QUALIFIED.sub("", said)
    exact = _BY_PHRASE.get(said) or _BY_LETTERS.get(_letters(said)) or _made(said)
    if exact or short == said:
        return exact or _near(said)
    priced = _BY_PHRASE.get(short) or _BY_LETTERS.get(_letters(short)) or _near(short)
    return priced if priced in _PRICED else ""


def _made(said: str) -> str:
    """The role by how the head is put together."""
    plain = " ".join(re.sub("[-_]", " ", _unmarked(said)).split())
    return next((role for role, shape in _MADE_BY if shape.fullmatch(plain)), "")


def _near(said: str) -> str:
    """The role of a phrase that is one letter away, unless the first word is a head of its own ("# Menge")."""
    letters, first = _letters(said), said.split(" ")[0]
    if len(letters) < _SURE or (first != said and first in _BY_PHRASE):
        return ""
    return next((role for less in _less_one(letters) if (role := _NEARLY.get(less))), "")


def _plain(text: str) -> str:
    said = " ".join(_CURRENCY.sub(" ", re.sub("-?%", " % ", text.casefold())).split()).removesuffix(" /")
    return _INITIALS.sub(lambda found: found[0].replace(" ", ""), said)
