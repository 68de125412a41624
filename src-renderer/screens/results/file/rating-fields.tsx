import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type FileDraft, fileFaults } from './file-state.ts';

const FIELDS = ['lowest', 'highest', 'threshold', 'chance', 'margin'] as const;
type Field = (typeof FIELDS)[number];

const HINTS = {
  lowest: 'file.scaleHint',
  highest: 'file.scaleHint',
  threshold: 'file.thresholdHint',
  chance: 'file.chanceHint',
  margin: 'file.marginHint',
} as const;

interface RatingFieldsProps {
  readonly draft: FileDraft;
  readonly onChange: (draft: FileDraft) => void;
}

/** The scale of the ratings and what they are held against. */
export function RatingFields({ draft, onChange }: RatingFieldsProps) {
  const { t } = useTranslation('analysis');
  const kinds = fileFaults(draft).map(({ kind }) => kind);
  const errorOf = (field: Field): string | undefined => {
    if (field === 'lowest' && kinds.includes('scaleHalf')) return t('file.scaleHalf');
    if (field === 'lowest' && kinds.includes('scale')) return t('file.scale');
    if (field === 'chance' && kinds.includes('chance')) return t('file.chanceRange');
    if (field === 'margin' && kinds.includes('margin')) return t('file.marginRange');
    return undefined;
  };
  return (
    <div className="analysis-fields">
      {FIELDS.map((field) => (
        <NumberInput
          key={field}
          label={t(`file.${field}`)}
          description={t(HINTS[field])}
          value={draft[field] ?? ''}
          error={errorOf(field)}
          hideControls
          onChange={(value) => onChange({ ...draft, [field]: typeof value === 'number' ? value : null })}
        />
      ))}
    </div>
  );
}
