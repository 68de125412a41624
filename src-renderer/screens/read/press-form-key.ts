import { unreachable } from '../../../src-core/base/unreachable.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import type { FormKeys, KeyAction } from './form-keys.ts';
import {
  answerAndAdvance,
  askedItems,
  cyclePresence,
  type FormStage,
  type FormState,
  makeCurrent,
  restAbsent,
  setPresence,
  toggleOption,
} from './form-model.ts';

/** What a key does to the form, and the shape to mark on the film if that is what it asks for. */
export interface FormPress {
  readonly form: FormState;
  readonly marks: 'point' | 'box' | null;
}

/**
 * A digit acts on the marked question, or on the only one that has it; every other key acts in the whole stage. Null
 * when no item takes the key, so that the film may.
 */
export function pressFormKey(of: FormStage, keys: FormKeys, state: FormState, key: string): FormPress | null {
  const wanted = key.toLowerCase();
  const takers = askedItems(of, state.answers).filter(
    ({ id }) => keys.get(id)?.some((bound) => bound.key === wanted) === true,
  );
  const item =
    takers.find(({ id }) => id === state.currentItemId) ?? (takers.length === 1 ? takers[0] : undefined);
  const action = keys.get(item?.id ?? '')?.find((bound) => bound.key === wanted);
  return item === undefined || action === undefined ? null : act(of, state, item, action);
}

function act(of: FormStage, state: FormState, item: InstrumentItem, action: KeyAction): FormPress {
  const changed = (form: FormState): FormPress => ({ form, marks: null });
  switch (action.kind) {
    case 'answer':
      return changed(answerAndAdvance(of, state, item.id, action.name));
    case 'write':
      return changed(makeCurrent(of, state, item.id));
    case 'mark':
      return { form: makeCurrent(of, state, item.id), marks: action.name };
    case 'toggle':
      return changed(item.kind === 'multi-select' ? toggleOption(of, item, state, action.name) : state);
    case 'finding':
    case 'state':
    case 'rest-absent':
      return changed(item.kind === 'presence' ? actOnFindings(of, state, item, action) : state);
    default:
      return unreachable(action);
  }
}

function actOnFindings(
  of: FormStage,
  state: FormState,
  item: Extract<InstrumentItem, { kind: 'presence' }>,
  action: Extract<KeyAction, { kind: 'finding' | 'state' | 'rest-absent' }>,
): FormState {
  if (action.kind === 'finding') return cyclePresence(of, item, state, action.name);
  if (action.kind === 'rest-absent') return restAbsent(of, item, state);
  const current = makeCurrent(of, state, item.id);
  return current.currentFinding === null
    ? current
    : setPresence(of, item, current, current.currentFinding, action.name);
}
