/** Texts of the helper for power and sample size. */
export const power = {
  question: 'What is to be shown',
  questions: {
    accuracy: 'Accuracy differs from chance',
    difference: 'Mean scores of two arms differ',
    auc: 'Two AUCs differ',
  },
  readers: 'Readers',
  cases: 'Cases',
  casesBoth: 'Cases, half in each arm',
  input: {
    accuracy: {
      truth: 'Expected accuracy (0 to 1)',
      chance: 'Accuracy by chance (0 to 1)',
      readerDeviation: 'Readers differ by (SD)',
      caseDeviation: 'Cases differ by (SD)',
    },
    difference: {
      difference: 'Expected difference (points)',
      readerDeviation: 'Readers’ differences vary by (SD)',
      caseDeviation: 'Cases’ means vary by (SD)',
      residualDeviation: 'What is left varies by (SD)',
    },
    auc: {
      difference: 'Expected difference in AUC',
      pilotCases: 'Cases of the pilot',
      interactionVariance: 'Variance, reader x modality',
      variance: 'Variance of one AUC',
      cov1: 'Cov1 (same reader)',
      cov2: 'Cov2 (same modality)',
      cov3: 'Cov3 (neither)',
    },
  },
  alpha: 'Alpha',
  wanted: 'Power wanted',
  result: 'Power {{power}} with {{readers}} readers and {{cases}} cases',
  needCases_one: 'For {{wanted}} with {{readers}} readers: {{count}} case.',
  needCases_other: 'For {{wanted}} with {{readers}} readers: {{count}} cases.',
  noCases: 'With {{readers}} readers no number of cases up to 5000 reaches {{wanted}}: take more readers.',
  needReaders_one: 'For {{wanted}} with {{cases}} cases: {{count}} reader.',
  needReaders_other: 'For {{wanted}} with {{cases}} cases: {{count}} readers.',
  noReaders: 'With {{cases}} cases no number of readers up to 200 reaches {{wanted}}: take more cases.',
  along: 'Plot against',
  alongCases: 'Number of cases',
  alongReaders: 'Number of readers',
  axisCases: 'Cases',
  axisReaders: 'Readers',
  curve: 'Power against {{label}}: {{power}} at {{at}}',
  assumes: 'What this assumes',
  assumption: {
    accuracy:
      'Every reader reads every case; readers and cases are samples of many. Test of a proportion clustered both ways, with the fewer of the two less one as degrees of freedom.',
    difference:
      'Every reader reads the cases of both arms; readers and cases are samples of many (Westfall, Kenny and Judd 2014, cases within arms), degrees of freedom by Satterthwaite.',
    auc: 'Every reader reads every case in both modalities (Obuchowski and Rockette; Hillis, Obuchowski and Berbaum 2011).',
    twoSided: 'Two-sided tests. The numbers change nothing of the draft.',
  },
  source: {
    accuracy:
      'The spreads are guesses to start from, not published values: most readers within 10 points of each other, most cases within 30. Put in those of a pilot.',
    difference:
      'The spreads are guesses for a scale of 1 to 5, not published values. Put in those of a pilot.',
    auc: 'The components are those of the VanDyke data, 114 cases and 5 readers, as RJafroc documents them. Put in those of a pilot of your task.',
  },
} as const;
