import { type SummaryTopic, summariseProtocol } from '../../study/protocol-summary.ts';
import { heading, list } from '../blocks/blocks.ts';
import { type SectionPart, sectionOf, words } from '../blocks/part.ts';
import type { StudyContext } from './context.ts';

const TOPIC_TITLES: Readonly<Record<SummaryTopic, string>> = {
  design: 'Design',
  films: 'Films',
  texts: 'Texts',
  readers: 'Readers and clusters',
  course: 'Course',
  order: 'Order',
  rules: 'Rules',
  analysis: 'Planned analysis',
};

/** The frozen protocol in words. */
export function protocolSection({ protocol }: StudyContext): SectionPart {
  const blocks = summariseProtocol(protocol)
    .filter(({ sentences }) => sentences.length > 0)
    .flatMap(({ topic, sentences }) => [heading(TOPIC_TITLES[topic]), ...list(sentences)]);
  return sectionOf('protocol', 'Protocol', words(...blocks));
}
