import { describe, expect, it } from 'vitest';
import { StepClock } from './step-clock.ts';

describe('StepClock', () => {
  it('gives the mean of the steps behind the first, which also loads the model', () => {
    const clock = new StepClock();
    for (const elapsedMs of [9000, 9100, 9220]) clock.stepDone(elapsedMs);
    expect(clock.meanMs()).toBe(110);
  });

  it('leaves out what a hold lasted', () => {
    const clock = new StepClock();
    clock.stepDone(100);
    clock.stepDone(200);
    clock.interrupted();
    // The step that was under way when the image was held.
    clock.stepDone(290);
    clock.interrupted();
    clock.stepDone(60_000);
    clock.stepDone(60_100);
    expect(clock.meanMs()).toBe(100);
  });

  it('knows nothing before a second step', () => {
    const clock = new StepClock();
    expect(clock.meanMs()).toBeNull();
    clock.stepDone(100);
    expect(clock.meanMs()).toBeNull();
  });
});
