import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createUtilityProcessHost } from './utility-process-host.ts';

/** Electron's UtilityProcess as far as the host uses it. */
class FakeUtilityProcess extends EventEmitter {
  readonly pid = 42;
  readonly stderr = new EventEmitter();
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): boolean {
    return this.emit('exit', 0);
  }
}

it('forks the entry with telemetry off and passes messages, last words and the exit on', () => {
  const child = new FakeUtilityProcess();
  const forked: unknown[] = [];
  const host = createUtilityProcessHost({
    fork: (entry, args, options) => {
      forked.push(entry, args, options.env);
      return child;
    },
    entryPath: '/app/out/main/engine.cjs',
    env: { HOME: '/home/reader', ABSENT: undefined, ORT_DISABLE_TELEMETRY: '0' },
  });
  const connection = host.start();
  const seen: unknown[] = [];
  connection.onMessage((message) => seen.push(message));
  connection.onExit((exit) => seen.push(exit));
  connection.post({ type: 'cancel', id: 3 });
  child.emit('message', { type: 'hello' });
  child.stderr.emit('data', Buffer.from('last words'));
  connection.kill();

  expect(forked).toEqual([
    '/app/out/main/engine.cjs',
    [],
    { HOME: '/home/reader', MALLOC_MMAP_THRESHOLD_: '131072', ORT_DISABLE_TELEMETRY: '1' },
  ]);
  expect(connection.pid).toBe(42);
  expect(child.posted).toEqual([{ type: 'cancel', id: 3 }]);
  expect(seen).toEqual([{ type: 'hello' }, { code: 0, signal: null, lastOutput: 'last words' }]);
});
