/** Everything the flows and hooks need, made in one place by the composition root and passed in. */

import type { KnownOperator, Operators } from '@partner-gateway/api-keys';
import type { AnswerPage } from '@partner-gateway/built-pages';
import type { DependencyCheck } from '@partner-gateway/contract';
import type { IdMap, ImageTable } from '@partner-gateway/itineraries';
import type { BookingJournal, NotedRequests } from '@partner-gateway/journal';
import type { TopicAudit } from '@partner-gateway/kafka-events';
import type { Holdings, LoadWatch, Quota, QuotaChanges, RateLimits } from '@partner-gateway/load-control';
import type { SearchCache } from '@partner-gateway/search-cache';
import type { SeatLocks } from '@partner-gateway/seat-locks';
import type { ToldSettings } from '@partner-gateway/settings';
import type { Log, Metrics, RecentLines, Spans } from '@partner-gateway/telemetry';
import type { BookingIds, ItineraryIds, Tokens } from '@partner-gateway/tokens';
import type { Operation } from '@partner-gateway/twelvego-client';
import type { EndpointStates, WebhookQueue } from '@partner-gateway/webhooks';
import type {
  GuardTimes,
  Notice,
  Outbox,
  ProtocolTimes,
  ResolverTimes,
  WriteGuard,
} from '@partner-gateway/write-guard';
import type { TextAnswer } from './answer.ts';
import type { PartnerDirectory, Partners } from './partners/partner-directory.ts';
import type { PriceBook } from './partners/price-book.ts';
import type { CreditHolds, CreditHoldTimes } from './state/credit-holds.ts';
import type { CallBudget } from './upstream/call-budget.ts';
import type { CircuitTimes } from './upstream/call-circuits.ts';
import type { CallControl } from './upstream/call-control.ts';
import type { CallLimits } from './upstream/call-limits.ts';
import type { CreditLine } from './upstream/credit-line.ts';
import type { FinishedSearches } from './upstream/finished-searches.ts';
import type { MasterData } from './upstream/master-data.ts';
import type { LoadedRates } from './upstream/rate-table.ts';
import type { Rechecks } from './upstream/rechecks.ts';
import type { Refreshed } from './upstream/refreshed.ts';
import type { TwelveGo } from './upstream/twelvego.ts';

/** Settings that flows read. */
export type FlowSettings = {
  readonly searchPlaceMode: 'province' | 'station';
  readonly searchTimeoutSecondsMax: number;
  readonly charter: 'Van' | 'drop';
  /** Pictures of seat classes that 12go sends none of. */
  readonly images: ImageTable | undefined;
  readonly checkoutPeople: 'count' | 'one';
  readonly cartLifeSeconds: number;
  /** Whether 12go can be asked for the booking of a cart (assumed; the open question of `docs/booking-writes.md`). */
  readonly reserveLookUp: 'by_cart' | 'none';
  /** Any of them signs; none where notifications are not signed. */
  readonly notificationSecrets: () => readonly string[];
  /** Addresses and ranges that notifications may come from; empty for any. */
  readonly notificationSources: readonly string[];
};

/** Waits and durations that a demonstration or a test may shorten; production leaves them alone. */
export type Timing = {
  /** Waits between the rounds of a search and between tries of a 12go read. Default: real time. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Milliseconds a 12go call may take, by operation. */
  readonly twelveGoTimeoutsMs?: Partial<Record<Operation, number>>;
  readonly callControl?: CircuitTimes;
  readonly writeGuard?: Partial<GuardTimes>;
  readonly writeProtocol?: Partial<ProtocolTimes>;
  readonly outcomeResolver?: Partial<ResolverTimes>;
  readonly creditHolds?: Partial<CreditHoldTimes>;
  /** Trusted by webhooks instead of the usual authorities, in PEM. */
  readonly webhookAuthority?: string;
  /** How often notifications that were taken are worked. Default 500 ms. */
  readonly inboxEveryMs?: number;
  /** How often what has to be asked is asked for the metrics. Default: checks every 5 s, seat locks every 15 s. */
  readonly gauges?: { readonly checksEveryMs?: number; readonly seatsEveryMs?: number };
};

/** The id tables at hand. */
export type IdTables = {
  /** @throws GatewayError `not_ready` before the first load. */
  current(): IdMap;
  /** Seconds since the tables were loaded; undefined before the first load. */
  ageSeconds(): number | undefined;
  /** Where they are loaded from. */
  readonly source: 'master_data' | 'snapshot_file';
  /** Whether the last load failed; the tables before it are in use. */
  hasFailed(): boolean;
};

/** What is read again every few minutes and on a configuration-change call. */
export type ReloadedCopies = {
  /** Asked how it went only. */
  readonly secrets: Pick<Refreshed<unknown>, 'refresh' | 'failure'>;
  readonly clients: Refreshed<Partners>;
  readonly rates: Refreshed<LoadedRates>;
  /** Read only. */
  readonly idMap: Pick<Refreshed<IdMap>, 'current'>;
};

/** A booking that a notification names; nothing else in it is believed. */
export type ChangedBooking = {
  readonly clientId: string;
  readonly bid: string;
  readonly isSigned: boolean;
  /** We found it ourselves, though nothing here remembers it. */
  readonly isOurs?: boolean;
};

/** Asks one dependency how it is; never rejects. */
export type ReadinessCheck = () => Promise<DependencyCheck>;

/** Time, and waiting for it. */
export type Clock = {
  readonly nowMs: () => number;
  /** Whole Unix seconds. */
  readonly nowSeconds: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Where what happens is told. */
export type Observe = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly spans: Spans;
  /** Requests that failed, found nothing or were turned away. */
  readonly noted: NotedRequests;
  /** The last lines of the log. */
  readonly recentLines: RecentLines;
};

/** What the secrets are called that are in force. */
export type SecretNames = {
  readonly sealingKeys: { readonly ids: string[]; readonly active: string };
  readonly operators: readonly KnownOperator[];
};

/** What a gateway that is there to be tried out gives to whoever opens it. */
export type Trial = {
  /** What the reference has chosen. */
  readonly clientId: string;
  readonly apiKey: string;
  /** The sandbox console. */
  readonly answerPage: AnswerPage;
};

/** This instance of the gateway. */
export type Service = {
  readonly version: string;
  readonly startedAtMs: number;
  readonly publicBaseUrl: () => string;
  readonly readiness: readonly ReadinessCheck[];
  /** Whether it was told to end, and still serves. */
  readonly isLeaving: () => boolean;
  readonly copies: ReloadedCopies;
  /** What it was started with. */
  readonly settings: ToldSettings;
  /** The names of the keys that count now. */
  readonly secretNames: () => SecretNames;
  /** Only of a gateway that is there to be tried out. */
  readonly trial?: Trial | undefined;
};

/** Who may call. */
export type Callers = { readonly partners: PartnerDirectory; readonly operators: Operators };

/** Who is let in, and how much goes on. */
export type Admission = {
  /** Of each client and class, of all instances together. */
  readonly limits: RateLimits;
  /** Quotas of them that an operator changed for a while, at this instance. */
  readonly quotaChanges: QuotaChanges;
  /** Reservations of each client that wait for their confirm. */
  readonly unconfirmed: Holdings;
  /** Wrong keys by the address that they come from, at this instance. */
  readonly failedKeys: RateLimits;
  readonly failedKeysQuota: Quota;
  readonly load: Pick<LoadWatch, 'current'>;
};

/** 12go and the neighbours: asked, copied, kept. */
export type Upstream = {
  readonly twelveGo: TwelveGo;
  readonly callBudget: Pick<CallBudget, 'draw'>;
  readonly callControl: CallControl;
  readonly callLimits: CallLimits;
  readonly masterData: MasterData;
  readonly creditLine: CreditLine;
  readonly idTables: IdTables;
  readonly rechecks: Rechecks;
  readonly searchCache: SearchCache;
  readonly finishedSearches: FinishedSearches;
};

/** Every sealed or signed text that partners hold. */
export type SealedTexts = Tokens & { readonly itineraryIds: ItineraryIds; readonly bookingIds: BookingIds };

/** What a write of a booking goes through, and what it leaves. */
export type Writes = {
  readonly guard: WriteGuard<TextAnswer>;
  readonly fingerprintKey: Uint8Array;
  /** Has the client's open outcomes looked at soon; returns at once. */
  readonly bookingChanged: (changed: ChangedBooking) => void;
  readonly seatLocks: SeatLocks;
  readonly creditHolds: CreditHolds;
  readonly journal: BookingJournal;
};

/** The topics and their readers, as they were in a moment. */
type EventsAudit = TopicAudit & { readonly momentMs: number };

/** What is told of bookings, and what is told to us. */
export type Events = {
  /** Changes of bookings, in order, for webhooks, the feed and whoever else follows them. */
  readonly outbox: Outbox;
  /** Notifications of 12go that were taken and are not worked yet. */
  readonly inbox: Outbox;
  /** Webhooks that wait for the relay or are dead, and how their endpoints are. */
  readonly webhooks: { readonly queue: WebhookQueue; readonly endpoints: EndpointStates };
  /**
   * Asks Kafka who reads which topic; undefined where there are no brokers.
   *
   * @throws GatewayError `events_unavailable` after 10 s at the latest, `unprocessable` for old topics that cannot be read
   */
  readonly audit: (() => Promise<EventsAudit>) | undefined;
  /** The outbox’s time of a client as far as it is known without asking; what is read from now on is as new as that. */
  readonly readAtMs: (clientId: string) => number | undefined;
  /** Whether anybody follows more than the statuses of bookings. */
  readonly tellsLifecycle: boolean;
  /** Tells what belongs to no write, if anybody follows it; returns at once, and what cannot be kept is counted. */
  readonly tell: (clientId: string, notices: () => readonly Notice[]) => void;
};

/** The dependencies, by what they are for. A flow declares the slice it needs. */
export type Deps = {
  readonly clock: Clock;
  readonly observe: Observe;
  readonly service: Service;
  readonly settings: FlowSettings;
  readonly callers: Callers;
  readonly admission: Admission;
  readonly priceBook: PriceBook;
  readonly upstream: Upstream;
  readonly tokens: SealedTexts;
  readonly writes: Writes;
  readonly events: Events;
};
