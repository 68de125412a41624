import type { Exposure, StudyRecording } from './recording.ts';

/** A leak put into a recording on purpose: what a fault of the program would have made of it. */
export interface PlantedLeak {
  readonly name: string;
  /** The detector that is to catch it: a group of features, or `words`. */
  readonly caughtBy: string;
  plant(recording: StudyRecording): StudyRecording;
}

type Change = (exposure: Exposure, index: number) => Partial<Exposure>;

/** Changes exposures of the second arm alone. */
function inOneArm(name: string, caughtBy: string, change: Change): PlantedLeak {
  return byArm(name, caughtBy, (exposure, index) => (exposure.positive ? change(exposure, index) : {}));
}

function byArm(name: string, caughtBy: string, change: Change): PlantedLeak {
  return {
    name,
    caughtBy,
    plant: (recording) => ({
      ...recording,
      exposures: recording.exposures.map((exposure, index) => ({ ...exposure, ...change(exposure, index) })),
    }),
  };
}

/** Words of one film of the second arm, where they do not belong. */
function words(name: string, where: string, textOf: (exposure: Exposure) => string): PlantedLeak {
  return {
    name,
    caughtBy: 'words',
    plant: (recording) => {
      const shown = recording.exposures.find(({ positive }) => positive);
      if (shown === undefined) throw new Error('There is no film of the second arm.');
      const text = textOf(shown);
      return { ...recording, spoken: [...recording.spoken, { where, text }] };
    },
  };
}

const withLastDigit = (id: string, odd: boolean): string => {
  const digit = Number.parseInt(id.at(-1) ?? '0', 16);
  return id.slice(0, -1) + ((digit & ~1) | Number(odd)).toString(16);
};

/** Position of a film where those of one arm come first. */
const armFirst: Change = ({ positive, position, total }) => ({
  position: Math.ceil(position / 2) + (positive ? Math.floor(total / 2) : 0),
});

export const PLANTED_LEAKS: readonly PlantedLeak[] = [
  byArm(
    'ids of cases end in an even digit in one arm, in an odd one in the other',
    'case ids',
    ({ readerCaseId, positive }) => ({
      readerCaseId: withLastDigit(readerCaseId, positive),
    }),
  ),
  byArm('ids of films sort by arm', 'film ids', ({ readerFilmId, positive }) => ({
    readerFilmId: (positive ? '8' : '1') + readerFilmId.slice(1),
  })),
  inOneArm('addresses are two characters longer in one arm', 'addresses', ({ url }) => ({ url: `${url}==` })),
  byArm('one arm is read before the other', 'order', armFirst),
  inOneArm('a buffer is one byte longer in one arm', 'sizes', ({ pixels }) => ({
    pixels: Uint8Array.from([...pixels, 0]),
  })),
  inOneArm('a PNG header is left on in one arm', 'pixels: header', ({ pixels }) => ({
    pixels: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...pixels.subarray(8)]),
  })),
  inOneArm('the pixels of one arm have a header of their own', 'headers', ({ headers }) => ({
    headers: { ...headers, 'content-type': 'image/png' },
  })),
  inOneArm('the answers of one arm have a field more', 'messages', ({ messages }) => ({
    messages: messages.map((message) => message.replace('"kind":"case"', '"kind":"case","note":""')),
  })),
  byArm('films of one arm lie first in the package', 'package', ({ member, positive }) => ({
    member: { ...member, offset: member.offset + (positive ? 1e9 : 0) },
  })),
  inOneArm('members of one arm are compressed', 'package', ({ member }) => ({
    member: { ...member, method: 8, compressedBytes: member.bytes - 700 },
  })),
  inOneArm('members of one arm keep the time of their file', 'package', ({ member }, index) => ({
    member: { ...member, time: member.time + 1000 + index },
  })),
  byArm('the films of one arm are normalised before those of the other', 'files', ({ file, positive }) => ({
    file: { ...file, writtenNs: file.writtenNs + (positive ? 1e12 : 0) },
  })),
  byArm('rows of the database are written arm by arm', 'database', ({ databaseOffsets, positive }) => ({
    databaseOffsets: databaseOffsets.map((offset) => offset + (positive ? 1e7 : 0)),
  })),
  inOneArm('pixels of one arm come 100 ms later', 'times', ({ pixelsMs }) => ({ pixelsMs: pixelsMs + 100 })),
  inOneArm('texts of one arm are worded otherwise: the text alone', 'texts', ({ text }) => ({
    text: `${text?.replace(/^(\w+) (\w+)/, 'Big $2-sided') ?? ''}`,
  })),
  words(
    'a member of the package has the name of its file',
    'package, names',
    ({ filmId }) => `films/${filmId}.png`,
  ),
  words(
    'a refusal names the arm',
    'refusal of reader.submit',
    () => 'This film of arm-model has no such stage.',
  ),
  words('the clipboard holds the film’s id', 'clipboard', ({ filmId }) => filmId),
  words('a dialog suggests a name with the prompt', 'dialog', ({ prompt }) => `${prompt}.readings`),
  words('the window’s title names the coordinator’s case', 'title', ({ caseId }) => `Case ${caseId}`),
];
