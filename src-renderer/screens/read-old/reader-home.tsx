import { useState } from 'react';
import type { Person } from '../../../src-core/contract/session-calls.ts';
import { AssignmentList } from './assignment-list.tsx';
import { EndScreen } from './end-screen.tsx';
import { ReadingScreen } from './reading-screen.tsx';
import type { OpenedStudy } from './use-reading.ts';

type Place =
  | { readonly kind: 'list' }
  | { readonly kind: 'reading'; readonly study: OpenedStudy }
  | { readonly kind: 'finished' };

/** Everything a reader sees: the list of studies, a sitting, its end. */
export function ReaderHome({ reader }: { readonly reader: Person }) {
  const [place, setPlace] = useState<Place>({ kind: 'list' });
  const showList = () => setPlace({ kind: 'list' });
  switch (place.kind) {
    case 'list':
      return (
        <AssignmentList
          reader={reader}
          onOpened={(study) => setPlace({ kind: 'reading', study })}
          onFinished={() => setPlace({ kind: 'finished' })}
        />
      );
    case 'reading':
      return (
        <ReadingScreen
          {...place.study}
          onFinished={() => setPlace({ kind: 'finished' })}
          onLeave={showList}
        />
      );
    case 'finished':
      return <EndScreen onBack={showList} />;
  }
}
