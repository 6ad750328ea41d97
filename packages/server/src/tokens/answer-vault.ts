/** Seals what the store keeps about a booking write: answers hold passenger data, and the store is not ours to trust. */
import type { Boxes } from './seal.ts';

export type AnswerVault = {
  /** `name` is the record's name: an answer does not open under any other. */
  seal(name: string, plainText: string): string;
  /** @throws {TokenError} when altered, moved to another record, or sealed by a key that is gone. */
  open(name: string, box: string): string;
};

/** Answers are read from our own store, so their bound guards memory only. */
const ANSWER_LENGTH_MAX = 1024 * 1024;

/**
 * @example
 * const vault = createAnswerVault(createBoxes(ring));
 * vault.open('acme.k', vault.seal('acme.k', 'body')); // 'body'
 */
export const createAnswerVault = (boxes: Boxes): AnswerVault => ({
  seal: (name, plainText) => boxes.seal({ purpose: 'st', owner: name }, plainText),
  open: (name, box) => boxes.open({ purpose: 'st', owner: name }, box, ANSWER_LENGTH_MAX),
});
