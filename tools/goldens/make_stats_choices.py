"""Golden values of forced choice, preference and clustered differences. Run: python make_stats_choices.py

Needs numpy, scipy, statsmodels, scikit-learn and pandas.
"""

import numpy
import pandas
import statsmodels.api
import statsmodels.formula.api
from golden_files import versions, write_json
from scipy import integrate, optimize, stats
from sklearn import metrics
from statsmodels.stats import sandwich_covariance, weightstats

CLUSTERS = ("reader", "case")


def sandwiches(frame, outcome: str, regressors, place: int) -> dict:
    """Variances of one coefficient: statsmodels' sandwiches by one clustering, without its factor (n - 1) / (n - k); and
    their sum less the variance of what is left by least squares on readers and cases, within each stratum."""
    values = frame[outcome].to_numpy(float)
    design = numpy.column_stack([numpy.ones(len(frame)), *regressors])
    fit = statsmodels.api.OLS(values, design).fit()
    n, k = design.shape
    codes = [pandas.factorize(frame[name])[0] for name in CLUSTERS]
    scale = (n - k) / (n - 1)
    readers, cases = [float(sandwich_covariance.cov_cluster(fit, code)[place, place]) * scale for code in codes]
    strata = numpy.zeros(n, int) if place == 0 else regressors[0].astype(int)
    nested = pandas.Series(strata).groupby(codes[1]).nunique().max() == 1
    clusters = [code.max() + 1 for code in codes]
    free = clusters[1] - (len(set(strata)) if nested else 1)
    cases *= (clusters[1] - 1) / free
    influences = (numpy.linalg.inv(design.T @ design) @ design.T)[place] * fit.resid
    dummies = [(codes[which] == group) & (strata == stratum) for stratum in set(strata) for which in (0, 1)
               for group in range(clusters[which])]
    columns = numpy.column_stack(dummies).astype(float)
    left = influences - columns @ numpy.linalg.lstsq(columns, influences, rcond=None)[0]
    cells = pandas.Series(left).groupby(codes[0] * clusters[1] + codes[1]).sum()
    interaction = float((cells**2).sum() * n / (n - numpy.linalg.matrix_rank(columns)))
    both = max(readers + cases - interaction, readers, cases)
    df = both**2 / (readers**2 / (clusters[0] - 1) + cases**2 / free)
    return {
        "estimate": float(fit.params[place]),
        "variances": {"reader": readers, "case": cases, "reader-and-case": both},
        "df": {"reader": int(clusters[0] - 1), "case": int(free), "reader-and-case": float(df)},
    }


def analysis_of_variance(generator) -> dict:
    """A complete table: the standard error of its mean from the mean squares of readers, cases and what is left."""
    table = numpy.round(generator.normal(0, 0.6, (6, 1)) + generator.normal(0, 0.7, 15) + generator.normal(0, 0.9, (6, 15)), 3)
    frame = pandas.DataFrame(
        [(f"r{r}", f"c{c:02d}", table[r, c]) for r in range(6) for c in range(15)], columns=["reader", "case", "value"]
    )
    squares = statsmodels.api.stats.anova_lm(statsmodels.formula.api.ols("value ~ C(reader) + C(case)", frame).fit())
    reader, case, left = squares["sum_sq"] / squares["df"]
    return {"values": frame.to_dict("records"), "estimate": float(table.mean()), "variance": float((reader + case - left) / 90)}


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
            "anova": analysis_of_variance(generator),
            "equivalence": equivalence(generator),
            "confusions": confusions(),
        },
    )


if __name__ == "__main__":
    main()
