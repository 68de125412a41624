import { readFileSync, writeFileSync } from 'node:fs';

const START = '<!-- results: written by npm run test:long -->';
const END = '<!-- end of results -->';
const HEAD = '| Test | Result | Seed | Took | Machine | Day |\n|---|---|---|---|---|---|\n';

/**
 * Puts the results of a run into the page's table: a test's newest run takes the place of its last one.
 * @param {string} file the page
 * @param {readonly {name: string, outcome: string, seed: string, tookMs: number, machine: string, day: string}[]} results
 */
export function recordLongResults(file, results) {
  if (results.length === 0) return;
  const page = readFileSync(file, 'utf8');
  const [before, rest] = split(page, START);
  const [table, after] = split(rest, END);
  const rows = new Map(
    table
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| Test |'))
      .map((line) => [line.split(' | ')[0].slice(2), line]),
  );
  for (const result of results) rows.set(result.name, rowOf(result));
  const lines = [...rows.values()].sort().join('\n');
  writeFileSync(file, `${before}${START}\n\n${HEAD}${lines}\n\n${END}${after}`);
}

function rowOf({ name, outcome, seed, tookMs, machine, day }) {
  return `| ${name} | ${outcome} | ${seed} | ${Math.round(tookMs / 1000)} s | ${machine} | ${day} |`;
}

function split(text, mark) {
  const place = text.indexOf(mark);
  if (place < 0) throw new Error(`docs/LONG-TESTS.md lacks the line ${mark}`);
  return [text.slice(0, place), text.slice(place + mark.length)];
}
