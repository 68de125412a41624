import { describe, expect, it } from 'vitest';
import { chooseDriver } from './choose-driver.ts';

// process.versions as these runtimes print them.
const RUNTIMES = [
  { runtime: 'Node 18.15', versions: { node: '18.15.0', napi: '8' }, driver: 'libsql' },
  { runtime: 'Node 20.20', versions: { node: '20.20.2', napi: '9' }, driver: 'libsql' },
  { runtime: 'Node 22.13, before Node-API 10', versions: { node: '22.13.1', napi: '9' }, driver: 'libsql' },
  { runtime: 'Node 24.9', versions: { node: '24.9.0', napi: '10' }, driver: 'better-sqlite3' },
  {
    runtime: 'Electron 25.1.1',
    versions: { node: '18.15.0', electron: '25.1.1', modules: '116', napi: '8' },
    driver: 'libsql',
  },
  {
    runtime: 'Electron 45',
    versions: { node: '24.18.0', electron: '45.4.1', modules: '148', napi: '10' },
    driver: 'better-sqlite3',
  },
  { runtime: 'a runtime that names no Node-API', versions: { node: '24.9.0' }, driver: 'libsql' },
] as const;

describe('chooseDriver', () => {
  it.each(RUNTIMES)('takes $driver for $runtime', ({ versions, driver }) => {
    expect(chooseDriver(versions)).toBe(driver);
  });
});
