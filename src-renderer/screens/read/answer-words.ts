import type { TFunction } from 'i18next';
import { unreachable } from '../../../src-core/base/unreachable.ts';
import type { AnswerValue } from '../../../src-core/study/answers.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { chosenOptions, marksOf, presenceOf } from './form-model.ts';

/** An answer in the words of its question; null where there is none. */
export function answerWords(
  item: InstrumentItem,
  value: AnswerValue,
  t: TFunction<'reading'>,
): string | null {
  if (value === null) return null;
  const answers = { [item.id]: value };
  switch (item.kind) {
    case 'likert': {
      const anchor = typeof value === 'number' ? (item.anchors[value - item.min] ?? null) : null;
      return anchor === null ? String(value) : `${String(value)} · ${textOfLabel(anchor)}`;
    }
    case 'film-choice':
      return t('filmNumber', { film: Number(value) });
    case 'free-text':
      return String(value);
    case 'forced-choice':
      return labelsOf(item.options, [value]);
    case 'multi-select':
      return labelsOf(item.options, chosenOptions(answers, item.id));
    case 'presence': {
      const states = presenceOf(answers, item.id);
      const said = item.findings.flatMap((finding) => {
        const state = states[finding.value] ?? null;
        return state === null ? [] : [`${textOfLabel(finding.label)}: ${t(`presence.${state}`)}`];
      });
      return said.length === 0 ? null : said.join(', ');
    }
    case 'marks': {
      const count = marksOf(answers, item.id).length;
      return count === 0 ? null : t('marks.count', { count });
    }
    default:
      return unreachable(item);
  }
}

function labelsOf(
  options: readonly { readonly value: string; readonly label: Parameters<typeof textOfLabel>[0] }[],
  chosen: readonly unknown[],
): string | null {
  const words = options.filter(({ value }) => chosen.includes(value)).map(({ label }) => textOfLabel(label));
  return words.length === 0 ? null : words.join(', ');
}
