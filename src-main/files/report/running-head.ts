import type { ReportDocument } from '../../../src-core/report/document.ts';
import { fitText } from '../figures/typeface.ts';
import type { PrintableTexts } from './printable-text.ts';

/** Room for the title, in units of the letters' size. */
const TITLE_EM = 48;
const SHORT_HASH = 12;

/** What stands over every page but the first: the title, and the protocol's hash, shortened. */
export function runningHead(
  { title, facts }: ReportDocument,
  texts: PrintableTexts,
): { left: string; right: string } {
  const hash = facts.find(({ name, value }) => /protocol/i.test(name) && /^[0-9a-f]{64}$/i.test(value));
  return {
    left: fitText(texts.text(title).replaceAll('\n', ' '), TITLE_EM, 1),
    right: hash === undefined ? '' : `${texts.text(hash.name)} ${hash.value.slice(0, SHORT_HASH)}…`,
  };
}
