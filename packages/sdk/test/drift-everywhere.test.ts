/** Whatever a newer gateway puts into an answer, at any place that the contract knows, passes, and is told once. */
import {
  type ClientOptions,
  createClient,
  type Drift,
  type GatewayClient,
  GatewayError,
} from '@partner-gateway/sdk';
import { describe, expect, test } from 'vitest';
import {
  jsonAnswer,
  type Operation,
  operations,
  type Schema,
  schemas,
} from '../scripts/generate/openapi-document.ts';
import { made, placesOf, plantsIn, withAll } from './support/planted-drift.ts';

type Answered = { readonly status: number; readonly body: unknown; readonly type?: string };

/** A client whose every call is answered so. */
const clientOf = ({ status, body, type = 'application/json' }: Answered, options: Partial<ClientOptions>) => {
  const text = JSON.stringify(body);
  const fetch = async () => new Response(text, { status, headers: { 'content-type': type } });
  const identity = { baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'gwk_acme' };
  return createClient({ ...identity, retries: 0, fetch, ...options });
};

/** Calls an operation: with an id where its path has one, else with a body or a query. */
const call = async (client: GatewayClient, { operationId, path }: Operation): Promise<unknown> => {
  const name = operationId === 'listEvents' ? 'events' : operationId;
  const method: unknown = Reflect.get(client, name);
  if (typeof method !== 'function') throw new Error(`the client has no ${name}`);
  const hasId = [...path.matchAll(/\{(\w+)\}/g)].some(([, id]) => id !== 'client_id');
  return await method(hasId ? 'BK-1-AAAAA' : {});
};

const strict = { strict: true };

/** What a client is told of when it is answered so, and how its last call ended. */
const toldBy = async (operation: Operation, answered: Answered, times = 1) => {
  const told: Drift[] = [];
  const client = clientOf(answered, { onDrift: (drift) => told.push(drift) });
  const ends: PromiseSettledResult<unknown>[] = [];
  for (let asked = 0; asked < times; asked += 1)
    ends.push(...(await Promise.allSettled([call(client, operation)])));
  return { told, ends: [...new Set(ends.map((end) => end.status))] };
};

/** More than one where the answer is one of several. */
const variantsOf = (schema: Schema): readonly number[] => {
  const [one, other] = [0, 1].map((variant) => JSON.stringify(made(schema, { variant, isWhole: true })));
  return one === other ? [0] : [0, 1];
};

/** Every answer with a body, of every operation, made up in every way. */
const answers = operations.flatMap((operation) =>
  Object.entries(operation.responses).flatMap(([status, response]) => {
    const schema = jsonAnswer(response);
    if (schema === undefined) return [];
    return variantsOf(schema).map((variant) => {
      const body = made(schema, { variant, isWhole: true });
      const least = made(schema, { variant, isWhole: false });
      const name = `${operation.operationId} ${status} ${variant}`;
      return { name, operation, status: Number(status), body, least, plants: plantsIn(schema, body) };
    });
  }),
);

test('there are answers of every operation that has any', () => {
  const silent = operations.filter(
    ({ operationId }) => !answers.some(({ name }) => name.startsWith(operationId)),
  );
  expect(silent.map(({ operationId }) => operationId)).toEqual(['unlockSeats']);
  expect(answers.flatMap(({ plants }) => plants).length).toBeGreaterThan(250);
});

describe.for(answers)('$name', ({ operation, status, body, least, plants }) => {
  const { operationId } = operation;

  test('as the contract has it, whole or at its least, is no drift', async () => {
    for (const one of [body, least])
      await expect(call(clientOf({ status, body: one }, strict), operation)).resolves.toBeDefined();
  });

  test('with one thing new passes, and that one is told', async () => {
    for (const { kind, path, plant } of plants)
      expect(await toldBy(operation, { status, body: plant(body) })).toEqual({
        told: [{ operation: operationId, kind, path }],
        ends: ['fulfilled'],
      });
  });

  test('with everything new passes, and each place is told once, however often it comes', async () => {
    const { told, ends } = await toldBy(operation, { status, body: withAll(plants, body) }, 2);
    expect(ends).toEqual(['fulfilled']);
    expect(told).toHaveLength(placesOf(plants).length);
    expect(placesOf(told)).toEqual(placesOf(plants));
  });

  test('with something new is what it was without, for whoever does not look at that', async () => {
    const client = clientOf(
      {
        status,
        body: withAll(
          plants.filter(({ kind }) => kind === 'unknown_field'),
          body,
        ),
      },
      {},
    );
    const answer = await call(clientOf({ status, body }, {}), operation);
    expect({ answer: await call(client, operation) }).toMatchObject({ answer });
  });

  test('with something new is refused by a strict client, who names the place', async () => {
    for (const { kind, path, plant } of plants) {
      const error = await call(clientOf({ status, body: plant(body) }, strict), operation).catch(
        (reason) => reason,
      );
      expect(error).toMatchObject({
        code: 'contract_drift',
        message: expect.stringContaining(`${path} (${kind})`),
      });
    }
  });
});

describe('a refusal', () => {
  const schema = { $ref: '#/components/schemas/Problem' };
  const whole = made(schema, { variant: 0, isWhole: true });
  const plants = plantsIn(schema, whole);
  const answered = (body: unknown) => ({ status: 409, body, type: 'application/problem+json' });

  test('is no drift as the contract has it', async () => {
    expect(schemas.Problem).toBeDefined();
    for (const operation of operations)
      expect(await toldBy(operation, answered(whole))).toEqual({ told: [], ends: ['rejected'] });
  });

  test('with a code, words and members that are new stays one, and each is told once', async () => {
    const body = withAll(plants, whole);
    for (const operation of operations) {
      const { told } = await toldBy(operation, answered(body), 2);
      expect(told.every((one) => one.operation === operation.operationId)).toBe(true);
      expect(told).toHaveLength(placesOf(plants).length);
      expect(placesOf(told)).toEqual(placesOf(plants));
    }
  });

  test('with something new is the same error for a strict client', async () => {
    const [operation] = operations;
    if (operation === undefined) throw new Error('the contract has no operation');
    const client = clientOf(answered(withAll(plants, whole)), strict);
    const error = await call(client, operation).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'tomorrow', status: 409 });
  });
});
