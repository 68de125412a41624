import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import type { SchedulerName, TaskName } from '../base/generation-names.ts';
import { parseSchedulerConfig, type SchedulerConfig } from './model-folder.ts';
import { overruledSchedulerConfig } from './scheduler-overrules.ts';

interface Settings {
  readonly steps_offset?: number;
  readonly clip_sample?: boolean;
  readonly skip_prk_steps?: boolean;
}

const { settings } = readGoldenJson<{
  settings: { config: SchedulerConfig; task: TaskName; scheduler: SchedulerName; used: Settings }[];
}>('pipelines/overrules.json.gz');

/** What the classes take for a field that is absent (diffusers 0.42). */
const DEFAULTS: Readonly<Record<string, Settings>> = {
  pndm: { skip_prk_steps: false },
  ddim: { clip_sample: true },
  ddpm: { clip_sample: true },
};

describe("scheduler settings against diffusers' pipelines (tools/goldens/make_pipeline_goldens.py)", () => {
  it.each(['text-to-image', 'image-to-image', 'inpainting'] as const)(
    '%s: old settings are overruled as there, for every scheduler that is asked for',
    (task) => {
      const cases = settings.filter((golden) => golden.task === task);
      expect(cases).toHaveLength(140);
      for (const { config, scheduler, used } of cases) {
        const parsed = parseSchedulerConfig(config, 'scheduler_config.json');
        const found: Settings = {
          steps_offset: 0,
          ...DEFAULTS[scheduler],
          ...definedOf(overruledSchedulerConfig(parsed, scheduler, task)),
        };
        const named = { config, scheduler };
        expect({ ...named, ...found, ...used }).toEqual({ ...named, ...found });
      }
    },
  );

  it('leaves every other setting as the file has it', () => {
    const config = parseSchedulerConfig(
      { _class_name: 'DDIMScheduler', beta_start: 0.001, timestep_spacing: 'trailing', steps_offset: 0 },
      'scheduler_config.json',
    );
    expect(overruledSchedulerConfig(config, 'euler', 'text-to-image')).toEqual({
      ...config,
      steps_offset: 1,
    });
  });
});

function definedOf({ steps_offset, clip_sample, skip_prk_steps }: SchedulerConfig): Settings {
  return {
    ...(steps_offset === undefined ? {} : { steps_offset }),
    ...(clip_sample === undefined ? {} : { clip_sample }),
    ...(skip_prk_steps === undefined ? {} : { skip_prk_steps }),
  };
}
