/** What a text may be: ids of bookings and carts, what is sealed, and the names that requests are known by. */
import type { FoundBy } from '@partner-gateway/contract';
import { type PointerKind, type PointerName, pointerKinds, pointerName } from '@partner-gateway/journal';
import { TokenError } from '@partner-gateway/tokens';
import type { Deps } from '../../deps.ts';
import type { Partner } from '../../partners/partner-directory.ts';
import { timeless } from '../../steps/booking-token.ts';

/** Somebody's cart or booking that a text may mean. */
export type Lead = {
  readonly partner: Partner;
  readonly foundBy: FoundBy;
  readonly subject: { readonly cart: string } | { readonly bid: string };
};

type Slice = Pick<Deps, 'callers' | 'tokens' | 'writes'>;

const issued = ({ tokens: { bookingIds } }: Slice, partner: Partner, text: string): Lead[] => {
  const bid = bookingIds.open(partner.clientId, text);
  return bid === undefined ? [] : [{ partner, foundBy: 'issued_id', subject: { bid } }];
};

/** A box opens for its owner only; that it does not open for another says nothing. */
const opened = <Payload>(open: () => Payload): Payload | undefined => {
  try {
    return open();
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
};

const sealed = ({ tokens }: Slice, partner: Partner, text: string): Lead[] => {
  const at = { clientId: partner.clientId, nowSeconds: timeless };
  const token = opened(() => tokens.booking.open(text, at));
  if (token !== undefined) return [{ partner, foundBy: 'booking_token', subject: { cart: token.cartId } }];
  const option = opened(() => tokens.refundOption.open(text, at));
  if (option !== undefined) return [{ partner, foundBy: 'refund_option', subject: { bid: option.bid } }];
  const result = opened(() => tokens.incompleteResult.open(text, at));
  if (result === undefined) return [];
  const subject = result.operation === 'create' ? { cart: result.cartId } : { bid: result.bid };
  return [{ partner, foundBy: 'incomplete_result', subject }];
};

/** Clients that share a 12go key see the same bookings; each may still have the story. */
const bare = ({ tokens: { bookingIds } }: Slice, partner: Partner, text: string): Lead[] => {
  const bid = bookingIds.bare(text);
  return bid === undefined ? [] : [{ partner, foundBy: 'bare_id', subject: { bid } }];
};

/** Leads that the text itself gives; one that proves its client goes before all that are guesses. */
export const ownLeads = (deps: Slice, partners: readonly Partner[], text: string): Lead[] => {
  // Whoever takes an id down by ear writes small letters; older ids tell their letters apart.
  const id = /^bk-\d/i.test(text) ? text.toUpperCase() : text;
  const proven = partners.flatMap((partner) => [
    ...issued(deps, partner, id),
    ...sealed(deps, partner, text),
  ]);
  return proven.length > 0 ? proven.slice(0, 1) : partners.flatMap((partner) => bare(deps, partner, id));
};

const foundBy = {
  correlation: 'correlation_id',
  request: 'request_id',
  trace: 'trace_id',
  key: 'idempotency_key',
} as const satisfies Record<PointerKind, FoundBy>;

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What is copied along with an id: the prefix of a problem's `instance`, the rest of a `traceparent`, quotes of a header. */
export const toBareText = (text: string): string => {
  const trimmed = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^urn:correlation:/, '');
  return traceparent.exec(trimmed)?.[1] ?? trimmed;
};

/** Every name that the text may be, with what it is then. */
export const namesOf = (text: string): { readonly name: PointerName; readonly foundBy: FoundBy }[] =>
  pointerKinds.map((kind) => ({ name: pointerName(kind, text), foundBy: foundBy[kind] }));

/** A story of a cart begins with its reserve, or with what came before it; that of a booking with a confirm or a refund. */
const isCart = async ({ writes: { journal } }: Slice, clientId: string, id: string): Promise<boolean> => {
  const entries = await journal.read({ clientId, id });
  const first = entries.find(({ step }) => step === 'request' || step === 'cart' || step === 'seat_lock');
  if (first === undefined) return !/^\d+$/.test(id);
  return first.step !== 'request' || first.detail.operation === 'reserve';
};

/** Leads by the names of requests. @throws StoreUnavailable */
export const namedLeads = async (
  deps: Slice,
  partners: readonly Partner[],
  text: string,
): Promise<Lead[]> => {
  const found = await Promise.all(
    namesOf(text).map(async ({ name, foundBy: by }) => {
      const subjects = await deps.writes.journal.find([name]);
      return subjects.map((subject) => ({ ...subject, foundBy: by }));
    }),
  );
  const leads = found.flat().map(async ({ clientId, id, foundBy: by }): Promise<Lead[]> => {
    const partner = partners.find((one) => one.clientId === clientId);
    if (partner === undefined) return [];
    const subject = (await isCart(deps, clientId, id)) ? { cart: id } : { bid: id };
    return [{ partner, foundBy: by, subject }];
  });
  return (await Promise.all(leads)).flat();
};

const cartPattern = /^[\w-]{1,64}$/;

/** Clients that have a story of a cart of this name. @throws StoreUnavailable */
export const cartLeads = async (
  { writes: { journal } }: Slice,
  partners: readonly Partner[],
  text: string,
): Promise<Lead[]> => {
  if (!cartPattern.test(text)) return [];
  const leads = partners.map(async (partner): Promise<Lead[]> => {
    const entries = await journal.read({ clientId: partner.clientId, id: text });
    return entries.length === 0 ? [] : [{ partner, foundBy: 'cart', subject: { cart: text } }];
  });
  return (await Promise.all(leads)).flat();
};
