/** What a client does with answers that hold something this version of the SDK does not know. */
import type { OperationName } from '../../generated/routes.ts';

/** How a place differs. */
export type DriftKind = 'unknown_field' | 'missing_field' | 'unknown_value';

/** A place where answers differ from what this version of the SDK knows. Never the value: it may be somebody's. */
export type Drift = {
  readonly operation: OperationName;
  /** A field that is not known, one that is missing, or a word that is none of those listed. */
  readonly kind: DriftKind;
  /** Within the body, such as `itineraries[].confirmation_type`. */
  readonly path: string;
};

/** How a client takes what it does not know. By default it lets it pass. */
export type DriftOptions = {
  /** Told of each place once. What it throws, or rejects with, is ignored. */
  onDrift?: ((drift: Drift) => unknown) | undefined;
  /** Rejects with an `UnreadableAnswerError` of code `contract_drift` instead: for tests, never for production. */
  strict?: boolean | undefined;
};
