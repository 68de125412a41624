import { z } from 'zod';
import type { FilmId } from '../../src-core/base/ids.ts';
import { filmIdSchema } from '../../src-core/contract/common.ts';
import type { Study } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** What a draft's protocol column holds until the freeze writes the protocol itself. */
const draftSchema = z.looseObject({ filmIds: z.array(filmIdSchema) });

/** The films of a study: its draft's choice, or the frozen cases' films. */
export function filmIdsOf(ports: AppPorts, study: Study): readonly FilmId[] {
  if (study.state === 'draft') return draftSchema.parse(study.protocol).filmIds;
  return ports.store.truth.cases(study.id).map(({ filmId }) => filmId);
}
