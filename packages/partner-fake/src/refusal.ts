/** What the API refuses: thrown by any step, made a problem where requests are answered. */
import type { ErrorCode, Outcome } from '@partner-gateway/contract';
import type { Money } from './money.ts';

export type FieldError = { readonly field: string; readonly message: string };

/** What a problem has beside its row of the error table. */
export type RefusalDetails = {
  readonly detail?: string;
  readonly fields?: readonly FieldError[];
  readonly outcome?: Outcome;
  readonly booking_id?: string;
  readonly expected_total?: Money;
  readonly price_changed?: {
    readonly quoted: Money;
    readonly current: Money;
    readonly difference_percent?: string;
    readonly booking_id?: string;
  };
  readonly headers?: Readonly<Record<string, string>>;
};

/** Ends a request with an error of the contract. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;
  constructor(code: ErrorCode, details: RefusalDetails = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

const verbOf = ({ field, message }: FieldError): string =>
  field === '' ? `The body ${message}` : `${field} ${message}`;

/** The sentence that names the first of several fields. */
export const detailOf = (fields: readonly FieldError[]): string | undefined => {
  const [first, ...others] = fields;
  if (first === undefined) return undefined;
  if (others.length === 0) return `${verbOf(first)}.`;
  return `${verbOf(first)}. ${others.length} more ${others.length === 1 ? 'part needs' : 'parts need'} attention.`;
};

/** Refuses with `invalid_request` unless there is nothing to correct. */
export const demandNone = (fields: readonly FieldError[], code: ErrorCode = 'invalid_request'): void => {
  if (fields.length > 0) throw new Refusal(code, { fields });
};
