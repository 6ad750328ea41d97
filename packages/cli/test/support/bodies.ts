/** Bodies that the gateway answers with. */
import { readFileSync } from 'node:fs';
import {
  type ErrorCode,
  errorTable,
  type Inspection,
  inspectionSchema,
  type PriceExplanation,
  priceExplanationSchema,
} from '@partner-gateway/contract';

/** An example of the contract. */
export const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));

/** A problem of the contract. */
export const problem = (code: ErrorCode): Record<string, unknown> & { status: number } => {
  const { status, title, retryable, fault } = errorTable[code];
  const type = `https://gateway.example/problems/${code.replaceAll('_', '-')}`;
  const detail = `${title}, this time.`;
  return {
    type,
    title,
    status,
    detail,
    instance: 'urn:correlation:c-1',
    code,
    correlation_id: 'c-1',
    retryable,
    fault,
  };
};

const usd = (exact: string) => ({ exact, currency: 'USD' });

/** What the ops API tells about a confirmed booking; it fits the contract, or no test runs. */
export const inspection: Inspection = inspectionSchema.parse({
  resolved: {
    asked: 'BK-8451207',
    found_by: 'bare_id',
    client_id: 'acme',
    cart: 'c8Kq2Zt1',
    integration_booking_id: '8451207',
    booking_id: 'BK-8451207-7GQ2M',
  },
  upstream_reading: { state: 'read', code: null, kind: null },
  guard: [{ operation: 'reserve', state: 'done', outcome: 'executed', is_live: false, age_seconds: 1140 }],
  request: null,
  others: [],
  booking: example('booking-approved'),
  upstream: {
    status: 'booking_confirmed',
    tracker: 'RR-77KD92',
    has_ticket: true,
    stamp: '2026-10-28T09:42:15',
    net_price: { currency: 'USD', amount: '37.00' },
    gross_price: { currency: 'USD', amount: '44.10' },
    latency_ms: 84,
  },
  price: {
    total: { currency: 'USD', amount: '41.70' },
    trace: [
      { step: 'input', figure: 'net', text: 'net: upstream says 37 USD', value: usd('37') },
      {
        step: 'markup',
        figure: 'total_price',
        text: 'total_price: 37 USD × (1 + 0.10) + 0.50 USD × 2 = 41.7 USD (client acme, contract ACME-VN, by country)',
        client_id: 'acme',
        contract_code: 'ACME-VN',
        chosen_by: 'country',
        terms: { percentage: '0.10', fixed_fee: '0.50', fixed_fee_currency: 'USD' },
        passengers: 2,
        before: usd('37'),
        after: usd('41.7'),
      },
      {
        step: 'round',
        figure: 'total_price',
        text: 'total_price: 41.7 USD rounds half up to 2 decimals: 41.7 USD',
        mode: 'half_up',
        decimals: 2,
        before: usd('41.7'),
        after: usd('41.7'),
      },
    ],
  },
  timeline: [
    { at: '2026-10-28T09:41:00.120Z', step: 'request', detail: { operation: 'reserve', state: 'with_key' } },
    {
      at: '2026-10-28T09:41:00.932Z',
      step: 'upstream_call',
      detail: { operation: 'reserve', latencyMs: 812 },
    },
  ],
  diagnosis: {
    cause: 'all_well',
    summary: 'Confirmed; the ticket is out.',
    certainty: 'certain',
    fault: 'nobody',
    partner_saw: '200, outcome executed',
    evidence: ['The booking is approved at 12go now.'],
    missing: [],
    action: 'Nothing to do.',
    command: null,
  },
  inspected_at: '2026-10-28T10:00:00',
});

/** Why the night bus from Hanoi to Sapa costs what it costs, in baht. */
export const explanation: PriceExplanation = priceExplanationSchema.parse({
  client_id: 'acme',
  itinerary_id: 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00',
  trip_key: 'VN0fSc0fY87jib04V0pW41sL',
  departure: '2026-12-05T22:00',
  passengers: 2,
  contract_code: 'ACME-VN',
  settlement_currency: null,
  pricing: {
    net_price: { currency: 'USD', amount: '19.75' },
    taxes_and_fees: { currency: 'USD', amount: '2.30' },
    gross_price: {
      currency: 'THB',
      amount: '751.91',
      price_type: 'Recommended',
      amount_in_net_currency: '22.05',
    },
  },
  trace: [
    { step: 'input', figure: 'net', text: 'net: upstream says 17.5 USD', value: usd('17.5') },
    {
      step: 'price_type',
      figure: 'price_type',
      text: 'price_type: restriction 0 means Recommended',
      restriction: '0',
      price_type: 'Recommended',
    },
    {
      step: 'convert',
      figure: 'gross_price',
      text: 'gross_price: 22.05 USD × 34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] = 751.905 THB',
      before: usd('22.05'),
      rates: [
        {
          from: 'USD',
          to: 'THB',
          rate: '34.10',
          inverted: false,
          source: 'rates-service',
          as_of: '2026-11-14T07:30:00Z',
          age_seconds: 60,
        },
      ],
      after: { exact: '751.905', currency: 'THB' },
    },
  ],
  explained_at: '2026-11-14T07:31:00',
});
