import { designCourse } from './design/course.ts';
import { designFilms } from './design/films.ts';
import { designNormalisation } from './design/normalisation.ts';
import { designRules } from './design/rules.ts';
import { designTexts } from './design/texts.ts';

/** Texts of the editor of a study's protocol. */
export const design = {
  sections: 'Sections of the protocol',
  section: {
    films: 'Films and arms',
    readers: 'Readers',
    instrument: 'Questions',
    design: 'Design',
    texts: 'Texts',
    phases: 'Phases and sessions',
    training: 'Training and checks',
    rules: 'Rules',
    endpoints: 'Endpoints and power',
    order: 'Order',
    normalisation: 'Normalisation',
    summary: 'Summary and freeze',
  },
  hint: {
    films:
      'Tick the films that are read. Each goes to the arm of its kind; real films need a text, generated ones must be kept.',
    readers: 'Every reader reads all cases, in an order of their own.',
    instrument:
      'What readers answer, stage by stage. What is answered in one stage is locked before the next one shows.',
    design: 'How many films a reader sees at once.',
    texts:
      'Why the words do not tell which films are made, and hidden trials whose text is wrong on purpose.',
    phases:
      'What readers know (purpose-blinded: not that films may be made), what they are asked, and in how many sittings.',
    training: 'Cases that teach, calibrate or check readers, and cases that come twice unannounced.',
    rules: 'What holds while readers read, and how the reading ends.',
    endpoints: 'What the study sets out to show, stated before anything is read.',
    order:
      'How the cases are ordered for each reader. The order follows from a seed that is drawn at the freeze and sealed with it.',
    normalisation:
      'Every film, whatever its arm, passes one chain at the freeze, so that nothing but the picture can tell.',
    summary: 'The protocol in plain words. Freezing fixes it by a hash before the first reading.',
  },
  state: { ready: 'Complete', needed: 'To be chosen', problem: 'Has a problem' },
  save: {
    saved: 'All changes are saved',
    saving: 'Saving',
    unsaved: 'Not saved yet',
    blocked: 'Not saved: an entry is missing or cannot be',
  },
  rename: 'Rename',
  name: 'Name (readers see it: keep it neutral)',
  delete: 'Delete the draft',
  deleteTitle: 'Delete this draft?',
  deleteText: 'The draft and its choice of films are deleted. Films and readers stay.',
  next: 'Next: {{section}}',
  unstorable: 'Not saved until this is put right',
  unfinished: 'An entry is missing or cannot be: its field says so.',
  problems_one: 'In the way of the freeze',
  problems_other: '{{count}} things are in the way of the freeze',
  moreProblems_one: 'And {{count}} more.',
  moreProblems_other: 'And {{count}} more.',
  missing: 'Needed here',
  range: 'From {{min}} to {{max}}',
  slug: 'A letter first; then lower-case letters, digits, hyphens',
  itemId: 'A lower-case letter first; then letters and digits',
  taken: 'Something else has this name',
  summary: { warnings: 'To know before' },
  topics: {
    design: 'Design',
    films: 'Films',
    texts: 'Texts',
    readers: 'Readers',
    course: 'Course',
    order: 'Order',
    rules: 'Rules',
    analysis: 'Analysis',
  },
  freeze: {
    title: 'Freeze',
    films: 'Every film passes the chain and gets a random name.',
    sealed:
      'The truth and the order are sealed under your passphrase: no reader can read them from the database.',
    final: 'Protocol, films and order are fixed by a hash. Afterwards only logged amendments are possible.',
    limits:
      'What no seal prevents: whoever holds the original films can recognise them, and the owner of this machine can change it.',
    passphrase: 'Your passphrase',
    passphraseHint: 'Without it the study can never be unblinded',
    button: 'Freeze the study',
    ready: 'Nothing stands in the way.',
    unsaved: 'Waiting for the last change to be saved',
    checking: 'Checking',
  },
  ...designCourse,
  ...designFilms,
  ...designNormalisation,
  ...designRules,
  ...designTexts,
} as const;
