import { toLightboxError } from '../../src-core/base/errors.ts';
import { openChildChannel } from './child-channel.ts';
import { createEngineService } from './engine-service.ts';
import { requireTelemetryOff } from './telemetry.ts';

/** The engine process: started by a host, ends with the product that started it. */
const channel = openChildChannel();
channel.onClosed(() => process.exit());
// Ctrl+C in a terminal reaches the whole group: the command line decides what becomes of the engine.
process.on('SIGINT', () => undefined);

try {
  requireTelemetryOff(process.env);
  const service = createEngineService((reply) => channel.post(reply));
  channel.onMessage((message) => service.handle(message));
} catch (error) {
  channel.post({ type: 'fatal', error: toLightboxError(error).toPayload() });
  process.exitCode = 1;
  // The open channel would keep a child process; a utility process is ended by the client.
  setImmediate(() => process.disconnect?.());
}
