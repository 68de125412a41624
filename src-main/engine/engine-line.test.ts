import { describe, expect, it } from 'vitest';
import { createEngineLine } from './engine-line.ts';
import type { EngineConnection, EngineExit, EngineHost } from './port.ts';
import type { EngineRequest } from './protocol.ts';
import { neverAborted, quiet } from './test-engine.ts';

/** An engine process played by the test. */
interface FakeProcess {
  readonly posted: EngineRequest[];
  killed: boolean;
  send(message: unknown): void;
  exit(exit: EngineExit): void;
}

function fakeHost(): EngineHost & { readonly processes: FakeProcess[] } {
  const processes: FakeProcess[] = [];
  return {
    processes,
    start: (): EngineConnection => {
      const fake: FakeProcess = { posted: [], killed: false, send: () => undefined, exit: () => undefined };
      processes.push(fake);
      return {
        pid: processes.length,
        post: (message) => fake.posted.push(message),
        onMessage: (listener) => {
          fake.send = listener;
        },
        onExit: (listener) => {
          fake.exit = listener;
        },
        kill: () => {
          fake.killed = true;
        },
      };
    },
  };
}

const options = { ...quiet, signal: neverAborted() };

describe('createEngineLine', () => {
  it('fails what waits when the process ends, with its last words, and starts another', async () => {
    const host = fakeHost();
    const line = createEngineLine(host);
    const first = line.ask({ type: 'runtime' }, options);
    host.processes[0]?.exit({
      code: 134,
      signal: null,
      lastOutput: 'Error: out of memory\n    at here\n\nNode.js v24\n',
    });
    await expect(first).rejects.toMatchObject({
      code: 'ENGINE_DIED',
      message:
        'The engine process ended (exit code 134): Error: out of memory. The next image starts a new one.',
    });
    void line.ask({ type: 'runtime' }, options);
    expect(host.processes).toHaveLength(2);
    expect(host.processes[1]?.posted).toEqual([{ type: 'runtime', id: 1 }]);
  });

  it('cancels at once what was aborted on the way to the engine', () => {
    const host = fakeHost();
    void createEngineLine(host).ask({ type: 'runtime' }, { ...quiet, signal: AbortSignal.abort() });
    expect(host.processes[0]?.posted.map(({ type }) => type)).toEqual(['runtime', 'cancel']);
  });

  it('ends a process that sends what is no reply', async () => {
    const host = fakeHost();
    const request = createEngineLine(host).ask({ type: 'runtime' }, options);
    host.processes[0]?.send({ type: 'runtime', id: 0, onnxruntimeVersion: 1 });
    await expect(request).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    expect(host.processes[0]?.killed).toBe(true);
  });

  it('passes on why a process refuses to work', async () => {
    const host = fakeHost();
    const request = createEngineLine(host).ask({ type: 'runtime' }, options);
    const error = { code: 'ENGINE_FAILED', message: 'no', details: {} };
    host.processes[0]?.send({ type: 'fatal', error });
    await expect(request).rejects.toMatchObject(error);
  });

  it('ignores a process it has already given up', async () => {
    const host = fakeHost();
    const line = createEngineLine(host);
    const first = line.ask({ type: 'runtime' }, options);
    line.end();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    const second = line.ask({ type: 'probe', provider: 'cpu' }, options);
    host.processes[0]?.exit({ code: 0, signal: null, lastOutput: '' });
    const reply = { type: 'probed', id: 1, available: true, reason: 'a test graph ran', runMs: 1 };
    host.processes[1]?.send(reply);
    await expect(second).resolves.toEqual(reply);
  });
});
