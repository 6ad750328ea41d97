/** One kind of sealed payload: short names on the wire, long names inside, bound to its client and its life. */
import type { z } from 'zod';
import type { Purpose } from './key-ring.ts';
import type { Boxes } from './seal.ts';
import { TokenError } from './token-error.ts';

export const tokenLengthMax = 1024;
export const payloadVersion = 1;
const clockDifferenceSecondsMax = 60;

/** The caller and the moment: a token opens for its own client and until its end only. */
export type OpenContext = { readonly clientId: string; readonly nowSeconds: number };

export type TokenCodec<Payload> = {
  /** @throws {TokenError} `malformed` for a payload that is not of the schema, `too_large` above 1,024 characters. */
  issue(payload: Payload): string;
  /** Checks key, tag, version, schema, client, issue time and end, in this order. @throws {TokenError} */
  open(token: string, context: OpenContext): Payload;
};

/** From when until when a payload holds, in Unix seconds. */
export type Life = { readonly issuedAtSeconds?: number | undefined; readonly expiresAtSeconds: number };

/** What every payload is on the wire. */
type Wire = {
  readonly v: typeof payloadVersion;
  readonly cli: string;
  readonly exp: number;
  readonly iat?: number;
};

/** The members of each variant, so that the names of a union are those of all its variants. */
type MemberOf<Sealed> = Sealed extends unknown ? Exclude<keyof Sealed, 'v'> : never;

/** The long name of each member but the version, by its short one. */
type Names<Sealed> = Readonly<Record<MemberOf<Sealed>, string>>;

/** A payload by its long names. */
export type Named<Sealed, Long extends Names<Sealed>> = Sealed extends unknown
  ? { [Short in keyof Sealed as Short extends keyof Long ? Long[Short] : never]: Sealed[Short] }
  : never;

/** Parses JSON we sealed ourselves; a parse failure would be our own fault, yet must not surface as a crash. */
export const parsePayload = <Payload>(plainText: string, schema: z.ZodType<Payload>): Payload => {
  let value: unknown;
  try {
    value = JSON.parse(plainText);
  } catch (cause) {
    throw new TokenError('malformed', { cause });
  }
  if (typeof value !== 'object' || value === null || !('v' in value)) throw new TokenError('malformed');
  if (value.v !== payloadVersion) throw new TokenError('wrong_version');
  const parsed = schema.safeParse(value);
  // The zod error is dropped on purpose: it may quote the content.
  if (!parsed.success) throw new TokenError('malformed');
  return parsed.data;
};

/** @throws {TokenError} `not_yet_valid`, `expired` */
export const assertLife = ({ issuedAtSeconds = 0, expiresAtSeconds }: Life, nowSeconds: number): void => {
  if (issuedAtSeconds > nowSeconds + clockDifferenceSecondsMax) throw new TokenError('not_yet_valid');
  if (nowSeconds >= expiresAtSeconds) throw new TokenError('expired');
};

/** A member without a name keeps its own, and the schema refuses it. */
const renamed = (value: object, names: ReadonlyMap<string, string>): object =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [names.get(name) ?? name, member]));

/** How one kind of payload is sealed. */
export type PayloadKind<Sealed extends Wire, Long extends Names<Sealed>> = {
  readonly purpose: Purpose;
  /** Of the wire; its order is the wire's. */
  readonly schema: z.ZodType<Sealed>;
  readonly names: Long;
};

/** Seals and opens one kind of payload. */
export const createPayloadCodec = <Sealed extends Wire, const Long extends Names<Sealed>>(
  boxes: Boxes,
  { purpose, schema, names }: PayloadKind<Sealed, Long>,
): TokenCodec<Named<Sealed, Long>> => {
  const toLong = new Map(Object.entries<string>(names));
  const toShort = new Map([...toLong].map(([short, long]) => [long, short]));
  return {
    issue(payload) {
      const parsed = schema.safeParse({ ...renamed(payload, toShort), v: payloadVersion });
      if (!parsed.success) throw new TokenError('malformed');
      const token = boxes.seal({ purpose, owner: parsed.data.cli }, JSON.stringify(parsed.data));
      if (token.length > tokenLengthMax) throw new TokenError('too_large');
      return token;
    },
    open(token, { clientId, nowSeconds }) {
      const { v: _version, ...sealed } = parsePayload(
        boxes.open({ purpose, owner: clientId }, token),
        schema,
      );
      if (sealed.cli !== clientId) throw new TokenError('wrong_client');
      assertLife({ issuedAtSeconds: sealed.iat, expiresAtSeconds: sealed.exp }, nowSeconds);
      return renamed(sealed, toLong) as Named<Sealed, Long>;
    },
  };
};
