import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../ui/format.ts';
import type { CurvePoint } from './power-state.ts';

const WIDTH = 520;
const HEIGHT = 240;
const MARGIN = { left: 44, right: 12, top: 10, bottom: 40 };
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

interface PowerCurveProps {
  readonly points: readonly CurvePoint[];
  readonly wanted: number;
  /** The values are half-widths, of any size, and no power. */
  readonly precision: boolean;
  readonly here: CurvePoint;
  /** Monte-Carlo intervals of what was simulated. */
  readonly simulated: readonly { readonly at: number; readonly lower: number; readonly upper: number }[];
  readonly label: string;
}

/** The value against a number of cases or readers, with the wanted one, where the study stands, and what was simulated. */
export function PowerCurve({ points, wanted, precision, here, simulated, label }: PowerCurveProps) {
  const { t } = useTranslation('power');
  const titleId = useId();
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const x = (at: number): number =>
    MARGIN.left + ((at - first) / Math.max(1, last - first)) * (WIDTH - MARGIN.left - MARGIN.right);
  // Few cases leave an interval of any width: what is far above the wanted one is cut off.
  const top = precision ? Math.max(2.5 * wanted, 1.25 * here.value) : 1;
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - (Math.min(value, top) / top) * (HEIGHT - MARGIN.bottom - MARGIN.top);
  const line = points
    .filter(({ value }) => value <= top)
    .map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ');
  const steps = [0, 1, 2, 3, 4].map((step) => Math.round(first + ((last - first) * step) / 4));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={titleId}>
      <title id={titleId}>
        {t(precision ? 'curveWidth' : 'curve', {
          label,
          at: here.at,
          value: formatNumber(here.value, precision ? 3 : 2),
        })}
      </title>
      {TICKS.map((share) => share * top).map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left - 4} x2={MARGIN.left} y1={y(tick)} y2={y(tick)} className="power-axis" />
          <text
            x={MARGIN.left - 8}
            y={y(tick)}
            textAnchor="end"
            dominantBaseline="central"
            className="power-label"
          >
            {precision ? formatNumber(tick, 2) : tick}
          </text>
        </g>
      ))}
      {[...new Set(steps)].map((step) => (
        <g key={step}>
          <line x1={x(step)} x2={x(step)} y1={y(0)} y2={y(0) + 4} className="power-axis" />
          <text x={x(step)} y={y(0) + 16} textAnchor="middle" className="power-label">
            {step}
          </text>
        </g>
      ))}
      <line x1={MARGIN.left} x2={MARGIN.left} y1={y(top)} y2={y(0)} className="power-axis" />
      <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(0)} y2={y(0)} className="power-axis" />
      <line
        x1={MARGIN.left}
        x2={WIDTH - MARGIN.right}
        y1={y(wanted)}
        y2={y(wanted)}
        className="power-wanted"
      />
      <polyline points={line} className="power-line" />
      {here.at >= first && here.at <= last ? (
        <circle cx={x(here.at)} cy={y(here.value)} r={5} className="power-here" />
      ) : null}
      {simulated
        .filter(({ at }) => at >= first && at <= last)
        .map(({ at, lower, upper }) => (
          <g key={at} className="power-simulated">
            <line x1={x(at)} x2={x(at)} y1={y(lower)} y2={y(upper)} />
            <line x1={x(at) - 5} x2={x(at) + 5} y1={y(lower)} y2={y(lower)} />
            <line x1={x(at) - 5} x2={x(at) + 5} y1={y(upper)} y2={y(upper)} />
          </g>
        ))}
      <text x={(MARGIN.left + WIDTH) / 2} y={HEIGHT - 6} textAnchor="middle" className="power-label">
        {label}
      </text>
    </svg>
  );
}
