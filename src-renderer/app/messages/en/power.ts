/** Texts of the helper for power and sample size. */
const proportion = {
  truth: 'Expected accuracy (0 to 1)',
  chance: 'Accuracy by chance (0 to 1)',
  readerDeviation: 'Readers differ by (SD)',
  caseDeviation: 'Cases differ by (SD)',
} as const;
const scores = {
  difference: 'Expected difference (points)',
  readerDeviation: 'Readers’ differences vary by (SD)',
  caseDeviation: 'Cases’ means vary by (SD)',
  residualDeviation: 'What is left varies by (SD)',
} as const;
const bothWays =
  'Every reader reads every case; readers and cases are samples of many. Test of a share clustered both ways, degrees of freedom by Satterthwaite.';
const spreads =
  'The spreads are guesses to start from, not published values: most readers within 10 points of each other, most cases within 30. Put in those of a pilot.';
const twoArms =
  'Every reader reads the cases of both arms; readers and cases are samples of many (Westfall, Kenny and Judd 2014, cases within arms), degrees of freedom by Satterthwaite.';
const points =
  'The spreads are guesses for a scale of 1 to 5, not published values. Put in those of a pilot.';
const drawnShares =
  'The simulation draws calls whose chance to be right varies normally with reader and case, and tests them as the analysis does.';
const drawnScores =
  'The simulation draws scores that vary normally with reader, case and what is left, and tests their difference clustered by readers and cases, as the analysis does.';

export const power = {
  question: 'What is to be shown',
  questions: {
    accuracy: 'Real or synthetic, against chance',
    choice: 'Choice of films, against chance',
    preference: 'Preference, against a half',
    realism: 'Realism: mean scores of two arms',
    alignment: 'Alignment: mean scores of two arms',
    auc: 'AUCs of two arms',
    kappa: 'Agreement on calls: kappa',
    icc: 'Agreement on ratings: ICC',
  },
  aim: 'Aim',
  aims: {
    superiority: 'They differ',
    'non-inferiority': 'Not lower by the margin',
    equivalence: 'Within the margin both ways',
  },
  margin: 'Margin (0 to 1)',
  marginPoints: 'Margin (points)',
  readers: 'Readers',
  cases: 'Cases',
  casesBoth: 'Cases, half in each arm',
  input: {
    accuracy: proportion,
    choice: {
      ...proportion,
      truth: 'Expected share right (0 to 1)',
      chance: 'Share right by chance (0 to 1)',
    },
    preference: {
      truth: 'Expected share for the first (0 to 1)',
      readerDeviation: proportion.readerDeviation,
      caseDeviation: 'Pairs differ by (SD)',
    },
    realism: scores,
    alignment: scores,
    auc: {
      difference: 'Expected difference in AUC',
      auc: 'AUC of the second arm',
      pilotCases: 'Cases of the pilot',
      readerVariance: 'Variance of readers',
      interactionVariance: 'Variance, reader x modality',
      variance: 'Variance of one AUC',
      cov1: 'Cov1 (same reader)',
      cov2: 'Cov2 (same modality)',
      cov3: 'Cov3 (neither)',
    },
    kappa: { kappa: 'Expected kappa (0 to 1)', prevalence: 'Share of positive calls (0 to 1)' },
    icc: { icc: 'Expected ICC (0 to 1)' },
  },
  alpha: 'Alpha',
  alphaInterval: 'Alpha (0.05: intervals of 95%)',
  wanted: 'Power wanted',
  wantedHalfWidth: 'Half-width wanted',
  wantedPower: 'a power of {{wanted}}',
  wantedWidth: 'a half-width of {{wanted}}',
  result: 'Power {{value}} with {{readers}} readers and {{cases}} cases',
  resultWidth: 'Plus or minus {{value}} with {{readers}} readers and {{cases}} cases',
  needCases_one: 'For {{wanted}} with {{readers}} readers: {{count}} case.',
  needCases_other: 'For {{wanted}} with {{readers}} readers: {{count}} cases.',
  noCases: 'With {{readers}} readers no number of cases up to 5,000 reaches {{wanted}}: take more readers.',
  needReaders_one: 'For {{wanted}} with {{cases}} cases: {{count}} reader.',
  needReaders_other: 'For {{wanted}} with {{cases}} cases: {{count}} readers.',
  noReaders: 'With {{cases}} cases no number of readers up to 200 reaches {{wanted}}: take more cases.',
  simulation: {
    replicates: 'Simulated studies',
    start: 'Check by simulation',
    cancel: 'Cancel the simulation',
    progress: 'Simulated so far',
    beginning: 'Beginning',
    remaining: 'About {{time}} left',
    tooLarge: 'Studies of more than 60,000 readings are not simulated here.',
    found:
      'Simulated with {{readers}} readers and {{cases}} cases: power {{estimate}} (95% Monte-Carlo interval {{lower}} to {{upper}}, {{replicates}} studies); by formula {{formula}}.',
    foundWidth:
      'Simulated with {{readers}} readers and {{cases}} cases: plus or minus {{estimate}} on average (95% Monte-Carlo interval {{lower}} to {{upper}}, {{replicates}} studies); by formula {{formula}}.',
    undefined_one: 'In {{count}} of them the analysis was undefined.',
    undefined_other: 'In {{count}} of them the analysis was undefined.',
  },
  along: 'Plot against',
  alongCases: 'Number of cases',
  alongReaders: 'Number of readers',
  axisCases: 'Cases',
  axisReaders: 'Readers',
  curve: 'Power against {{label}}: {{value}} at {{at}}',
  curveWidth: 'Half-width of the interval against {{label}}: {{value}} at {{at}}',
  assumes: 'What this assumes',
  assumption: {
    accuracy: bothWays,
    choice: bothWays,
    preference: `${bothWays} Pairs without a preference are left out.`,
    realism: twoArms,
    alignment: twoArms,
    auc: 'Every reader reads every case in both modalities (Obuchowski and Rockette; Hillis, Obuchowski and Berbaum 2011).',
    kappa:
      'Every reader calls every case. Fleiss’ kappa, its variance by linearisation over cases; with two readers that of Bloch and Kraemer 1989.',
    icc: 'Every reader rates every case. Consistency of single ratings, ICC(3,1); the width after Bonett 2002.',
  },
  source: {
    accuracy: spreads,
    choice: spreads,
    preference: spreads,
    realism: points,
    alignment: points,
    auc: 'The components are those of the VanDyke data, 114 cases and 5 readers, as RJafroc documents them; the AUC is a guess. Put in those of a pilot of your task.',
    kappa: 'The kappa and the share of positive calls are guesses to start from. Put in those of a pilot.',
    icc: 'The ICC is a guess to start from. Put in that of a pilot.',
  },
  simulated: {
    accuracy: drawnShares,
    choice: drawnShares,
    preference: drawnShares,
    realism: drawnScores,
    alignment: drawnScores,
    auc: 'The simulation draws scores of the model of Roe and Metz whose components are those put in, and analyses them by Obuchowski and Rockette with DeLong’s covariance. Expected components that change with the AUC are those of its middle.',
    kappa:
      'The simulation draws calls that all readers share with probability kappa, and else make each on their own.',
    icc: 'The simulation draws ratings that vary normally with case and with what is left.',
  },
  tests: {
    superiority: 'A two-sided test at alpha. The numbers change nothing of the draft.',
    'non-inferiority': 'A one-sided test at half of alpha. The numbers change nothing of the draft.',
    equivalence: 'Two one-sided tests, each at alpha. The numbers change nothing of the draft.',
    precision: 'No test: what is planned is the interval. The numbers change nothing of the draft.',
  },
} as const;
