import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { forbiddenImport } from './import-rules.ts';
import { importsOf } from './imports-of.ts';

/** Fails when a layer imports upwards, or Electron where it may not be (docs/ARCHITECTURE.md, "Layers"). */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['src-core', 'src-main', 'src-preload', 'src-renderer'];

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const target = path.join(folder, name);
    if (statSync(target).isDirectory()) return sourcesBelow(target);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [target] : [];
  });
}

let checked = 0;
const problems: string[] = [];
for (const file of folders.flatMap((folder) => sourcesBelow(path.join(root, folder)))) {
  const from = path.relative(root, file).split(path.sep).join('/');
  for (const { specifier, typeOnly } of importsOf(file, readFileSync(file, 'utf8'))) {
    checked += 1;
    const to = specifier.startsWith('.')
      ? path
          .relative(root, path.resolve(path.dirname(file), specifier))
          .split(path.sep)
          .join('/')
      : specifier;
    const problem = forbiddenImport({ from, to, typeOnly });
    if (problem !== null) problems.push(`${from}: imports ${to}: ${problem}`);
  }
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`Imports: ${checked} checked, ${problems.length} forbidden\n`);
process.exit(problems.length === 0 ? 0 : 1);
