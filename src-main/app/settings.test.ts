import { expect, it } from 'vitest';
import { generationSettings } from './settings.ts';
import { openTestApp } from './testing/test-app.ts';

it('puts the settings into the words of the engine; what is left to the machine is not named', async () => {
  const test = openTestApp();
  const { settings } = test.ports.store;
  expect(generationSettings(test.ports)).toEqual({
    memory: 'resident',
    preview: { everySteps: 5, decoded: false },
  });
  settings.change({ threads: 3, memory: 'in-turn', preview: { kind: 'off', everySteps: 5 } });
  expect(generationSettings(test.ports)).toEqual({ memory: 'in-turn', threads: 3 });
  settings.change({ preview: { kind: 'decoded', everySteps: 2 } });
  expect(generationSettings(test.ports)).toMatchObject({ preview: { everySteps: 2, decoded: true } });
  await test.close();
});
