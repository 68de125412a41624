# Golden values of ROC analysis by pROC. Run: Rscript make_stats_roc.R
# Debian: r-cran-proc, r-cran-jsonlite.
suppressMessages({
  library(pROC)
  library(jsonlite)
})
set.seed(20261124)

auc_of <- function(truth, score) {
  curve <- roc(truth, score, levels = c(FALSE, TRUE), direction = "<", quiet = TRUE)
  list(auc = as.numeric(auc(curve)), variance = var(curve, method = "delong"), curve = curve)
}

simulate <- function(n, ordinal) {
  truth <- rep(c(FALSE, TRUE), c(round(0.6 * n), n - round(0.6 * n)))
  common <- rnorm(n)
  scores <- lapply(c(1.2, 0.7), function(shift) common + rnorm(n) + shift * truth)
  if (ordinal) scores <- lapply(scores, function(s) as.integer(cut(s, c(-Inf, -0.5, 0.4, 1.3, 2.2, Inf))))
  list(truth = truth, first = scores[[1]], second = scores[[2]])
}

describe <- function(data) {
  first <- auc_of(data$truth, data$first)
  second <- auc_of(data$truth, data$second)
  paired <- roc.test(first$curve, second$curve, method = "delong", paired = TRUE)
  other <- simulate(50, FALSE)
  third <- auc_of(other$truth, other$first)
  # pROC refers an unpaired difference to t; here the statistic is compared.
  unpaired <- roc.test(first$curve, third$curve, method = "delong", paired = FALSE)
  interval <- as.numeric(ci.auc(first$curve, method = "delong"))
  list(
    truth = data$truth, first = data$first, second = data$second,
    auc = c(first$auc, second$auc), variance = c(first$variance, second$variance),
    covariance = cov(first$curve, second$curve, method = "delong"),
    interval = interval[c(1, 3)],
    z = unname(paired$statistic), p = paired$p.value,
    other = list(truth = other$truth, score = other$first, statistic = unname(unpaired$statistic))
  )
}

golden <- list(
  versions = list(R = as.character(getRversion()), pROC = as.character(packageVersion("pROC"))),
  cases = list(describe(simulate(60, FALSE)), describe(simulate(90, TRUE)))
)
file <- gzfile("data/stats-roc.json.gz", "w")
writeLines(toJSON(golden, digits = 15, auto_unbox = TRUE), file)
close(file)
