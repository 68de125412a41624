/** Texts of the section of wording and of texts that are wrong on purpose. */
export const designTexts = {
  texts: {
    noneShown: 'The questions of this study show no text: there is nothing to say here.',
    wording: 'Wording',
    rule: 'Readers see texts that are',
    rules: {
      'from-real-text': 'Real films’ texts in every arm: each generated film was made from one',
      'one-template': 'Worded by one template in every arm',
      'as-written': 'As they were written',
    },
    ruleHint: {
      'from-real-text': 'The strongest rule: real and generated films show texts of the same origin.',
      'one-template': 'For example, all worded by the composer from labels.',
      'as-written': 'Nothing was done: the wording may tell the arm, and results say so.',
    },
    statements: {
      'from-real-text': 'Each generated film was made from the report or label text of a real film.',
      'one-template': 'The texts of all arms follow one template.',
      'as-written': 'Prompts and reports are shown as they were written.',
    },
    statement: 'The rule in your words',
    findSources: 'Find the real film of each text',
    allSources: 'Every generated film names the real film whose text it was made from.',
    openSources_one: '{{count}} generated film does not name the real film whose text it was made from.',
    openSources_other:
      '{{count}} generated films do not name the real films whose texts they were made from.',
    controls: 'Mismatched texts',
    controlsHint:
      'A control for the alignment question: some texts are wrong on purpose, in every arm alike. Readers are not told which; they are reported apart.',
    counts: 'Wrong texts by arm and kind',
    how: { 'wrong-side': 'Wrong side', 'wrong-finding': 'Wrong finding', negated: 'Negated' },
    perArm: '{{how}}, in each arm',
    seed: 'Seed of the choice',
    propose: 'Propose wrong texts',
    proposeAgain: 'Propose others',
    short:
      '{{how}}: the arm “{{arm}}” allows {{count}} of {{wanted}}, and every arm has as many as the one that allows fewest.',
    unable: {
      'not-stated': 'Texts that state no such finding: {{count}}.',
      'both-sides': 'Texts whose findings have no single side: {{count}}.',
      hedged: 'Texts that state it as possible or past: {{count}}.',
      repeated: 'Texts that name it more than once: {{count}}.',
      entangled: 'Texts whose sentence says more: {{count}}.',
    },
    review_one: '{{count}} text is wrong on purpose: read it',
    review_other: '{{count}} texts are wrong on purpose: read them',
    takeAllBack: 'Take all back',
    control: 'Wrong text {{number}}',
    fits: 'Fits the film (arm {{arm}})',
    takeBack: 'Take back',
    takeBackNumber: 'Take back wrong text {{number}}',
  },
} as const;
