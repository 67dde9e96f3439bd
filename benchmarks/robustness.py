"""P3: how often each offer has which place with nearby weights, against the least that this takes in the same types.

The least is three steps: drawing the weights, multiplying them with the points, and sorting each draw.
"""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np

from assessor.domain.robustness import acceptability, concentration
from benchmarks.measure import ratio, report

DRAWS, OFFERS, CRITERIA = 100_000, 50, 100
ROWS = 4096


def main() -> None:
    chance = random.Random(1)
    offers = [[Fraction(chance.randint(0, 48), 48) for _ in range(CRITERIA)] for _ in range(OFFERS)]
    weights = [1 + number % 3 for number in range(CRITERIA)]
    points = np.array([[float(share) for share in offer] for offer in offers]).T
    alphas = np.array(weights) * (concentration(CRITERIA) / sum(weights))

    def floors() -> None:
        generator = np.random.Generator(np.random.PCG64(1))
        for start in range(0, DRAWS, ROWS):
            drawn = generator.standard_gamma(alphas, size=(min(ROWS, DRAWS - start), CRITERIA))
            (drawn @ points).argsort(axis=1)

    found = ratio(lambda: acceptability(weights, offers, DRAWS), floors, rounds=9, warm=1)
    report("P3", "places in 100,000 weightings of 50 offers, against its three steps", 1.25, found)


if __name__ == "__main__":
    main()
