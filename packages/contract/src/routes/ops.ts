/** The ops API that the CLI uses: its own listener, its own keys. */
import { z } from 'zod';
import { opsHeadersSchema } from '../headers.ts';
import { metadata } from '../metadata.ts';
import { clientIdPattern } from '../paths.ts';
import { inspectionSchema } from '../schemas/inspection.ts';
import { c, problems } from './route-kit.ts';

const inspectBooking = {
  method: 'GET',
  path: '/ops/v1/bookings/:booking_id/inspection',
  summary: 'Inspect a booking',
  description:
    'Reads the booking live and tells what happened to it. Takes issued ids, `BK-{number}` and the bare 12go id; without an owner tag, `client_id` says whose it is, otherwise every client’s key is asked.',
  pathParams: z.object({ booking_id: z.string().min(1).max(2048) }),
  query: z.object({ client_id: z.string().regex(clientIdPattern).optional() }),
  headers: opsHeadersSchema,
  responses: { 200: inspectionSchema, ...problems(400, 401, 404, 500, 502, 503, 504) },
  metadata: metadata({ endpoint: 'ops_inspect_booking', auth: 'ops', cost: 'none' }),
} as const;

/** The ops API. */
export const opsRoutes = c.router({ inspectBooking }, { strictStatusCodes: true });
