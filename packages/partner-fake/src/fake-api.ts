/** What those who test have of a fake: its options, its doors, its scenarios, its clock and what it remembers. */
import type { HttpHandler } from 'msw';
import type { FakeClock } from './clock.ts';
import type { Money } from './money.ts';
import type { ActiveScenario, Scenarios } from './scenarios/scenario.ts';

/**
 * Where events are posted to, and the secret that they are signed with: `whsec_` and base64.
 *
 * @example
 * ```ts
 * const webhook: WebhookTarget = { url: 'http://localhost:3000/webhooks', secret };
 * createPartnerFake({ webhook });
 * ```
 */
export type WebhookTarget = {
  /** Where it is posted to. */
  readonly url: string;
  /** What it is signed with. */
  readonly secret: string;
};

/**
 * How a fake is made; everything has a default.
 *
 * @example
 * ```ts
 * const options: PartnerFakeOptions = { now: '2030-01-31T08:00:00Z' };
 * console.log(createPartnerFake(options).clock.now());
 * ```
 */
export type PartnerFakeOptions = {
  /** Where the gateway would be. Default: `https://gateway.example`. */
  readonly baseUrl?: string;
  /** Default: `acme`. */
  readonly clientId?: string;
  /** Default: `gwk_acme_fake`. */
  readonly apiKey?: string;
  /** First moment of its clock, which then stands still until it is moved: Unix milliseconds or ISO text. Default: the machine’s clock. */
  readonly now?: number | string;
  /** Where events of bookings are posted to as they happen. Default: nowhere. */
  readonly webhook?: WebhookTarget;
  /** How `slow` and waiting for events pass their time. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** What posts webhooks. Default: the global `fetch`, looked up at each post. */
  readonly fetch?: typeof globalThis.fetch;
};

/**
 * Where a fake listens.
 *
 * @example
 * ```ts
 * const options: ListenOptions = { port: 0 };
 * await (await createPartnerFake().listen(options)).close();
 * ```
 */
export type ListenOptions = {
  /** Default: any free one. */
  readonly port?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
};

/**
 * A fake that listens.
 *
 * @example
 * ```ts
 * const listening: Listening = await createPartnerFake().listen();
 * console.log(listening.baseUrl);
 * await listening.close();
 * ```
 */
export type Listening = {
  /** `http://127.0.0.1:4010` */
  readonly baseUrl: string;
  /** Stops listening. */
  readonly close: () => Promise<void>;
};

type Status = 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';

/**
 * A booking, as details would answer it now.
 *
 * @example
 * ```ts
 * const isSold = ({ status }: DescribedBooking): boolean => status === 'approved';
 * console.log(createPartnerFake().state().bookings.filter(isSold).length);
 * ```
 */
export type DescribedBooking = {
  /** Names it everywhere. */
  readonly id: string;
  /** As details would answer it. */
  readonly status: Status;
  /** Where it departs. */
  readonly from_station: string;
  /** Where it arrives. */
  readonly to_station: string;
  /** Local to the station. */
  readonly departure_time: string;
  /** How many travel. */
  readonly passenger_count: number;
  /** The operator’s reference; null before confirmation. */
  readonly operator_booking_id: string | null;
  /** Null until a ticket exists. */
  readonly voucher_url: string | null;
  /** What the partner is charged. */
  readonly total_price: Money;
};

/**
 * A change of a booking.
 *
 * @example
 * ```ts
 * const about = ({ data }: DescribedEvent): string => `${data.booking_id} ${data.status}`;
 * console.log(createPartnerFake().state().events.map(about));
 * ```
 */
export type DescribedEvent = {
  /** The same in the feed and in `webhook-id`. */
  readonly id: string;
  /** ISO text, UTC. */
  readonly occurred_at: string;
  /** What changed. */
  readonly data: {
    /** Whose change it is. */
    readonly booking_id: string;
    /** What the booking is now. */
    readonly status: Status;
    /** What it was before; null when it was made. */
    readonly previous_status: Status | null;
  };
};

/**
 * What a fake remembers.
 *
 * @example
 * ```ts
 * const { now, openCarts }: PartnerFakeState = createPartnerFake().state();
 * console.log(now, openCarts);
 * ```
 */
export type PartnerFakeState = {
  /** ISO text of its clock. */
  readonly now: string;
  /** All that were made, oldest first. */
  readonly bookings: readonly DescribedBooking[];
  /** Carts that can still be booked from. */
  readonly openCarts: number;
  /** How many of them travel. */
  readonly approvedBookings: number;
  /** What happened to them, oldest first. */
  readonly events: readonly DescribedEvent[];
  /** What is still to go wrong. */
  readonly scenarios: readonly ActiveScenario[];
};

/**
 * A gateway with memory, for tests.
 *
 * @example
 * ```ts
 * const fake: PartnerFake = createPartnerFake();
 * const client = createClient(fake);
 * console.log((await client.health()).status);
 * ```
 */
export type PartnerFake = {
  /** Where the gateway would be. */
  readonly baseUrl: string;
  /** The client that it knows. */
  readonly clientId: string;
  /** The key of that client. */
  readonly apiKey: string;
  /** For `setupServer(...fake.handlers)` of `msw/node`; needs msw 3. */
  readonly handlers: readonly HttpHandler[];
  /** For `createClient({ fetch })`; answers whatever the host. */
  readonly fetch: typeof globalThis.fetch;
  /** Listens on a port; what the fake gives out from then on begins with its URL. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
  /** Makes things go wrong. */
  readonly scenarios: Scenarios;
  /** Its time. */
  readonly clock: FakeClock;
  /** What it remembers, as JSON. */
  readonly state: () => PartnerFakeState;
  /** Settles when every webhook that was to be posted is. */
  readonly webhooksSettled: () => Promise<void>;
  /** Forgets everything; its clock stays where it is. */
  readonly reset: () => void;
};

/** Makes a fake. */
export type CreatePartnerFake = (options?: PartnerFakeOptions) => PartnerFake;

export type { FakeClock } from './clock.ts';
export type { ActiveScenario, Scenario, ScenarioName, Scenarios } from './scenarios/scenario.ts';
