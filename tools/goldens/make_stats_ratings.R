# Golden values of models and tests for ratings. Run: Rscript make_stats_ratings.R
# Debian: r-cran-ordinal, r-cran-lme4, r-cran-lmertest, r-cran-jsonlite.
suppressMessages({
  library(ordinal)
  library(lme4)
  library(jsonlite)
})
set.seed(20261124)

# Likert ratings of 12 readers x 40 cases in two arms, with a few missing.
readers <- 12
cases <- 40
frame <- expand.grid(reader = seq_len(readers), case = seq_len(cases))
arm <- rep(c(0, 1), length.out = cases)
frame$synthetic <- arm[frame$case]
latent <- rnorm(readers, 0, 0.8)[frame$reader] + rnorm(cases, 0, 0.6)[frame$case] -
  0.7 * frame$synthetic + rlogis(nrow(frame))
frame$rating <- as.integer(cut(latent, c(-Inf, -2, -0.7, 0.5, 1.8, Inf)))
frame$order <- as.vector(sapply(seq_len(cases), function(case) sample(readers)))
frame$seconds <- exp(2.5 + rnorm(readers, 0, 0.3)[frame$reader] + rnorm(cases, 0, 0.2)[frame$case] +
  0.15 * frame$synthetic - 0.01 * frame$case + rnorm(nrow(frame), 0, 0.4))
frame <- frame[runif(nrow(frame)) > 0.08, ]

model <- function(formula, data, link) {
  fit <- clmm(formula, data = data, link = link)
  null <- clmm(update(formula, . ~ . - synthetic), data = data, link = link)
  # Its optimiser stops at changes of 1e-10 of the likelihood; one Newton step with its own gradient and Hessian goes on
  # to the maximum.
  deviations <- unname(sapply(VarCorr(fit), function(part) attr(part, "stddev")))
  estimates <- c(fit$alpha, fit$beta, deviations) - solve(fit$Hessian, fit$gradient)
  fixed <- length(fit$alpha) + length(fit$beta)
  list(
    thresholds = unname(estimates[seq_along(fit$alpha)]), beta = unname(estimates[fixed]),
    standardErrors = unname(sqrt(diag(solve(fit$Hessian)))[seq_len(fixed)]),
    deviations = unname(estimates[fixed + 1:2]),
    names = names(VarCorr(fit)),
    logLikelihood = as.numeric(logLik(fit)), nullLogLikelihood = as.numeric(logLik(null))
  )
}

frame$ordered <- factor(frame$rating, ordered = TRUE)
crossed <- model(ordered ~ synthetic + (1 | reader) + (1 | case), frame, "logit")
probit <- model(ordered ~ synthetic + (1 | reader) + (1 | case), frame, "probit")
# Without random effects: the plain cumulative-link model.
plain <- clm(ordered ~ synthetic, data = frame)

reml <- lmer(log(seconds) ~ synthetic + order + (1 | reader) + (1 | case), data = frame, REML = TRUE)
linear <- list(
  beta = unname(fixef(reml)), standardErrors = unname(sqrt(diag(as.matrix(vcov(reml))))),
  deviations = c(
    reader = attr(VarCorr(reml)$reader, "stddev")[[1]], case = attr(VarCorr(reml)$case, "stddev")[[1]],
    residual = sigma(reml)
  ),
  remlCriterion = as.numeric(REMLcrit(reml))
)
suppressMessages(library(lmerTest))
tested <- lmerTest::lmer(log(seconds) ~ synthetic + order + (1 | reader) + (1 | case), data = frame, REML = TRUE)
linear$satterthwaite <- unname(coef(summary(tested))[, "df"])
linear$pValues <- unname(coef(summary(tested))[, "Pr(>|t|)"])

signed <- function(x, y, ...) {
  test <- suppressWarnings(wilcox.test(x, y, paired = TRUE, ...))
  list(first = x, second = y, statistic = unname(test$statistic), p = test$p.value)
}
ranksum <- function(x, y, ...) {
  test <- suppressWarnings(wilcox.test(x, y, ...))
  list(first = x, second = y, statistic = unname(test$statistic), p = test$p.value)
}
small <- list(c(1.1, 2.7, 3.4, 0.2, 5.9, 4.4, 2.05), c(0.9, 3.1, 2.0, 0.7, 3.3, 4.1, 1.0))
likert <- list(sample(1:5, 30, TRUE, c(1, 2, 3, 4, 2)), sample(1:5, 30, TRUE, c(2, 3, 3, 2, 1)))
tests <- list(
  signedExact = signed(small[[1]], small[[2]], exact = TRUE),
  signedTies = signed(likert[[1]], likert[[2]], exact = FALSE, correct = TRUE),
  signedUncorrected = signed(likert[[1]], likert[[2]], exact = FALSE, correct = FALSE),
  rankExact = ranksum(small[[1]], c(small[[2]][1:5] + 0.01), exact = TRUE),
  rankTies = ranksum(likert[[1]], likert[[2]][1:22], exact = FALSE, correct = TRUE),
  rankUncorrected = ranksum(likert[[1]], likert[[2]][1:22], exact = FALSE, correct = FALSE)
)

golden <- list(
  versions = list(
    R = as.character(getRversion()), ordinal = as.character(packageVersion("ordinal")),
    lme4 = as.character(packageVersion("lme4")), lmerTest = as.character(packageVersion("lmerTest"))
  ),
  frame = frame[, c("reader", "case", "synthetic", "rating", "order", "seconds")],
  crossed = crossed, probit = probit,
  plain = list(thresholds = unname(plain$alpha), beta = unname(plain$beta), logLikelihood = as.numeric(logLik(plain)),
    standardErrors = unname(sqrt(diag(vcov(plain))))),
  linear = linear, tests = tests,
  holm = list(p = c(0.01, 0.04, 0.03, 0.005, 0.5), adjusted = p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), "holm"))
)
file <- gzfile("data/stats-ratings.json.gz", "w")
writeLines(toJSON(golden, digits = I(15), auto_unbox = TRUE, dataframe = "columns"), file)
close(file)
