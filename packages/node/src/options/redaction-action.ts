export const redactionActions = ['mask', 'hash', 'drop'] as const;
/** What happens to a secret: a marker or a keyed hash stands for it, or its field is removed. */
export type RedactionAction = (typeof redactionActions)[number];
