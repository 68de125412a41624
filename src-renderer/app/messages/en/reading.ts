/** Texts of the reading room. */
export const reading = {
  optional: 'optional',
  current: 'Keys act here',
  digitKeys: 'Keys {{first}} to {{last}}',
  pointOfScale: '{{point}}, {{anchor}}',
  filmNumber: 'Film {{film}}',
  presence: {
    present: 'Present',
    absent: 'Absent',
    unsure: 'Unsure',
    rest_zero: 'All answered',
    rest_one: 'The one left: absent',
    rest_other: 'The {{count}} left: absent',
  },
  marks: {
    point: 'Point',
    box: 'Box',
    pointAt: '{{number}}. Point at {{x}}, {{y}}',
    boxAt: '{{number}}. Box at {{x}}, {{y}}',
    left_one: 'One mark more can be set.',
    left_other: '{{count}} marks more can be set.',
    full_one: 'The one mark there can be is set.',
    full_other: 'All {{count}} marks there can be are set.',
    comment: 'Comment',
    commentOf: 'Comment on mark {{number}}',
    remove: 'Take mark {{number}} away',
  },
} as const;
