import { parseSync } from 'oxc-parser';

export interface FoundImport {
  readonly specifier: string;
  /** True for `import type` and `export type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** Every module a source names: static imports, re-exports and `import()` with a literal. */
export function importsOf(fileName: string, source: string): FoundImport[] {
  const { module, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName} does not parse: ${errors[0]?.message}`);
  const found: FoundImport[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ specifier: moduleRequest.value, typeOnly });
  }
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest) found.push({ specifier: entry.moduleRequest.value, typeOnly: entry.isType });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    const literal = /^(['"`])(.+)\1$/.exec(text)?.[2];
    if (literal !== undefined) found.push({ specifier: literal, typeOnly: false });
  }
  return found;
}
