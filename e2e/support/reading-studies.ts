import { INSTRUMENT_PRESETS } from '../../src-core/study/instrument-presets.ts';
import type { ProtocolInput } from '../../src-core/study/protocol.ts';
import { readingPhase } from '../../src-core/study/protocol-defaults.ts';

/** A study read with another of the preset instruments, all of its stages in one phase. */
export function withPreset(id: string, study: ProtocolInput): ProtocolInput {
  const found = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === id)?.instrument;
  if (found === undefined) throw new Error(`There is no preset ${id}.`);
  return { ...study, instrument: found, phases: [readingPhase('reading', found)] };
}
