import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writePhantoms } from '../../tools/phantoms.ts';
import { repositoryRoot } from '../../tools/support/launch.ts';

/** Six real films with a table of their labels: the public ones beside the checkout, else drawn phantoms. */
export async function sixRealFilms(): Promise<{ films: readonly string[]; labels: string }> {
  const shared = path.resolve(repositoryRoot, '..', 'shared', 'cxr');
  const table = path.join(shared, 'metadata.csv');
  if (!existsSync(table)) return writePhantoms(mkdtempSync(path.join(tmpdir(), 'lightbox-phantoms-')), 6);
  const [header = '', ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
  const chosen = rows.slice(0, 6);
  const labels = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-labels-')), 'labels.csv');
  writeFileSync(labels, `${[header, ...chosen].join('\n')}\n`);
  return { films: chosen.map((row) => path.join(shared, row.split(',')[0] ?? '')), labels };
}
