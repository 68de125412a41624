import { z } from 'zod';
import type { StudyId } from '../../src-core/base/ids.ts';
import type { StudyRequest } from './analysis-messages.ts';
import type { AppPorts } from './ports.ts';

const auditedStudySchema = z.object({ study: z.string(), reason: z.string() });

/** How the study came to be unblinded, as the audit log has it. */
export function conductOf(
  { audit }: AppPorts['store'],
  { id, unblindedAt }: { readonly id: StudyId; readonly unblindedAt: string | null },
): StudyRequest['conduct'] {
  if (unblindedAt === null) return { unblinded: null };
  const own = audit.list().flatMap(({ action, details }) => {
    if (action !== 'studies.unblind' && action !== 'studies.close') return [];
    const { study, reason } = auditedStudySchema.parse(details);
    return study === id ? [{ action, reason }] : [];
  });
  const reason = own.find(({ action }) => action === 'studies.unblind')?.reason ?? '';
  return {
    unblinded: {
      at: unblindedAt,
      reason,
      beforeClose: !own.some(({ action }) => action === 'studies.close'),
    },
  };
}
