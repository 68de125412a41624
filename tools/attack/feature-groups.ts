/** Numbers that one detector looks at together, by the detector's name. */
export type FeatureGroups = Readonly<Record<string, readonly number[]>>;
