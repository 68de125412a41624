"""Golden values of forced choice, preference and clustered differences. Run: python make_stats_choices.py

Needs numpy, scipy, statsmodels, scikit-learn and pandas.
"""

import numpy
import pandas
import statsmodels.api
from golden_files import versions, write_json
from scipy import integrate, optimize, stats
from sklearn import metrics
from statsmodels.stats import sandwich_covariance, weightstats

CLUSTERS = ("reader", "case")


def sandwiches(frame, outcome: str, regressors, place: int) -> dict:
    """Variances of one coefficient by one and by two clusterings, without statsmodels' factor (n - 1) / (n - k)."""
    design = numpy.column_stack([numpy.ones(len(frame)), *regressors])
    fit = statsmodels.api.OLS(frame[outcome].to_numpy(float), design).fit()
    n, k = design.shape
    codes = [pandas.factorize(frame[name])[0] for name in CLUSTERS]
    single = [float(sandwich_covariance.cov_cluster(fit, code)[place, place]) for code in codes]
    both = float(sandwich_covariance.cov_cluster_2groups(fit, codes[0], codes[1])[0][place, place])
    scale = (n - k) / (n - 1)
    names = ("reader", "case", "reader-and-case")
    variances = {name: value * scale for name, value in zip(names, [*single, both])}
    return {"estimate": float(fit.params[place]), "variances": variances}


def choices(generator) -> dict:
    """Sets of two to four films; not every reader sees every set."""
    rows = []
    sizes = generator.integers(2, 5, 24)
    for reader in range(6):
        for case in range(24):
            if generator.random() < 0.9:
                chance = 1 / sizes[case]
                right = generator.random() < chance + 0.03 * reader + 0.004 * case
                rows.append((f"r{reader}", f"s{case:02d}", int(sizes[case]), bool(right)))
    frame = pandas.DataFrame(rows, columns=["reader", "case", "options", "success"])
    frame["excess"] = frame["success"].astype(float) - 1 / frame["options"]
    means = frame.groupby("reader")["excess"].mean()
    test = stats.ttest_1samp(means, 0)
    interval = test.confidence_interval(0.95)
    return {
        "choices": frame[["reader", "case", "options", "success"]].to_dict("records"),
        "chance": float((1 / frame["options"]).mean()),
        "excess": sandwiches(frame, "excess", [], 0),
        "meanOfReaders": {"estimate": float(means.mean()), "t": float(test.statistic), "p": float(test.pvalue),
                          "interval": [float(interval.low), float(interval.high)]},
    }


def choice_d_primes() -> list:
    found = []
    for options in (2, 3, 4, 8):
        for share in (0.1, 0.29, 0.5, 0.75, 0.97):
            def excess(d):
                def integrand(t):
                    return stats.norm.pdf(t - d) * stats.norm.cdf(t) ** (options - 1)
                return integrate.quad(integrand, d - 10, d + 10, epsabs=1e-13, epsrel=1e-12)[0] - share
            found.append({"share": share, "options": options, "dPrime": float(optimize.brentq(excess, -9, 9, xtol=1e-13))})
    return found


def preferences(generator) -> dict:
    rows = []
    for reader in range(5):
        for case in range(30):
            rows.append((f"r{reader}", f"p{case:02d}", generator.choice([0.0, 0.5, 1.0], p=[0.3, 0.15, 0.55])))
    frame = pandas.DataFrame(rows, columns=["reader", "case", "value"])
    decided = frame[frame["value"] != 0.5].copy()
    return {
        "preferences": [{"reader": r, "case": c, "value": v} for r, c, v in rows],
        "withTies": sandwiches(frame, "value", [], 0),
        "ofDecided": sandwiches(decided, "value", [], 0),
    }


def differences(generator) -> list:
    """Two arms of films of their own; and one set of films read in two phases. Some readings are missing."""
    found = []
    for shared in (False, True):
        rows = []
        readers, cases = generator.normal(0, 0.4, (2, 7)), generator.normal(0, 0.6, 26)
        for reader in range(7):
            for case in range(26):
                for arm in ((0, 1) if shared else (case % 2,)):
                    if generator.random() < 0.9:
                        value = 3 + readers[arm, reader] + cases[case] + 0.4 * arm + generator.normal(0, 0.7)
                        rows.append((f"r{reader}", f"c{case:02d}", float(round(value, 3)), arm == 1))
        frame = pandas.DataFrame(rows, columns=["reader", "case", "value", "inFirst"])
        first = frame["inFirst"].to_numpy(float)
        found.append({"observations": frame.to_dict("records"), "difference": sandwiches(frame, "value", [first], 1)})
    return found


def equivalence(generator) -> dict:
    first, second = generator.normal(3.2, 0.5, 14), generator.normal(3.1, 0.5, 14)
    p, lower, upper = weightstats.ttost_paired(first, second, -0.4, 0.4)
    change = first - second
    return {
        "estimate": float(change.mean()), "standardError": float(change.std(ddof=1) / 14**0.5), "df": 13, "margin": 0.4,
        "p": float(p), "pLower": float(lower[1]), "pUpper": float(upper[1]),
    }


def confusions() -> list:
    found = []
    for counts in ((40, 10, 15, 35), (23, 4, 9, 51)):
        tp, fn, fp, tn = counts
        truth = numpy.repeat([1, 1, 0, 0], counts)
        call = numpy.repeat([1, 0, 1, 0], counts)
        hit, alarm = tp / (tp + fn), fp / (fp + tn)
        z = stats.norm.ppf([hit, alarm])
        spread = [rate * (1 - rate) / (count * stats.norm.pdf(value) ** 2)
                  for rate, count, value in ((hit, tp + fn, z[0]), (alarm, fp + tn, z[1]))]
        found.append({
            "counts": dict(zip(("truePositive", "falseNegative", "falsePositive", "trueNegative"), counts)),
            "sensitivity": metrics.recall_score(truth, call), "specificity": metrics.recall_score(truth, call, pos_label=0),
            "accuracy": metrics.accuracy_score(truth, call), "positivePredictiveValue": metrics.precision_score(truth, call),
            "negativePredictiveValue": metrics.precision_score(truth, call, pos_label=0),
            "dPrime": float(z[0] - z[1]), "criterion": float(-z.mean()),
            "dPrimeStandardError": float(sum(spread) ** 0.5), "criterionStandardError": float(sum(spread) ** 0.5 / 2),
        })
    return found


def main() -> None:
    generator = numpy.random.default_rng(20261125)
    write_json(
        "stats-choices.json.gz",
        {
            "versions": versions("numpy", "scipy", "statsmodels", "scikit-learn", "pandas"),
            "choices": choices(generator),
            "choiceDPrimes": choice_d_primes(),
            "preferences": preferences(generator),
            "differences": differences(generator),
            "equivalence": equivalence(generator),
            "confusions": confusions(),
        },
    )


if __name__ == "__main__":
    main()
