import { Stack, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { barParts, RATINGS, type RatingCounts } from './likert.ts';
import { useArmName } from './names.ts';

/** From dark to light, so that the order shows without hue; the text on each part keeps its contrast. */
const FILLS = ['#1b4e52', '#28686d', '#47989d', '#7cc1c5', '#c2e4e6'];
const INKS = ['#ffffff', '#ffffff', '#040404', '#040404', '#040404'];

const WIDTH = 600;
const LABEL_WIDTH = 110;
const BAR_HEIGHT = 34;
const ROW_HEIGHT = 46;
/** Narrower parts carry no number: the table below has it. */
const NARROWEST_LABELLED = 22;

interface LikertChartProps {
  readonly item: string;
  readonly ratings: readonly RatingCounts[];
}

/** Stacked bars of ratings by arm, with the same numbers as a table below. */
export function LikertChart({ item, ratings }: LikertChartProps) {
  const { t } = useTranslation('results');
  const armName = useArmName();
  const titleId = useId();
  const descriptionId = useId();
  const described = ratings.map(({ arm, counts, total }) =>
    t('likert.barDescription', {
      arm: armName(arm),
      total,
      counts: counts.map((count, index) => t('likert.countOf', { count, rating: index + 1 })).join(', '),
    }),
  );
  return (
    <Stack gap="xs" miw={0}>
      <Title order={3} size="h6">
        {item}
      </Title>
      <svg
        viewBox={`0 0 ${WIDTH} ${ROW_HEIGHT * ratings.length + 20}`}
        role="img"
        aria-labelledby={`${titleId} ${descriptionId}`}
        className="results-chart"
      >
        <title id={titleId}>{t('likert.chartTitle', { item })}</title>
        <desc id={descriptionId}>{[t('likert.chartDescription'), ...described].join(' ')}</desc>
        {ratings.map((rating, index) => (
          <Bar key={rating.arm} rating={rating} y={index * ROW_HEIGHT} name={armName(rating.arm)} />
        ))}
        <text x={LABEL_WIDTH} y={ROW_HEIGHT * ratings.length + 12} className="results-chart-scale">
          {t('likert.lowest')}
        </text>
        <text x={WIDTH} y={ROW_HEIGHT * ratings.length + 12} textAnchor="end" className="results-chart-scale">
          {t('likert.highest')}
        </text>
      </svg>
      <CountsTable item={item} ratings={ratings} />
    </Stack>
  );
}

interface BarProps {
  readonly rating: RatingCounts;
  readonly y: number;
  readonly name: string;
}

function Bar({ rating, y, name }: BarProps) {
  const { t } = useTranslation('results');
  const middle = y + BAR_HEIGHT / 2;
  const parts = barParts(rating.counts, WIDTH - LABEL_WIDTH);
  return (
    <g>
      <text x={0} y={middle} dominantBaseline="central" className="results-chart-arm">
        {name}
      </text>
      {rating.total === 0 ? (
        <text x={LABEL_WIDTH} y={middle} dominantBaseline="central" className="results-chart-scale">
          {t('likert.none')}
        </text>
      ) : null}
      {parts.map((part, index) =>
        part.width === 0 ? null : (
          <g key={RATINGS[index]}>
            <rect
              x={LABEL_WIDTH + part.x}
              y={y}
              width={part.width}
              height={BAR_HEIGHT}
              fill={FILLS[index]}
              stroke="#0a0b0b"
            />
            {part.width < NARROWEST_LABELLED ? null : (
              <text
                x={LABEL_WIDTH + part.x + part.width / 2}
                y={middle}
                textAnchor="middle"
                dominantBaseline="central"
                fill={INKS[index]}
                className="results-chart-rating"
              >
                {RATINGS[index]}
              </text>
            )}
          </g>
        ),
      )}
    </g>
  );
}

function CountsTable({ item, ratings }: LikertChartProps) {
  const { t } = useTranslation('results');
  const armName = useArmName();
  return (
    <Table aria-label={t('likert.tableLabel', { item })} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('likert.arm')}</Table.Th>
          {RATINGS.map((rating) => (
            <Table.Th key={rating} ta="right" aria-label={t('likert.rating', { rating })}>
              {rating}
            </Table.Th>
          ))}
          <Table.Th ta="right">{t('likert.total')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {ratings.map(({ arm, counts, total }) => (
          <Table.Tr key={arm}>
            <Table.Th scope="row" fw={400}>
              {armName(arm)}
            </Table.Th>
            {RATINGS.map((rating, index) => (
              <Table.Td key={rating} ta="right">
                {counts[index]}
              </Table.Td>
            ))}
            <Table.Td ta="right">
              <Text span size="sm">
                {total}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
