import { caution, heading, plain, table } from '../blocks/blocks.ts';
import { joined, type Part, supplement, words } from '../blocks/part.ts';
import { ratingTable } from '../blocks/ratings.ts';
import type { ScaleAnalysis } from '../study/scale-types.ts';
import { differenceSentence } from '../words/findings.ts';
import { decimal, signed } from '../words/numbers.ts';
import type { StudyContext } from './context.ts';

const two = (value: number): string => decimal(value, 2);
const difference = (value: number): string => signed(value, 2);

/** Whether readers see that a text is wrong: without that, high agreement may be habit. */
export function textControlsPart(
  { nameOf }: StudyContext,
  id: string,
  { textControls }: ScaleAnalysis,
): Part {
  if (textControls === null) return words();
  const { matched, mismatched, difference: found, byReader, commonLanguage } = textControls;
  const likeness = commonLanguage.defined
    ? [
        `A matched text is rated above one made wrong in ${decimal(commonLanguage.value * 100, 1)}% of pairs, ties as halves; 50% is no skill.`,
      ]
    : [];
  const main = words(
    heading('Texts made wrong on purpose'),
    found.defined
      ? plain(
          differenceSentence('mean agreement with the text', 'matched texts', 'texts made wrong', {
            result: found.value,
            say: difference,
            unit: 'points',
          }),
        )
      : caution(`The difference between matched texts and those made wrong is not defined: ${found.reason}.`),
    ratingTable(
      `${id}-controls`,
      'Matched texts and texts made wrong',
      [
        { group: '', label: 'matched', distribution: matched, mean: null },
        { group: '', label: 'made wrong', distribution: mismatched, mean: null },
      ],
      likeness,
    ),
  );
  const ofReaders = table({
    id: `${id}-controls-readers`,
    caption: 'Matched texts and texts made wrong by reader, means',
    columns: ['Reader', '>Matched', '>Made wrong'],
    rows: byReader.map(({ readerId, matchedMean, mismatchedMean }) => ({
      cells: [
        nameOf(readerId),
        matchedMean === null ? 'none' : two(matchedMean),
        mismatchedMean === null ? 'none' : two(mismatchedMean),
      ],
    })),
  });
  return joined(main, supplement(words(ofReaders)));
}
