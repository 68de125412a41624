import { List, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SUMMARY_TOPICS } from '../../../../src-core/study/protocol-summary.ts';

interface SummaryTopicsProps {
  readonly topics: readonly { readonly topic: string; readonly sentences: readonly string[] }[];
}

/** A protocol in plain sentences, topic by topic. */
export function SummaryTopics({ topics }: SummaryTopicsProps) {
  const { t } = useTranslation('design');
  const titleOf = (topic: string): string => {
    const known = SUMMARY_TOPICS.find((name) => name === topic);
    return known === undefined ? topic : t(`topics.${known}`);
  };
  return (
    <Stack gap="sm">
      {topics.map(({ topic, sentences }) => (
        <section key={topic} aria-label={titleOf(topic)}>
          <h3 className="design-summary-topic">{titleOf(topic)}</h3>
          <List size="sm" spacing={4}>
            {sentences.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        </section>
      ))}
    </Stack>
  );
}
