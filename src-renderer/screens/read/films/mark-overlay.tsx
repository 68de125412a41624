import type { Mark } from '../../../../src-core/study/answer-marks.ts';
import type { FilmStage } from '../../../viewer/film-stage.ts';
import { useStageSnapshot } from '../../../viewer/use-film-stage.ts';
import { type Point, scaleOf, viewPointAt } from '../../../viewer/view-geometry.ts';
import type { Marking } from './marking.ts';

interface MarkOverlayProps {
  readonly stage: FilmStage;
  /** From 1. */
  readonly film: number;
  readonly marks: readonly Mark[];
  /** Null: marks are shown and not changed. */
  readonly marking: Marking | null;
}

const POINT_RADIUS_PX = 7;
const CROSS_PX = 16;

/** Marks over their film, at the film's own places however it is shown, thin enough to see what lies under them. */
export function MarkOverlay({ stage, film, marks, marking }: MarkOverlayProps) {
  const { view, frame } = useStageSnapshot(stage);
  if (view === null || frame === null) return null;
  const ratio = window.devicePixelRatio;
  const scale = scaleOf(view.placement, frame) / ratio;
  const place = (point: Point): Point => {
    const { x, y } = viewPointAt(point, view.placement, frame);
    return { x: x / ratio, y: y / ratio };
  };
  const cross = marking !== null && marking.film === film && marking.selected === null ? marking : null;
  const begun = cross?.corner ?? null;
  return (
    <svg className="read-overlay" aria-hidden="true">
      {marks.map((mark, index) =>
        mark.film === film ? (
          <MarkShape
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is known by its place in the list.
            key={index}
            mark={mark}
            number={index + 1}
            selected={marking?.selected === index}
            at={place(mark)}
            scale={scale}
          />
        ) : null,
      )}
      {cross === null || begun === null ? null : (
        <Box from={place(begun)} to={place(cross.at)} className="read-mark-shape" />
      )}
      {cross === null ? null : <Cross at={place(cross.at)} />}
    </svg>
  );
}

interface MarkShapeProps {
  readonly mark: Mark;
  readonly number: number;
  readonly selected: boolean;
  readonly at: Point;
  /** CSS pixels for one film pixel. */
  readonly scale: number;
}

function MarkShape({ mark, number, selected, at, scale }: MarkShapeProps) {
  const far = mark.shape === 'box' ? { x: at.x + mark.width * scale, y: at.y + mark.height * scale } : null;
  const label = far === null ? { x: at.x + POINT_RADIUS_PX + 4, y: at.y - 4 } : { x: at.x + 4, y: at.y - 5 };
  return (
    <g data-mark={number} data-selected={selected} className="read-mark-shape">
      {far === null ? (
        <>
          <circle className="read-mark-halo" cx={at.x} cy={at.y} r={POINT_RADIUS_PX} />
          <circle cx={at.x} cy={at.y} r={POINT_RADIUS_PX} />
          <circle className="read-mark-dot" cx={at.x} cy={at.y} r={1.2} />
        </>
      ) : (
        <Box from={at} to={far} />
      )}
      <text x={label.x} y={Math.max(12, label.y)}>
        {number}
      </text>
    </g>
  );
}

function Box({ from, to, className }: { from: Point; to: Point; className?: string }) {
  const shape = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return (
    <g className={className}>
      <rect className="read-mark-halo" {...shape} />
      <rect {...shape} />
    </g>
  );
}

/** Open in the middle, where the eye has to see the film. */
function Cross({ at }: { readonly at: Point }) {
  const lines = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ].map(([x = 0, y = 0]) => ({
    x1: at.x + 4 * x,
    y1: at.y + 4 * y,
    x2: at.x + CROSS_PX * x,
    y2: at.y + CROSS_PX * y,
  }));
  return (
    <g className="read-cross" data-crosshair="true">
      {lines.map((line) => (
        <line key={`${line.x2} ${line.y2} halo`} className="read-mark-halo" {...line} />
      ))}
      {lines.map((line) => (
        <line key={`${line.x2} ${line.y2}`} {...line} />
      ))}
    </g>
  );
}
