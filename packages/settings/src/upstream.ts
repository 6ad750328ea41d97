/** 12go and the other neighbours: where they are, and what is assumed of them. */
import { z } from 'zod';
import { type CrossCheck, isProduction } from './cross-check.ts';
import { httpUrl, isSource, list, whole } from './formats.ts';

export const upstreamVariables = {
  TWELVEGO_BASE_URL: httpUrl.describe('12go’s API.'),
  TWELVEGO_RECHECK_HOSTS: list.prefault('').describe('Hosts or origins whose recheck URLs may be called.'),
  TWELVEGO_CONNECTIONS: whole(10, 1_000)
    .prefault('50')
    .describe('Most calls of 12go at a time, of one instance.'),
  TWELVEGO_SEARCH_CONNECTIONS: whole(1, 995)
    .prefault('30')
    .describe(
      'How many of them searches may be; at least five fewer than all, so that bookings have their share.',
    ),
  TWELVEGO_CART_LIFE_SECONDS: whole(360, 86_400).prefault('1500').describe('Assumed life of a 12go cart.'),
  SEARCH_PLACE_MODE: z
    .enum(['province', 'station'])
    .default('province')
    .describe('How stations are searched upstream.'),
  SEARCH_TIMEOUT_SECONDS_MAX: whole(0, 60).prefault('20').describe('Highest `timeout` a search may ask for.'),
  SEAT_CLASS_IMAGES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of pictures by operator and class, for classes that 12go sends none of.'),
  CHARTER_VEHICLES: z.enum(['Van', 'drop']).default('Van').describe('What 12go’s `charter` becomes.'),
  CHECKOUT_PEOPLE: z
    .enum(['count', 'one'])
    .default('count')
    .describe('Whether forms are asked for all passengers or one.'),
  RESERVE_LOOK_UP: z
    .enum(['by_cart', 'none'])
    .default('none')
    .describe('Whether 12go can be asked for the booking of a cart.'),
  FUJI_BASE_URL: httpUrl.describe('The master-data service.'),
  ID_SNAPSHOT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('Id tables from a file instead of the master-data service.'),
  ID_MAP_REFRESH_SECONDS: whole(60, 604_800)
    .prefault('21600')
    .describe('How often id tables are read again.'),
  RATES_URL: httpUrl.optional().describe('Exchange rates over HTTP.'),
  RATES_FILE: z.string().min(1).optional().describe('Exchange rates from a file; exactly one of the two.'),
  CREDIT_LINE_URL: httpUrl.describe('The credit-line service.'),
  CREDIT_LINE_KEY: z.string().optional().describe('Its bearer key.'),
  NOTIFICATION_SECRET: list
    .refine(
      (secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= 16),
      'each secret must have 16 characters at least',
    )
    .optional()
    .describe(
      'HMAC-SHA-256 secret of 12go’s notifications, or the old and the new one, comma separated, while it is changed; unset: unsigned ones are taken and counted, in production only from NOTIFICATION_SOURCES.',
    ),
  NOTIFICATION_SOURCES: list
    .refine((sources) => sources.length > 0 && sources.every(isSource), 'must be IP addresses or CIDR ranges')
    .optional()
    .describe(
      'Addresses and CIDR ranges that notifications may come from, comma separated; checked beside the signature where there is a secret.',
    ),
};

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
export const upstreamChecks: readonly CrossCheck[] = [
  [
    ({ TWELVEGO_CONNECTIONS: all = '50', TWELVEGO_SEARCH_CONNECTIONS: search = '30' }) =>
      Number(search) + 5 > Number(all),
    'TWELVEGO_SEARCH_CONNECTIONS must be at least 5 below TWELVEGO_CONNECTIONS: the rest is for bookings',
  ],
  [
    ({ RATES_URL, RATES_FILE }) => (RATES_URL === undefined) === (RATES_FILE === undefined),
    'exactly one of RATES_URL and RATES_FILE is required',
  ],
  [
    (given) =>
      isProduction(given) &&
      given.NOTIFICATION_SECRET === undefined &&
      given.NOTIFICATION_SOURCES === undefined,
    'NOTIFICATION_SECRET is required in production: anyone could send notifications without it; while 12go signs none, set NOTIFICATION_SOURCES to its addresses instead',
  ],
];
