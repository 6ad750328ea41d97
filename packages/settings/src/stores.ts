/** Where records live, and which of them may not live together. */
import { z } from 'zod';
import { type CrossCheck, isProduction } from './cross-check.ts';
import { flag, nodeList, redisUrl, whole } from './formats.ts';

export const storeVariables = {
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
  SEARCH_CACHE_ANSWERS_MIB: whole(0, 4_096)
    .prefault('64')
    .describe(
      'Memory of each process for the finished bytes of search answers, with SEARCH_CACHE. 0: each is made anew.',
    ),
  ALLOW_MEMORY_STORE: flag.prefault('false').describe('Lets STORE=memory start in production.'),
};

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
export const journalRedisUrl = ({
  STORE,
  JOURNAL_REDIS_URL,
  REDIS_URL,
}: JournalSettings): string | undefined => {
  const place = STORE === 'disk' ? undefined : redisPlace(REDIS_URL);
  if (JOURNAL_REDIS_URL !== undefined || place === undefined) return JOURNAL_REDIS_URL;
  return Object.assign(new URL(REDIS_URL ?? ''), { pathname: `/${place.database + 1}` }).href;
};

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
export const storeChecks: readonly CrossCheck[] = [
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
];
