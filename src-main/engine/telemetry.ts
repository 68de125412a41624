import { LightboxError } from '../../src-core/base/errors.ts';

/**
 * onnxruntime sends usage data by default since 1.29 and reads this variable when its library loads, so it
 * must be in the environment the engine process is born with.
 */
const VARIABLE = 'ORT_DISABLE_TELEMETRY';
export const TELEMETRY_OFF: Readonly<Record<string, string>> = { [VARIABLE]: '1' };

/** @throws LightboxError ENGINE_FAILED where the variable is missing: the engine then loads nothing */
export function requireTelemetryOff(env: Readonly<Record<string, string | undefined>>): void {
  if (env[VARIABLE] === '1') return;
  throw new LightboxError(
    'ENGINE_FAILED',
    `The engine does not start without ${VARIABLE}=1 in its environment: onnxruntime would send usage data.`,
    { variable: VARIABLE },
  );
}
