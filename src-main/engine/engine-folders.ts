/** Folders that the engine works with. The product names them in the environment of the process it starts. */
export interface EngineFolders {
  /** For what can be made anew at any time, as optimised graphs. Nothing is kept without it. */
  readonly cacheFolder: string | null;
  /** Where the user has put the libraries of the CUDA provider. */
  readonly cudaFolder: string | null;
}

const CACHE_VARIABLE = 'LIGHTBOX_CACHE_FOLDER';
export const CUDA_VARIABLE = 'LIGHTBOX_CUDA_FOLDER';

/** What a host adds where nothing is named: the engine then follows the product's own environment. */
export const NO_FOLDERS: EngineFolders = { cacheFolder: null, cudaFolder: null };

type Environment = Readonly<Record<string, string | undefined>>;

/** The folders as variables; a folder that is not named leaves the variable as the product itself got it. */
export function folderVariables({ cacheFolder, cudaFolder }: EngineFolders): Record<string, string> {
  return {
    ...(cacheFolder === null ? {} : { [CACHE_VARIABLE]: cacheFolder }),
    ...(cudaFolder === null ? {} : { [CUDA_VARIABLE]: cudaFolder }),
  };
}

/** The folders that an environment names; an empty variable names none. */
export function foldersOf(env: Environment): EngineFolders {
  return { cacheFolder: env[CACHE_VARIABLE] || null, cudaFolder: env[CUDA_VARIABLE] || null };
}

/** Whether an environment asks for no cache at all: the variable is there, and empty. */
export function namesNoCache(env: Environment): boolean {
  return env[CACHE_VARIABLE] === '';
}
