/** The files that the gateways of one run share: a client, its key, and the settings to start from. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashApiKey } from '@partner-gateway/api-keys';
import { createDemoClients, type DemoClient } from '@partner-gateway/sandbox';
import { createBoxes, createTokens, parseKeyRing } from '@partner-gateway/tokens';
import type { Running } from '../../../write-guard/test/crash/processes.ts';

export type RunFiles = {
  readonly folder: string;
  readonly client: DemoClient;
  /** Writes the settings of one gateway, with what it has of its own; returns the file. */
  settingsFile(own: Readonly<Record<string, string>>): string;
  /** The 12go cart behind a booking token. */
  cartOf(token: string): string;
};

/** What the client of a run has beside what every demo client has. */
export type ClientChanges = {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
};

const randomKey = (): string => randomBytes(24).toString('hex');

/** Writes them into a folder of their own below the machine's temporary one. */
export const writeRunFiles = (
  { where }: Running,
  { settings: changes = {}, secrets = {} }: ClientChanges = {},
): RunFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-run-'));
  const [client] = createDemoClients(randomKey, hashApiKey);
  const sealingKeys = `k1:${randomBytes(32).toString('base64')}`;
  let files = 0;
  const put = (path: string, text: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o600 });
    return join(folder, path);
  };
  const settings = { ...client.settings, itinerary_id_mode: 'plain', ...changes };
  for (const [reference, secret] of Object.entries(secrets)) put(`secrets/${reference}`, secret);
  put(`secrets/12go/${client.clientId}`, client.upstreamKey);
  const common = {
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'silent',
    CLIENTS_FILE: put('clients.json', JSON.stringify({ clients: [settings] })),
    SECRETS_DIR: join(folder, 'secrets'),
    SEALING_KEYS: sealingKeys,
    BOOKING_ID_SECRET: randomBytes(32).toString('base64'),
    TWELVEGO_BASE_URL: where.sandboxUrl,
    RESERVE_LOOK_UP: 'by_cart',
    TWELVEGO_CALLS_PER_MIN: '1000000',
    FAILED_KEYS_PER_MIN: '1000000',
    FUJI_BASE_URL: where.fujiUrl,
    RATES_URL: `${where.fujiUrl}/rates`,
    CREDIT_LINE_URL: where.creditUrl,
  };
  const { booking } = createTokens(createBoxes(parseKeyRing(sealingKeys)));
  return {
    folder,
    client,
    settingsFile(own) {
      files += 1;
      return put(`settings-${files}.json`, JSON.stringify({ ...common, ...own }));
    },
    // At no moment, since a token's age does not change its cart.
    cartOf: (token) => booking.open(token, { clientId: client.clientId, nowSeconds: Number.NaN }).cartId,
  };
};
