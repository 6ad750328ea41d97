/** The OpenAPI document is complete, valid under independent judges, and in step with the contract. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { errorCodes, opsContract, partnerContract } from '@partner-gateway/contract';
import { createOpenApiDocument, createOpsOpenApiDocument } from '@partner-gateway/contract/openapi';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';

const folder = new URL('../', import.meta.url);
const committed = JSON.parse(readFileSync(new URL('openapi.json', folder), 'utf8'));
const methods = ['get', 'post', 'put', 'patch', 'delete'];

type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: unknown[];
  responses: Record<
    string,
    {
      content?: Record<
        string,
        { schema: unknown; examples?: Record<string, { value?: unknown; $ref?: string }> }
      >;
    }
  >;
};

const operations: Operation[] = Object.values<Record<string, Operation>>(committed.paths).flatMap((path) =>
  Object.entries(path).flatMap(([method, operation]) => (methods.includes(method) ? [operation] : [])),
);

const emptySchemasIn = (value: unknown, path: string, keyword = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => emptySchemasIn(item, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const schemaKeywords = ['schema', 'items', 'additionalProperties'];
  const here = schemaKeywords.includes(keyword) && Object.keys(value).length === 0 ? [path] : [];
  return here.concat(
    Object.entries(value).flatMap(([key, item]) =>
      key === 'examples' || key === 'example' ? [] : emptySchemasIn(item, `${path}/${key}`, key),
    ),
  );
};

type Described = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
};

/** Properties that nobody has described, by their paths. */
const undescribedIn = (schema: Described, path: string): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    ...(property.description === undefined ? [`${path}.${name}`] : []),
    ...undescribedIn(property, `${path}.${name}`),
  ]),
  ...(schema.items === undefined ? [] : undescribedIn(schema.items, `${path}[]`)),
  ...(schema.anyOf ?? []).flatMap((one) => undescribedIn(one, path)),
];

describe('ops-openapi.json', () => {
  const ops = JSON.parse(readFileSync(new URL('ops-openapi.json', folder), 'utf8'));

  it('is what the contract makes today (run `pnpm openapi` after a change), and valid', async () => {
    expect(JSON.parse(JSON.stringify(await createOpsOpenApiDocument()))).toEqual(ops);
    const result = await new Validator({ strict: false }).validate(structuredClone(ops));
    expect(result.errors ?? []).toEqual([]);
  });

  it('has a schema for the answer of every operation, behind an operator’s key but for probes', () => {
    const all = Object.values<Record<string, Operation>>(ops.paths).flatMap((path) => Object.values(path));
    expect(all.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(opsContract).toSorted());
    for (const { operationId, security, responses } of all) {
      const isProbe = operationId === 'health' || operationId === 'ready';
      expect([operationId, security]).toEqual([operationId, isProbe ? [] : [{ opsKey: [] }]]);
      expect(responses['200']?.content?.['application/json']?.schema, operationId).toBeTruthy();
    }
  });

  it('has no operation that partners have but the probes', () => {
    const shared = Object.keys(ops.paths).filter((path) => committed.paths[path] !== undefined);
    expect(shared.toSorted()).toEqual(['/health', '/ready']);
  });
});

describe('openapi.json', () => {
  it('is what the contract makes today (run `pnpm openapi` after a change)', async () => {
    expect(JSON.parse(JSON.stringify(await createOpenApiDocument()))).toEqual(committed);
  });

  it('is OpenAPI 3.1.1 under a strict validator', async () => {
    const result = await new Validator({ strict: false }).validate(structuredClone(committed));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(committed.openapi).toBe('3.1.1');
  });

  it('passes the linter without an error', async () => {
    const redocly = new URL('node_modules/.bin/redocly', folder).pathname;
    const run = promisify(execFile)(redocly, ['lint', 'openapi.json', '--format=json'], {
      cwd: folder.pathname,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const { totals } = JSON.parse((await run).stdout);
    expect(totals.errors).toBe(0);
  });

  it('describes every route of the contract', () => {
    expect(operations.map((operation) => operation.operationId).sort()).toEqual(
      Object.keys(partnerContract).sort(),
    );
  });

  it('has no empty schema', () => {
    expect(emptySchemasIn(committed, '#')).toEqual([]);
  });

  it('names every component by a word of its own', () => {
    for (const name of Object.keys(committed.components.schemas)) expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
  });

  it('describes every property of every body', () => {
    const schemas = Object.entries<Described>(committed.components.schemas);
    expect(schemas.flatMap(([name, schema]) => undescribedIn(schema, name))).toEqual([]);
  });

  it('says of every named body what it is', () => {
    const schemas = Object.entries<Described>(committed.components.schemas);
    expect(schemas.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
  });

  it('gives every operation a summary, a tag and a security decision', () => {
    for (const operation of operations) {
      expect(operation.summary, operation.operationId).toBeTruthy();
      expect(operation.tags).toHaveLength(1);
      expect(operation.security).toBeInstanceOf(Array);
    }
  });

  it('shows an example for every body of every operation', () => {
    for (const { operationId, responses } of operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const media of Object.values(content)) {
          expect(Object.keys(media.examples ?? {}), `${operationId} ${status}`).not.toHaveLength(0);
        }
      }
    }
  });

  it('documents 4XX answers on every operation that can fail for its caller', () => {
    for (const { operationId, responses } of operations) {
      if (['health', 'ready'].includes(operationId)) continue;
      expect(
        Object.keys(responses).some((status) => status.startsWith('4')),
        operationId,
      ).toBe(true);
    }
  });

  it('has an example of every error code, and another for writes where others answer with it too', () => {
    const names = Object.keys(committed.components.examples);
    expect(names.slice(0, errorCodes.length)).toEqual(errorCodes);
    for (const name of names.slice(errorCodes.length)) {
      const { value } = committed.components.examples[name];
      const { value: plain } = committed.components.examples[value.code];
      expect(name).toBe(`${value.code}_of_write`);
      expect([plain.outcome, value.outcome]).toEqual([undefined, expect.any(String)]);
    }
  });

  const ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: true }));

  it('shows of every named body an example that fits it', () => {
    const judge = ajv.compile({ $id: 'named', components: committed.components });
    expect(judge({})).toBe(true);
    for (const [name, { examples }] of Object.entries<{ examples?: unknown[] }>(
      committed.components.schemas,
    )) {
      expect(examples, name).toHaveLength(1);
      const validate = ajv.getSchema(`named#/components/schemas/${name}`);
      expect(validate?.(examples?.[0]), `${name}: ${ajv.errorsText(validate?.errors)}`).toBe(true);
    }
  });

  it('holds only examples that fit their own schemas', () => {
    ajv.addSchema({ $id: 'doc', ...committed });
    // Compiling is the dear part, and most operations answer with the same problems.
    const validators = new Map<string, ValidateFunction>();
    const validatorOf = (schema: unknown): ValidateFunction => {
      const spelled = JSON.stringify(schema);
      const known =
        validators.get(spelled) ?? ajv.compile({ components: committed.components, ...(schema as object) });
      validators.set(spelled, known);
      return known;
    };
    for (const { operationId, responses } of operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const [type, { examples = {} }] of Object.entries(content)) {
          const validate = validatorOf(content[type]?.schema);
          for (const [name, example] of Object.entries(examples)) {
            const found = example.$ref
              ? committed.components.examples[example.$ref.split('/').at(-1) ?? '']
              : example;
            expect(
              validate(found.value),
              `${operationId} ${status} ${name}: ${ajv.errorsText(validate.errors)}`,
            ).toBe(true);
          }
        }
      }
    }
  });

  const operationOf = (id: string) =>
    operations.find(({ operationId }) => operationId === id) as unknown as {
      parameters: { name: string; in: string }[];
      requestBody: { content: Record<string, { examples: Record<string, { value: unknown }> }> };
      responses: Record<string, { headers: object }>;
      'x-codeSamples': { lang: string; source: string }[];
    };
  const writes = ['createBooking', 'confirmBooking', 'cancelBooking'];

  it('shows the cancel that changes nothing first, as example and as sample', () => {
    const { requestBody, 'x-codeSamples': samples } = operationOf('cancelBooking');
    const [first] = Object.values(requestBody.content['application/json']?.examples ?? {});
    expect(first?.value).toEqual({ preview: true });
    for (const { source } of samples) expect(source).toMatch(/preview"?: true/);
  });

  const firstAnswerOf = (id: string): unknown => {
    const responses = operations.find(({ operationId }) => operationId === id)?.responses ?? {};
    const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
    const [first] = Object.values(success?.content?.['application/json']?.examples ?? {});
    return first?.value;
  };

  it('shows first the answer that goes well: trips that were found, seats that are held, a booking', () => {
    expect(firstAnswerOf('search')).toHaveProperty('itineraries.0.pricing');
    expect(firstAnswerOf('getItinerary')).toHaveProperty('itineraries.0.booking_schema');
    expect(firstAnswerOf('lockSeats')).toHaveProperty('total_price');
    expect(firstAnswerOf('createBooking')).toMatchObject({ status: 'reserved' });
    expect(firstAnswerOf('confirmBooking')).toMatchObject({ status: 'approved' });
    expect(firstAnswerOf('ready')).toMatchObject({ status: 'ready' });
    // It belongs to the request that is shown first, which changes nothing.
    expect(firstAnswerOf('cancelBooking')).toHaveProperty('refund_options');
  });

  it('shows with curl every operation that partners call, and none with a key that is real', () => {
    const called = Object.entries(partnerContract).filter(([, { metadata }]) => metadata.auth !== 'supplier');
    for (const [id] of called) {
      const [shell] = operationOf(id)['x-codeSamples'];
      expect(shell, id).toMatchObject({ lang: 'Shell' });
      expect(shell?.source).toContain('https://gateway.example/');
    }
  });

  it.each(writes)(
    'shows %s with a key that makes a repetition safe, and with the SDK that makes one',
    (id) => {
      const [shell, typescript] = operationOf(id)['x-codeSamples'];
      expect(shell).toMatchObject({ lang: 'Shell', source: expect.stringContaining('idempotency-key: ') });
      expect(typescript).toMatchObject({
        lang: 'TypeScript',
        source: expect.stringContaining(`gateway.${id}(`),
      });
    },
  );

  it.each(writes)('documents that %s says when its answer was given before', (id) => {
    for (const { headers } of Object.values(operationOf(id).responses))
      expect(Object.keys(headers)).toContain('Idempotent-Replayed');
  });

  it('documents currency and locale on every call about trips and bookings', () => {
    const ids = Object.entries(partnerContract)
      .filter(([, { metadata }]) => metadata.auth === 'partner' && metadata.cost !== 'master_data')
      .map(([id]) => id);
    expect(ids.length).toBeGreaterThan(9);
    for (const id of ids) {
      const query = operationOf(id).parameters.filter((parameter) => parameter.in === 'query');
      for (const name of ['currency', 'locale'])
        expect([id, query.filter((one) => one.name === name).length]).toEqual([id, 1]);
    }
  });

  it('tells with which headers the webhook comes, and leaves what 12go posts out of the menu', () => {
    const { parameters } = committed.webhooks.bookingChanged.post;
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      'x-correlation-id',
    ]);
    expect(committed.paths['/v1/notifications/onetwogo'].post['x-internal']).toBe(true);
  });

  it('describes the webhook that partners receive', () => {
    expect(committed.webhooks.bookingChanged.post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/PartnerNotification',
    });
  });
});
