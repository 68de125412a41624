import { useEffect, useMemo, useState } from 'react';
import type { AnalysisView } from '../../../../src-core/contract/analysis-calls.ts';
import type { Figure } from '../../../../src-core/report/figure.ts';
import { numberBlocks } from '../../../../src-core/report/numbering.ts';
import { svgSize } from './svg-size.ts';

/** A figure with its picture and its number, in the order of the document. */
export interface DrawnFigure {
  readonly figure: Figure;
  readonly number: string;
  /** Null: it was not drawn. */
  readonly url: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** The document's figures as images of this window, which are given up with it. */
export function useDrawnFigures({ document, figures }: AnalysisView): readonly DrawnFigure[] {
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const made = new Map(
      figures.map(({ figureId, svg }) => [
        figureId,
        URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })),
      ]),
    );
    setUrls(made);
    return () => {
      for (const url of made.values()) URL.revokeObjectURL(url);
    };
  }, [figures]);
  return useMemo(
    () =>
      [...numberBlocks(document)].flatMap(([block, number]): DrawnFigure[] => {
        if (block.kind !== 'figure') return [];
        const figure = document.figures.find(({ id }) => id === block.figureId);
        if (figure === undefined) return [];
        const svg = figures.find(({ figureId }) => figureId === figure.id)?.svg;
        const size = svg === undefined ? null : svgSize(svg);
        return [{ figure, number, url: urls.get(figure.id) ?? null, size }];
      }),
    [document, figures, urls],
  );
}
