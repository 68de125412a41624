import { expect, test } from 'vitest';
import type { ReportBlock, ReportDocument } from './document.ts';
import { numberBlocks } from './numbering.ts';

const table = (id: string): ReportBlock => ({
  kind: 'table',
  id,
  caption: id,
  columns: [{ label: 'Reader', align: 'left' }],
  rows: [],
  notes: [],
});

test('tables and figures are numbered apart, through all sections, in their order; a checklist is a table', () => {
  const first = table('a');
  const figure: ReportBlock = { kind: 'figure', figureId: 'roc' };
  const checklist: ReportBlock = { kind: 'checklist', caption: 'CLAIM', items: [] };
  const last = table('b');
  const document: ReportDocument = {
    formatVersion: 1,
    title: 'Study',
    subtitle: '',
    facts: [],
    sections: [
      { id: 'one', title: 'One', blocks: [{ kind: 'heading', text: 'H' }, first, figure] },
      { id: 'two', title: 'Two', blocks: [checklist, last] },
    ],
    figures: [],
  };
  expect([...numberBlocks(document)]).toEqual([
    [first, 'Table 1'],
    [figure, 'Figure 1'],
    [checklist, 'Table 2'],
    [last, 'Table 3'],
  ]);
});
