import { describe, expect, it } from 'vitest';
import { forbiddenImport } from './import-rules.ts';
import { importsOf } from './imports-of.ts';

const edge = (from: string, to: string, typeOnly = false) => forbiddenImport({ from, to, typeOnly });

describe('the import check', () => {
  it('lets layers import downwards', () => {
    expect(edge('src-main/app/queue.ts', 'src-main/store/ports.ts')).toBeNull();
    expect(edge('src-main/shell/ipc.ts', 'src-main/app/create-app.ts')).toBeNull();
    expect(edge('src-core/study/session.ts', 'src-core/base/errors.ts')).toBeNull();
  });

  it('refuses imports upwards and sideways', () => {
    expect(edge('src-main/store/open-store.ts', 'src-main/app/create-app.ts')).not.toBeNull();
    expect(edge('src-core/base/errors.ts', 'src-core/study/session.ts')).not.toBeNull();
    expect(edge('src-core/study/session.ts', 'src-main/store/ports.ts')).not.toBeNull();
    expect(edge('src-renderer/app/client.ts', 'src-main/app/ports.ts', true)).not.toBeNull();
    expect(edge('src-main/engine/ort.ts', 'src-main/store/ports.ts')).not.toBeNull();
  });

  it('keeps Electron in the shell and the preload, and Node out of the pure layers', () => {
    expect(edge('src-main/app/queue.ts', 'electron')).not.toBeNull();
    expect(edge('src-main/shell/window.ts', 'electron')).toBeNull();
    expect(edge('src-preload/index.ts', 'electron')).toBeNull();
    expect(edge('src-core/dicom/lut.ts', 'node:fs')).not.toBeNull();
  });

  it('refuses a folder that is on no list', () => {
    expect(edge('src-main/new-place/thing.ts', 'src-core/base/errors.ts')).not.toBeNull();
  });

  it('sees static, re-exported, type-only and dynamic imports', () => {
    const source = `import a from './a.ts';
import type { B } from './b.ts';
export * from './c.ts';
const d = await import('./d.ts');`;
    expect(importsOf('x.ts', source)).toEqual([
      { specifier: './a.ts', typeOnly: false },
      { specifier: './b.ts', typeOnly: true },
      { specifier: './c.ts', typeOnly: false },
      { specifier: './d.ts', typeOnly: false },
    ]);
  });
});
