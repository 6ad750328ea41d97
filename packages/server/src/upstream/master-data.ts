/** Partner lists from the master-data service, byte for byte, with an entity tag, and the last good copy when it is down. */
import { createHash } from 'node:crypto';
import type { Log } from '@partner-gateway/telemetry';
import { GatewayError } from '../errors.ts';
import type { Fuji, MasterDataKind } from './fuji.ts';
import { NeighbourError } from './neighbour.ts';

/** What a partner asks for. */
export type MasterDataRequest = {
  readonly kind: MasterDataKind;
  readonly form: 'url' | 'list';
  readonly locale?: string | undefined;
  readonly top10K?: boolean | undefined;
};

/** A copy of a list. */
export type MasterDataCopy = { readonly body: string; readonly etag: string; readonly maxAgeSeconds: number };

/** Reads lists. */
export type MasterData = {
  /** @throws GatewayError `upstream_error` or `upstream_timeout` when the service fails and there is no copy. */
  read(request: MasterDataRequest): Promise<MasterDataCopy>;
};

const freshMs = 60_000;
const maxAgeSecondsMax = 3_600;
const copiesMax = 200;

type Copy = {
  readonly body: string;
  readonly etag: string;
  readonly loadedAtMs: number;
  readonly endsAtMs: number;
};

const etagOf = (body: string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

const amazonStart = (text: string | null): number => {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text ?? '');
  return match === null
    ? Number.NaN
    : Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
};

/** When a download URL ends, as signed URLs say it; a URL that says nothing is taken to live for an hour. */
const urlEndMs = (body: string, nowMs: number): number => {
  const hourAhead = nowMs + maxAgeSecondsMax * 1000;
  try {
    const { searchParams } = new URL(String(JSON.parse(body)));
    const expires = Number(searchParams.get('expires') ?? searchParams.get('Expires') ?? Number.NaN) * 1000;
    const signed =
      amazonStart(searchParams.get('X-Amz-Date')) +
      Number(searchParams.get('X-Amz-Expires') ?? Number.NaN) * 1000;
    return [expires, signed].find((end) => Number.isFinite(end)) ?? hourAhead;
  } catch {
    return hourAhead;
  }
};

const toAnswer = ({ body, etag, endsAtMs }: Copy, nowMs: number): MasterDataCopy => ({
  body,
  etag,
  maxAgeSeconds: Math.max(0, Math.min(maxAgeSecondsMax, Math.floor((endsAtMs - nowMs) / 1000))),
});

const toGatewayError = (cause: unknown): unknown => {
  if (!(cause instanceof NeighbourError)) return cause;
  return new GatewayError(cause.kind === 'timeout' ? 'upstream_timeout' : 'upstream_error', {
    detail: 'The master-data service did not answer.',
    cause,
  });
};

/** Makes the reader; copies live in memory, the least recently used go first. */
export const createMasterData = (
  fuji: Fuji,
  { nowMs, log }: { nowMs: () => number; log: Log },
): MasterData => {
  const copies = new Map<string, Copy>();
  const keep = (key: string, copy: Copy): Copy => {
    copies.delete(key);
    copies.set(key, copy);
    for (const oldest of copies.keys()) {
      if (copies.size <= copiesMax) break;
      copies.delete(oldest);
    }
    return copy;
  };
  const load = async (key: string, { kind, form, locale, top10K }: MasterDataRequest): Promise<Copy> => {
    const body = await fuji.masterData(kind, form, { locale, top10K });
    const loadedAtMs = nowMs();
    const endsAtMs = form === 'url' ? urlEndMs(body, loadedAtMs) : Number.POSITIVE_INFINITY;
    return keep(key, { body, etag: etagOf(body), loadedAtMs, endsAtMs });
  };
  return {
    async read(request) {
      const key = JSON.stringify([request.kind, request.form, request.locale, request.top10K]);
      const held = copies.get(key);
      const usable = held !== undefined && held.endsAtMs > nowMs() ? held : undefined;
      if (usable !== undefined && nowMs() - usable.loadedAtMs < freshMs) return toAnswer(usable, nowMs());
      try {
        return toAnswer(await load(key, request), nowMs());
      } catch (error) {
        if (usable === undefined) throw toGatewayError(error);
        log('warn', 'Master data served from the last good copy', { reason: request.kind });
        return toAnswer(usable, nowMs());
      }
    },
  };
};
