"""Golden values of power and precision. Run: python make_stats_power.py

Needs numpy and scipy. Tests against margins by scipy's noncentral t and by adaptive quadrature over the chi distribution of
the estimated standard deviation; the bivariate normal distribution by scipy's; kappa's variance by the closed formula of
Bloch and Kraemer (Biometrics 1989).
"""

import numpy
from golden_files import versions, write_json
from scipy import integrate, stats

MARGINS = [
    # difference, margin, standard error, degrees of freedom, alpha
    [0.0, 0.5, 0.2, 12, 0.05],
    [0.1, 0.5, 0.15, 5, 0.05],
    [-0.2, 0.5, 0.1, 40, 0.01],
    [0.0, 0.05, 0.02, 7.3, 0.05],
    [0.0, 0.3, 0.2, 3, 0.05],
    [0.05, 0.1, 0.02, 900, 0.05],
]


def non_inferiority(difference, margin, error, df, alpha):
    return stats.nct.sf(stats.t.ppf(1 - alpha / 2, df), df, (difference + margin) / error)


def equivalence(difference, margin, error, df, alpha):
    critical = stats.t.ppf(1 - alpha, df)
    scale = stats.chi(df, scale=1 / numpy.sqrt(df))

    def inside(s):
        low, high = critical * s - (margin + difference) / error, (margin - difference) / error - critical * s
        return max(0.0, stats.norm.cdf(high) - stats.norm.cdf(low)) * scale.pdf(s)

    end = margin / error / critical
    return integrate.quad(inside, 0, end, limit=500, epsabs=1e-12, points=[min(1.0, end / 2)])[0]


def kappa_variance(kappa, prevalence, cases):
    part = kappa * (2 - kappa) / (2 * prevalence * (1 - prevalence))
    return (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + part) / cases


write_json(
    "stats-power.json.gz",
    {
        "origin": {"script": "tools/goldens/make_stats_power.py", **versions("numpy", "scipy")},
        "margins": [
            {
                "difference": entry[0],
                "margin": entry[1],
                "standardError": entry[2],
                "df": entry[3],
                "alpha": entry[4],
                "nonInferiority": float(non_inferiority(*entry)),
                "equivalence": float(equivalence(*entry)),
            }
            for entry in MARGINS
        ],
        "bivariate": [
            {
                "h": h,
                "k": k,
                "correlation": r,
                "probability": float(
                    stats.multivariate_normal.cdf([h, k], [0, 0], [[1, r], [r, 1]], abseps=1e-12, releps=1e-12)
                ),
            }
            for h, k, r in [(0, 0, 0.5), (1.2, 1.2, 0.3), (1.2, 0.4, -0.6), (-0.5, 2, 0.95), (1.28, 1.28, 0.01)]
        ],
        "kappas": [
            {"kappa": k, "prevalence": p, "cases": n, "variance": kappa_variance(k, p, n)}
            for k, p, n in [(0.4, 0.3, 100), (0.7, 0.5, 60), (0.0, 0.2, 50), (0.85, 0.1, 300)]
        ],
    },
)
