"""Golden values of proportions and agreement. Run: python make_stats_agreement.py

Needs numpy, scipy, statsmodels, pingouin, krippendorff, irrCAC, scikit-learn and pandas.
"""

import warnings

import krippendorff
import numpy
import pandas
import pingouin
import statsmodels.api
from golden_files import versions, write_json
from irrCAC.raw import CAC
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater, proportion, sandwich_covariance
from statsmodels.stats.tests import test_inter_rater

warnings.filterwarnings("ignore")
DIGITS = 12


def intervals(count: int, trials: int, level: float) -> dict:
    wilson = proportion.proportion_confint(count, trials, 1 - level, "wilson")
    exact = proportion.proportion_confint(count, trials, 1 - level, "beta")
    return {
        "successes": count,
        "trials": trials,
        "level": level,
        "wilson": [float(value) for value in wilson],
        "clopperPearson": [float(value) for value in exact],
    }


def binomial(count: int, trials: int, chance: float) -> dict:
    p = {kind: stats.binomtest(count, trials, chance, kind).pvalue for kind in ("two-sided", "greater", "less")}
    return {"successes": count, "trials": trials, "chance": chance, "p": p}


def clustered(generator) -> dict:
    """Intercept-only regressions with the sandwich of one and of two clusterings; not fully crossed."""
    rows = []
    for reader in range(7):
        for case in range(15):
            if generator.random() < 0.85:
                rows.append((f"r{reader}", f"c{case:02d}", bool(generator.random() < 0.35 + 0.04 * reader + 0.02 * case)))
    frame = pandas.DataFrame(rows, columns=["reader", "case", "success"])
    outcome = frame["success"].astype(float).to_numpy()
    fit = statsmodels.api.OLS(outcome, numpy.ones((len(outcome), 1))).fit()
    codes = [pandas.factorize(frame[name])[0] for name in ("reader", "case")]
    # The factor (n - 1) / (n - k) that statsmodels multiplies in is 1 for a single coefficient.
    single = [float(sandwich_covariance.cov_cluster(fit, code)[0, 0]) for code in codes]
    both = float(sandwich_covariance.cov_cluster_2groups(fit, codes[0], codes[1])[0][0, 0])
    return {
        "decisions": [{"reader": r, "case": c, "success": s} for r, c, s in rows],
        "estimate": float(fit.params[0]),
        "variances": {"reader": single[0], "case": single[1], "reader-and-case": both},
    }


def kappas(table) -> dict:
    found = {}
    for name, weights in (("identity", None), ("linear", "linear"), ("quadratic", "quadratic")):
        result = inter_rater.cohens_kappa(numpy.array(table), wt=weights)
        found[name] = {
            "estimate": float(result.kappa),
            "standardError": float(result.std_kappa),
            "nullStandardError": float(result.std_kappa0),
        }
    first, second = [], []
    for row, line in enumerate(table):
        for column, count in enumerate(line):
            first += [row] * count
            second += [column] * count
    for name, weights in (("identity", None), ("linear", "linear"), ("quadratic", "quadratic")):
        assert abs(cohen_kappa_score(first, second, weights=weights) - found[name]["estimate"]) < 1e-12
    return {"table": table, "kappas": found}


def ratings_with_gaps(generator, units: int, raters: int, categories: int, missing: float):
    centre = generator.uniform(0.5, categories + 0.5, (units, 1))
    values = numpy.clip(numpy.rint(centre + generator.normal(0, 0.9, (units, raters))), 1, categories)
    return numpy.where(generator.random((units, raters)) < missing, numpy.nan, values)


def chance_corrected(table) -> dict:
    frame = pandas.DataFrame(table)
    found = {}
    for weighting in ("identity", "linear", "quadratic", "ordinal"):
        analysis = CAC(frame, weights=weighting, digits=DIGITS)
        for name, call in (("gwet", analysis.gwet), ("fleiss", analysis.fleiss), ("brennan-prediger", analysis.bp)):
            result = call()["est"]
            found[f"{name} {weighting}"] = {
                "estimate": float(result["coefficient_value"]),
                "observed": float(result["pa"]),
                "expected": float(result["pe"]),
                "standardError": float(result["se"]),
                "interval": [float(value) for value in result["confidence_interval"]],
            }
    return found


def alphas(table) -> dict:
    return {
        metric: float(krippendorff.alpha(reliability_data=table.T, level_of_measurement=metric))
        for metric in ("nominal", "ordinal", "interval", "ratio")
    }


def rated(generator) -> list:
    cases = []
    for units, raters, categories, missing in ((30, 4, 5, 0.2), (12, 2, 3, 0.0), (25, 6, 4, 0.45)):
        table = ratings_with_gaps(generator, units, raters, categories, missing)
        cases.append(
            {
                "ratings": [[None if numpy.isnan(v) else int(v) for v in row] for row in table],
                "chanceCorrected": chance_corrected(table),
                "alpha": alphas(table),
            }
        )
    return cases


def icc(generator) -> dict:
    subjects, judges = 15, 5
    values = generator.normal(0, 2, (subjects, 1)) + generator.normal(0, 1, judges) + generator.normal(0, 1.5, (subjects, judges))
    frame = pandas.DataFrame(
        [(s, j, values[s, j]) for s in range(subjects) for j in range(judges)], columns=["subject", "judge", "value"]
    )
    # pingouin rounds its intervals to two digits unless told otherwise.
    pingouin.options["round.column.CI95"] = None
    pingouin.options["round.column.CI95%"] = None
    table = pingouin.intraclass_corr(frame, "subject", "judge", "value")
    names = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
    column = "CI95" if "CI95" in table.columns else "CI95%"
    forms = {
        name: {
            "estimate": float(table["ICC"].iloc[index]),
            "f": float(table["F"].iloc[index]),
            "p": float(table["pval"].iloc[index] if "pval" in table.columns else table["p_val"].iloc[index]),
            "interval": [float(value) for value in table[column].iloc[index]],
        }
        for index, name in enumerate(names)
    }
    return {"values": values.tolist(), "forms": forms}


def distributions() -> dict:
    return {
        "studentQuantile": [[p, df, stats.t.ppf(p, df)] for p in (0.025, 0.4, 0.9, 0.975, 0.9999) for df in (1, 2.5, 7, 40, 1e6)],
        "studentTwoSided": [[t, df, 2 * stats.t.sf(abs(t), df)] for t in (-0.1, 0.7, 2.2, 9) for df in (1, 3.7, 30, 5000)],
        "fQuantile": [[p, a, b, stats.f.ppf(p, a, b)] for p in (0.025, 0.5, 0.975) for a, b in ((1, 4.3), (5, 15), (30, 2))],
        "fUpper": [[f, a, b, stats.f.sf(f, a, b)] for f in (0.2, 1, 4.5, 60) for a, b in ((1, 4.3), (5, 15), (30, 2))],
        "chiSquareUpper": [[x, df, stats.chi2.sf(x, df)] for x in (0.3, 4, 50) for df in (1, 3, 12)],
        "noncentralFUpper": [
            [f, a, b, nc, stats.ncf.sf(f, a, b, nc)] for f in (0.5, 4, 12) for a, b in ((1, 6.2), (3, 40)) for nc in (0.5, 8, 60)
        ],
        "binomialCdf": [[k, n, p, stats.binom.cdf(k, n, p)] for k, n, p in ((3, 10, 0.25), (0, 5, 0.1), (150, 400, 0.4))],
    }


def main() -> None:
    generator = numpy.random.default_rng(20261124)
    counts = ((0, 20), (20, 20), (1, 29), (15, 148), (81, 263), (500, 1000))
    write_json(
        "stats-agreement.json.gz",
        {
            "versions": versions("numpy", "scipy", "statsmodels", "pingouin", "krippendorff", "irrCAC", "scikit-learn"),
            "distributions": distributions(),
            "intervals": [intervals(*count, level) for count in counts for level in (0.95, 0.9)],
            "binomial": [binomial(*case) for case in ((29, 100, 0.25), (0, 12, 0.5), (12, 12, 0.5), (61, 96, 0.5), (3, 10, 0.25))],
            "clustered": clustered(generator),
            "cohen": [kappas([[0, 4, 1], [0, 8, 0], [0, 1, 5]]), kappas([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), kappas([[9, 3], [5, 21]])],
            "diagnoses": numpy.asarray(inter_rater.aggregate_raters(test_inter_rater.diagnoses)[0]).tolist(),
            "rated": rated(generator),
            "icc": icc(generator),
        },
    )


if __name__ == "__main__":
    main()
