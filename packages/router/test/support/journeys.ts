/** Partners under way: each searches, and every so often books what it found, one journey under one correlation id. */
import { randomUUID } from 'node:crypto';
import { type Answered, bangkokData, bangkokTrip, searchPath, type TwoSystems } from './two-systems.ts';

/** One request of a journey. */
export type Step = { readonly endpoint: string; readonly status: number; readonly ms: number };

/** A journey that ended. */
export type Journey = { readonly correlationId: string; readonly steps: readonly Step[] };

type Booked = { readonly id?: string; readonly itineraries?: readonly { readonly booking_token: string }[] };

const bodyOf = ({ body }: Answered): Booked => body;

/** Searches and, if told, goes on to a confirmed booking that is read and given back. */
export const travel = async (systems: TwoSystems, at: string, isBooking: boolean): Promise<Journey> => {
  const correlationId = randomUUID();
  const steps: Step[] = [];
  const step = async (endpoint: string, path: string, body?: unknown): Promise<Answered> => {
    const startMs = performance.now();
    const isWrite = /booking$/.test(endpoint);
    const answered = await systems.call(
      path,
      {
        method: isWrite ? 'POST' : 'GET',
        headers: {
          'x-correlation-id': correlationId,
          ...(isWrite && { 'idempotency-key': `${correlationId}-${endpoint}` }),
        },
        ...(body !== undefined && { body }),
      },
      at,
    );
    steps.push({ endpoint, status: answered.status, ms: performance.now() - startMs });
    return answered;
  };
  await step('search', searchPath());
  if (isBooking) {
    const opened = bodyOf(await step('get_itinerary', `/itineraries/${bangkokTrip()}?pax=1`));
    const token = opened.itineraries?.[0]?.booking_token;
    const { id } = bodyOf(
      await step('create_booking', '/bookings', { booking_token: token, booking_data: bangkokData }),
    );
    await step('confirm_booking', `/bookings/${id}/confirm`);
    await step('booking_details', `/bookings/${id}`);
    await step('cancel_booking', `/bookings/${id}/cancel`);
  }
  return { correlationId, steps };
};

/** Goes on with journeys, so many at a time over all routers, until it is told to end; gives all of them. */
export const keepTravelling = (systems: TwoSystems, partners: number) => {
  let isEnding = false;
  const journeys: Journey[] = [];
  const partner = async (number: number): Promise<void> => {
    const router = systems.routers[number % systems.routers.length];
    for (let count = 0; !isEnding; count += 1)
      journeys.push(await travel(systems, router?.baseUrl ?? '', count % 3 === 0));
  };
  const work = Promise.all(Array.from({ length: partners }, (_, number) => partner(number)));
  return {
    /** Those that ended so far. */
    journeys,
    end: async (): Promise<void> => {
      isEnding = true;
      await work;
    },
  };
};
