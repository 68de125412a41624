import { Table, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LightboxError } from '../../../../src-core/base/errors.ts';
import type { TakenReadings } from '../../../../src-core/contract/package-calls.ts';
import { describeError } from '../../../app/error-text.ts';

/** What became of each file of readings: taken with how many rows, or refused with the reason. */
export function TakenTable({ taken }: { readonly taken: readonly TakenReadings[] }) {
  const { t } = useTranslation('conduct');
  const part = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: below a long list of packages the outcome is out of sight.
  useEffect(() => part.current?.scrollIntoView({ block: 'nearest' }), [taken]);
  return (
    <div role="status" ref={part}>
      <Table aria-label={t('packages.takenLabel')} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('packages.file')}</Table.Th>
            <Table.Th>{t('packages.outcome')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {taken.map(({ fileName, outcome }) => (
            <Table.Tr key={fileName} data-outcome={outcome.kind}>
              <Table.Td>{fileName}</Table.Td>
              <Table.Td>
                <Outcome outcome={outcome} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: TakenReadings['outcome'] }) {
  const { t } = useTranslation('conduct');
  const { t: tErrors } = useTranslation('errors');
  if (outcome.kind === 'refused') {
    const { title, explanation } = describeError(LightboxError.fromPayload(outcome.error), tErrors);
    return (
      <>
        <Text size="sm" c="var(--mantine-color-error)">
          {title}
        </Text>
        <Text size="sm">{explanation}</Text>
      </>
    );
  }
  const { studyName, readerName, added, rows, fingerprint, receipt } = outcome;
  return (
    <>
      <Text size="sm">
        {added === 0
          ? t('packages.known', { study: studyName, reader: readerName, rows })
          : t('packages.taken', { study: studyName, reader: readerName, count: added, rows })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('packages.fingerprint', { fingerprint })}
        {receipt === null ? ` ${t('packages.noReceipt')}` : ` ${t('packages.receipt', { file: receipt })}`}
      </Text>
    </>
  );
}
