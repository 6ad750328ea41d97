/** What on-call asks first: whose story it is, how partner and 12go see it now, why it went so, and what to do. */
import type { FoundBy, Inspection } from '@partner-gateway/contract';
import { diagnose, type Evidence } from '@partner-gateway/diagnosis';
import type { NotedRequest } from '@partner-gateway/journal';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { namedPartners } from '../partners/partner-directory.ts';
import { statusOf } from '../translate/booking.ts';
import { toUtcSecond } from '../translate/utc-second.ts';
import { cartLeads, type Lead, namedLeads, namesOf, ownLeads, toBareText } from './story/leads.ts';
import { isRemembered, type Remembered, readLive, remember } from './story/story.ts';
import { type Found, readingOf, see, stateOf, toFailed, toTimeline, unseen } from './story/telling.ts';

type Slice = Pick<
  Deps,
  'callers' | 'clock' | 'observe' | 'priceBook' | 'service' | 'settings' | 'tokens' | 'upstream' | 'writes'
>;

/** What is looked for, and whose it is if the text does not say so. */
export type Asked = { readonly text: string; readonly clientId: string | undefined };

type Occasion = Pick<PartnerCall, 'trace' | 'log'>;

/** Of several clients that a text may belong to, each 12go key is asked once, and one that fails hides no other. */
const readFirst = async (
  deps: Slice,
  all: readonly Remembered[],
  { trace }: Occasion,
): Promise<Found | undefined> => {
  const keys = new Set<string | undefined>();
  const failures: unknown[] = [];
  for (const remembered of all) {
    const { upstreamKey } = remembered.lead.partner;
    // A client without a key says nothing about those behind it; alone it is what is wrong.
    if (keys.has(upstreamKey) || (upstreamKey === undefined && all.length > 1)) continue;
    keys.add(upstreamKey);
    const read = await readLive(deps, remembered, trace);
    if (read.reading === 'read') return { remembered, read };
    if (read.failure !== undefined) failures.push(read.failure);
  }
  if (failures.length > 0) throw failures[0];
  return undefined;
};

type Chosen = { readonly found: Found; readonly others: readonly Lead[] };

/** Those the gateway remembers go before those that only 12go may know. */
const choose = async (
  deps: Slice,
  leads: readonly Lead[],
  occasion: Occasion,
): Promise<Chosen | undefined> => {
  const all = await Promise.all(leads.map((lead) => remember(deps, lead)));
  const known = all.filter(isRemembered);
  const [first] = known;
  if (first !== undefined) {
    const read = await readLive(deps, first, occasion.trace);
    return { found: { remembered: first, read }, others: known.slice(1).map(({ lead }) => lead) };
  }
  const found = await readFirst(deps, all, occasion);
  return found && { found, others: [] };
};

/** A sealed text opens a booking, so that it is not repeated. */
const sealedKinds: ReadonlySet<FoundBy> = new Set<FoundBy>([
  'booking_token',
  'incomplete_result',
  'refund_option',
]);
const askedOf = ({ text }: Asked, foundBy: FoundBy): string => (sealedKinds.has(foundBy) ? foundBy : text);

const subjectText = ({ subject }: Lead): string => ('cart' in subject ? subject.cart : subject.bid);

/** What a story is diagnosed by that is not in it. */
const around = async ({ service, settings }: Slice): Promise<Pick<Evidence, 'checks' | 'readsReserves'>> => ({
  checks: await Promise.all(service.readiness.map((check) => check())),
  readsReserves: settings.reserveLookUp === 'by_cart',
});

const ofStory = async (
  deps: Slice,
  asked: Asked,
  {
    found,
    others,
    occasion,
    noted,
  }: Chosen & { readonly occasion: Occasion; readonly noted?: NotedRequest | undefined },
): Promise<Inspection> => {
  const { remembered, read } = found;
  const { lead, cart, bid, entries, guard } = remembered;
  const { clientId } = lead.partner;
  const seen = see(deps, found, occasion);
  const timeline = toTimeline(entries);
  const number = read.booking?.bid ?? bid;
  const evidence: Evidence = {
    ...(await around(deps)),
    booking: stateOf(seen, read.booking),
    reading: read.reading,
    ...(read.booking !== undefined && { isStatusKnown: statusOf(read.booking.status).known }),
    timeline,
    guard,
    ...(noted !== undefined && { request: { ...toFailed(noted), steps: noted.steps } }),
    names: { client: clientId, cart, bid: number, correlation: noted?.correlationId },
  };
  return {
    resolved: {
      asked: askedOf(asked, lead.foundBy),
      found_by: lead.foundBy,
      client_id: clientId,
      cart: cart ?? null,
      integration_booking_id: number ?? null,
      booking_id: number === undefined ? null : deps.tokens.bookingIds.issue(clientId, number),
    },
    ...seen,
    upstream_reading: readingOf(read),
    guard: guard === null ? null : [...guard],
    request: noted === undefined ? null : toFailed(noted),
    timeline,
    others: others.map((other) => ({ client_id: other.partner.clientId, subject: subjectText(other) })),
    diagnosis: diagnose(evidence),
    inspected_at: toUtcSecond(deps.clock.nowMs()),
  };
};

/** A request that is no part of a story; with none, what is around has to say why it cannot be found. */
const ofRequest = async (
  deps: Slice,
  { text }: Asked,
  noted: NotedRequest | undefined,
): Promise<Inspection> => {
  const request = noted === undefined ? null : toFailed(noted);
  const at = request?.at ?? '';
  const timeline = noted === undefined ? null : noted.steps.map(({ step, detail }) => ({ at, step, detail }));
  const client = noted?.clientId;
  const byName = namesOf(text).find(({ name }) => noted?.names.includes(name));
  const evidence: Evidence = {
    ...(await around(deps)),
    booking: undefined,
    reading: 'not_asked',
    timeline,
    guard: noted === undefined ? null : [],
    ...(request !== null && { request }),
    names: { client, cart: undefined, bid: undefined, correlation: noted?.correlationId },
  };
  return {
    resolved: {
      asked: text,
      found_by: byName?.foundBy ?? 'correlation_id',
      client_id: client ?? null,
      cart: null,
      integration_booking_id: null,
      booking_id: null,
    },
    ...unseen,
    upstream_reading: { state: 'not_asked', code: null, kind: null },
    guard: noted === undefined ? null : [],
    request,
    timeline,
    others: [],
    diagnosis: diagnose(evidence),
    inspected_at: toUtcSecond(deps.clock.nowMs()),
  };
};

const notFound = (): GatewayError =>
  new GatewayError('booking_not_found', {
    detail:
      'Nothing is known by this text: it is no booking, cart or sealed text of a client here, and no request of the last days that was kept has it as correlation id, request id, trace id or idempotency key. Requests that went well and booked nothing are not kept.',
  });

/**
 * Inspects what a text leads to: a booking, a cart, or a request that failed.
 *
 * @throws GatewayError `booking_not_found` when it leads nowhere; what 12go answered, where only 12go could know.
 */
export const inspectStory = async (deps: Slice, given: Asked, occasion: Occasion): Promise<Inspection> => {
  const asked = { ...given, text: toBareText(given.text) };
  const partners = namedPartners(deps.callers.partners, asked.clientId);
  const own = ownLeads(deps, partners, asked.text);
  const chosen = await choose(deps, own, occasion);
  if (chosen !== undefined) return ofStory(deps, asked, { ...chosen, occasion });
  try {
    const leads = [
      ...(await namedLeads(deps, partners, asked.text)),
      ...(await cartLeads(deps, partners, asked.text)),
    ];
    const names = namesOf(asked.text).map(({ name }) => name);
    const clientIds = partners.map(({ clientId }) => clientId);
    const [noted] = await deps.observe.noted.find(clientIds, names);
    const named = await choose(deps, leads, occasion);
    if (named !== undefined) return await ofStory(deps, asked, { ...named, occasion, noted });
    if (noted !== undefined) return await ofRequest(deps, asked, noted);
  } catch (error) {
    // Without the stores nobody can say what the text is; any other failure is a fault, and is told as one.
    if (!(error instanceof StoreUnavailable)) throw error;
    return own.length > 0 ? Promise.reject(notFound()) : ofRequest(deps, asked, undefined);
  }
  throw notFound();
};
