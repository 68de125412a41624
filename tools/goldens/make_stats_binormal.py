"""Golden values of the binormal model: its likelihood written out and maximised by scipy, its expected information by
numerical derivatives of the cell probabilities. Run: python make_stats_binormal.py
"""

import numpy
from golden_files import versions, write_json
from scipy import optimize, stats


def probabilities(parameters):
    a, b = parameters[:2]
    cuts = numpy.concatenate(([-numpy.inf], numpy.asarray(parameters[2:]), [numpy.inf]))
    return numpy.diff(stats.norm.cdf(b * cuts - a)), numpy.diff(stats.norm.cdf(cuts))


def fit(positive, negative) -> dict:
    positive, negative = numpy.asarray(positive, float), numpy.asarray(negative, float)

    def unpack(free):
        return numpy.concatenate(([free[0], numpy.exp(free[1]), free[2]], free[2] + numpy.cumsum(numpy.exp(free[3:]))))

    def minus(free):
        up, down = probabilities(unpack(free))
        if min(up.min(), down.min()) <= 0:
            return numpy.inf
        return -(positive @ numpy.log(up) + negative @ numpy.log(down))

    first = numpy.concatenate(([1.0, 0.0, -0.5], numpy.full(len(positive) - 2, numpy.log(0.5))))
    best = optimize.minimize(minus, first, method="Nelder-Mead", options={"maxiter": 200000, "maxfev": 200000, "xatol": 1e-12, "fatol": 1e-14})
    best = optimize.minimize(minus, best.x, method="BFGS", options={"gtol": 1e-10})
    parameters = unpack(best.x)
    information = 0
    for index, counts in ((0, positive), (1, negative)):
        cells = probabilities(parameters)[index]
        gradient = []
        for place in range(len(parameters)):
            step = numpy.zeros(len(parameters))
            step[place] = 1e-6
            gradient.append((probabilities(parameters + step)[index] - probabilities(parameters - step)[index]) / 2e-6)
        gradient = numpy.asarray(gradient)
        information = information + counts.sum() * (gradient / cells) @ gradient.T
    covariance = numpy.linalg.inv(information)
    a, b = parameters[:2]
    root = numpy.sqrt(1 + b * b)
    density = stats.norm.pdf(a / root)
    slope = numpy.array([density / root, -density * a * b / root**3])
    return {
        "positive": positive.astype(int).tolist(),
        "negative": negative.astype(int).tolist(),
        "a": float(a),
        "b": float(b),
        "aStandardError": float(numpy.sqrt(covariance[0, 0])),
        "bStandardError": float(numpy.sqrt(covariance[1, 1])),
        "auc": float(stats.norm.cdf(a / root)),
        "aucStandardError": float(numpy.sqrt(slope @ covariance[:2, :2] @ slope)),
        "thresholds": parameters[2:].tolist(),
        "logLikelihood": float(-best.fun),
    }


def main() -> None:
    cases = [
        fit([3, 2, 2, 11, 33], [33, 6, 6, 11, 2]),  # Hanley and McNeil, Radiology 1982, table I
        fit([4, 9, 17, 10], [25, 14, 8, 3]),
        fit([1, 0, 6, 8, 9, 16], [12, 9, 7, 4, 6, 2]),
    ]
    write_json("stats-binormal.json.gz", {"versions": versions("numpy", "scipy"), "cases": cases})


if __name__ == "__main__":
    main()
