import { plain, table } from '../blocks/blocks.ts';
import { type SectionPart, sectionOf, words } from '../blocks/part.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { intervalText, percent } from '../words/numbers.ts';
import type { StudyContext } from './context.ts';

interface Published {
  readonly what: string;
  readonly readers: string;
  readonly found: string;
  readonly work: string;
}

/** Reader studies of synthetic radiographs, with what they report. */
const PUBLISHED: readonly Published[] = [
  {
    what: 'Chest, RoentGen: 55 made and 55 real films; readers were told that some are made',
    readers: '17 radiologists',
    found: 'right 70% (95% CI 62% to 78%)',
    work: 'Tordjman, Yuce and others, Radiology 2026, doi 10.1148/radiol.252094',
  },
  {
    what: 'Chest, latent diffusion from reports',
    readers: '16 radiologists',
    found: '96.6% of made films called fake',
    work: 'GazeVal, arXiv 2503.20967, 2025',
  },
  {
    what: 'Chest, progressive growing GAN; two trials',
    readers: '6 radiologists',
    found: 'right 67.4% and 69.9%; kappa 0.10 and 0.14',
    work: 'Jang and others, Sci Rep 2023;13:2356',
  },
  {
    what: 'Cervical spine, diffusion: 50 sets of one real and three made films',
    readers: '8 experts',
    found:
      "real film found in 29.0% (chance 25%); Fleiss' kappa 0.061; realism 1 to 4: real 3.323, made 3.228 to 3.320",
    work: 'Expert validation of synthetic cervical spine radiographs, arXiv 2510.22166, 2025',
  },
];

/** The study beside published ones; nothing where it asks none of what they asked. */
export function publishedSection({ analysis, references }: StudyContext): SectionPart {
  const own = analysis.phases.flatMap((phase) => ownRows(phase, analysis.phases.length > 1));
  if (own.length === 0) return { section: null, figures: [] };
  return sectionOf(
    'published',
    'Beside published reader studies',
    words(
      plain(
        'For orientation only: films, readers, questions and what readers were told differ between studies, and numbers of different studies are no test.',
      ),
      table({
        id: 'published',
        caption: 'This study and published reader studies of synthetic radiographs',
        columns: ['Films', 'Readers', 'Found'],
        rows: [
          ...own.map((cells, index) => ({ ...(index === 0 ? { group: 'This study' } : {}), cells })),
          ...PUBLISHED.map(({ what, readers, found, work }, index) => ({
            ...(index === 0 ? { group: 'Published' } : {}),
            cells: [`${what} ${references.cite(work)}`, readers, found],
          })),
        ],
      }),
    ),
  );
}

function ownRows({ phase, purpose, readers, detection, choice, agreement }: PhaseAnalysis, several: boolean) {
  const told = `${several ? `; phase "${phase}"` : ''}; readers ${purpose === 'informed' ? 'were' : 'were not'} told that some may be made`;
  const kappa = (item: string) => {
    const found = agreement.find((entry) => entry.item === item)?.fleiss;
    return found?.defined === true ? `; Fleiss' kappa ${found.value.estimate.toFixed(3)}` : '';
  };
  const rows: string[][] = [];
  const balanced = detection?.chance.find(
    ({ model, quantity, by }) =>
      (model === null || detection.models.length === 1) &&
      quantity === 'balanced-accuracy' &&
      by === 'reader-and-case',
  )?.result;
  if (detection !== null && balanced?.defined === true) {
    const { estimate, interval } = balanced.value;
    rows.push([
      `${detection.syntheticCases} made and ${detection.realCases} real films${told}`,
      String(readers.length),
      `balanced accuracy ${percent(estimate)} (${intervalText(interval, percent)}, clustered by readers and cases)${kappa(detection.item)}`,
    ]);
  }
  if (choice !== null && choice.asks !== 'preference' && choice.overall.byBoth.defined) {
    const { estimate, interval } = choice.overall.byBoth.value;
    rows.push([
      `sets of ${choice.films} films${told}`,
      String(readers.length),
      `${choice.asks} film found in ${percent(estimate)} (${intervalText(interval, percent)}; chance ${percent(choice.chance)})${kappa(choice.item)}`,
    ]);
  }
  return rows;
}
