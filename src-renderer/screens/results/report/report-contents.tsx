import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportSection } from '../../../../src-core/report/document.ts';
import { contentsKey, currentSection } from './current-section.ts';

/** How far below the upper edge a section counts as read. */
const LINE_PX = 120;
/** Above a section that the contents lead to. */
const GAP_PX = 12;

interface ReportContentsProps {
  readonly sections: readonly ReportSection[];
  readonly elements: RefObject<(HTMLElement | null)[]>;
}

/** The document's sections, the one in sight marked; one stop of Tab, arrows within, Enter leads there. */
export function ReportContents({ sections, elements }: ReportContentsProps) {
  const { t } = useTranslation('analysis');
  const { current, goTo } = useCurrentSection(elements, sections.length);
  const [focused, setFocused] = useState<number | null>(null);
  const links = useRef<(HTMLButtonElement | null)[]>([]);
  const stop = focused ?? Math.max(0, current);
  return (
    <nav className="report-contents" aria-label={t('document.contents')}>
      <ol onBlur={() => setFocused(null)}>
        {sections.map(({ id, title }, place) => (
          <li key={id}>
            <button
              ref={(element) => {
                links.current[place] = element;
              }}
              type="button"
              tabIndex={place === stop ? 0 : -1}
              aria-current={place === current ? 'location' : undefined}
              onFocus={() => setFocused(place)}
              onClick={() => goTo(place)}
              onKeyDown={(event) => {
                const next = contentsKey(event.key, place, sections.length);
                if (next === null) return;
                event.preventDefault();
                links.current[next]?.focus();
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface CurrentSection {
  readonly current: number;
  readonly goTo: (place: number) => void;
}

function useCurrentSection(elements: RefObject<(HTMLElement | null)[]>, count: number): CurrentSection {
  const [current, setCurrent] = useState(0);
  // Where the contents led last: near the end of the document other sections are in sight as well.
  const led = useRef<{ readonly place: number; readonly scrollTop: number } | null>(null);
  useEffect(() => {
    const scroller = scrollerOf(elements.current[0] ?? null);
    if (scroller === null) return undefined;
    const look = () => {
      if (led.current !== null && Math.abs(scroller.scrollTop - led.current.scrollTop) < 2) {
        setCurrent(led.current.place);
        return;
      }
      const { top } = scroller.getBoundingClientRect();
      const tops = elements.current
        .slice(0, count)
        .map((element) => (element?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY) - top);
      const atEnd = scroller.scrollTop > 0 && fromEnd(scroller) < 2;
      setCurrent(currentSection(tops, LINE_PX, atEnd));
    };
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    return () => scroller.removeEventListener('scroll', look);
  }, [elements, count]);
  const goTo = (place: number) => {
    const section = elements.current[place];
    const scroller = scrollerOf(section ?? null);
    if (section === null || section === undefined || scroller === null) return;
    scroller.scrollTop += section.getBoundingClientRect().top - scroller.getBoundingClientRect().top - GAP_PX;
    led.current = { place, scrollTop: scroller.scrollTop };
    setCurrent(place);
    // The heading takes the focus, so that reading goes on from there.
    section.querySelector<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
  };
  return { current, goTo };
}

const fromEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight;

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let parent = element?.parentElement ?? null; parent !== null; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return null;
}
