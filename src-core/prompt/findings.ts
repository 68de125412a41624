/** How a finding's extent is worded: by size (large effusion) or by severity (severe edema). */
export type Grading = 'size' | 'severity' | 'none';

export interface FindingTerm {
  readonly id: string;
  /** The label of NIH ChestX-ray14 (Wang et al., CVPR 2017), null where the finding is not among the fourteen. */
  readonly nihLabel: string | null;
  /** The noun phrase of a report, in lower case, without an article. */
  readonly singular: string;
  /** The noun phrase for both sides ("bilateral pleural effusions"). */
  readonly plural: string;
  /** `plain`: "right pleural effusion"; `sided`: "right-sided pneumonia"; `none`: has no side. */
  readonly side: 'plain' | 'sided' | 'none';
  readonly grading: Grading;
  /** A device is no disease: it may stand beside "no acute cardiopulmonary process". */
  readonly kind: 'disease' | 'device';
}

/** The fourteen labels of NIH ChestX-ray14 in the paper's order, then fractures and common lines and devices. */
export const FINDINGS = [
  term('atelectasis', 'Atelectasis', 'atelectasis', 'atelectasis', 'plain', 'severity'),
  term('cardiomegaly', 'Cardiomegaly', 'cardiomegaly', 'cardiomegaly', 'none', 'severity'),
  term('effusion', 'Effusion', 'pleural effusion', 'pleural effusions', 'plain', 'size'),
  term('infiltration', 'Infiltration', 'infiltrate', 'infiltrates', 'sided', 'size'),
  term('mass', 'Mass', 'lung mass', 'lung masses', 'plain', 'size'),
  term('nodule', 'Nodule', 'pulmonary nodule', 'pulmonary nodules', 'plain', 'size'),
  term('pneumonia', 'Pneumonia', 'pneumonia', 'pneumonia', 'sided', 'severity'),
  term('pneumothorax', 'Pneumothorax', 'pneumothorax', 'pneumothoraces', 'plain', 'size'),
  term('consolidation', 'Consolidation', 'consolidation', 'consolidations', 'sided', 'size'),
  term('edema', 'Edema', 'pulmonary edema', 'pulmonary edema', 'sided', 'severity'),
  term('emphysema', 'Emphysema', 'emphysema', 'emphysema', 'sided', 'severity'),
  term('fibrosis', 'Fibrosis', 'pulmonary fibrosis', 'pulmonary fibrosis', 'sided', 'severity'),
  term(
    'pleural_thickening',
    'Pleural_Thickening',
    'pleural thickening',
    'pleural thickening',
    'plain',
    'severity',
  ),
  term('hernia', 'Hernia', 'hiatal hernia', 'hiatal hernia', 'none', 'size'),
  term('fracture', null, 'rib fracture', 'rib fractures', 'plain', 'none'),
  term('support_devices', null, 'support devices', 'support devices', 'none', 'none', 'device'),
  term('pacemaker', null, 'pacemaker', 'pacemakers', 'sided', 'none', 'device'),
  term(
    'central_line',
    null,
    'central venous catheter',
    'central venous catheters',
    'sided',
    'none',
    'device',
  ),
  term('endotracheal_tube', null, 'endotracheal tube', 'endotracheal tube', 'none', 'none', 'device'),
] as const satisfies readonly FindingTerm[];

export type FindingId = (typeof FINDINGS)[number]['id'];

export const FINDING_IDS: readonly FindingId[] = FINDINGS.map((finding) => finding.id);

const TERM_OF = new Map<FindingId, FindingTerm>(FINDINGS.map((finding) => [finding.id, finding]));

/** The wording of a finding. */
export function findingTerm(id: FindingId): FindingTerm {
  const found = TERM_OF.get(id);
  if (found === undefined) throw new Error(`The vocabulary has no finding "${id}".`);
  return found;
}

function term<Id extends string>(
  id: Id,
  nihLabel: string | null,
  singular: string,
  plural: string,
  side: FindingTerm['side'],
  grading: Grading,
  kind: FindingTerm['kind'] = 'disease',
): FindingTerm & { readonly id: Id } {
  return { id, nihLabel, singular, plural, side, grading, kind };
}
