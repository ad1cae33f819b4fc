"""What a template says as a second opinion beside rules and ranker: independent of them, for it knows only places."""

from __future__ import annotations

from collections.abc import Sequence

from documents.fields import Candidate
from extractors.arbitrate import Claim, place_of, same

#: How likely before a value was thought that nobody but the template proposes: so much, and half of "none of these".
UNHEARD = 0.1
#: Chances smaller than this are no rivals worth keeping.
LEAST = 0.002


def weighed(claims: Sequence[Claim], said: Candidate | None) -> list[Claim]:
    """The claims after the template's word for one value, the likeliest first; as they were where data settle it.

    The template is right as often as it believes itself (`belief`): what it says becomes likelier by that, every
    rival and "none of these" less likely.
    """
    if said is None or said.value is None or any(claim.exact for claim in claims):
        return list(claims)
    wanted = same(said.value)
    before = [(claim, place_of(claim, claims)) for claim in claims]
    none = max(0.0, 1 - sum(chance for _, chance in before))
    if all(same(claim.value) != wanted for claim in claims):
        heard = max(UNHEARD, none / 2)
        left = (1 - heard) if heard > none / 2 else 1.0
        before = [(claim, chance * left) for claim, chance in before]
        none = none * left if heard > none / 2 else none / 2
        before.append((Claim(said.value, ()), heard))
    likely = [(claim, chance * _told(claim, wanted, said)) for claim, chance in before]
    whole = none * (1 - said.belief) + sum(chance for _, chance in likely)
    made = [_claim(claim, chance / whole, said if same(claim.value) == wanted else None) for claim, chance in likely]
    return sorted((claim for claim in made if (claim.chance or 0.0) >= LEAST), key=lambda claim: -(claim.chance or 0.0))


def _told(claim: Claim, wanted: object, said: Candidate) -> float:
    return said.belief if same(claim.value) == wanted else 1 - said.belief


def _claim(claim: Claim, chance: float, said: Candidate | None) -> Claim:
    return Claim(claim.value, (*claim.candidates, said) if said else claim.candidates, chance)
