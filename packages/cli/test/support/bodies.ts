/** Bodies that the gateway answers with. */
import { readFileSync } from 'node:fs';
import { type ErrorCode, errorTable, type Inspection, inspectionSchema } from '@partner-gateway/contract';

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

/** What the ops API tells about a confirmed booking; it fits the contract, or no test runs. */
export const inspection: Inspection = inspectionSchema.parse({
  resolved: { asked: 'BK-8451207', client_id: 'acme', integration_booking_id: '8451207', form: 'bare' },
  booking: example('booking-approved'),
  upstream: {
    status: 'booking_confirmed',
    tracker: 'RR-77KD92',
    has_ticket: true,
    stamp: '2026-10-28T09:42:15',
    net_price: { currency: 'USD', amount: '39.50' },
    gross_price: { currency: 'USD', amount: '44.10' },
    latency_ms: 84,
  },
  diagnosis: { summary: 'Confirmed; the ticket is out.', action: 'Nothing to do.' },
  inspected_at: '2026-10-28T10:00:00',
});
