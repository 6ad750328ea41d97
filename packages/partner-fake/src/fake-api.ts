/** What those who test have of a fake: its options, its doors, its scenarios, its clock and what it remembers. */
import type { HttpHandler } from 'msw';
import type { FakeClock } from './clock.ts';
import type { Money } from './money.ts';
import type { ActiveScenario, Scenarios } from './scenarios/scenario.ts';

/** Where events are posted to, and the secret that they are signed with: `whsec_` and base64. */
export type WebhookTarget = { readonly url: string; readonly secret: string };

/** How a fake is made; everything has a default. */
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

export type ListenOptions = {
  /** Default: any free one. */
  readonly port?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
};

/** A fake that listens. */
export type Listening = {
  /** `http://127.0.0.1:4010` */
  readonly baseUrl: string;
  readonly close: () => Promise<void>;
};

type Status = 'reserved' | 'pending' | 'declined' | 'approved' | 'cancelled' | 'failed';

/** A booking, as details would answer it now. */
export type DescribedBooking = {
  readonly id: string;
  readonly status: Status;
  readonly from_station: string;
  readonly to_station: string;
  readonly departure_time: string;
  readonly passenger_count: number;
  readonly operator_booking_id: string | null;
  readonly voucher_url: string | null;
  readonly total_price: Money;
};

/** A change of a booking. */
export type DescribedEvent = {
  readonly id: string;
  readonly occurred_at: string;
  readonly data: {
    readonly booking_id: string;
    readonly status: Status;
    readonly previous_status: Status | null;
  };
};

/** What a fake remembers. */
export type PartnerFakeState = {
  /** ISO text of its clock. */
  readonly now: string;
  readonly bookings: readonly DescribedBooking[];
  /** Carts that can still be booked from. */
  readonly openCarts: number;
  readonly approvedBookings: number;
  readonly events: readonly DescribedEvent[];
  readonly scenarios: readonly ActiveScenario[];
};

/** A gateway with memory, for tests. */
export type PartnerFake = {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  /** For `setupServer(...fake.handlers)` of `msw/node`; needs msw 3. */
  readonly handlers: readonly HttpHandler[];
  /** For `createClient({ fetch })`; answers whatever the host. */
  readonly fetch: typeof globalThis.fetch;
  /** Listens on a port; what the fake gives out from then on begins with its URL. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
  readonly scenarios: Scenarios;
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
