import type { StudyId } from '../../../src-core/base/ids.ts';
import { studyIdSchema } from '../../../src-core/contract/common.ts';
import { useRoute } from '../../app/use-route.ts';
import './studies.css';
import { StudyList } from './study-list.tsx';
import { StudyPage } from './study-page.tsx';

/** All studies, or the one that the address names. */
export function StudiesScreen() {
  const { parameter } = useRoute();
  const parsed = studyIdSchema.safeParse(parameter);
  if (!parsed.success) return <StudyList />;
  const studyId: StudyId = parsed.data;
  return <StudyPage key={studyId} studyId={studyId} />;
}
