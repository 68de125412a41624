import type { ReportChecklist } from '../../../src-core/report/document.ts';

/** What the writers of HTML and PDF add to the words of a report. */
export const REPORT_LANGUAGE = 'en';
export const CONTENTS = 'Contents';
export const SKIP_TO_CONTENT = 'Skip the contents';

/** What stands before a paragraph: its colour alone would not tell. */
export const TONE_WORDS = { result: 'Result', caution: 'Caution' } as const;

type ChecklistItem = ReportChecklist['items'][number];

export const CHECKLIST_COLUMNS = ['No.', 'Item', 'Status', 'In this study'] as const;
export const CHECKLIST_STATUS: Readonly<Record<ChecklistItem['status'], string>> = {
  filled: 'Filled in',
  partly: 'Filled in partly',
  authors: 'For the authors',
  'not-applicable': 'Not applicable',
};

/** Said once, at the head of a PDF that needs it. */
export const CHARACTERS_NOTE =
  'The typeface of this file lacks some characters of the texts. Each of them stands as its Unicode number in ' +
  'brackets, as [U+8BFB]; the report as HTML shows the characters themselves.';

export const pageOf = (page: number, pages: number): string => `page ${page} of ${pages}`;
export const partOf = (part: number, parts: number): string => `(columns, part ${part} of ${parts})`;
