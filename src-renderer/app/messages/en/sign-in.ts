export const signIn = {
  title: 'Who is at this workstation?',
  readers: 'Readers',
  coordinators: 'Coordinators',
  noReaders: 'No readers yet. The coordinator adds them in a study.',
  firstTitle: 'Set up this workstation',
  firstHint:
    'The coordinator imports and generates films, makes studies and unblinds them. Readers are added later, in a study.',
  firstName: 'Your name',
  create: 'Start as coordinator',
  version: 'Version {{version}}',
  notMedical: 'Research software, not a medical device.',
} as const;
