export const audit = {
  title: 'Audit',
  intro:
    'Who signed in, what was done to studies, every look at truth, and what left this workstation. Entries are only ever added, and each is chained to the one before it.',
  chainHolds: 'The chains of the audit log and of the readings verify.',
  chainBroken: 'A chain does not verify',
  chainBrokenHint:
    'Rows were changed outside the program. Keep this machine as it is, and compare with the latest backup.',
  ownerNotice:
    'The owner of a machine can rewrite the whole log; a chain proves changes only against a copy of its last hash kept elsewhere.',
  emptyTitle: 'Nothing logged yet',
  emptyHint: 'Entries appear when films are imported, studies frozen, or results looked at.',
  label: 'Audit log, newest first',
  sequence: 'No.',
  at: 'Time',
  actor: 'Who',
  action: 'What',
  details: 'Details',
  newest: 'The newest {{count}} entries',
  more: 'Show more',
  refresh: 'Check again',
} as const;
