"""Boosted trees learned with LightGBM, as the plain numbers that trees.py walks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractors.design import Design
from extractors.trees import Trees

#: Words seen on so many documents are asked for, the most frequent first, so many at most.
ON_DOCUMENTS, MOST_WORDS = 8, 400
ROUNDS, LEAVES, RATE = 120, 7, 0.08


def grow(design: Design, taught: Sequence[int], seed: int) -> Trees | None:
    """Trees that tell right rows of the cases `taught` from wrong ones; None where nothing can be split."""
    import lightgbm  # only who learns pays for loading it

    columns = _columns(design, taught)
    at = design.rows(taught)
    rows = design.dense(at, columns)
    settings = {
        **{"objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 8, "lambda_l2": 2.0},
        **{"feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "boost_from_average": False},
        **{"seed": seed, "deterministic": True, "num_threads": 1, "verbose": -1, "use_missing": False},
    }
    learned = lightgbm.train(settings, lightgbm.Dataset(rows, design.right[at].astype(int)), ROUNDS)
    grown = [_tree(each["tree_structure"]) for each in learned.dump_model()["tree_info"]]
    kept = [(splits, leaves) for splits, leaves in grown if splits]
    return Trees(tuple(columns), tuple(s for s, _ in kept), tuple(v for _, v in kept)) if kept else None


def _columns(design: Design, taught: Sequence[int]) -> list[str]:
    """The features that most of the cases have, and enough of them."""
    count = dict(zip(design.names, design.often(taught).tolist(), strict=True))
    ordered = sorted(count, key=lambda name: (-count[name], name))
    return [name for name in ordered[:MOST_WORDS] if count[name] >= min(ON_DOCUMENTS, len(taught))]


def _tree(root: Mapping[str, Any]) -> tuple[tuple[tuple[int, float, int, int], ...], tuple[float, ...]]:
    splits: list[tuple[int, float, int, int]] = []
    leaves: list[float] = []

    def place(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(float(node["leaf_value"]), 5))
            return -len(leaves)
        at = len(splits)
        splits.append((0, 0.0, 0, 0))
        below, above = place(node["left_child"]), place(node["right_child"])
        splits[at] = (int(node["split_feature"]), round(float(node["threshold"]), 5), below, above)
        return at

    place(root)
    return tuple(splits), tuple(leaves)
