/** The gateway's settings: the only reader of `process.env`, all mistakes reported at once. */
import { isIP } from 'node:net';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .describe('true or false');

const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be between ${minimum} and ${maximum}`);

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((url) => url.replace(/\/+$/, ''));
const redisUrl = z.string().regex(/^rediss?:\/\//, 'must be a redis:// or rediss:// URL');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const nodePattern = /^(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})$/;
const nodeList = list
  .refine(
    (nodes) => nodes.length > 0 && nodes.every((node) => nodePattern.test(node)),
    'must be addresses like redis-1.internal:6379, comma separated',
  )
  .transform((nodes) =>
    nodes.map((node) => {
      const [, host = '', port] = nodePattern.exec(node) ?? [];
      return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
    }),
  );

/** An address, or a range such as `192.0.2.0/24`. */
const isSource = (text: string): boolean => {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
};

/** Every environment variable of the gateway, with its default and meaning; `docs/configuration.md` lists the same. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` refuses unsafe settings.'),
  HOST: z.string().default('0.0.0.0').describe('Address of the partner listener.'),
  PORT: whole(0, 65_535).prefault('8080').describe('Port of the partner listener; 0 for any free one.'),
  OPS_HOST: z.string().default('127.0.0.1').describe('Address of the ops listener.'),
  OPS_PORT: whole(0, 65_535).prefault('8081').describe('Port of the ops listener; 0 for any free one.'),
  OPS_KEY_HASHES: list
    .prefault('')
    .describe('Operators’ key hashes, `name=sha256$salt$hex`, comma separated.'),
  PUBLIC_BASE_URL: httpUrl
    .optional()
    .describe('Base of problem `type` URIs; default: the listener’s own address.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Lowest level that is logged.'),
  TRUST_PROXY: list.optional().describe('Addresses of proxies whose forwarding headers count.'),
  CLIENTS_FILE: z.string().min(1).describe('JSON file of client settings.'),
  SECRETS_DIR: z
    .string()
    .min(1)
    .describe('Folder of secret files; `upstream_key_ref` and `secret_ref` are paths below it.'),
  SEALING_KEYS: z.string().min(1).describe('Sealing keys, `{keyId}:{base64 of 32 bytes}`, comma separated.'),
  SEALING_ACTIVE_KEY_ID: z.string().optional().describe('The key that writes; default: the first.'),
  BOOKING_ID_SECRET: z
    .string()
    .min(43, 'must be 32 bytes or more in base64')
    .describe('Secret of booking-id owner tags; never rotated.'),
  OLD_BOOKING_IDS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of booking ids from before this gateway; secret.'),
  STORE: z
    .enum(['redis', 'memory', 'disk'])
    .default('redis')
    .describe('Where locks and write guards live; `memory` and `disk` are for one instance only.'),
  STORE_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Required with STORE=disk: the write guard’s file, on a local disk that outlives the process; made when it is not there.',
    ),
  REDIS_URL: redisUrl
    .optional()
    .describe(
      'Required with STORE=redis: the write guard’s own database. With sentinels or a cluster it gives user, password, database and TLS only.',
    ),
  REDIS_SENTINELS: nodeList
    .optional()
    .describe('Addresses of sentinels, `host:port`, comma separated; they name the primary.'),
  REDIS_SENTINEL_NAME: z
    .string()
    .min(1)
    .optional()
    .describe('Required with REDIS_SENTINELS: the name of the primary there.'),
  REDIS_CLUSTER: nodeList
    .optional()
    .describe('Addresses of some nodes of a Redis Cluster, `host:port`, comma separated.'),
  REDIS_NODES: whole(1, 9)
    .optional()
    .describe(
      'Nodes that hold each record, the primary included; above 1 a booking write waits until a majority has its promise. Default: the most that were ever seen; set it when there are to be fewer.',
    ),
  JOURNAL_REDIS_URL: redisUrl
    .optional()
    .describe(
      'Where the journal, seat locks and recheck claims live, apart from the write guard; default: the next database of REDIS_URL’s server.',
    ),
  JOURNAL_BOOKINGS_MAX: whole(0, 10_000_000)
    .prefault('50000')
    .describe(
      'Most stories in the journal, two for a booking; about 4.5 KB each, 0.23 GB by default, and 88 KB at the longest. Others are not kept.',
    ),
  REDIS_KEY_PREFIX: z.string().max(64).default('').describe('Put before every key.'),
  SEARCH_CACHE: z
    .enum(['off', 'memory', 'redis'])
    .default('off')
    .describe('Where complete upstream search answers are kept for a moment.'),
  SEARCH_CACHE_REDIS_URL: redisUrl
    .optional()
    .describe('Required with SEARCH_CACHE=redis; never the database of REDIS_URL or JOURNAL_REDIS_URL.'),
  SEARCH_CACHE_SECONDS: whole(60, 120).prefault('90').describe('Oldest search answer that is given.'),
  ALLOW_MEMORY_STORE: flag.prefault('false').describe('Lets STORE=memory start in production.'),
  TWELVEGO_BASE_URL: httpUrl.describe('12go’s API.'),
  TWELVEGO_RECHECK_HOSTS: list.prefault('').describe('Hosts or origins whose recheck URLs may be called.'),
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
  NOTIFICATION_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe(
      'HMAC-SHA-256 secret of 12go’s notifications; unset: unsigned ones are taken and counted, in production only from NOTIFICATION_SOURCES.',
    ),
  NOTIFICATION_SOURCES: list
    .refine((sources) => sources.length > 0 && sources.every(isSource), 'must be IP addresses or CIDR ranges')
    .optional()
    .describe(
      'Addresses and CIDR ranges that notifications may come from, comma separated; checked beside the signature where there is a secret.',
    ),
});

type Environment = z.output<typeof environmentSchema>;

/** The gateway's settings. */
export type Config = Readonly<Environment>;

/** Every mistake in the environment, in one message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The gateway cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

type RedisPlace = { readonly instance: string; readonly database: number };

/** What a Redis URL names, however it is spelt; undefined for text that is no URL. */
const redisPlace = (text: string | undefined): RedisPlace | undefined => {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { hostname, port, pathname, searchParams } = new URL(text);
  const database = Number(pathname.slice(1) || searchParams.get('db') || '0');
  return { instance: `${hostname.toLowerCase()}:${port || '6379'}`, database };
};

const isSameRedis = (one: string | undefined, other: string | undefined): boolean => {
  const [first, second] = [redisPlace(one), redisPlace(other)];
  return first !== undefined && first.instance === second?.instance && first.database === second.database;
};

type JournalSettings = {
  readonly [name in 'STORE' | 'JOURNAL_REDIS_URL' | 'REDIS_URL']?: string | undefined;
};

/** Where the journal lives: as it is said, else in the database after the write guard's, if that is in Redis. */
const journalRedisUrl = ({ STORE, JOURNAL_REDIS_URL, REDIS_URL }: JournalSettings): string | undefined => {
  const place = STORE === 'disk' ? undefined : redisPlace(REDIS_URL);
  if (JOURNAL_REDIS_URL !== undefined || place === undefined) return JOURNAL_REDIS_URL;
  return Object.assign(new URL(REDIS_URL ?? ''), { pathname: `/${place.database + 1}` }).href;
};

type Given = Readonly<Record<string, string>>;

const isProduction = ({ NODE_ENV }: Given): boolean => NODE_ENV === 'production';

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
const crossChecks: ReadonlyArray<readonly [broken: (given: Given) => boolean, problem: string]> = [
  [
    ({ STORE = 'redis', REDIS_URL, REDIS_SENTINELS, REDIS_CLUSTER }) =>
      STORE === 'redis' && [REDIS_URL, REDIS_SENTINELS, REDIS_CLUSTER].every((place) => place === undefined),
    'REDIS_URL is required with STORE=redis, or REDIS_SENTINELS, or REDIS_CLUSTER',
  ],
  [
    ({ REDIS_SENTINELS, REDIS_SENTINEL_NAME }) =>
      (REDIS_SENTINELS === undefined) !== (REDIS_SENTINEL_NAME === undefined),
    'REDIS_SENTINELS and REDIS_SENTINEL_NAME are required together',
  ],
  [
    ({ REDIS_SENTINELS, REDIS_CLUSTER }) => REDIS_SENTINELS !== undefined && REDIS_CLUSTER !== undefined,
    'REDIS_SENTINELS and REDIS_CLUSTER exclude each other',
  ],
  [
    ({ REDIS_SENTINELS, REDIS_NODES }) => REDIS_SENTINELS !== undefined && REDIS_NODES === '1',
    'REDIS_NODES must be 2 or more with REDIS_SENTINELS: a fail-over needs a replica, and each promise a majority',
  ],
  [
    ({ REDIS_SENTINELS, REDIS_CLUSTER, JOURNAL_REDIS_URL, STORE = 'redis' }) =>
      STORE === 'redis' &&
      (REDIS_SENTINELS ?? REDIS_CLUSTER) !== undefined &&
      JOURNAL_REDIS_URL === undefined,
    'JOURNAL_REDIS_URL is required with REDIS_SENTINELS and REDIS_CLUSTER: there is no next database to default to',
  ],
  [
    ({ STORE, STORE_FILE }) => STORE === 'disk' && STORE_FILE === undefined,
    'STORE_FILE is required with STORE=disk',
  ],
  [
    (given) => isProduction(given) && given.STORE === 'memory' && given.ALLOW_MEMORY_STORE !== 'true',
    'STORE=memory protects one instance only and forgets on restart; in production set ALLOW_MEMORY_STORE=true to accept that',
  ],
  [
    ({ SEARCH_CACHE, SEARCH_CACHE_REDIS_URL }) =>
      SEARCH_CACHE === 'redis' && SEARCH_CACHE_REDIS_URL === undefined,
    'SEARCH_CACHE_REDIS_URL is required with SEARCH_CACHE=redis',
  ],
  [
    ({ SEARCH_CACHE, SEARCH_CACHE_REDIS_URL, REDIS_URL }) =>
      SEARCH_CACHE === 'redis' && isSameRedis(SEARCH_CACHE_REDIS_URL, REDIS_URL),
    'SEARCH_CACHE_REDIS_URL must name another instance or database than REDIS_URL: a flood of searches must not touch booking records',
  ],
  [
    ({ STORE = 'redis', JOURNAL_REDIS_URL, REDIS_URL }) =>
      STORE === 'redis' && isSameRedis(JOURNAL_REDIS_URL, REDIS_URL),
    'JOURNAL_REDIS_URL must name another instance or database than REDIS_URL: what strangers cause to be written must not touch booking records',
  ],
  [
    ({ STORE, SEARCH_CACHE, ...given }) =>
      STORE !== 'memory' &&
      SEARCH_CACHE === 'redis' &&
      isSameRedis(given.SEARCH_CACHE_REDIS_URL, journalRedisUrl({ STORE, ...given })),
    'SEARCH_CACHE_REDIS_URL must name another instance or database than JOURNAL_REDIS_URL, which is the one after REDIS_URL unless it is set: a flood of searches must not push out journal and seat locks',
  ],
  [
    ({ RATES_URL, RATES_FILE }) => (RATES_URL === undefined) === (RATES_FILE === undefined),
    'exactly one of RATES_URL and RATES_FILE is required',
  ],
  [
    (given) => isProduction(given) && given.OPS_KEY_HASHES === undefined,
    'OPS_KEY_HASHES is required in production',
  ],
  [
    (given) =>
      isProduction(given) &&
      given.NOTIFICATION_SECRET === undefined &&
      given.NOTIFICATION_SOURCES === undefined,
    'NOTIFICATION_SECRET is required in production: anyone could send notifications without it; while 12go signs none, set NOTIFICATION_SOURCES to its addresses instead',
  ],
];

const describeIssue = (issue: z.core.$ZodIssue, given: Given): string => {
  const name = issue.path.join('.');
  return given[name] === undefined ? `${name} is required` : `${name}: ${issue.message}`;
};

/**
 * Reads the settings from an environment.
 *
 * @throws ConfigError naming every variable that is missing or wrong; values are never quoted.
 * @example
 * ```ts
 * const config = readConfig(process.env);
 * ```
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given: Given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, given)) ?? []),
    ...crossChecks.flatMap(([broken, problem]) => (broken(given) ? [problem] : [])),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...parsed.data, JOURNAL_REDIS_URL: journalRedisUrl(parsed.data) });
};

/** Reads the settings of this process. */
export const readProcessConfig = (): Config => readConfig(process.env);
