import { plain } from '../blocks/blocks.ts';
import { type SectionPart, sectionOf, words } from '../blocks/part.ts';
import type { ReportChecklist } from '../document.ts';
import { count, listed } from '../words/numbers.ts';
import { CLAIM_ITEMS } from './claim-items.ts';
import type { StudyContext } from './context.ts';

type Status = ReportChecklist['items'][number]['status'];
type Entry = readonly [Status, string];

const WORK =
  'Tejani, Klontzas, Gatti, Mongan, Moy, Park and Kahn, CLAIM: 2024 update, Radiol Artif Intell 2024;6:e240300';

/** The reporting checklist: what the program knows filled in with where it stands, the rest for the authors. */
export function checklistSection(context: StudyContext): SectionPart {
  const known = knownItems(context);
  const items = CLAIM_ITEMS.map(([section, item], index) => {
    const [status, text] = known[index + 1] ?? ['authors', 'For the authors.'];
    return { section, number: String(index + 1), item, status, text };
  });
  const filled = items.filter(({ status }) => status === 'filled' || status === 'partly').length;
  return sectionOf(
    'checklist',
    'Reporting checklist',
    words(
      plain(
        `After CLAIM 2024 ${context.references.cite(WORK)}, its items in short words: ${filled} of ${items.length} are filled in wholly or in part with what the program knows; the rest is for the authors. The published checklist is what a journal asks for.`,
      ),
      { kind: 'checklist', caption: 'Items of CLAIM 2024, in short words', items },
    ),
  );
}

/** By number of the item; what is absent is the authors'. */
function knownItems({ analysis, protocol }: StudyContext): Readonly<Record<number, Entry>> {
  const { design, flow, endpoints, provenance } = analysis;
  const models = design.arms.flatMap(({ id, model }) =>
    model === null ? [] : [`${id}: ${model.name}${model.sha256 === null ? '' : `, SHA-256 ${model.sha256}`}`],
  );
  const made = design.arms.some(({ truth }) => truth === 'synthetic');
  const primary = endpoints.filter((endpoint) => endpoint.primary).map(({ id }) => id);
  const repeats = protocol.repeats !== null;
  const subgroups = analysis.phases.some(({ detection }) => (detection?.subgroups.length ?? 0) > 0);
  const training: Entry = made
    ? ['authors', 'Of the generating models: for the authors, or their own publications.']
    : ['not-applicable', 'No film was made by a model.'];
  return {
    2: ['partly', 'See Summary for the results.'],
    4: [
      'partly',
      primary.length === 0
        ? 'The protocol states no primary endpoint. See Protocol.'
        : `Primary ${primary.length === 1 ? 'endpoint' : 'endpoints'} ${listed(primary)}: see Summary and Protocol. Aims: for the authors.`,
    ],
    5: [
      'partly',
      'Readings were prospective, under a protocol frozen before the first one: see Protocol. How the real films were collected: for the authors.',
    ],
    6: ['partly', 'A reader study of films; what it is for: for the authors.'],
    7: [
      'partly',
      `Films by arm: see Flow of cases and readings. Where real films come from: for the authors.`,
    ],
    8: ['partly', 'Rules of selection by arm: see Protocol.'],
    9: [
      'filled',
      `Every film passed one chain to ${design.matrixSizePx} x ${design.matrixSizePx} pixels: see Protocol, Rules.`,
    ],
    10: ['filled', 'See Protocol, Films, and Flow of cases and readings.'],
    11: [
      'partly',
      'Readers see pixels alone, under random names. De-identification at the source: for the authors.',
    ],
    12: [
      'filled',
      `${count(flow.missing.length, 'reading')} missing or not complete, named; nothing was put in their place. See Flow of cases and readings.`,
    ],
    14: ['filled', 'Whether a film is real or made is known from where it comes from. See Protocol, Films.'],
    15: [
      'filled',
      'The origin of a film is known without error; no other standard is needed for real or synthetic.',
    ],
    16: ['filled', 'The program records the origin of every film.'],
    17: [
      'partly',
      'Findings and texts of cases came with them: see Protocol, Texts. How they were annotated: for the authors.',
    ],
    18: [
      repeats ? 'filled' : 'partly',
      repeats
        ? 'See Agreement of readers, with hidden repeats for readers with themselves.'
        : 'See Agreement of readers; no case was repeated.',
    ],
    19: [
      'partly',
      'Cases of the study are all test cases. What the models were trained on: for the authors.',
    ],
    20: [
      'partly',
      'Patients and prompts as clusters: see Statistical methods. Training data of the models: for the authors.',
    ],
    21: [
      'partly',
      `${count(design.readers.length, 'reader')} and ${count(protocol.cases.filter(({ role }) => role === 'reading').length, 'case')} were planned. How that was reached: for the authors.`,
    ],
    22: models.length === 0 ? training : ['partly', `${listed(models)}. In detail: for the authors.`],
    23: [
      'partly',
      `Of the study and its analysis: ${provenance.product.name} ${provenance.product.version}. With what the models were made: for the authors.`,
    ],
    24: training,
    25: training,
    26: training,
    27: training,
    28: ['filled', 'See Summary and Statistical methods.'],
    29: ['filled', 'See Statistical methods: every estimator with its source.'],
    30: [
      'filled',
      `Other methods and conclusions beside the main ones${subgroups ? '; subgroups' : ''}; times with and without interrupted readings.`,
    ],
    31: ['partly', 'Reasons and marks of readers, where they were asked. Of the models: for the authors.'],
    32: ['authors', 'Whether real films are of the source that the models were trained on: for the authors.'],
    33: ['authors', 'Whether real films are from elsewhere: for the authors.'],
    35: ['filled', 'See Flow of cases and readings.'],
    36: [
      subgroups ? 'partly' : 'authors',
      `${subgroups ? 'Findings and views: see subgroups. ' : ''}Patients: for the authors.`,
    ],
    37: ['filled', 'See Summary and the results.'],
    38: ['filled', 'Intervals stand beside every estimate.'],
    39: [
      'partly',
      `${subgroups ? 'See subgroups, and the' : 'The'} films with the most marks where marks were asked. Single films that were called wrong: for the authors.`,
    ],
    40: ['partly', 'See Limits.'],
    42: [
      'partly',
      `Protocol with the SHA-256 ${provenance.protocolHash}. Where it is kept: for the authors.`,
    ],
    43: [
      'partly',
      'Exports with a list of hashes: see Data and reproduction. Where they are shared: for the authors.',
    ],
  };
}
