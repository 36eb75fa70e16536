# Make r_survey.json, apiclus2.csv and nhanes.csv with R's survey package.
# Usage: Rscript make_r_survey.R FOLDER      (made with R 4.2.2 and survey 4.1-1; 15 significant digits)
# The api data come with the survey package; nhanes is the public NHANES 2009-2010 subset in it.
suppressMessages(library(survey))
folder <- commandArgs(TRUE)[1]
data(api)
data(nhanes)

keep <- c("stype", "dnum", "snum", "api00", "api99", "enroll", "api.stu", "sch.wide", "awards", "ell", "meals", "avg.ed", "pw", "fpc1", "fpc2")
write.csv(apiclus2[, keep], file.path(folder, "apiclus2.csv"), row.names = FALSE)
nhanes$agecat <- as.character(nhanes$agecat)
write.csv(nhanes, file.path(folder, "nhanes.csv"), row.names = FALSE)

entries <- list()
digits <- function(x) ifelse(is.finite(x), formatC(x, digits = 15, format = "g"), "null")
array_of <- function(x) if (is.character(x)) paste0("[", paste0('"', x, '"', collapse = ", "), "]") else paste0("[", paste(digits(as.numeric(x)), collapse = ", "), "]")
add <- function(name, ...) {
  parts <- list(...)
  fields <- paste0('    "', names(parts), '": ', vapply(parts, array_of, ""), collapse = ",\n")
  entries[[length(entries) + 1]] <<- paste0('  "', name, '": {\n', fields, "\n  }")
}
full <- function(name, stat, design, by = NULL) {
  parts <- list(est = coef(stat), se = SE(stat))
  if (!is.null(deff(stat))) parts$deff <- deff(stat)
  parts$df <- degf(design)
  do.call(add, c(list(name), parts))
}
by_domain <- function(name, y, by, design, stat = svymean, ..., drop = FALSE) {
  labels <- sort(unique(as.character(design$variables[[by]])))
  found <- lapply(labels, function(label) {
    part <- design[design$variables[[by]] %in% label, ]
    m <- stat(y, design = part, deff = TRUE, na.rm = drop, ...)
    part <- if (drop) part[!is.na(part$variables[[all.vars(y)]]), ] else part
    c(coef(m), SE(m), deff(m), degf(part))
  })
  found <- do.call(rbind, found)
  add(name, domains = labels, est = found[, 1], se = found[, 2], deff = found[, 3], df = found[, 4])
}

dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
dclus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
dclus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
dnhanes <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
dsrs <- svydesign(id = ~1, weights = ~pw, data = apisrs)

for (name in c("dstrat", "dclus1", "dclus2")) {
  d <- get(name)
  full(paste(name, "mean api00"), svymean(~api00, d, deff = TRUE), d)
  full(paste(name, "mean api00 deff with replacement"), svymean(~api00, d, deff = "replace"), d)
  full(paste(name, "total api00"), svytotal(~api00, d, deff = TRUE), d)
  r <- svyratio(~api.stu, ~enroll, d, deff = TRUE, na.rm = TRUE)
  add(paste(name, "ratio api.stu enroll"), est = coef(r), se = SE(r), deff = deff(r), df = degf(d))
  by_domain(paste(name, "mean api00 by stype"), ~api00, "stype", d)
  by_domain(paste(name, "mean api00 by awards"), ~api00, "awards", d)
  by_domain(paste(name, "total api00 by awards"), ~api00, "awards", d, svytotal)
  add(paste(name, "ratio by awards"),
    est = sapply(c("No", "Yes"), function(a) coef(svyratio(~api.stu, ~enroll, subset(d, awards == a), na.rm = TRUE))),
    se = sapply(c("No", "Yes"), function(a) SE(svyratio(~api.stu, ~enroll, subset(d, awards == a), na.rm = TRUE))))
  m <- svyby(~api00, ~awards, d, svymean, covmat = TRUE)
  v <- vcov(m)
  add(paste(name, "covariance by awards"), est = coef(m), vcov = as.vector(v))
  contrast <- svycontrast(m, c(No = 1, Yes = -1))
  add(paste(name, "contrast No-Yes awards"), est = coef(contrast), se = SE(contrast))
  v <- svymean(~api00 + api99, d)
  contrast <- svycontrast(v, c(api00 = 1, api99 = -1))
  add(paste(name, "contrast api00-api99"), est = coef(contrast), se = SE(contrast))
  for (method in c("logit", "beta", "mean")) {
    p <- svyciprop(~I(sch.wide == "Yes"), d, method = method)
    add(paste(name, "ciprop", method), est = coef(p), ci = attr(p, "ci"))
    e <- subset(d, stype == "E")
    p <- svyciprop(~I(sch.wide == "Yes"), e, method = method)
    add(paste(name, "ciprop", method, "stype E"), est = coef(p), ci = attr(p, "ci"), df = degf(e))
  }
}
full("dsrs mean api00", svymean(~api00, dsrs, deff = TRUE), dsrs)
full("dclus2 mean avg.ed na.rm", svymean(~avg.ed, dclus2, na.rm = TRUE, deff = TRUE), dclus2)
full("nhanes mean HI_CHOL", svymean(~HI_CHOL, dnhanes, na.rm = TRUE, deff = TRUE), dnhanes)
full("nhanes total HI_CHOL", svytotal(~HI_CHOL, dnhanes, na.rm = TRUE, deff = TRUE), dnhanes)
for (by in c("race", "RIAGENDR", "agecat")) by_domain(paste("nhanes HI_CHOL by", by), ~HI_CHOL, by, dnhanes, drop = TRUE)
for (method in c("logit", "beta")) {
  for (age in c("(19,39]", "(59,Inf]")) {
    part <- subset(dnhanes, agecat == age & !is.na(HI_CHOL))
    p <- svyciprop(~HI_CHOL, part, method = method)
    add(paste("nhanes ciprop", method, age), est = coef(p), ci = attr(p, "ci"), df = degf(part), size = nrow(part))
  }
}

# one PSU in a stratum: the first district alone, the others together
alone <- apiclus1
alone$stratum <- ifelse(alone$dnum == 637, "alone", "rest")
lonely <- svydesign(id = ~dnum, strata = ~stratum, weights = ~pw, data = alone)
for (rule in c("certainty", "adjust")) {
  options(survey.lonely.psu = rule)
  add(paste("lonely", rule, "mean"), est = coef(svymean(~api00, lonely)), se = SE(svymean(~api00, lonely)), df = degf(lonely))
  add(paste("lonely", rule, "total"), est = coef(svytotal(~api00, lonely)), se = SE(svytotal(~api00, lonely)))
}
options(survey.lonely.psu = "fail")

# only fpc: the weights are N/n over the stages; no fpc at all with two stages: ultimate clusters
nofpc <- svydesign(id = ~dnum + snum, weights = ~pw, data = apiclus2)
full("dclus2 without fpc mean api00", svymean(~api00, nofpc), nofpc)
add("dclus2 weights", w = weights(dclus2))

# calibrated
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
calibrated <- function(name, d) {
  full(paste(name, "mean api00"), svymean(~api00, d, deff = TRUE), d)
  t <- svytotal(~enroll, d, na.rm = TRUE)
  add(paste(name, "total enroll"), est = coef(t), se = SE(t))
  r <- svyratio(~api.stu, ~enroll, d, na.rm = TRUE)
  add(paste(name, "ratio"), est = coef(r), se = SE(r))
  by_domain(paste(name, "mean api00 by awards"), ~api00, "awards", d)
  m <- svyglm(api00 ~ awards, d) # svyby(covmat = TRUE) fails on calibrated designs; the slope is the difference
  add(paste(name, "contrast Yes-No awards"), est = coef(m)[2], se = SE(m)[2])
  add(paste(name, "weights"), w = c(min(weights(d)), max(weights(d)), sum(weights(d)^2)))
}
tight <- list(epsilon = 1e-12, maxit = 500)
pop <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
for (name in c("dstrat", "dclus1", "dclus2")) {
  d <- get(name)
  calibrated(paste(name, "postStratify sch.wide"), postStratify(d, ~sch.wide, wide))
  calibrated(paste(name, "calibrate linear"), calibrate(d, ~stype + sch.wide, pop))
  calibrated(paste(name, "calibrate raking"), calibrate(d, ~stype + sch.wide, pop, calfun = "raking", epsilon = 1e-13, maxit = 200))
  calibrated(paste(name, "calibrate logit .4 2.2"), calibrate(d, ~stype + sch.wide, pop, calfun = "logit", bounds = c(0.4, 2.2), epsilon = 1e-13, maxit = 200))
  calibrated(paste(name, "calibrate api99"), calibrate(d, ~api99, c(`(Intercept)` = 6194, api99 = 3914069)))
  calibrated(paste(name, "post then calibrate"), calibrate(postStratify(d, ~stype, types), ~api99, c(`(Intercept)` = 6194, api99 = 3914069)))
}
bounded <- calibrate(dclus1, ~stype + sch.wide, pop, calfun = "linear", bounds = c(0.88, 1.95), epsilon = 1e-13, maxit = 500)
calibrated("dclus1 linear .88 1.95", bounded)

# two waves in the same districts: stacked, with the wave as domain
waves <- rbind(
  data.frame(dnum = apiclus1$dnum, pw = apiclus1$pw, fpc = apiclus1$fpc, wave = "a", y = apiclus1$api99),
  data.frame(dnum = apiclus1$dnum, pw = apiclus1$pw, fpc = apiclus1$fpc, wave = "b", y = apiclus1$api00)[apiclus1$stype != "H", ]
)
panel <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = waves)
m <- svyby(~y, ~wave, panel, svymean, covmat = TRUE)
contrast <- svycontrast(m, c(b = 1, a = -1))
add("panel contrast b-a", est = coef(contrast), se = SE(contrast))

header <- paste0('  "about": "', R.version.string, ", survey ", packageVersion("survey"), '; made by make_r_survey.R"')
writeLines(paste0("{\n", paste(c(header, unlist(entries)), collapse = ",\n"), "\n}"), file.path(folder, "r_survey.json"))
