"""Golden values of the classifiers that attack the blinding. Run: python make_stats_classify.py

Needs numpy and scikit-learn.
"""

import numpy
from golden_files import versions, write_json
from sklearn.ensemble import AdaBoostClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

ROUNDS = 8


def data(generator, rows: int, features: int, strength: float, middle: bool) -> dict:
    labels = generator.integers(0, 2, rows)
    values = generator.normal(size=(rows, features)) * generator.uniform(0.5, 30, features)
    if middle:
        # Class 1 lies in the middle of the first feature: a line finds nothing there.
        values[:, 0] = numpy.where(labels == 1, generator.uniform(-1, 1, rows), generator.uniform(-3, 3, rows))
    else:
        values[:, 0] += strength * labels * values[:, 0].std()
    # scikit-learn's trees compute in float32.
    values = values.astype(numpy.float32).astype(float)
    folds = generator.permutation(numpy.arange(rows) % 5)
    return {"rows": values, "labels": labels, "folds": folds}


def case(generator, strength_c: float, **shape) -> dict:
    found = data(generator, **shape)
    rows, labels, folds = found["rows"], found["labels"], found["folds"]
    split = PredefinedSplit(folds)
    logistic = LogisticRegression(C=strength_c, tol=1e-12, max_iter=10_000, solver="newton-cholesky").fit(rows, labels)
    stumps = AdaBoostClassifier(DecisionTreeClassifier(max_depth=1), n_estimators=ROUNDS, random_state=0)
    scaled = make_pipeline(
        StandardScaler(), LogisticRegression(C=strength_c, tol=1e-12, max_iter=10_000, solver="newton-cholesky")
    )
    areas = {}
    for name, classifier in (("logistic regression", scaled), ("boosted stumps", stumps)):
        scores = cross_val_predict(classifier, rows, labels, cv=split, method="decision_function")
        areas[name] = float(roc_auc_score(labels, scores))
    return {
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "folds": folds.tolist(),
        "strength": strength_c,
        "intercept": float(logistic.intercept_[0]),
        "weights": logistic.coef_[0].tolist(),
        "stumpScores": stumps.fit(rows, labels).decision_function(rows).tolist(),
        "crossValidatedAuc": areas,
    }


def main() -> None:
    generator = numpy.random.default_rng(20261124)
    write_json(
        "stats-classify.json.gz",
        {
            "versions": versions("numpy", "scikit-learn"),
            "rounds": ROUNDS,
            "cases": [
                case(generator, 1.0, rows=80, features=6, strength=0.8, middle=False),
                case(generator, 0.1, rows=60, features=4, strength=0.0, middle=False),
                case(generator, 1.0, rows=90, features=3, strength=0.0, middle=True),
                case(generator, 10.0, rows=40, features=2, strength=4.0, middle=False),
            ],
        },
    )


main()
