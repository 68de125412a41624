"""Golden values of what is drawn again: bootstraps enumerated in full, BCa intervals, alpha without each unit.

Run: python make_stats_resampling.py. Needs numpy, scipy, krippendorff, irrCAC and pandas.
"""

import itertools
import warnings

import krippendorff
import numpy
import pandas
from golden_files import versions, write_json
from irrCAC.raw import CAC
from scipy import stats

warnings.filterwarnings("ignore")


def kernel(positive, negative):
    return (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])


def draws(count: int):
    return [list(drawn) for drawn in itertools.product(range(count), repeat=count)]


def success(scores_positive, scores_negative):
    """Modality x reader x positive x negative."""
    return numpy.array([[kernel(p, n) for p, n in zip(*blocks)] for blocks in zip(scores_positive, scores_negative)])


def enumerated(generator, shared_positives: bool) -> dict:
    """Every equally likely draw of readers, positive and negative cases; positives may be each modality's own."""
    p = numpy.round(generator.normal(1, 1, (2, 3, 3)), 1)
    n = numpy.round(generator.normal(0, 1, (2, 3, 3)), 1)
    values = success(p, n)
    per_draw = numpy.array([values[:, r][:, :, :, c].mean(axis=(1, 3)) for r in draws(3) for c in draws(3)])
    # Last axis: positive cases, drawn for both modalities at once or for each alone.
    up = draws(3)
    first = numpy.array([per_draw[:, 0][:, d].mean(1) for d in up])
    second = numpy.array([per_draw[:, 1][:, d].mean(1) for d in up])
    if shared_positives:
        covariance = (first * second).mean() - first.mean() * second.mean()
    else:
        covariance = (first.mean(0) * second.mean(0)).mean() - first.mean() * second.mean()
    return {
        "positives": p.tolist(), "negatives": n.tolist(), "sharedPositives": shared_positives,
        "variances": [float(first.var()), float(second.var())], "covariance": float(covariance),
    }


def enumerated_binary(generator) -> dict:
    calls = generator.random((2, 4, 4)) < 0.65
    means = numpy.array([[calls[k][r][:, c].mean() for r in draws(4) for c in draws(4)] for k in range(2)])
    return {"calls": calls.astype(int).tolist(), "covariance": numpy.cov(means, ddof=0).tolist()}


def enumerated_cases(generator) -> dict:
    """Two modalities and two readers; cases drawn within truth: what the bootstrap covariance tends to."""
    p = numpy.round(generator.normal(0.2, 1, (2, 2, 4)), 1)
    n = numpy.round(generator.normal(0, 1, (2, 2, 4)), 1)
    values = success(p, n)
    areas = numpy.array([values[:, :, a][:, :, :, b].mean(axis=(2, 3)).ravel() for a in draws(4) for b in draws(4)])
    return {"positives": p.tolist(), "negatives": n.tolist(), "covariance": numpy.cov(areas.T, ddof=0).tolist()}


def bca(generator) -> list:
    """scipy's replicates and intervals of a mean of exponentials by cases, and of a ratio by readers and cases."""
    single = numpy.round(generator.exponential(1, 18), 3)
    table = numpy.round(numpy.exp(generator.normal(0, 0.8, (6, 14)) + generator.normal(0, 0.5, (6, 1))), 3)

    def ratio(readers, cases):
        part = table[numpy.ix_(readers.astype(int), cases.astype(int))]
        return part.mean() / numpy.median(part.mean(1))

    found = []
    for data, statistic in (
        ((single,), lambda values: values.mean()),
        ((numpy.arange(6), numpy.arange(14)), ratio),
    ):
        options = {"method": "BCa", "vectorized": False, "random_state": 20261124, "n_resamples": 499}
        result = stats.bootstrap(data, statistic, confidence_level=0.9, **options)
        plain = stats.bootstrap(data, statistic, confidence_level=0.9, n_resamples=0, method="percentile",
                                vectorized=False, bootstrap_result=result)
        left = []
        for which, sample in enumerate(data):
            parts = [data[:which] + (numpy.delete(sample, k),) + data[which + 1:] for k in range(len(sample))]
            left.append([float(statistic(*part)) for part in parts])
        found.append({
            "estimate": float(statistic(*data)), "replicates": result.bootstrap_distribution.tolist(), "leftOut": left,
            "accelerated": [float(v) for v in result.confidence_interval],
            "percentile": [float(v) for v in plain.confidence_interval],
            "standardError": float(result.standard_error),
        })
    return found


def ratings_with_gaps(generator, units, raters, categories, missing):
    centre = generator.uniform(0.5, categories + 0.5, (units, 1))
    values = numpy.clip(numpy.rint(centre + generator.normal(0, 0.9, (units, raters))), 1, categories)
    return numpy.where(generator.random((units, raters)) < missing, numpy.nan, values)


def alphas(generator) -> list:
    found = []
    for units, raters, categories, missing in ((40, 4, 5, 0.15), (25, 2, 3, 0.0)):
        table = ratings_with_gaps(generator, units, raters, categories, missing)
        paired = table[(~numpy.isnan(table)).sum(1) >= 2]
        n = len(paired)
        errors = {}
        for metric in ("nominal", "ordinal", "interval", "ratio"):
            def alpha(rows):
                return krippendorff.alpha(reliability_data=rows.T, level_of_measurement=metric)
            left = numpy.array([alpha(numpy.delete(paired, unit, 0)) for unit in range(n)])
            errors[metric] = float(((n - 1) / n * ((left - left.mean()) ** 2).sum()) ** 0.5)
        # irrCAC linearises with weights held fixed: nearly the same for large samples.
        frame = pandas.DataFrame(table)
        linearised = {
            metric: float(CAC(frame, weights=weights, digits=12).krippendorff()["est"]["se"])
            for metric, weights in (("nominal", "identity"), ("interval", "quadratic"))
        }
        agreements = []
        for row in paired:
            given = row[~numpy.isnan(row)]
            agreements.append(numpy.mean([a == b for a, b in itertools.combinations(given, 2)]))
        interval = stats.t.interval(0.95, n - 1, numpy.mean(agreements), stats.sem(agreements))
        found.append({
            "ratings": [[None if numpy.isnan(v) else int(v) for v in row] for row in table],
            "jackknife": errors, "linearised": linearised,
            "observed": {"estimate": float(numpy.mean(agreements)), "interval": [float(v) for v in interval]},
        })
    return found


def main() -> None:
    generator = numpy.random.default_rng(20261126)
    write_json(
        "stats-resampling.json.gz",
        {
            "versions": versions("numpy", "scipy", "krippendorff", "irrCAC", "pandas"),
            "readersAndCases": [enumerated(generator, True), enumerated(generator, False)],
            "binary": enumerated_binary(generator),
            "cases": enumerated_cases(generator),
            "bca": bca(generator),
            "alphas": alphas(generator),
        },
    )


if __name__ == "__main__":
    main()
