# Golden values of mixed models with what a study asks of them: arm, years of experience, place in the order, the informed
# phase, interruptions. Run: Rscript make_stats_covariates.R
# Debian: r-cran-ordinal, r-cran-lme4, r-cran-lmertest, r-cran-jsonlite.
suppressMessages({
  library(ordinal)
  library(lmerTest)
  library(jsonlite)
})
set.seed(20261127)

# 8 readers x 24 films in two phases, the second informed; a few readings are missing.
readers <- 8
cases <- 24
frame <- expand.grid(case = seq_len(cases), reader = seq_len(readers), informed = c(0, 1))
years <- c(1, 3, 4, 8, 11, 15, 20, 26)
frame$synthetic <- (frame$case %% 2)
frame$decades <- years[frame$reader] / 10
frame$order <- as.vector(replicate(2 * readers, sample(cases))) / 100
frame$interrupted <- as.integer(runif(nrow(frame)) < 0.08)
latent <- rnorm(readers, 0, 0.6)[frame$reader] + rnorm(cases, 0, 0.7)[frame$case] - 0.8 * frame$synthetic +
  0.2 * frame$decades - 0.5 * frame$informed + rlogis(nrow(frame))
frame$rating <- as.integer(cut(latent, c(-Inf, -1.4, 0, 1.3, Inf)))
frame$seconds <- exp(2.6 + rnorm(readers, 0, 0.3)[frame$reader] + rnorm(cases, 0, 0.2)[frame$case] +
  0.1 * frame$synthetic - 0.1 * frame$decades - 0.4 * frame$order - 0.2 * frame$informed +
  0.5 * frame$interrupted + rnorm(nrow(frame), 0, 0.35))
frame <- frame[runif(nrow(frame)) > 0.06, ]

frame$ordered <- factor(frame$rating, ordered = TRUE)
fit <- clmm(ordered ~ synthetic + decades + informed + order + (1 | reader) + (1 | case), data = frame)
# Its optimiser stops a little before the maximum: one Newton step with its own gradient and Hessian goes on to it.
deviations <- unname(sapply(VarCorr(fit), function(part) attr(part, "stddev")))
estimates <- c(fit$alpha, fit$beta, deviations) - solve(fit$Hessian, fit$gradient)
cuts <- length(fit$alpha)
terms <- length(fit$beta)
ordinal <- list(
  beta = unname(estimates[cuts + seq_len(terms)]),
  standardErrors = unname(sqrt(diag(solve(fit$Hessian)))[cuts + seq_len(terms)]),
  deviations = unname(estimates[cuts + terms + 1:2]), names = names(VarCorr(fit)),
  logLikelihood = as.numeric(logLik(fit))
)

tested <- lmerTest::lmer(
  log(seconds) ~ synthetic + decades + informed + order + interrupted + (1 | reader) + (1 | case),
  data = frame, REML = TRUE,
  control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))
)
table <- coef(summary(tested))
linear <- list(
  beta = unname(table[, "Estimate"]), standardErrors = unname(table[, "Std. Error"]),
  df = unname(table[, "df"]), pValues = unname(table[, "Pr(>|t|)"]), remlCriterion = as.numeric(REMLcrit(tested))
)

golden <- list(
  versions = list(
    R = as.character(getRversion()), ordinal = as.character(packageVersion("ordinal")),
    lme4 = as.character(packageVersion("lme4")), lmerTest = as.character(packageVersion("lmerTest"))
  ),
  frame = frame[, c("reader", "case", "synthetic", "decades", "informed", "order", "interrupted", "rating", "seconds")],
  ordinal = ordinal, linear = linear
)
file <- gzfile("data/stats-covariates.json.gz", "w")
writeLines(toJSON(golden, digits = I(15), auto_unbox = TRUE, dataframe = "columns"), file)
close(file)
