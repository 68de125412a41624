import { BYTE_MUTATIONS, type Mutation } from './byte-mutations.ts';
import { CODESTREAM_MUTATIONS } from './codestream-mutations.ts';
import { Dice } from './dice.ts';
import { DICOM_MUTATIONS } from './dicom-mutations.ts';
import { PNG_MUTATIONS } from './png-mutations.ts';
import { generatedSeeds, type Seed, sharedSeeds, tiffSeeds } from './seeds.ts';
import { TIFF_MUTATIONS } from './tiff-mutations.ts';

/** One damaged file, made again at any time from the run's seed and its index. */
export interface MutatedCase {
  readonly index: number;
  readonly seedFile: Seed;
  readonly steps: readonly string[];
  readonly bytes: Uint8Array;
}

/** Of eleven cases (a number without a factor in common with that of formats) one starts from a shared file where there are some. */
const SHARED_EVERY = 11;
const LARGEST_BYTES = 4_000_000;
/** From here on all cases start from a TIFF: a format added among the others would change what a seed gives. */
export const TIFF_FROM = 100_000;

/** The cases of a run. Formats take turns, so that each has its share, however many seeds it has. */
export class MutatedCases {
  readonly #seed: number;
  readonly #byFormat: readonly (readonly Seed[])[];
  readonly #shared: readonly Seed[];
  readonly #tiffs = tiffSeeds();

  private constructor(seed: number, generated: readonly Seed[], shared: readonly Seed[]) {
    this.#seed = seed;
    const formats = [...new Set(generated.map(({ format }) => format))];
    this.#byFormat = formats.map((format) => generated.filter((candidate) => candidate.format === format));
    this.#shared = shared;
  }

  /** @param withShared false leaves ../shared out, for runs that must be the same on every machine */
  static async open(seed: number, withShared: boolean): Promise<MutatedCases> {
    return new MutatedCases(seed, await generatedSeeds(), withShared ? sharedSeeds() : []);
  }

  at(index: number): MutatedCase {
    const dice = new Dice(`${this.#seed}/${index}`);
    const seedFile = this.#seedFile(index, dice);
    const kinds = kindsFor(seedFile);
    const steps: string[] = [];
    let { bytes } = seedFile;
    for (let left = 1 + dice.below(3); left > 0; left--) {
      const mutation = dice.pick(dice.pick(kinds));
      const mutated = bytes.length === 0 ? undefined : mutation(bytes, dice);
      if (mutated === undefined || mutated.bytes.length > LARGEST_BYTES) continue;
      bytes = mutated.bytes;
      steps.push(mutated.what);
    }
    return { index, seedFile, steps, bytes };
  }

  #seedFile(index: number, dice: Dice): Seed {
    if (index >= TIFF_FROM) return dice.pick(this.#tiffs);
    if (this.#shared.length > 0 && index % SHARED_EVERY === SHARED_EVERY - 1) return dice.pick(this.#shared);
    return dice.pick(this.#byFormat[index % this.#byFormat.length] ?? []);
  }
}

function kindsFor({ format }: Seed): readonly (readonly Mutation[])[] {
  if (format === 'TIFF') return [BYTE_MUTATIONS, TIFF_MUTATIONS, TIFF_MUTATIONS];
  if (format === 'PNG') return [BYTE_MUTATIONS, PNG_MUTATIONS, PNG_MUTATIONS];
  if (format === 'JPEG') return [BYTE_MUTATIONS, CODESTREAM_MUTATIONS, CODESTREAM_MUTATIONS];
  return [BYTE_MUTATIONS, DICOM_MUTATIONS, DICOM_MUTATIONS, CODESTREAM_MUTATIONS];
}
