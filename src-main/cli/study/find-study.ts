import { LightboxError } from '../../../src-core/base/errors.ts';
import type { CallOutput } from '../../../src-core/contract/contract.ts';
import type { SignedIn } from '../data-options.ts';

type ListedStudy = CallOutput<'conduct.list'>[number];

/** A study by its id, or by its name where one alone has it. @throws LightboxError NOT_FOUND, CONFLICT */
export async function findStudy(call: SignedIn['call'], nameOrId: string): Promise<ListedStudy> {
  const studies = await call('conduct.list', {});
  const found = studies.filter(({ studyId, name }) => studyId === nameOrId || name === nameOrId);
  const [study, other] = found;
  if (study !== undefined && other === undefined) return study;
  if (study === undefined) {
    const known = studies.map(({ name }) => `"${name}"`).join(', ');
    throw new LightboxError(
      'NOT_FOUND',
      `There is no study "${nameOrId}" here; there ${known === '' ? 'is none' : `are ${known}`}.`,
    );
  }
  const ids = found.map(({ studyId }) => studyId).join(', ');
  throw new LightboxError('CONFLICT', `Several studies are named "${nameOrId}": name one by its id: ${ids}.`);
}
