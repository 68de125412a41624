import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../../../src-core/contract/session-calls.ts';
import { AssignmentList } from './assignment-list.tsx';
import { ReadingStudyScreen } from './reading-study.tsx';
import { emptyMemory, type OpenedStudy } from './use-sitting.ts';

type Place = { readonly kind: 'list' } | { readonly kind: 'study'; readonly opened: OpenedStudy };

/** Everything a reader sees: the list of studies, and a stay with one of them. */
export function ReaderHome({ reader }: { readonly reader: Person }) {
  const queryClient = useQueryClient();
  const [place, setPlace] = useState<Place>({ kind: 'list' });
  // What is not sent yet waits here as long as its reader is signed in.
  const [memory] = useState(emptyMemory);
  const showList = () => {
    void queryClient.invalidateQueries({ queryKey: ['reader.assignments'] });
    setPlace({ kind: 'list' });
  };
  switch (place.kind) {
    case 'list':
      return <AssignmentList reader={reader} onOpened={(opened) => setPlace({ kind: 'study', opened })} />;
    case 'study':
      return <ReadingStudyScreen opened={place.opened} memory={memory} onLeave={showList} />;
  }
}
