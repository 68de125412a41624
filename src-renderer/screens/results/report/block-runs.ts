import type { ReportBlock } from '../../../../src-core/report/document.ts';

/** Answers, or cautions, that follow one another, as one; every other block by itself. */
export type BlockRun =
  | { readonly kind: 'said'; readonly tone: 'result' | 'caution'; readonly texts: readonly string[] }
  | { readonly kind: 'block'; readonly block: ReportBlock };

export function blockRuns(blocks: readonly ReportBlock[]): readonly BlockRun[] {
  const runs: BlockRun[] = [];
  for (const block of blocks) {
    if (block.kind !== 'paragraph' || block.tone === 'plain') {
      runs.push({ kind: 'block', block });
      continue;
    }
    const last = runs.at(-1);
    if (last?.kind === 'said' && last.tone === block.tone) {
      runs[runs.length - 1] = { ...last, texts: [...last.texts, block.text] };
    } else runs.push({ kind: 'said', tone: block.tone, texts: [block.text] });
  }
  return runs;
}
