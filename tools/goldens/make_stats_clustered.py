"""Golden values of the covariance of areas over groups of cases. Run: python make_stats_clustered.py

Needs numpy. Obuchowski's equations (Biometrics 1997;53:567), with her sums over clusters i, j and cases within them.
"""

import numpy
from golden_files import versions, write_json


def area(positives, negatives) -> float:
    """Share of pairs of a positive and a negative case in which the positive one scores higher, ties a half."""
    return float(numpy.mean([[(x > y) + (x == y) / 2 for y in negatives] for x in positives]))


def obuchowski(scores: dict, truth: dict, groups: dict, cells: list) -> list:
    """Her variance of an area and her covariance of two areas of the same cases."""
    clusters = sorted(set(groups.values()))
    parts = []
    for cell in cells:
        own = scores[cell]
        up = {case: value for case, value in own.items() if truth[case]}
        down = {case: value for case, value in own.items() if not truth[case]}
        theta = area(list(up.values()), list(down.values()))
        placed = {case: area([value], list(down.values())) for case, value in up.items()}
        placed |= {case: area(list(up.values()), [value]) for case, value in down.items()}
        # X components of positive cases and Y components of negative ones, less theta, summed within each cluster.
        x = [sum(placed[case] - theta for case in up if groups[case] == cluster) for cluster in clusters]
        y = [sum(placed[case] - theta for case in down if groups[case] == cluster) for cluster in clusters]
        parts.append((numpy.array(x), numpy.array(y)))
    m = sum(truth.values())
    n = len(truth) - m
    with_positive = len({groups[case] for case in truth if truth[case]})
    with_negative = len({groups[case] for case in truth if not truth[case]})
    total = len(clusters)
    matrix = []
    for x1, y1 in parts:
        row = []
        for x2, y2 in parts:
            s10 = with_positive / ((with_positive - 1) * m) * (x1 @ x2)
            s01 = with_negative / ((with_negative - 1) * n) * (y1 @ y2)
            s11 = total / (total - 1) * (x1 @ y2)
            s11_other = total / (total - 1) * (x2 @ y1)
            row.append(float(s10 / m + s01 / n + (s11 + s11_other) / (m * n)))
        matrix.append(row)
    return matrix


def main() -> None:
    generator = numpy.random.default_rng(20261126)
    cases = [f"case {index:02d}" for index in range(30)]
    truth = {case: bool(index % 5 < 2) for index, case in enumerate(cases)}
    # Groups of one to four cases; some hold both truths.
    groups = {case: f"group {int(numpy.sqrt(3 * index))}" for index, case in enumerate(cases)}
    cells = [f"{modality} {reader}" for modality in ("a", "b") for reader in ("r1", "r2", "r3")]
    shift = {group: generator.normal() for group in sorted(set(groups.values()))}
    scores = {
        cell: {case: int(numpy.round(2 * (shift[groups[case]] + truth[case] + generator.normal()))) for case in cases}
        for cell in cells
    }
    write_json(
        "stats-clustered.json.gz",
        {
            "versions": versions("numpy"),
            "truth": truth,
            "groups": groups,
            "scores": scores,
            "covariance": obuchowski(scores, truth, groups, cells),
        },
    )


if __name__ == "__main__":
    main()
