import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

it("is the system's place for caches, unless the environment names another or none", () => {
  expect(cacheFolder({}, 'linux')).toBe(join(homedir(), '.cache', 'Roentgen Lightbox'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/scratch' }, 'linux')).toBe(join('/scratch', 'Roentgen Lightbox'));
  expect(cacheFolder({ XDG_CACHE_HOME: '' }, 'linux')).toBe(join(homedir(), '.cache', 'Roentgen Lightbox'));
  expect(cacheFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Caches', 'Roentgen Lightbox'));
  expect(cacheFolder({ LOCALAPPDATA: 'local' }, 'win32')).toBe(join('local', 'Roentgen Lightbox'));
  expect(cacheFolder({ LIGHTBOX_CACHE_FOLDER: 'here' }, 'linux')).toBe(resolve('here'));
  expect(cacheFolder({ LIGHTBOX_CACHE_FOLDER: '', XDG_CACHE_HOME: '/scratch' }, 'linux')).toBeNull();
});
