/** Pictures of seat classes come from the configured table where 12go sends none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchResponseSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';

const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-images-'));
const file = join(folder, 'images.json');
const inside = { url: 'https://cdn.upstream.example/305-inside.jpg', width: 1200, height: 800 };

let api: Api;

beforeAll(async () => {
  writeFileSync(file, JSON.stringify([{ operatorId: 28104, classId: 305, inside }]));
  api = await startApi({ environment: { SEAT_CLASS_IMAGES_FILE: file } });
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

test('a search shows the pictures that the table has for the class', async () => {
  const answer = await api
    .as('demo')
    .get('/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1');
  const { vehicles } = answer.read(searchResponseSchema);
  const classes = vehicles.flatMap((vehicle) => vehicle.seat_classes);
  expect(classes.find(({ id }) => id === '305')?.images).toEqual([{ ...inside, type: 'TYPE_CLASS_INSIDE' }]);
});
