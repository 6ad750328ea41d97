/** Cases in which a request is refused: the fake is told so, the gateway is brought to it, and then the request is made again. */
import type { ErrorCode } from '@partner-gateway/contract';
import type { ActiveScenario } from '../../src/index.ts';
import type { Api, Asking, Case, Staging } from './api.ts';
import { at, confirmed, findTrip, openCart, orderFor, reserved, searchOf } from './steps.ts';

type Request = { readonly what: string; readonly body?: unknown };

/** A request of each operation that can be refused when all that it needs is there, and that twice. */
const requests = {
  search: async (api) => ({ what: `GET ${searchOf(api)}` }),
  getItinerary: async (api) => ({ what: `GET /itineraries/${findTrip(api)}` }),
  lockSeats: async (api) => ({
    what: 'POST /seats',
    body: { booking_token: await openCart(api), booking_data: { seat_selection: ['A1'] } },
  }),
  unlockSeats: async (api) => ({ what: 'DELETE /seats', body: { booking_token: await openCart(api) } }),
  quoteBooking: async (api) => ({ what: 'POST /bookings/quote', body: await orderFor(api) }),
  createBooking: async (api) => ({ what: 'POST /bookings', body: await orderFor(api) }),
  confirmBooking: async (api) => ({ what: `POST /bookings/${await reserved(api)}/confirm` }),
  getBooking: async (api) => ({ what: `GET /bookings/${await confirmed(api)}` }),
  getTicket: async (api) => ({ what: `GET /bookings/${await confirmed(api)}/ticket` }),
  cancelBooking: async (api) => {
    const id = await confirmed(api);
    const { body } = await api.ask(`POST /bookings/${id}/cancel`, { body: { preview: true }, isQuiet: true });
    const refund_option = at(body, 'refund_options', 0, 'refund_option');
    return { what: `POST /bookings/${id}/cancel`, body: { refund_option } };
  },
  listEvents: async () => ({ what: 'GET /events' }),
  testWebhook: async () => ({ what: 'POST /webhooks/test' }),
} as const satisfies Partial<Record<ActiveScenario['operation'], (api: Api) => Promise<Request>>>;

export type Refused = {
  readonly operation: keyof typeof requests;
  readonly code: ErrorCode;
  /** What brings the gateway to it. */
  readonly by: NonNullable<Staging['gateway']>;
  /** Ends that; a scenario of the sandbox ends by itself. */
  readonly until?: NonNullable<Staging['gateway']>;
  /** How long it takes before it can be asked again. */
  readonly passesMs?: number;
  /** What the fake is told beside the code, because the cause has it. */
  readonly told?: Pick<Extract<ActiveScenario, { scenario: 'error' }>, 'outcome' | 'retryAfterSeconds'>;
} & Pick<Asking, 'isTimed' | 'headers'>;

/** Asks, is refused, and asks again once nothing stands in the way: what was refused has left nothing behind. */
export const refusal = (
  how: string,
  { operation, code, by, until, told, passesMs = 0, ...asking }: Refused,
): Case => ({
  name: `${operation}: ${code} where ${how}`,
  run: async (api) => {
    const prepare: (api: Api) => Promise<Request> = requests[operation];
    const { what, body } = await prepare(api);
    await api.stage({ fake: { operation, scenario: 'error', code, times: 1, ...told }, gateway: by });
    await api.ask(what, { body, ...asking });
    api.clear();
    api.advance(passesMs);
    await api.stage({ ...(until !== undefined && { gateway: until }) });
    await api.ask(what, { body });
  },
});
