import { describe, expect, it } from 'vitest';
import { formatRoute, HOME, parseRoute, SECTIONS } from './routes.ts';

describe('routes', () => {
  it('come back from the address they were written to', () => {
    for (const section of SECTIONS) {
      for (const parameter of [null, 'st_1', 'a/b c#d']) {
        expect(parseRoute(formatRoute({ section, parameter }))).toEqual({ section, parameter });
      }
    }
  });

  it.each(['', '#', '#/', '#/nowhere', '#/constructor/x'])('lead home from %j', (hash) => {
    expect(parseRoute(hash)).toEqual(HOME);
  });
});
