"""The estimators of a reader study in Python, for `npm run bench:statistics`: reads a data set, then answers each line
{"task": ...} with the processor time and the numbers. What no package has is written out in numpy (tools/goldens)."""

import json
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy
import pandas
import pingouin
import statsmodels.api
from irrCAC.raw import CAC
from scipy import stats
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from statsmodels.stats import inter_rater, proportion, sandwich_covariance

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "goldens"))
from make_stats_mrmc import delong, hillis, kernel  # noqa: E402

warnings.filterwarnings("ignore")
DATA = json.loads(Path(sys.argv[1]).read_text())
# arm x reader x case; the cases' truth; a rating of at least `threshold` is a positive call
RATINGS = numpy.asarray(DATA["ratings"], dtype=float)
TRUTH = numpy.asarray(DATA["truth"], dtype=bool)
THRESHOLD, REPLICATES = DATA["threshold"], DATA["replicates"]
ARMS, READERS, CASES = RATINGS.shape
POSITIVE, NEGATIVE = RATINGS[:, :, TRUTH], RATINGS[:, :, ~TRUTH]
CELLS = [(a, r) for a in range(ARMS) for r in range(READERS)]
# units (arm and case) x readers
TABLE = numpy.concatenate([RATINGS[a].T for a in range(ARMS)])
PAIRS = [(i, j) for i in range(READERS) for j in range(i + 1, READERS)]


def aucs():
    return [roc_auc_score(TRUTH, RATINGS[a, r]) for a, r in CELLS]


def obuchowski(covariance):
    estimates = numpy.asarray([[kernel(POSITIVE[a, r], NEGATIVE[a, r]).mean() for r in range(READERS)] for a in range(ARMS)])
    components = hillis(estimates, covariance)["components"]
    return [float(components[name]) for name in ("variance", "cov1", "cov2", "cov3")]


def or_delong():
    return obuchowski(delong(POSITIVE, NEGATIVE))


def one_shot():
    """The variance of each arm's mean AUC: all pairs of scores, less those that share a reader or a case, in closed form."""
    found = []
    for a in range(ARMS):
        scores = numpy.stack([kernel(POSITIVE[a, r], NEGATIVE[a, r]) for r in range(READERS)])
        sums = 0.0
        for mask in range(8):
            axes = tuple(axis for axis in range(3) if not mask >> axis & 1)
            part = (scores.sum(axes) ** 2).sum() if axes else (scores**2).sum()
            sums += (-1) ** bin(mask).count("1") * part
        j, n0, n1 = scores.shape
        found.append(float(scores.mean() ** 2 - sums / (j * (j - 1) * n0 * (n0 - 1) * n1 * (n1 - 1))))
    return found


def intervals():
    found = []
    for a, r in CELLS:
        calls = RATINGS[a, r] >= THRESHOLD
        for right, total in ((calls[TRUTH].sum(), TRUTH.sum()), ((~calls[~TRUTH]).sum(), (~TRUTH).sum())):
            for method in ("wilson", "beta"):
                found += [float(v) for v in proportion.proportion_confint(right, total, 0.05, method)]
    return found


def clustered():
    right = ((RATINGS >= THRESHOLD) == TRUTH).astype(float).ravel()
    reader = numpy.broadcast_to(numpy.arange(READERS)[None, :, None], RATINGS.shape).ravel()
    case = numpy.broadcast_to(numpy.arange(CASES)[None, None, :], RATINGS.shape).ravel()
    fit = statsmodels.api.OLS(right, numpy.ones((len(right), 1))).fit()
    by = [sandwich_covariance.cov_cluster(fit, groups) for groups in (reader, case)]
    return [float(fit.params[0]), *(float(numpy.sqrt(matrix[0, 0])) for matrix in by)]


def rank_sums():
    found = []
    for r in range(READERS):
        own = RATINGS[:, r, :]
        test = stats.mannwhitneyu(own[:, TRUTH].ravel(), own[:, ~TRUTH].ravel(), method="asymptotic", use_continuity=True)
        found += [float(test.statistic), float(test.pvalue)]
    return found


def cohen():
    return [cohen_kappa_score(TABLE[:, i], TABLE[:, j], weights=w) for i, j in PAIRS for w in (None, "quadratic")]


def fleiss():
    return [float(inter_rater.fleiss_kappa(inter_rater.aggregate_raters(TABLE)[0]))]


def gwet():
    frame = pandas.DataFrame(TABLE)
    found = []
    for weights in ("identity", "quadratic"):
        result = CAC(frame, weights=weights, digits=12).gwet()["est"]
        found += [float(result["coefficient_value"]), float(result["se"])]
    return found


def alphas():
    values = TABLE.T
    return [float(krippendorff.alpha(values, level_of_measurement=level)) for level in ("nominal", "ordinal", "interval")]


def icc():
    units = len(TABLE)
    frame = pandas.DataFrame(
        {
            "unit": numpy.repeat(numpy.arange(units), READERS),
            "reader": numpy.tile(numpy.arange(READERS), units),
            "value": TABLE.ravel(),
        }
    )
    return [float(value) for value in pingouin.intraclass_corr(frame, "unit", "reader", "value")["ICC"]]


def bootstrap():
    """Readers and cases drawn at once: standard error of the difference of mean ratings between truths."""
    generator = numpy.random.default_rng(1)
    positive, negative = POSITIVE.sum(0), NEGATIVE.sum(0)
    values = numpy.empty(REPLICATES)
    where = numpy.flatnonzero(TRUTH), numpy.flatnonzero(~TRUTH)
    for replicate in range(REPLICATES):
        reader = numpy.bincount(generator.integers(0, READERS, READERS), minlength=READERS)
        case = numpy.bincount(generator.integers(0, CASES, CASES), minlength=CASES)
        means = [
            reader @ sums @ case[places] / (ARMS * READERS * case[places].sum())
            for sums, places in ((positive, where[0]), (negative, where[1]))
        ]
        values[replicate] = means[0] - means[1]
    return [float(values.std(ddof=1))]


TASKS = {
    f.__name__: f
    for f in (aucs, or_delong, one_shot, intervals, clustered, rank_sums, cohen, fleiss, gwet, alphas, icc, bootstrap)
}

names = ("numpy", "scipy", "statsmodels", "scikit-learn", "pingouin", "krippendorff", "irrCAC")
print(json.dumps({"versions": {name: version(name) for name in names}}), flush=True)
for line in sys.stdin:
    task = TASKS[json.loads(line)["task"]]
    start = time.process_time()
    values = task()
    print(json.dumps({"ms": 1000 * (time.process_time() - start), "values": [float(v) for v in values]}), flush=True)
