import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-core/base/ids.ts';
import type { RemakeComparison } from '../../../src-core/contract/remake-calls.ts';
import { remake as messages } from '../../app/messages/en/remake.ts';
import { useCall } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useMadeAgainName } from './remake-notice.tsx';

const TONES = { identical: 'plain', 'within tolerance': 'plain', different: 'warning' } as const;
const VERDICTS = { identical: 'identical', 'within tolerance': 'within', different: 'different' } as const;
const ASPECTS = Object.keys(messages.what) as readonly (keyof typeof messages.what)[];

/** What came of making an image again: the same pixels or how far from them, and what differs in the environment. */
export function RemakeVerdict({ jobId }: { readonly jobId: JobId }) {
  const { t } = useTranslation('remake');
  const nameOf = useMadeAgainName();
  const answer = useCall('remakes.comparison', { jobId });
  if (answer.error !== null)
    return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  const comparison = answer.data ?? null;
  if (comparison === null) return null;
  const verdict = VERDICTS[comparison.verdict];
  return (
    <Notice tone={TONES[comparison.verdict]} title={t(`verdict.${verdict}`)}>
      <Text size="sm">{explain(comparison)}</Text>
      {comparison.differences.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('sameEnvironment')}
        </Text>
      ) : (
        <Differences comparison={comparison} />
      )}
    </Notice>
  );

  function explain({ largestDifference, meanDifference, differingPixels, pixels, of }: RemakeComparison) {
    return t(`explained.${verdict}`, {
      name: nameOf(of),
      largest: largestDifference,
      mean: meanDifference.toFixed(3),
      differing: differingPixels,
      pixels,
    });
  }
}

function Differences({ comparison }: { readonly comparison: RemakeComparison }) {
  const { t } = useTranslation('remake');
  const nameOf = (what: string): string => {
    const known = ASPECTS.find((aspect) => aspect === what);
    return known === undefined ? what : t(`what.${known}`);
  };
  const rows = comparison.differences.map(({ what, recorded, here }) => ({
    label: nameOf(what),
    value: t('thenHere', { recorded, here }),
  }));
  return (
    <>
      <Text size="sm" mt="xs">
        {t('differences')}
      </Text>
      <FactTable rows={rows} label={t('differences')} />
    </>
  );
}
