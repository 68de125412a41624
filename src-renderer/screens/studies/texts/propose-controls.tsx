import { Button, Group, List, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UNTURNABLE } from '../../../../src-core/prompt/mismatched-text.ts';
import type { ProposedTextControls, TextControlWishes } from '../../../../src-core/study/text-controls.ts';
import { Notice } from '../../../ui/notice.tsx';
import { CountField } from '../design/fields.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import { CONTROL_KINDS, mismatchedFilms, proposedControls } from './texts-state.ts';

const FIRST_WISHES: TextControlWishes = {
  perArm: { 'wrong-side': 1, 'wrong-finding': 1, negated: 1 },
  seed: 1,
};

/** How many texts are to be wrong in each arm, and the proposal; a person then reads what came of it. */
export function ProposeControls({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const [wishes, setWishes] = useState(FIRST_WISHES);
  const [short, setShort] = useState<ProposedTextControls['short']>([]);
  const propose = () => {
    const proposed = proposedControls(draft, candidates, wishes);
    setShort(proposed.short);
    edit(() => proposed.draft);
  };
  return (
    <Stack gap="sm" maw={880}>
      <div className="design-phase-row">
        {CONTROL_KINDS.map((how) => (
          <CountField
            key={how}
            label={t('texts.perArm', { how: t(`texts.how.${how}`) })}
            value={wishes.perArm[how]}
            min={0}
            max={200}
            onChange={(count) => setWishes({ ...wishes, perArm: { ...wishes.perArm, [how]: count } })}
          />
        ))}
        <CountField
          label={t('texts.seed')}
          value={wishes.seed}
          min={0}
          max={4_294_967_295}
          onChange={(seed) => setWishes({ ...wishes, seed })}
        />
      </div>
      <Group>
        <Button variant="default" disabled={draft.films.length === 0} onClick={propose}>
          {t(mismatchedFilms(draft).length === 0 ? 'texts.propose' : 'texts.proposeAgain')}
        </Button>
      </Group>
      {short.length === 0 ? null : (
        <Notice tone="warning">
          <List size="sm" spacing={4}>
            {short.map(({ arm, how, wanted, count, reasons }) => (
              <List.Item key={`${arm} ${how}`}>
                {[
                  t('texts.short', { arm, how: t(`texts.how.${how}`), wanted, count }),
                  ...UNTURNABLE.filter((reason) => reasons[reason] !== undefined).map((reason) =>
                    t(`texts.unable.${reason}`, { count: reasons[reason] ?? 0 }),
                  ),
                ].join(' ')}
              </List.Item>
            ))}
          </List>
        </Notice>
      )}
    </Stack>
  );
}
