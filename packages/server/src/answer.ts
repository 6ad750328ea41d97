/** What a handler gives back: a body that is checked against the contract, or text or bytes that are sent as they are. */
import type { AnswerCodec } from '@partner-gateway/write-guard';
import { z } from 'zod';

/** A body that the contract checks, and strips of what it does not declare. */
export type CheckedAnswer<Status extends number = number, Body = unknown> = {
  readonly status: Status;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Is given the checked body's JSON and its entity tag, for whoever sends it again. */
  readonly printed?: (printed: Printed) => void;
  /** Called when nobody reads the body any more; a long one is emptied, since promises it came through hold it for longer. */
  readonly letGo?: () => void;
};

/** JSON, and its strong entity tag. */
export type Printed = { readonly bytes: Buffer; readonly tag: string };

/** A body that was checked and printed before. */
export type BytesAnswer<Status extends number = number> = {
  readonly status: Status;
  readonly headers: Readonly<Record<string, string>>;
} & Printed;

/** An answer whose bytes are settled: stored for replays, or passed through from a neighbour. */
export type TextAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** Any of them. */
export type Answer = CheckedAnswer | TextAnswer | BytesAnswer;

/** Whether an answer's bytes are settled. */
export const isTextAnswer = (answer: Answer): answer is TextAnswer => 'text' in answer;

const storedSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});

/** Answers as they are stored. */
export const answerCodec: AnswerCodec<TextAnswer> = {
  encode: ({ status, headers, text }) => JSON.stringify({ status, headers, text }),
  decode: (stored) => storedSchema.parse(JSON.parse(stored)),
};
