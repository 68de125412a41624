import { useEffect, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { FormKeys } from '../form-keys.ts';
import { type FormStage, type FormState, stepBack } from '../form-model.ts';
import { pressFormKey } from '../press-form-key.ts';
import { isButton, isTextField } from '../use-room-keys.ts';

interface FormKeysProps {
  readonly of: FormStage;
  readonly keys: FormKeys;
  readonly form: FormState;
  readonly disabled: boolean;
  readonly onForm: (form: FormState) => void;
  readonly onEnter: () => void;
}

/** The keys of a form that stands alone, without films. */
export function useFormKeys(props: FormKeysProps): void {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent): boolean => {
      const { of, keys, form, disabled, onForm, onEnter } = latest.current;
      if (event.key === 'Enter') {
        if (isButton(event.target) || event.shiftKey || event.repeat) return false;
        onEnter();
        return true;
      }
      if (disabled || isTextField(event.target)) return false;
      if (event.key === 'Backspace') {
        onForm(stepBack(of, form));
        return true;
      }
      const press = pressFormKey(of, keys, form, event.key);
      if (press !== null && !event.repeat) onForm(press.form);
      return press !== null;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      flushSync(() => {
        if (handle(event)) event.preventDefault();
      });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
