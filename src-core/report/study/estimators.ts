/** Every estimator that an analysis of a study may use, with where it is taken from: for the methods of a paper. */
export const ESTIMATORS = {
  'wilson-interval': {
    name: "Wilson's score interval of a proportion",
    source: 'Wilson, J Am Stat Assoc 1927;22:209; Newcombe, Stat Med 1998;17:857, method 3',
  },
  'clopper-pearson-interval': {
    name: 'exact interval of a proportion',
    source: 'Clopper and Pearson, Biometrika 1934;26:404',
  },
  'exact-binomial-test': {
    name: 'exact binomial test, two-sided: all outcomes no likelier than the observed one',
    source: 'Conover, Practical Nonparametric Statistics, 3rd edition, 1999, chapter 3',
  },
  'two-way-clustered-share': {
    name: "share clustered by readers and cases, two-way variance no less than either alone, Student's t with Satterthwaite's degrees of freedom",
    source:
      'Cameron, Gelbach and Miller, J Bus Econ Stat 2011;29:238; Satterthwaite, Biometrics Bull 1946;2:110; Miglioretti and Heagerty, Am J Epidemiol 2007;165:453',
  },
  'one-way-clustered-share': {
    name: "share clustered by readers or by cases, Student's t",
    source: 'Rao and Scott, Biometrics 1992;48:577',
  },
  'mean-of-readers': {
    name: "Student's t test of the readers' own shares",
    source: 'Student, Biometrika 1908;6:1',
  },
  'forced-choice-skill': {
    name: "skill beyond chance (Abbott's formula) and d' of a choice among films",
    source:
      'Green and Swets, Signal Detection Theory and Psychophysics, 1966, chapter 2; Hacker and Ratcliff, Percept Psychophys 1979;26:168',
  },
  'two-way-clustered-mean': {
    name: "means and differences of means clustered by readers and cases, two-way variance no less than either alone, Student's t with Satterthwaite's degrees of freedom",
    source:
      'Cameron, Gelbach and Miller, J Bus Econ Stat 2011;29:238; Satterthwaite, Biometrics Bull 1946;2:110; Miglioretti and Heagerty, Am J Epidemiol 2007;165:453',
  },
  'signal-detection': {
    name: "d' and criterion with the log-linear correction",
    source:
      'Green and Swets, Signal Detection Theory and Psychophysics, 1966; Hautus, Behav Res Methods Instrum Comput 1995;27:46',
  },
  'empirical-auc': {
    name: "empirical area under the ROC curve with DeLong's variance",
    source: 'DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837',
  },
  'auc-comparison': {
    name: "comparison of areas with DeLong's covariance over shared cases",
    source: 'DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837',
  },
  'binormal-auc': {
    name: 'binormal area by maximum likelihood',
    source: 'Dorfman and Alf, J Math Psychol 1969;6:487; Metz, Herman and Shen, Stat Med 1998;17:1033',
  },
  'mean-roc-curve': {
    name: "mean of the readers' curves across the chance line",
    source: 'Chen and Samuelson, Br J Radiol 2014;87:20140016',
  },
  'obuchowski-rockette': {
    name: "Obuchowski-Rockette analysis with Hillis' degrees of freedom",
    source:
      'Obuchowski and Rockette, Commun Stat Simul Comput 1995;24:285; Hillis, Stat Med 2007;26:596 and 2014;33:330',
  },
  'delong-covariance': {
    name: "DeLong's covariance of the readers' results",
    source: 'DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837',
  },
  'jackknife-covariance': {
    name: "jackknife covariance of the readers' results",
    source: 'Dorfman, Berbaum and Metz, Invest Radiol 1992;27:723; Hillis, Stat Med 2014;33:330',
  },
  'bootstrap-covariance': {
    name: "bootstrap covariance of the readers' results, cases drawn within truth",
    source: 'Hillis, Stat Med 2014;33:330',
  },
  'clustered-covariance': {
    name: "covariance of the readers' results with groups of cases as clusters",
    source: 'Obuchowski, Biometrics 1997;53:567',
  },
  'one-shot': {
    name: 'one-shot U-statistic analysis (iMRMC)',
    source:
      'Gallas, Acad Radiol 2006;13:353; Gallas, Bandos, Samuelson and Wagner, Commun Stat Theory Methods 2009;38:2586; Obuchowski, Gallas and Hillis, Acad Radiol 2012;19:1508',
  },
  'one-shot-mle': {
    name: 'one-shot analysis with the variance of the empirical distribution, which is never negative',
    source: 'Gallas, Bandos, Samuelson and Wagner, Commun Stat Theory Methods 2009;38:2586',
  },
  'signed-rank': {
    name: "Wilcoxon's signed-rank test of the readers' mean differences",
    source: 'Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd edition, section 3.1',
  },
  'rank-sum': {
    name: "Wilcoxon's rank-sum test within readers",
    source: 'Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd edition, section 4.1',
  },
  holm: {
    name: "Holm's adjustment for several tests",
    source: 'Holm, Scand J Stat 1979;6:65',
  },
  'clustered-bootstrap': {
    name: 'bootstrap of readers, of cases and of both, with percentile, bias-corrected and accelerated intervals',
    source: 'Efron and Tibshirani, An Introduction to the Bootstrap, 1993; Owen, Ann Appl Stat 2007;1:386',
  },
  'two-way-bootstrap': {
    name: 'bootstrap variances of readers and of cases less that of readings, no less than the larger of both',
    source: 'Cameron, Gelbach and Miller, J Bus Econ Stat 2011;29:238; Owen, Ann Appl Stat 2007;1:386',
  },
  'cumulative-link-mixed-model': {
    name: 'cumulative-link mixed model with crossed readers and cases (logit, Laplace approximation)',
    source:
      'Agresti, Analysis of Ordinal Categorical Data, 2nd edition, 2010; Christensen, R package ordinal',
  },
  'two-one-sided-tests': {
    name: 'two one-sided tests of equivalence',
    source: 'Schuirmann, J Pharmacokinet Biopharm 1987;15:657',
  },
  'non-inferiority-test': {
    name: 'one-sided test of non-inferiority at alpha / 2',
    source: 'Piaggio and others, JAMA 2012;308:2594',
  },
  'percentage-agreement': {
    name: 'share of pairs of answers that agree',
    source: 'Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014',
  },
  'cohen-kappa': {
    name: "Cohen's kappa, of scales with quadratic weights",
    source:
      'Cohen, Educ Psychol Meas 1960;20:37 and Psychol Bull 1968;70:213; Fleiss, Cohen and Everitt, Psychol Bull 1969;72:323',
  },
  'scott-pi': {
    name: "Scott's pi",
    source: 'Scott, Public Opin Q 1955;19:321; Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014',
  },
  'fleiss-kappa': {
    name: "Fleiss' kappa, standard error by linearisation over cases",
    source: 'Fleiss, Psychol Bull 1971;76:378; Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014',
  },
  'gwet-ac': {
    name: "Gwet's AC1, of scales AC2 with quadratic weights",
    source: 'Gwet, Br J Math Stat Psychol 2008;61:29',
  },
  'brennan-prediger': {
    name: "Brennan and Prediger's coefficient",
    source: 'Brennan and Prediger, Educ Psychol Meas 1981;41:687',
  },
  'krippendorff-alpha': {
    name: "Krippendorff's alpha (nominal; of scales ordinal and interval), intervals by the jackknife over cases",
    source: 'Krippendorff, Content Analysis, 2nd edition, 2004, chapter 11',
  },
  'intraclass-correlation': {
    name: 'intraclass correlations, six forms',
    source: 'Shrout and Fleiss, Psychol Bull 1979;86:420; McGraw and Wong, Psychol Methods 1996;1:30',
  },
  'intra-reader': {
    name: 'agreement of readers with themselves on hidden repeats',
    source: 'Bland and Altman, BMJ 1996;312:1654 and 313:744',
  },
  'linear-mixed-model': {
    name: "linear mixed model of log times with crossed readers and cases (REML, Satterthwaite's degrees of freedom)",
    source:
      'Bates, Maechler, Bolker and Walker, J Stat Softw 2015;67(1); Kuznetsova, Brockhoff and Christensen, J Stat Softw 2017;82(13)',
  },
} as const satisfies Record<string, { readonly name: string; readonly source: string }>;

export type EstimatorId = keyof typeof ESTIMATORS;

/** What an analysis has used so far. */
export interface MethodLog {
  use(...estimators: readonly EstimatorId[]): void;
  used(): { readonly estimator: EstimatorId; readonly name: string; readonly source: string }[];
}

/** Lists what was used in the order of `ESTIMATORS`, each once. */
export function methodLog(): MethodLog {
  const seen = new Set<EstimatorId>();
  return {
    use(...estimators) {
      for (const estimator of estimators) seen.add(estimator);
    },
    used() {
      return estimatorIds()
        .filter((estimator) => seen.has(estimator))
        .map((estimator) => ({ estimator, ...ESTIMATORS[estimator] }));
    },
  };
}

function estimatorIds(): EstimatorId[] {
  return Object.keys(ESTIMATORS).filter((id): id is EstimatorId => id in ESTIMATORS);
}
