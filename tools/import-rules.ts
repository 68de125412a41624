/** One import: `from` a source of the repository, `to` another one or a package; paths with forward slashes. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** What each layer may import besides itself; a name ending in "*" stands for the folder and all below. */
const LAYERS: readonly {
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly types?: readonly string[];
}[] = [
  { folder: 'src-core/base', mayImport: [] },
  { folder: 'src-core/stats', mayImport: ['src-core/base'] },
  { folder: 'src-core/imaging', mayImport: ['src-core/base'] },
  { folder: 'src-core/dicom', mayImport: ['src-core/base', 'src-core/imaging'] },
  { folder: 'src-core/diffusion', mayImport: ['src-core/base'] },
  { folder: 'src-core/prompt', mayImport: ['src-core/base'] },
  { folder: 'src-core/study', mayImport: ['src-core/base', 'src-core/prompt', 'src-core/stats'] },
  { folder: 'src-core/evaluation', mayImport: ['src-core/base', 'src-core/stats'] },
  { folder: 'src-core/report', mayImport: ['src-core/base', 'src-core/study', 'src-core/stats'] },
  {
    folder: 'src-core/contract',
    mayImport: ['src-core/base', 'src-core/study', 'src-core/report'],
    types: ['src-core/diffusion', 'src-core/imaging', 'src-core/dicom', 'src-core/prompt'],
  },
  { folder: 'src-main/product.ts', mayImport: ['src-core'] },
  { folder: 'src-main/disk', mayImport: ['src-core'] },
  { folder: 'src-main/store', mayImport: ['src-core', 'src-main/disk', 'src-main/product.ts'] },
  { folder: 'src-main/engine', mayImport: ['src-core', 'src-main/disk', 'src-main/product.ts'] },
  { folder: 'src-main/files', mayImport: ['src-core', 'src-main/disk', 'src-main/product.ts'] },
  { folder: 'src-main/keys', mayImport: ['src-core'] },
  {
    folder: 'src-main/app',
    mayImport: [
      'src-core',
      'src-main/disk',
      'src-main/product.ts',
      'src-main/store',
      'src-main/engine',
      'src-main/files',
      'src-main/keys',
    ],
  },
  {
    folder: 'src-main/shell',
    mayImport: [
      'src-core',
      'src-main/disk',
      'src-main/product.ts',
      'src-main/app',
      'src-main/store',
      'src-main/engine',
      'src-main/files',
      'src-main/keys',
    ],
  },
  {
    folder: 'src-main/cli',
    mayImport: [
      'src-core',
      'src-main/disk',
      'src-main/product.ts',
      'src-main/app',
      'src-main/store',
      'src-main/engine',
      'src-main/files',
      'src-main/keys',
    ],
  },
  { folder: 'src-main/index.ts', mayImport: ['src-main/shell'] },
  { folder: 'src-preload', mayImport: ['src-core/contract'], types: ['src-core'] },
  { folder: 'src-renderer/viewer', mayImport: ['src-core', 'src-renderer/ui', 'src-renderer/app'] },
  { folder: 'src-renderer/ui', mayImport: ['src-core', 'src-renderer/viewer', 'src-renderer/app'] },
  {
    folder: 'src-renderer/screens',
    mayImport: ['src-core', 'src-renderer/viewer', 'src-renderer/ui', 'src-renderer/app'],
  },
  { folder: 'src-renderer', mayImport: ['src-core'] },
];

const ELECTRON_FOLDERS = ['src-main/shell', 'src-preload'];

const isWithin = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
const isRepositoryPath = (target: string): boolean => /^(src-|tools\/|e2e\/|resources\/)/.test(target);

/** Why an import is not allowed, or null. */
export function forbiddenImport({ from, to, typeOnly }: ImportEdge): string | null {
  if (!isRepositoryPath(to)) return forbiddenPackage(from, to);
  const layer = LAYERS.find(({ folder }) => isWithin(from, folder));
  if (layer === undefined) return 'this folder belongs to no layer; name it in tools/import-rules.ts';
  if (isWithin(to, layer.folder)) return null;
  if (layer.mayImport.some((folder) => isWithin(to, folder))) return null;
  if (typeOnly && (layer.types ?? []).some((folder) => isWithin(to, folder))) return null;
  return `${layer.folder} may import ${layer.mayImport.join(', ') || 'nothing'}`;
}

function forbiddenPackage(from: string, to: string): string | null {
  if (to === 'electron' || to.startsWith('electron/')) {
    return ELECTRON_FOLDERS.some((folder) => isWithin(from, folder))
      ? null
      : 'Electron belongs to src-main/shell and src-preload';
  }
  const pure = isWithin(from, 'src-core') || isWithin(from, 'src-renderer') || isWithin(from, 'src-preload');
  if (to.startsWith('node:') && pure) return 'this layer runs without Node';
  if (to === 'onnxruntime-node' && from !== 'src-main/engine/ort.ts')
    return 'only src-main/engine/ort.ts loads onnxruntime';
  return null;
}
