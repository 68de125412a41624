import { caution, cell, plain, table } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import type { ChoiceAnalysis } from '../study/item-types.ts';
import type { PhaseAnalysis } from '../study/phase-analysis.ts';
import { againstSentence } from '../words/findings.ts';
import { count, decimal, levelText, pCell, percent, rangeText, shareOf } from '../words/numbers.ts';
import { groupName, phaseKey, phaseTitle, type StudyContext } from './context.ts';

/** The film chosen of those shown side by side; nothing where a phase does not ask. */
export function choiceSection(context: StudyContext, { phase, choice }: PhaseAnalysis): SectionPart {
  if (choice === null) return { section: null, figures: [] };
  const id = `choice-${phaseKey(context, phase)}`;
  const { byBoth } = choice.overall;
  const what =
    choice.asks === 'preference' ? 'the share preferring the arm under study' : 'the share of right choices';
  return sectionOf(
    id,
    phaseTitle(context, choice.asks === 'preference' ? 'Preference' : 'Choice among films', phase),
    joined(
      words(
        plain(
          `${count(choice.choices, 'choice')} of one among ${choice.films} films; readers were asked ${choice.asks === 'preference' ? 'which they prefer' : `which is ${choice.asks}`}. Without skill ${percent(choice.chance)} would be right.`,
        ),
        byBoth.defined
          ? plain(
              againstSentence(what, `chance (${percent(choice.chance)})`, choice.chance, {
                result: byBoth.value,
                say: percent,
              }),
            )
          : caution(`The share of right choices against chance is not defined: ${byBoth.reason}.`),
        overallTable(id, choice),
        positionTable(id, choice),
      ),
      supplement(words(readerTable(context, id, choice), groupTable(id, choice))),
    ),
  );
}

function overallTable(id: string, { overall, skill, dPrime, chance }: ChoiceAnalysis) {
  const ways = [
    ['clustered by readers and sets', overall.byBoth],
    ['clustered by readers', overall.byReaders],
    ['clustered by sets', overall.byCases],
    ["mean of the readers' own", overall.meanOfReaders],
  ] as const;
  return table({
    id: `${id}-overall`,
    caption: `Right choices of all readers against ${percent(chance)}`,
    columns: ['', '>Estimate (CI)', '>p'],
    rows: [
      ...ways.map(([name, found]) => ({
        cells: [
          `Share right, ${name}`,
          cell(found, ({ estimate, interval }) => `${percent(estimate)} (${rangeText(interval, percent)})`),
          cell(found, ({ test }) => pCell(test.pValue)),
        ],
      })),
      {
        cells: [
          'Skill beyond chance, 0 to 1',
          cell(
            skill,
            ({ estimate, interval }) =>
              `${decimal(estimate, 3)} (${rangeText(interval, (value) => decimal(value, 3))})`,
          ),
          '',
        ],
      },
      { cells: ["d' of an observer without bias", cell(dPrime, (value) => decimal(value, 2)), ''] },
    ],
  });
}

function readerTable({ nameOf, analysis }: StudyContext, id: string, { readers }: ChoiceAnalysis) {
  return table({
    id: `${id}-readers`,
    caption: 'Right choices by reader',
    columns: [
      'Reader',
      '>Right',
      `>${levelText(analysis.provenance.settings.level)} CI (Wilson)`,
      '>CI (exact)',
      '>p, exact',
      '>p, Holm',
    ],
    rows: readers.map(({ readerId, share, pValue, holm }) => ({
      cells: [
        nameOf(readerId),
        cell(share, ({ successes, trials }) => shareOf(successes, trials)),
        cell(share, ({ wilson }) => rangeText(wilson, percent)),
        cell(share, ({ clopperPearson }) => rangeText(clopperPearson, percent)),
        pValue === null ? '' : pCell(pValue),
        holm === null ? '' : pCell(holm),
      ],
    })),
  });
}

function groupTable(id: string, { groups, chosenByArm }: ChoiceAnalysis) {
  return table({
    id: `${id}-groups`,
    caption: 'Right choices by group, and how often films of each arm were chosen',
    columns: ['', '>Right', '>CI', '>p'],
    rows: [
      ...groups.map(({ by, group, choices, right, share }, index) => ({
        ...(groups[index - 1]?.by === by && index > 0 ? {} : { group: `By ${by}` }),
        cells: [
          groupName(group),
          shareOf(right, choices),
          cell(share, ({ interval }) => rangeText(interval, percent)),
          cell(share, ({ test }) => pCell(test.pValue)),
        ],
      })),
      ...chosenByArm.map(({ arm, shown, chosen }, index) => ({
        ...(index === 0 ? { group: 'Films chosen, of those shown' } : {}),
        cells: [arm, shareOf(chosen, shown), '', ''],
      })),
    ],
    notes: ['Exploratory and not adjusted.'],
  });
}

function positionTable(id: string, { positions }: ChoiceAnalysis) {
  const chosen = positions.reduce((sum, place) => sum + place.chosen, 0);
  return table({
    id: `${id}-positions`,
    caption: 'Choices by place on the screen',
    columns: ['Place from the left', '>Chosen', '>Targets shown there', '>Right there'],
    rows: positions.map((place) => ({
      cells: [
        String(place.place),
        shareOf(place.chosen, chosen),
        String(place.targets),
        shareOf(place.right, place.targets),
      ],
    })),
    notes: ['A place that is chosen more often than it held the target shows a habit.'],
  });
}
