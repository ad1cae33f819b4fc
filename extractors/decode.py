"""Let the sums take part: of the amounts proposed for net, tax and gross the ones that add up are believed.

Sums are no reading of their own: they say that the places are right, not that the words were read rightly. That a wrong
digit still adds up is rare, and then three words were read wrongly in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from documents.doctype import DocumentType, Rule
from documents.fields import Candidate
from documents.layout import Word
from extractors.arbitrate import Claim

#: How sure a sum that holds makes its parts: three amounts in words of their own; such with a tax of nothing, or with a
#: decimal mark put in; one word that stands for two of them.
PROOF, NIL_PROOF, WEAK_PROOF = 0.97, 0.85, 0.5
#: Who says a tax whose sign was put right, or an amount whose decimal mark was: it counts for less than a sum as read.
REPAIRED = "sums_repaired"
#: Who says amounts without a decimal mark as they must have been, and who says amounts that nothing else speaks for.
UNMARKED = "unmarked_amount"
MATERIAL = frozenset({"amount", UNMARKED})
#: So many claims a field take part, and a claim of the two that lead must be believed at least so much.
MOST, LEAST = 10, 0.25
#: Several tax rates: so many printed taxes may make the one that is asked for.
RATES = 4
CENT = Decimal("0.01")
#: No country taxes goods by more than this share of the net amount (Hungary 27 %).
TAX_SHARE = Decimal("0.3")

Claims = dict[str, list[Claim]]


@dataclass(frozen=True, slots=True)
class Sum:
    """Three claims that add up: `whole` is the sum of `parts`. `score` is how much they were believed before."""

    whole: Claim
    parts: tuple[Claim, Claim]
    score: float

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The whole, then its parts."""
        return (self.whole, *self.parts)


def decode(claims: Claims, doctype: DocumentType) -> Claims:
    """The claims again, those of the best sum of each declared sum rule strengthened and put in front."""
    for rule in doctype.rules:
        names = summed(rule)
        if names and all(claims.get(name) for name in names[1:]) and not any(_exact(claims, name) for name in names):
            claims = _strengthened(claims, names, TAX_SHARE if rule.check.name == "net_tax_gross" else None)
    return {name: [claim for claim in each if not _free(claim)] for name, each in claims.items()}


def _free(claim: Claim) -> bool:
    """An amount that neither a label nor a sum speaks for."""
    return all(candidate.by in MATERIAL for candidate in claim.candidates)


def summed(rule: Rule) -> tuple[str, ...]:
    """The whole and its two parts, when the rule says that they add up."""
    if rule.check.name == "net_tax_gross" and len(rule.on) == 3:
        net, tax, gross = rule.on
        return gross, net, tax
    if rule.check.name == "sum" and len(rule.on) == 3:
        return rule.on
    return ()


def _exact(claims: Claims, name: str) -> bool:
    return any(claim.exact for claim in claims.get(name, ()))


def _strengthened(claims: Claims, names: tuple[str, ...], share: Decimal | None) -> Claims:
    """With a `share` the second part is a tax on the first: at most that share of it, maybe of several rates."""
    taxes = claims[names[2]]
    more = (*_added_up(taxes), *_below_nil(claims, names)) if share is not None else ()
    offered = {**claims, names[2]: [*taxes, *more]}
    fitting = (each for each in _sums(offered, names) if share is None or _taxed(each, share))
    found = max(fitting, key=lambda each: (round(each.score, 6), _number(each.whole)), default=None)
    if found is None:
        return claims
    belief = _proof(found)
    return {
        **claims,
        **{name: _with(claims.get(name, []), claim, belief) for name, claim in zip(names, found.claims, strict=True)},
    }


def _sums(claims: Claims, names: tuple[str, ...]) -> Iterator[Sum]:
    """Every sum in which two members lead and the third is somewhere among the claims."""
    whole, first, second = (_by_value(claims.get(name, ())) for name in names)
    for one in _leading(first):
        for other in _leading(second):
            if total := whole.get(_number(one) + _number(other)):
                yield Sum(total, (one, other), one.odds * other.odds * total.odds)
    for total in _leading(whole):
        for one in _leading(first):
            if rest := second.get(_number(total) - _number(one)):
                yield Sum(total, (one, rest), one.odds * rest.odds * total.odds)
        for other in _leading(second):
            if rest := first.get(_number(total) - _number(other)):
                yield Sum(total, (rest, other), rest.odds * other.odds * total.odds)


def _taxed(found: Sum, share: Decimal) -> bool:
    net, tax = map(_number, found.parts)
    return abs(tax) <= share * abs(net) and net * tax >= 0


def _leading(claims: Mapping[Decimal, Claim]) -> list[Claim]:
    return [claim for claim in list(claims.values())[:MOST] if claim.candidates[0].belief >= LEAST]


def _by_value(claims: Sequence[Claim]) -> dict[Decimal, Claim]:
    found: dict[Decimal, Claim] = {}
    for claim in claims:
        if isinstance(claim.value, Decimal):
            found.setdefault(claim.value, claim)
    return found


def _number(claim: Claim) -> Decimal:
    return claim.value if isinstance(claim.value, Decimal) else Decimal(0)


def _added_up(taxes: Sequence[Claim]) -> Iterator[Claim]:
    """Claims for taxes of several rates together, where no such sum is printed."""
    single = [claim for claim in taxes[:MOST] if claim.candidates[0].belief >= LEAST and _number(claim)]
    printed = {claim.value for claim in taxes if claim.candidates[0].belief >= LEAST}
    for count in range(2, RATES + 1):
        for chosen in combinations(single, count):
            value = sum(map(_number, chosen), Decimal(0))
            if value not in printed and len({_number(claim) > 0 for claim in chosen}) == 1:
                best = [claim.candidates[0] for claim in chosen]
                text = " + ".join(candidate.text for candidate in best)
                words = tuple(word for candidate in best for word in candidate.words)
                yield Claim(value, (Candidate(text, words, LEAST, "sums", value),))


def _below_nil(claims: Claims, names: tuple[str, ...]) -> Iterator[Claim]:
    """Where the leading net and gross are below nothing, taxes whose minus sign was not read: with it, as repaired."""
    whole, net, taxes = (claims.get(name, ()) for name in names)
    if whole and net and _number(whole[0]) < 0 and _number(net[0]) < 0:
        for claim in taxes:
            if _number(claim) == _number(net[0]) - _number(whole[0]) > 0:
                best = claim.candidates[0]
                belief = max(best.belief, WEAK_PROOF)
                yield Claim(-_number(claim), (replace(best, belief=belief, by=REPAIRED, value=-_number(claim)),))


def _proof(found: Sum) -> float:
    """How sure the sum makes its parts: it could hardly hold by chance where each has words of its own."""
    words: list[Word] = [word for claim in found.claims for word in claim.candidates[0].words]
    if len(words) != len(set(words)) or any(claim.candidates[0].by == REPAIRED for claim in found.claims):
        return WEAK_PROOF
    doubtful = any(abs(_number(claim)) < CENT or _unmarked(claim) for claim in found.claims)
    return NIL_PROOF if doubtful else PROOF


def _unmarked(claim: Claim) -> bool:
    return all(candidate.by == UNMARKED for candidate in claim.candidates)


def _with(claims: Sequence[Claim], claim: Claim, belief: float) -> list[Claim]:
    """The claims with this one in front, and the sum as one more candidate behind those it has."""
    best = claim.candidates[0]
    if _unmarked(claim):
        stronger = Claim(claim.value, (replace(best, belief=belief, by=REPAIRED), *claim.candidates))
    else:
        proof = replace(best, belief=belief, by="sums", value=claim.value)
        stronger = Claim(claim.value, (*claim.candidates, proof))
    rest = [other for other in claims if other.value != claim.value]
    return sorted([stronger, *rest], key=lambda each: each.odds, reverse=True)
