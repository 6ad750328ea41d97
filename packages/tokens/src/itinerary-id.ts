/** Itinerary ids in both forms: plain `{tripKey}-{date}-{time}` and sealed, the same trip giving one client the same id. */
import { z } from 'zod';
import { parsePayload } from './payload-codec.ts';
import type { Boxes } from './seal.ts';
import { TokenError } from './token-error.ts';

export type ItineraryIdMode = 'sealed' | 'plain';

/** What an itinerary id stands for. `departure` is local, `YYYY-MM-DDTHH:MM`, of the first leg. */
export type ItineraryRef = {
  readonly tripKey: string;
  readonly departure: string;
  /** Passengers searched for; a plain id does not carry it. */
  readonly pax?: number;
  /** Only when it differs from the trip key. */
  readonly optionId?: string;
};

export type ItineraryIds = {
  /** @throws {TokenError} `malformed` when a plain id cannot hold this trip, `too_large` when a sealed one cannot. */
  issue(mode: ItineraryIdMode, clientId: string, ref: ItineraryRef): string;
  /** The id of each, as `issue` makes it, at a third of the cost; undefined where it would throw. */
  issueAll(mode: ItineraryIdMode, clientId: string, refs: readonly ItineraryRef[]): (string | undefined)[];
  /** Tells the form by its shape. @throws {TokenError} `malformed`, `unknown_key`, `bad_tag`, `wrong_version`, … */
  open(clientId: string, text: string): ItineraryRef;
};

const tripKeyLength = 24;
const idLengthMax = 1024;
const plainPattern = /^[0-9A-Za-z]{24}-\d{4}-\d{2}-\d{2}-\d{2}:\d{2}$/;
const sealedPattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Short keys, and nothing that changes from search to search: the id must repeat. It has no end date by design. */
const sealedSchema = z.strictObject({
  v: z.literal(1),
  t: z.string().min(1).max(64),
  d: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  p: z.int().min(1).max(100).optional(),
  o: z.string().min(1).max(64).optional(),
  c: z.string().min(1),
});

const issuePlain = (ref: ItineraryRef): string | undefined => {
  const id = `${ref.tripKey}-${ref.departure.replace('T', '-')}`;
  return plainPattern.test(id) ? id : undefined;
};

/** Split at character 24, not at the first hyphen: the contract fixes the length of a trip key, not its letters. */
const openPlain = (text: string): ItineraryRef => {
  const when = text.slice(tripKeyLength + 1);
  return { tripKey: text.slice(0, tripKeyLength), departure: `${when.slice(0, 10)}T${when.slice(11)}` };
};

const issueSealed = (
  boxes: Boxes,
  clientId: string,
  refs: readonly ItineraryRef[],
): (string | undefined)[] => {
  const texts = refs.map((ref) =>
    JSON.stringify({
      v: 1,
      t: ref.tripKey,
      d: ref.departure,
      p: ref.pax,
      o: ref.optionId === ref.tripKey ? undefined : ref.optionId,
      c: clientId,
    }),
  );
  const ids = boxes.sealRepeatably({ purpose: 'it', owner: clientId }, texts);
  return ids.map((id) => (id.length > idLengthMax ? undefined : id));
};

const openSealed = (boxes: Boxes, clientId: string, text: string): ItineraryRef => {
  const payload = parsePayload(boxes.openRepeatable({ purpose: 'it', owner: clientId }, text), sealedSchema);
  if (payload.c !== clientId) throw new TokenError('wrong_client');
  const { t: tripKey, d: departure, p: pax, o: optionId } = payload;
  return {
    tripKey,
    departure,
    ...(pax !== undefined && { pax }),
    ...(optionId !== undefined && { optionId }),
  };
};

/**
 * Issues and opens itinerary ids.
 *
 * @example
 * const ids = createItineraryIds(boxes);
 * const ref = { tripKey: 'VN0fSc0fY87jib04V0pW41sL', departure: '2026-12-05T22:00' };
 * ids.issue('plain', 'acme', ref); // 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00'
 * ids.open('acme', ids.issue('sealed', 'acme', ref)); // ref
 */
export const createItineraryIds = (boxes: Boxes): ItineraryIds => {
  const issueAll: ItineraryIds['issueAll'] = (mode, clientId, refs) =>
    mode === 'plain' ? refs.map(issuePlain) : issueSealed(boxes, clientId, refs);
  return {
    issueAll,
    issue(mode, clientId, ref) {
      const [id] = issueAll(mode, clientId, [ref]);
      if (id === undefined) throw new TokenError(mode === 'plain' ? 'malformed' : 'too_large');
      return id;
    },
    open(clientId, text) {
      if (plainPattern.test(text)) return openPlain(text);
      if (sealedPattern.test(text)) return openSealed(boxes, clientId, text);
      throw new TokenError('malformed');
    },
  };
};
