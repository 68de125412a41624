/** A pilot of 114 cases: the VanDyke data, components as RJafroc's documentation has them. The AUC is a guess. */
export const PILOT = {
  cases: 114,
  readerVariance: 0.00153499935,
  interactionVariance: 0.00020040252,
  variance: 0.00080228827,
  cov1: 0.00034661371,
  cov2: 0.00034407483,
  cov3: 0.00023902837,
  auc: 0.88,
};
