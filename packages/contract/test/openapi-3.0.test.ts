/** The document for generators says what the contract says, in what OpenAPI 3.0 knows, and leaves a client nothing to throw on. */
import { readFileSync } from 'node:fs';
import { partnerContract } from '@partner-gateway/contract';
import { createOpenApiDocument } from '@partner-gateway/contract/openapi';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { toOpenApi30 } from '../scripts/openapi-3.0.ts';

const committed = JSON.parse(readFileSync(new URL('../openapi-3.0.json', import.meta.url), 'utf8'));
const { schemas } = committed.components;
const operations = Object.values<Record<string, { operationId: string; parameters: { name: string }[] }>>(
  committed.paths,
).flatMap((path) => Object.values(path));

const keysIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, member]) => [
        ...(Array.isArray(value) ? [] : [key]),
        ...keysIn(member),
      ]);

describe('openapi-3.0.json', () => {
  it('is what the contract makes today (run `pnpm openapi` after a change)', async () => {
    expect(JSON.parse(JSON.stringify(toOpenApi30(await createOpenApiDocument())))).toEqual(committed);
  });

  it('is OpenAPI 3.0 under a validator', async () => {
    const result = await new Validator({ strict: false }).validate(structuredClone(committed));
    expect([committed.openapi, result.errors ?? [], result.valid]).toEqual(['3.0.3', [], true]);
  });

  it('has every operation that partners call, and none that they do not', () => {
    const called = Object.entries(partnerContract).filter(([, { metadata }]) => metadata.auth !== 'supplier');
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      called.map(([id]) => id).toSorted(),
    );
    expect(Object.keys(schemas)).not.toContain('SupplierNotification');
  });

  it('has no union, no fixed list of values and no pattern, over which clients throw', () => {
    const keys = new Set(keysIn([committed.paths, schemas]));
    for (const name of ['anyOf', 'oneOf', 'enum', 'const', 'pattern', 'examples'])
      expect(keys).not.toContain(name);
  });

  it('tells which values there are, in words and as an extension', () => {
    const { status } = schemas.Booking.properties;
    expect(status['x-extensible-enum']).toContain('approved');
    expect(status.description).toMatch(/Known: `reserved`, .*`failed`\.$/);
    expect(schemas.Problem.properties.code['x-extensible-enum']).toContain('price_changed');
  });

  it('has for an answer of two shapes one that requires what both have', () => {
    const { properties, required } = schemas.CancelResponse;
    expect(required.toSorted()).toEqual(['booking_id', 'booking_status']);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['refund', 'refund_options']));
  });

  it('says of a member that may be null that it is nullable, whatever it is otherwise', () => {
    expect(schemas.Booking.properties.voucher_url).toMatchObject({ type: 'string', nullable: true });
    expect(schemas.Image.properties.width).toMatchObject({ type: 'integer', nullable: true });
    expect(schemas.StationListRowCoordinates).toMatchObject({ type: 'object', nullable: true });
  });

  it('gives every object a name, from where it stands', () => {
    const inner = Object.values<{ properties?: Record<string, { properties?: object; items?: object }> }>(
      schemas,
    ).flatMap(({ properties = {} }) => Object.values(properties));
    for (const { properties, items = {} } of inner)
      expect([properties, 'properties' in items]).toEqual([undefined, false]);
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['SeatMapSectionRow', 'StationAddressCity', 'OperatingCarrierListRowVehicle']),
    );
  });

  it('asks for the idempotency key once, before what nobody has to send', () => {
    const create = operations.find(({ operationId }) => operationId === 'createBooking');
    expect(create?.parameters.map(({ name }) => name).slice(0, 2)).toEqual(['client_id', 'idempotency-key']);
    expect(create?.parameters.map(({ name }) => name)).not.toContain('x-idempotency-key');
  });
});
