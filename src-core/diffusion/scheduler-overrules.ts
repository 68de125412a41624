import type { SchedulerName, TaskName } from '../base/generation-names.ts';
import type { SchedulerConfig } from './model-folder.ts';

const DPM_SOLVER = 'DPMSolverMultistepScheduler';

/** diffusers' class of each scheduler, and what its name sets there over the folder's config. */
const CLASSES: Readonly<Record<SchedulerName, { className: string } & Partial<SchedulerConfig>>> = {
  pndm: { className: 'PNDMScheduler' },
  ddim: { className: 'DDIMScheduler' },
  ddpm: { className: 'DDPMScheduler' },
  'dpmpp-2m': { className: DPM_SOLVER, algorithm_type: 'dpmsolver++' },
  'dpmpp-2m-karras': { className: DPM_SOLVER, algorithm_type: 'dpmsolver++', use_karras_sigmas: true },
  'dpmpp-2m-sde': { className: DPM_SOLVER, algorithm_type: 'sde-dpmsolver++' },
  'dpmpp-2m-sde-karras': {
    className: DPM_SOLVER,
    algorithm_type: 'sde-dpmsolver++',
    use_karras_sigmas: true,
  },
  euler: { className: 'EulerDiscreteScheduler' },
  'euler-a': { className: 'EulerAncestralDiscreteScheduler' },
  unipc: { className: 'UniPCMultistepScheduler' },
};
/** What DPM-Solver++ takes for a field of those above that is absent. */
const DPM_SOLVER_DEFAULTS: Partial<SchedulerConfig> = { algorithm_type: 'dpmsolver++' };
/** Classes whose own default is to clip the predicted sample to -1..1, right for pixels and wrong for latents. */
const CLIPPING: readonly string[] = ['DDIMScheduler', 'DDPMScheduler'];

/**
 * The folder's scheduler settings as diffusers' Stable Diffusion pipelines leave them: their constructors set
 * `steps_offset` to 1, `clip_sample` to false (text to image, image to image) and `skip_prk_steps` to true
 * (inpainting), whatever the file says. A field that the file leaves out is overruled only for the folder's own
 * scheduler: `from_config` of another one forgets it, and the field takes that class's default.
 */
export function overruledSchedulerConfig(
  config: SchedulerConfig,
  name: SchedulerName,
  task: TaskName,
): SchedulerConfig {
  const own = isOwn(config, name);
  const overruled: { -readonly [Field in keyof SchedulerConfig]?: SchedulerConfig[Field] } = {};
  if (config.steps_offset !== undefined || own) overruled.steps_offset = 1;
  if (task === 'inpainting') {
    if (config.skip_prk_steps !== undefined || own) overruled.skip_prk_steps = true;
  } else if (config.clip_sample !== undefined || (own && CLIPPING.includes(config._class_name))) {
    overruled.clip_sample = false;
  }
  return { ...config, ...overruled };
}

/** Whether the pipeline runs its own scheduler for a name, or makes another from its config. */
function isOwn(config: SchedulerConfig, name: SchedulerName): boolean {
  const { className, ...settings } = CLASSES[name];
  return (
    config._class_name === className &&
    Object.entries(settings).every(
      ([field, value]) => (config[field] ?? DPM_SOLVER_DEFAULTS[field]) === value,
    )
  );
}
