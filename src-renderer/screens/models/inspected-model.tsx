import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameSchema } from '../../../src-core/contract/common.ts';
import type {
  ModelInspection,
  ModelSelection,
  ModelView,
  SmokeImage,
} from '../../../src-core/contract/model-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Part } from '../../ui/part.tsx';
import type { AddStep } from './add-model-steps.tsx';
import { modelFacts } from './model-facts.ts';
import { ModelProgress } from './model-progress.tsx';
import './models.css';
import { SmokeImagePart } from './smoke-image-part.tsx';

interface InspectedModelProps {
  readonly selection: ModelSelection;
  readonly inspection: ModelInspection;
  readonly onStep: (step: AddStep) => void;
  readonly onBusy: (busy: boolean) => void;
  readonly onAdded: (model: ModelView) => void;
  readonly onClose: () => void;
}

/** What a checked folder is, the image it draws, and its registration. */
export function InspectedModel(props: InspectedModelProps) {
  const { selection, inspection, onStep, onBusy, onAdded, onClose } = props;
  const { t } = useTranslation(['models', 'compose']);
  const { t: tCommon } = useTranslation('common');
  const [name, setName] = useState(inspection.suggestedName);
  const [copy, setCopy] = useState(false);
  const [image, setImage] = useState<SmokeImage | null>(null);
  const [drawing, setDrawing] = useState(false);
  const register = useCommand('models.register', {
    invalidates: ['models.list', 'models.found', 'models.describe'],
    onSuccess: onAdded,
  });
  const registerError = unlessCancelled(register.error);
  const registerButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (image !== null && !drawing) registerButton.current?.focus();
  }, [image, drawing]);
  const nameIsValid = nameSchema.safeParse(name).success;
  const submit = () => {
    onBusy(true);
    register.mutate({ selectionId: selection.selectionId, name, copy }, { onSettled: () => onBusy(false) });
  };
  return (
    <Stack gap="lg">
      {inspection.replaces === null ? null : (
        <Notice tone="plain">{t('models:dialog.replaces', { name: inspection.replaces.name })}</Notice>
      )}
      <div className="models-inspected">
        <Part title={t('models:dialog.whatItIs')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached from the keyboard */}
          <section className="models-facts" aria-label={inspection.description.name} tabIndex={0}>
            <FactTable rows={modelFacts(inspection.description, t)} label={t('models:dialog.whatItIs')} />
          </section>
        </Part>
        <SmokeImagePart
          selectionId={selection.selectionId}
          onDrawing={(busy) => {
            setDrawing(busy);
            onBusy(busy);
          }}
          onDrawn={(drawn) => {
            setImage(drawn);
            onStep('register');
          }}
        />
        <Part title={t('models:dialog.steps.register')}>
          <Stack gap="md">
            <TextInput
              label={t('models:dialog.name')}
              value={name}
              error={nameIsValid ? undefined : t('models:dialog.nameError')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {inspection.mayCopy ? (
              <KeepChoice copy={copy} onChange={setCopy} bytes={inspection.description.totalBytes} />
            ) : null}
          </Stack>
        </Part>
      </div>
      {registerError === null ? null : <ErrorNotice error={registerError} />}
      {register.isPending ? (
        <ModelProgress work="registering" />
      ) : (
        <Group justify="flex-end">
          {image === null ? (
            <Text size="sm" c="dimmed" mr="auto">
              {t('models:dialog.needsImage')}
            </Text>
          ) : null}
          <Button variant="default" disabled={drawing} onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button ref={registerButton} disabled={image === null || drawing || !nameIsValid} onClick={submit}>
            {t('models:dialog.register')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface KeepChoiceProps {
  readonly copy: boolean;
  readonly bytes: number;
  readonly onChange: (copy: boolean) => void;
}

function KeepChoice({ copy, bytes, onChange }: KeepChoiceProps) {
  const { t } = useTranslation('models');
  return (
    <Radio.Group
      label={t('dialog.keep')}
      value={copy ? 'copy' : 'in-place'}
      onChange={(value) => onChange(value === 'copy')}
    >
      <Stack gap="xs" mt={6}>
        <Radio value="in-place" label={t('dialog.inPlace')} description={t('dialog.inPlaceHint')} />
        <Radio
          value="copy"
          label={t('dialog.copyIt', { size: formatBytes(bytes) })}
          description={t('dialog.copyHint')}
        />
      </Stack>
    </Radio.Group>
  );
}
