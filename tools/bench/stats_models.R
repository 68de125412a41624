# The two mixed models in R, for `npm run bench:statistics -- --models`: Rscript stats_models.R FILE, a CSV of reader, case,
# positive, rating, logSeconds, order. Prints a line of JSON a model: processor time and the numbers.
# Debian: r-cran-ordinal, r-cran-lme4, r-cran-jsonlite.
suppressMessages({
  library(ordinal)
  library(lme4)
  library(jsonlite)
})
frame <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = TRUE)
frame$rating <- factor(frame$rating, ordered = TRUE)
timed <- function(task, of) {
  start <- proc.time()
  values <- of()
  spent <- proc.time() - start
  cat(toJSON(list(
    task = task, ms = unbox(1000 * sum(spent[c("user.self", "sys.self")])), values = values
  ), auto_unbox = FALSE, digits = 12), "\n")
}
timed("linear", function() {
  fit <- lmer(logSeconds ~ positive + order + (1 | reader) + (1 | case), data = frame, REML = TRUE)
  c(unname(fixef(fit)), unname(sqrt(diag(as.matrix(vcov(fit))))))
})
timed("ordinal", function() {
  fit <- clmm(rating ~ positive + (1 | reader) + (1 | case), data = frame, link = "logit")
  c(as.numeric(logLik(fit)), unname(fit$beta), unname(sqrt(diag(solve(fit$Hessian)))[length(fit$alpha) + 1]))
})
