/** What a client does with answers that hold something this version of the SDK does not know. */
import type { OperationName } from '../../generated/routes.ts';

/**
 * How a place differs.
 *
 * @example
 * ```ts
 * const isNew = (kind: DriftKind): boolean => kind !== 'missing_field';
 * console.log(isNew('unknown_field'));
 * ```
 */
export type DriftKind = 'unknown_field' | 'missing_field' | 'unknown_value';

/**
 * A place where answers differ from what this version of the SDK knows. Never the value: it may be somebody's.
 *
 * @example
 * ```ts
 * const onDrift = ({ operation, kind, path }: Drift) => console.warn(operation, kind, path);
 * createClient({ baseUrl, clientId, apiKey, onDrift });
 * ```
 */
export type Drift = {
  /** Whose answer it was. */
  readonly operation: OperationName;
  /** A field that is not known, one that is missing, or a word that is none of those listed. */
  readonly kind: DriftKind;
  /** Within the body, such as `itineraries[].confirmation_type`. */
  readonly path: string;
};

/**
 * How a client takes what it does not know. By default it lets it pass.
 *
 * @example
 * ```ts
 * const options: DriftOptions = { strict: process.env.NODE_ENV === 'test' };
 * createClient({ baseUrl, clientId, apiKey, ...options });
 * ```
 */
export type DriftOptions = {
  /** Told of each place once. What it throws, or rejects with, is ignored. */
  onDrift?: ((drift: Drift) => unknown) | undefined;
  /** Rejects with an `UnreadableAnswerError` of code `contract_drift` instead: for tests, never for production. */
  strict?: boolean | undefined;
};
