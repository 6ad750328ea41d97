/** A whole booking and every read of the contract against a running gateway; each answer is held to the contract's schemas. */
import { randomUUID } from 'node:crypto';
import { ask } from './contract-call.mjs';

/**
 * @typedef {object} Journey
 * @property {string} departure_poi
 * @property {string} arrival_poi
 * @property {number} days_ahead
 * @property {string} itinerary_id what is booked; `{date}` is the day of departure
 * @property {object} booking_data that its form takes
 */

const dayMs = 86_400_000;
const pauseMs = 1_000;
const pollsMax = 60;
const masterData = /** @type {const} */ ([
  'stations',
  'stationList',
  'operatingCarriers',
  'operatingCarrierList',
  'pois',
  'poiList',
]);

/** The reads that it makes; `getIncompleteResult` is made only where a write takes long. */
export const reads = /** @type {const} */ ([
  'health',
  'ready',
  ...masterData,
  'search',
  'getItinerary',
  'getBooking',
  'getTicket',
  'listEvents',
]);

/**
 * Books, confirms, reads and cancels, and reads everything else that partners read.
 *
 * @param {import('./contract-call.mjs').Target} target
 * @param {{ journey: Journey, nowMs: number, sleep: (ms: number) => Promise<unknown> }} options
 * @returns {Promise<number>} how many answers were checked
 * @throws {Error} with the first that is not as the contract says
 */
export const contractTests = async (target, { journey, nowMs, sleep }) => {
  let checked = 0;
  const call = async (name, asked = {}) => {
    const answer = await ask(target, name, asked);
    checked += 1;
    return answer;
  };
  const write = async (name, asked) => {
    let answer = await call(name, { ...asked, key: `contract-${randomUUID()}` });
    for (let polls = 0; answer.status === 202 && polls < pollsMax; polls += 1) {
      await sleep(pauseMs);
      answer = await call('getIncompleteResult', { location: answer.location ?? '' });
    }
    if (answer.status !== 200) throw new Error(`${name} came to no end`);
    return answer.body;
  };
  const date = new Date(nowMs + journey.days_ahead * dayMs).toISOString().slice(0, 10);
  const { departure_poi, arrival_poi, booking_data } = journey;
  for (const name of ['health', 'ready']) await call(name);
  for (const name of masterData) await call(name, { query: { locale: 'en' } });
  await call('search', { query: { departure_poi, arrival_poi, departure_date: date, pax: '1' } });
  const itinerary_id = journey.itinerary_id.replace('{date}', date);
  const opened = await call('getItinerary', { params: { itinerary_id }, query: { pax: '1' } });
  const [{ booking_token }] = opened.body.itineraries;
  await call('quoteBooking', { body: { booking_token, booking_data } });
  const { id } = await write('createBooking', { body: { booking_token, booking_data } });
  const params = { booking_id: id };
  await call('getBooking', { params });
  await write('confirmBooking', { params });
  await call('getTicket', { params });
  const preview = await call('cancelBooking', {
    params,
    body: { preview: true },
    key: `contract-${randomUUID()}`,
  });
  const [option] = preview.body.refund_options;
  await write('cancelBooking', { params, body: { refund_option: option.refund_option } });
  await call('listEvents');
  return checked;
};
