"""Golden values of multi-reader multi-case analyses, written from the published formulas with loops and full arrays,
apart from the product's code. Run: python make_stats_mrmc.py [IMRMC_FILE]

The Obuchowski-Rockette analysis after Hillis (Stat Med 2014) with DeLong's and the jackknife's covariance; the
U-statistic moments of Gallas (Acad Radiol 2006) by enumerating all pairs; binary outcomes the same way. With the path
of a file in iMRMC's format its analysis is stored too (numbers only).
"""

import sys

import numpy
from golden_files import versions, write_json
from scipy import stats


def kernel(positive, negative):
    return (positive[None, :] > negative[:, None]) + 0.5 * (positive[None, :] == negative[:, None])


def auc(positive, negative):
    return kernel(positive[~numpy.isnan(positive)], negative[~numpy.isnan(negative)]).mean()


def hillis(estimates, covariance, level=0.95):
    t, r = estimates.shape
    grand, rows, columns = estimates.mean(), estimates.mean(1), estimates.mean(0)
    ms_t = r * ((rows - grand) ** 2).sum() / (t - 1)
    ms_r = t * ((columns - grand) ** 2).sum() / (r - 1)
    ms_tr = ((estimates - rows[:, None] - columns[None, :] + grand) ** 2).sum() / ((t - 1) * (r - 1))
    groups = {"variance": [], "cov1": [], "cov2": [], "cov3": []}
    for i in range(t):
        for j in range(r):
            for k in range(t):
                for m in range(r):
                    name = ("variance" if j == m else "cov2") if i == k else ("cov1" if j == m else "cov3")
                    groups[name].append(covariance[i, j, k, m])
    c = {name: float(numpy.mean(values)) for name, values in groups.items()}
    across = max(c["cov2"] - c["cov3"], 0)
    denominators = {
        "random readers and cases": ms_tr + r * across,
        "fixed readers": c["variance"] - c["cov1"] + (r - 1) * across,
        "fixed cases": ms_tr,
    }
    dfs = {
        "random readers and cases": (ms_tr + r * across) ** 2 / (ms_tr**2 / ((t - 1) * (r - 1))),
        "fixed readers": numpy.inf,
        "fixed cases": (t - 1) * (r - 1),
    }
    found = {"components": {"modality": ms_t, "reader": ms_r, "interaction": ms_tr, **c}}
    for name, value in denominators.items():
        df = dfs[name]
        f = ms_t / value
        p = stats.chi2.sf(f * (t - 1), t - 1) if numpy.isinf(df) else stats.f.sf(f, t - 1, df)
        quantile = stats.norm.ppf((1 + level) / 2) if numpy.isinf(df) else stats.t.ppf((1 + level) / 2, df)
        error = numpy.sqrt(2 / r * value)
        difference = rows[0] - rows[1]
        modalities = []
        for i in range(t):
            mean_square = ((estimates[i] - rows[i]) ** 2).sum() / (r - 1)
            own = covariance[i, :, i, :]
            variance = numpy.trace(own) / r
            cov2 = max((own.sum() - numpy.trace(own)) / (r * (r - 1)), 0)
            total = {
                "random readers and cases": mean_square + r * cov2,
                "fixed readers": variance + (r - 1) * cov2,
                "fixed cases": mean_square,
            }[name]
            own_df = {
                "random readers and cases": (mean_square + r * cov2) ** 2 / (mean_square**2 / (r - 1)),
                "fixed readers": numpy.inf,
                "fixed cases": r - 1,
            }[name]
            wide = stats.norm.ppf((1 + level) / 2) if numpy.isinf(own_df) else stats.t.ppf((1 + level) / 2, own_df)
            half = wide * numpy.sqrt(total / r)
            modalities.append([rows[i], numpy.sqrt(total / r), max(0, rows[i] - half), min(1, rows[i] + half)])
        found[name] = {
            "f": float(f),
            "df": None if numpy.isinf(df) else float(df),
            "p": float(p),
            "difference": [difference, error, difference - quantile * error, difference + quantile * error],
            "modalities": numpy.asarray(modalities).tolist(),
        }
    return found


def delong(scores_positive, scores_negative):
    """scores: modality x reader x case, NaN where unread; cases of both truths by place."""
    t, r, m = scores_positive.shape
    n = scores_negative.shape[2]
    up, down = numpy.full((t, r, m), numpy.nan), numpy.full((t, r, n), numpy.nan)
    for i in range(t):
        for j in range(r):
            p, q = scores_positive[i, j], scores_negative[i, j]
            pairs = kernel(p[~numpy.isnan(p)], q[~numpy.isnan(q)])
            up[i, j, ~numpy.isnan(p)] = pairs.mean(0)
            down[i, j, ~numpy.isnan(q)] = pairs.mean(1)
    return shared_covariance([up, down])


def shared_covariance(strata):
    t, r = strata[0].shape[:2]
    covariance = numpy.zeros((t, r, t, r))
    for values in strata:
        for i, j, k, m in numpy.ndindex(t, r, t, r):
            one, other = values[i, j], values[k, m]
            both = ~numpy.isnan(one) & ~numpy.isnan(other)
            if both.sum() > 1:
                product = (~numpy.isnan(one)).sum() * (~numpy.isnan(other)).sum()
                covariance[i, j, k, m] += both.sum() / product * numpy.cov(one[both], other[both])[0, 1]
    return covariance


def jackknife(scores_positive, scores_negative):
    """Every case left out and every area computed again."""
    t, r, m = scores_positive.shape
    n = scores_negative.shape[2]
    left = numpy.zeros((m + n, t * r))
    for case in range(m + n):
        p = numpy.delete(scores_positive, case, 2) if case < m else scores_positive
        q = numpy.delete(scores_negative, case - m, 2) if case >= m else scores_negative
        left[case] = [auc(p[i, j], q[i, j]) for i in range(t) for j in range(r)]
    total = m + n
    centred = left - left.mean(0)
    return ((total - 1) / total * centred.T @ centred).reshape(t, r, t, r)


def one_shot(first, second):
    """Cov of two reader-averaged results from all pairs that share no index; arrays reader x case x ... with NaN."""
    def weighted(values):
        flat = [~numpy.isnan(values[j]) for j in range(values.shape[0])]
        active = sum(mask.any() for mask in flat)
        weights = numpy.zeros(values.shape)
        for j, mask in enumerate(flat):
            if mask.any():
                weights[j][mask] = 1 / (active * mask.sum())
        return weights, numpy.where(numpy.isnan(values), 0, values)

    (w, s), (v, u) = weighted(first), weighted(second)
    one, other = (w * s).sum(), (v * u).sum()
    numerator = denominator = 0.0
    for index in numpy.argwhere(w > 0):
        keep = v > 0
        for axis, place in enumerate(index):
            slicer = [slice(None)] * v.ndim
            slicer[axis] = place
            keep[tuple(slicer)] = False
        place = tuple(index)
        numerator += w[place] * s[place] * (v * u)[keep].sum()
        denominator += w[place] * v[keep].sum()
    return one, other, one * other - numerator / denominator


def pair_kernels(scores_positive, scores_negative):
    t, r, m = scores_positive.shape
    n = scores_negative.shape[2]
    values = numpy.full((t, r, n, m), numpy.nan)
    for i in range(t):
        for j in range(r):
            pairs = kernel(scores_positive[i, j], scores_negative[i, j])
            unread = numpy.isnan(scores_positive[i, j])[None, :] | numpy.isnan(scores_negative[i, j])[:, None]
            values[i, j] = numpy.where(unread, numpy.nan, pairs)
    return values


def one_shot_table(values):
    t = values.shape[0]
    table = {}
    for i in range(t):
        for k in range(i, t):
            one, other, covariance = one_shot(values[i], values[k])
            table[f"{i},{k}"] = [float(one), float(other), float(covariance)]
    return table


def describe(scores_positive, scores_negative, crossed, names=None) -> dict:
    t, r, _ = scores_positive.shape
    estimates = numpy.array([[auc(scores_positive[i, j], scores_negative[i, j]) for j in range(r)] for i in range(t)])
    calls = numpy.where(numpy.isnan(scores_positive), numpy.nan, scores_positive >= 0.6)
    sensitivity = numpy.nanmean(calls, axis=2)
    found = {
        "estimates": estimates.tolist(),
        "delong": hillis(estimates, delong(scores_positive, scores_negative)),
        "oneShot": one_shot_table(pair_kernels(scores_positive, scores_negative)),
        "sensitivity": {
            "estimates": sensitivity.tolist(),
            "or": hillis(sensitivity, shared_covariance([calls])),
            "oneShot": one_shot_table(calls),
        },
    }
    if crossed:
        found["jackknife"] = hillis(estimates, jackknife(scores_positive, scores_negative))
    return found


def as_lists(scores) -> list:
    return [[[None if numpy.isnan(v) else float(v) for v in row] for row in block] for block in scores]


def simulate(generator, t, r, m, n):
    case_p, case_n = generator.normal(0, 0.6, m), generator.normal(0, 0.6, n)
    positive = numpy.zeros((t, r, m))
    negative = numpy.zeros((t, r, n))
    for i in range(t):
        own_p, own_n = generator.normal(0, 0.3, m), generator.normal(0, 0.3, n)
        for j in range(r):
            shift = 1.1 + 0.25 * i + generator.normal(0, 0.2)
            positive[i, j] = shift + case_p + own_p + generator.normal(0, 0.6, m)
            negative[i, j] = case_n + own_n + generator.normal(0, 0.6, n)
    return numpy.round(positive * 2) / 2, numpy.round(negative * 2) / 2


def read_imrmc(path):
    rows = open(path, encoding="utf-8").read().split("BEGIN DATA:")[1].split()
    cells = [row.split(",") for row in rows]
    truth = {case: int(value) for reader, case, modality, value in cells if modality == "truth"}
    readings = [(reader, case, modality, float(value)) for reader, case, modality, value in cells if modality != "truth"]
    readers, modalities = sorted({row[0] for row in readings}), sorted({row[2] for row in readings})
    lists = [sorted(case for case, value in truth.items() if value == wanted) for wanted in (1, 0)]
    arrays = [numpy.full((len(modalities), len(readers), len(cases)), numpy.nan) for cases in lists]
    for reader, case, modality, score in readings:
        which = 0 if truth[case] == 1 else 1
        arrays[which][modalities.index(modality), readers.index(reader), lists[which].index(case)] = score
    return arrays


def main() -> None:
    generator = numpy.random.default_rng(20261124)
    crossed = simulate(generator, 2, 4, 11, 13)
    three = simulate(generator, 3, 5, 9, 12)
    gaps = simulate(generator, 2, 4, 11, 13)
    for scores in gaps:
        scores[generator.random(scores.shape) < 0.25] = numpy.nan
    # Two generating models: each modality has positives of its own, the negatives are shared.
    nested_p, nested_n = simulate(generator, 2, 4, 16, 10)
    nested_p[0, :, 8:] = numpy.nan
    nested_p[1, :, :8] = numpy.nan
    cases = []
    for name, (p, n), full in (
        ("crossed", crossed, True),
        ("three", three, True),
        ("gaps", gaps, False),
        ("nested", (nested_p, nested_n), False),
    ):
        cases.append({"name": name, "positives": as_lists(p), "negatives": as_lists(n), **describe(p, n, full)})
    golden = {"versions": versions("numpy", "scipy"), "cases": cases}
    if len(sys.argv) > 1:
        golden["imrmc"] = describe(*read_imrmc(sys.argv[1]), True)
    write_json("stats-mrmc.json.gz", golden)


if __name__ == "__main__":
    main()
