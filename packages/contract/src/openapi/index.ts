/** The OpenAPI 3.1.1 documents of the partner API and of the ops API, made from the contract. */
import { generateOpenApiAsync } from '@ts-rest/open-api';
import { z } from 'zod';
import { opsContract, partnerContract } from '../contract.ts';
import { bookingDataSchema } from '../schemas/booking.ts';
import { operatingCarrierSchema, poiSchema, stationSchema } from '../schemas/master-data.ts';
import { partnerNotificationSchema } from '../schemas/partner-events.ts';
import { notificationExample, problemExampleComponents, writeProblemComponents } from './examples.ts';
import { type Components, inOrder, type SchemaObject, toOpenApiSchema } from './json-schema.ts';
import { finishOperation } from './operations.ts';
import { headerComponents } from './response-headers.ts';
import { withExamples } from './schema-examples.ts';

export type { SchemaObject };

/** An OpenAPI document. */
export type OpenApiDocument = {
  openapi: string;
  info: Record<string, unknown>;
  paths: Record<string, Record<string, unknown>>;
  webhooks?: Record<string, unknown>;
  components: {
    schemas: Record<string, SchemaObject>;
    headers: Record<string, unknown>;
    examples: Record<string, unknown>;
    securitySchemes: Record<string, unknown>;
  };
  [member: string]: unknown;
};

const description = `Search and book buses, trains, ferries and flights in South-East Asia.

Funnel: search → get itinerary → (lock seats) → create → confirm → details, ticket, cancel.

Amounts are text with two decimals. Errors are problem details (RFC 9457); \`code\` is stable, \`retryable\` says whether
the same request can succeed later, and every answer of create, confirm and cancel says in \`X-Outcome\` whether the
booking was changed upstream.

Send an \`Idempotency-Key\` with create, confirm and cancel: the same request under the same key is executed once, however often it
is sent, and answered with the same bytes.

**Names that trip.** Search says \`number_of_available_seats\`, \`departure_segments\`, \`percent\` and \`amount\` where get itinerary
says \`number_available_seats\`, \`to_segments\`, \`percentage\` and \`cost\`. \`GetList\` spells \`Id\` and \`Name\`, the station file
\`id\` and \`name\`, the carrier and POI files \`Id\` and \`name\`. A station’s city id is not a POI id. Choices of a form are taken as
the value or the title, in any letter case.

**How long a 202 lasts.** Most settle within seconds; what did not happen is known after two minutes; after 15 minutes the result
expires with what is known, and the same request under the same key still answers.

Calls come from your servers: there is no CORS, since a key does not belong in a browser.`;

const info = {
  title: '12go Partner Gateway',
  version: '2023-07-01',
  description,
  license: { name: 'Proprietary', url: 'https://gateway.example/license' },
  contact: { name: 'Partner support', email: 'partners@gateway.example' },
};

const securitySchemes = {
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The client’s API key.' },
};

const tags = [
  { name: 'Search', description: 'Find and open itineraries.' },
  { name: 'Booking', description: 'Lock seats, book, confirm, cancel.' },
  { name: 'Master data', description: 'Stations, operating carriers, POIs.' },
  { name: 'Notifications', description: 'What you are told of your bookings.' },
  { name: 'Health', description: 'For orchestrators.' },
];

const isZod = (schema: unknown): schema is z.ZodType => schema instanceof z.ZodType;

const documented = (schema: z.ZodType): z.ZodType | null => {
  const meta = schema.meta();
  if (meta?.noBody === true) return null;
  return isZod(meta?.passThroughOf) ? meta.passThroughOf : schema;
};

/** Beside the auth header that was agreed. */
const webhookHeaders = {
  'webhook-id': 'Of the event; the same in every attempt.',
  'webhook-timestamp': 'Unix seconds of the attempt.',
  'webhook-signature':
    'Standard Webhooks: `v1,` and the HMAC-SHA-256 of id, timestamp and body in base64, one for each secret; where you have a signing secret.',
  'x-correlation-id': 'Of the request that the change came of.',
};

const webhooks = (components: Components) => ({
  bookingChanged: {
    post: {
      operationId: 'bookingChanged',
      tags: ['Notifications'],
      summary: 'A booking changed',
      description:
        'Posted to your configured URL with your configured auth header when a booking of yours changes, the same as in `GET /v1/{client_id}/events`. Any 2xx within 10 s is success; anything else, a redirect too, is a failure, and it is sent again after 30 s, 5 min and 30 min, later with `Retry-After`. 410 ends all deliveries. Events of one booking come in order and may repeat with the same `webhook-id`; read the booking details for the truth.',
      security: [],
      parameters: Object.entries(webhookHeaders).map(([name, description]) => ({
        name,
        in: 'header',
        required: name !== 'webhook-signature',
        description,
        schema: { type: 'string' },
      })),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: toOpenApiSchema(partnerNotificationSchema, 'output', components),
            examples: notificationExample,
          },
        },
      },
      responses: { '200': { description: 'Taken.' }, '4XX': { description: 'Not taken; it is sent again.' } },
    },
  },
});

type Described = {
  readonly info: { title: string; version: string; description: string };
  readonly url: string;
  readonly tags: { readonly name: string; readonly description: string }[];
};

/** The document of a contract without what only one of them has; schemas that it needs are added to the components. */
const documentOf = async (
  contract: typeof partnerContract | typeof opsContract,
  { info: described, url, tags: groups }: Described,
  components: Components,
): Promise<OpenApiDocument> => {
  const document = await generateOpenApiAsync(
    contract,
    { openapi: '3.1.1', info: described, servers: [{ url }], tags: groups } as Parameters<
      typeof generateOpenApiAsync
    >[1],
    {
      setOperationId: true,
      schemaTransformer: ({ schema, type }) => {
        const known = isZod(schema) ? documented(schema) : null;
        if (known === null) return Promise.resolve(null);
        return Promise.resolve(toOpenApiSchema(known, type === 'response' ? 'output' : 'input', components));
      },
      operationMapper: (operation, appRoute, id) =>
        finishOperation(operation as Parameters<typeof finishOperation>[0], appRoute, id) as typeof operation,
    },
  );
  return document as unknown as OpenApiDocument;
};

/**
 * Makes the OpenAPI document of the partner API.
 *
 * @example
 * ```ts
 * const document = await createOpenApiDocument();
 * document.openapi; // '3.1.1'
 * ```
 */
export const createOpenApiDocument = async (): Promise<OpenApiDocument> => {
  const components: Components = new Map();
  for (const schema of [bookingDataSchema, stationSchema, operatingCarrierSchema, poiSchema]) {
    toOpenApiSchema(schema, 'output', components);
  }
  const described = { info, tags, url: 'https://gateway.example' };
  const document = await documentOf(partnerContract, described, components);
  const webhookSection = webhooks(components);
  const operationsText = JSON.stringify(document.paths);
  return {
    ...document,
    openapi: '3.1.1',
    webhooks: webhookSection,
    components: {
      schemas: withExamples(inOrder(components), Object.values(document.paths).flatMap(Object.values)),
      headers: headerComponents,
      examples: {
        ...problemExampleComponents,
        ...writeProblemComponents((name) => operationsText.includes(`#/components/examples/${name}"`)),
      },
      securitySchemes,
    },
  };
};

const opsDescribed = {
  info: {
    title: '12go Partner Gateway, ops API',
    version: '1',
    description:
      'What operators and `partner-cli` ask: its own listener, its own keys. Each answer is what the command writes with `--json`. Nothing of it is for partners.',
    license: info.license,
  },
  url: 'http://127.0.0.1:8081',
  tags: [
    { name: 'Operations', description: 'Find, inspect, resolve, check, change.' },
    { name: 'Health', description: 'For orchestrators.' },
  ],
};

const opsKey = { type: 'apiKey', in: 'header', name: 'x-ops-key', description: 'An operator’s key.' };

/** Makes the OpenAPI document of the ops API. */
export const createOpsOpenApiDocument = async (): Promise<OpenApiDocument> => {
  const components: Components = new Map();
  const document = await documentOf(opsContract, opsDescribed, components);
  return {
    ...document,
    openapi: '3.1.1',
    components: {
      schemas: inOrder(components),
      headers: headerComponents,
      examples: problemExampleComponents,
      securitySchemes: { opsKey },
    },
  };
};
