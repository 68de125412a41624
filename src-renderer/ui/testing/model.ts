import type { ModelId } from '../../../src-core/base/ids.ts';
import type { ModelView } from '../../../src-core/contract/generation-calls.ts';

/** A model for tests: the demonstration model, but for what is given. */
export function modelForTest(part: Partial<ModelView> = {}): ModelView {
  return {
    id: 'cxr-demo' as ModelId,
    name: 'cxr-demo',
    demonstration: true,
    widthPx: 256,
    heightPx: 256,
    maxTokens: 77,
    defaults: { steps: 25, guidanceScale: 3, scheduler: 'ddim', negativePrompt: '' },
    examplePrompts: [],
    components: [],
    problem: null,
    ...part,
  };
}
