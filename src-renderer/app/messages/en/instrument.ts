/** Texts of the items of reading instruments, by the label keys the study's protocol names. */
export const instrument = {
  realism: {
    label: 'How realistic is this film?',
    anchor1: 'Not at all',
    anchor2: 'Slightly',
    anchor3: 'Moderately',
    anchor4: 'Very',
    anchor5: 'Fully',
  },
  realOrSynthetic: {
    label: 'Real or synthetic?',
    real: 'Real',
    synthetic: 'Synthetic',
  },
  confidence: {
    label: 'How sure are you?',
    anchor1: 'Guessing',
    anchor2: 'Slightly sure',
    anchor3: 'Moderately sure',
    anchor4: 'Very sure',
    anchor5: 'Certain',
  },
  reasons: {
    label: 'What decided it?',
    texture: 'Texture',
    anatomy: 'Anatomy',
    devices: 'Devices',
    markers: 'Markers',
    borders: 'Borders',
    noise: 'Noise',
    other: 'Other',
  },
  choice: {
    real: 'Which film is real?',
    synthetic: 'Which film is synthetic?',
  },
  realistic: {
    label: 'Is this film realistic?',
    yes: 'Yes',
    no: 'No',
  },
  included: {
    label: 'Is the finding of the text in the film?',
    present: 'Present',
    partly: 'Partly',
    absent: 'Absent',
  },
  comment: {
    label: 'Comment',
  },
  alignment: {
    label: 'How well does the text fit the film?',
    anchor1: 'Not at all',
    anchor2: 'Slightly',
    anchor3: 'Partly',
    anchor4: 'Mostly',
    anchor5: 'Fully',
  },
} as const;
