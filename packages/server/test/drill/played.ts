/** What several incidents do: a create, a confirm or a search under a correlation id that on-call gets to hear. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScenarioName } from '@partner-gateway/sandbox';
import type { Answer, Api } from '../support/api.ts';
import { bangkokData, bangkokTrip, confirm, open, ownKey, reserve } from '../support/builders.ts';
import type { Clue } from './incident.ts';

let count = 0;
/** A correlation id that no other request has. */
export const ownId = (): string => {
  count += 1;
  return `drill-${count}-${process.pid}`;
};

export const headersOf = (id: string) => ({ 'x-correlation-id': id });

type Asked = Pick<Clue, 'causes' | 'action'>;

/** On-call has the correlation id of the request that went wrong. */
export const byCorrelation = (at: Api, id: string, { causes, action }: Asked): Clue => ({
  at,
  asks: ['find', id],
  causes,
  action,
});

/** On-call has the id of the booking. */
export const byBooking = (at: Api, id: string, { causes, action }: Asked): Clue => ({
  at,
  asks: ['booking', 'inspect', id],
  causes,
  action,
});

/** Opens an itinerary and creates a booking of it, whatever comes of it. */
export const createOnce = async (api: Api, id: string, clientId = 'demo'): Promise<Answer> => {
  const caller = api.as(clientId);
  const { booking_token } = await open(caller, bangkokTrip());
  const body = { booking_token, booking_data: bangkokData() };
  return caller.post('/bookings', body, { ...ownKey(), ...headersOf(id) });
};

/** A create that meets a scenario of 12go at its reserve. */
export const createMeeting = async (api: Api, scenario: ScenarioName, asked: Asked): Promise<Clue> => {
  const id = ownId();
  api.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1 });
  await createOnce(api, id);
  return byCorrelation(api, id, asked);
};

/** A confirm that meets one; on-call has the booking. */
export const confirmMeeting = async (api: Api, scenario: ScenarioName, asked: Asked): Promise<Clue> => {
  const booking = await reserve(api.as('demo'));
  api.sandbox.scenarios.set({ operation: 'confirm', scenario, times: 1 });
  await api.as('demo').post(`/bookings/${booking.id}/confirm`, undefined, ownKey());
  return byBooking(api, booking.id, asked);
};

/** A confirmed booking whose cancellation meets one. */
export const cancelMeeting = async (
  api: Api,
  { operation, scenario }: { operation: 'refund' | 'refundOptions'; scenario: ScenarioName },
  asked: Asked,
): Promise<Clue> => {
  const booking = await confirm(api.as('demo'));
  api.sandbox.scenarios.set({ operation, scenario, times: 1 });
  await api.as('demo').post(`/bookings/${booking.id}/cancel`, {}, ownKey());
  return byBooking(api, booking.id, asked);
};

/** A search that meets one; on-call has its correlation id. */
export const searchMeeting = async (api: Api, scenario: ScenarioName, asked: Asked): Promise<Clue> => {
  const id = ownId();
  api.sandbox.scenarios.set({ operation: 'search', scenario });
  await search(api, id);
  api.sandbox.scenarios.clear();
  return byCorrelation(api, id, asked);
};

export const search = (api: Api, id: string, more: Record<string, string> = {}): Promise<Answer> => {
  const date = new Date(api.sandbox.clock.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const query = `departures=VNHANMYD&arrivals=VNSPASPT&departure_date=${date}&pax=1`;
  return api.as('demo').get(`/itineraries?${query}`, { ...headersOf(id), ...more });
};

/** Polls until the answer is final, or the time is up. */
export const pollToEnd = async (api: Api, answer: Answer): Promise<Answer> => {
  let polled = answer;
  for (let times = 0; times < 100 && polled.status === 202; times += 1) {
    await sleep(100);
    polled = await api.as('demo').get(answer.headers.location ?? '');
  }
  return polled;
};
