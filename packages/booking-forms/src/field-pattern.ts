/** The patterns of a field: 12go's rules as they are printed and tested, and whether a text follows them. */
import { type PcreNode, testedLength, toPortableRule } from '@partner-gateway/twelvego-client';

/** A rule of 12go: as JSON Schema prints it, as the gateway tests it, which is the same, and as words are made of it. */
export type FieldPattern = {
  readonly printed: string;
  readonly test: RegExp;
  readonly judgesLong: boolean;
  readonly rule: PcreNode;
};

/** Whether a text follows one of the patterns; without any it does. One too long to test quickly is 12go's to judge. */
export const followsPatterns = (patterns: readonly FieldPattern[], text: string): boolean =>
  patterns.length === 0 ||
  patterns.some(({ test, judgesLong }) => (!judgesLong && text.length > testedLength) || test.test(text));

export const readPattern = (pcre: string): FieldPattern | undefined => {
  const portable = toPortableRule(pcre);
  if (portable === undefined) return undefined;
  const { pattern, judgesLong, rule } = portable;
  return { printed: pattern, test: new RegExp(pattern, 'u'), judgesLong, rule };
};
