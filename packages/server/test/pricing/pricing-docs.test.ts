/** docs/pricing.md says what the gateway does: its table of ages is driven row by row, its example compared. */
import { readFileSync } from 'node:fs';
import type { PriceStep } from '@partner-gateway/contract';
import { rateMoveLimitPercent, staleLimits } from '@partner-gateway/pricing';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, bookingData, startPricingGateway } from '../support/pricing-gateway.ts';

const page = readFileSync(new URL('../../../../docs/pricing.md', import.meta.url), 'utf8');
const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
const rows = page
  .split('\n')
  .filter((line) => /^\| \d+ min/.test(line))
  .map(cellsOf);

const told = ({ status, body }: Answer): string =>
  status === 200
    ? '200'
    : [`${status} \`${body.code}\``, body.outcome && `\`${body.outcome}\``].filter(Boolean).join(', ');

test('the table has a row on each side of both limits', () => {
  const sides = [staleLimits.warnAfterMs, staleLimits.refuseAfterMs].flatMap((limitMs) => [
    `${limitMs / 60_000 - 1} min`,
    `${limitMs / 60_000 + 1} min`,
  ]);
  expect(rows.map(([age]) => age)).toEqual(sides);
  expect(page).toContain(`moved by more than ${rateMoveLimitPercent} % since the last refresh`);
});

test.for(rows)('at %s the gateway answers as the table says', async (row) => {
  const [age = '', ready, stale, search, open, create] = row;
  const ageMinutes = Number.parseInt(age, 10);
  const ratesAgeMinutes = Math.min(ageMinutes, 50);
  const gateway = await startPricingGateway({
    ratesAgeMinutes,
    clients: { settled: { settlement_currency: 'THB' } },
  });
  onTestFinished(() => gateway.close());
  const { id } = (await gateway.sapa('settled')).body.itineraries[0];
  const opened = await gateway.partner('settled', `/itineraries/${id}`);
  const { booking_token } = opened.body.itineraries[0];
  gateway.advance(ageMinutes - ratesAgeMinutes);
  await gateway.reload();

  const { checks } = (await (await fetch(`${gateway.embedded.baseUrl}/ready`)).json()) as {
    checks: { name: string; status: string }[];
  };
  const check = checks.find(({ name }) => name === 'exchange_rates');
  expect([
    age,
    `\`${check?.status}\``,
    gateway.lines.some((line) => line['pricing.stale']) ? 'yes' : 'no',
    told(await gateway.sapa('settled')),
    told(await gateway.partner('settled', `/itineraries/${id}`)),
    told(await gateway.create('settled', { booking_token, booking_data: bookingData })),
  ]).toEqual([age, ready, stale, search, open, create]);
});

test('the example is what the gateway explains', async () => {
  const gateway = await startPricingGateway();
  onTestFinished(() => gateway.close());
  const { id } = (await gateway.sapa('demo')).body.itineraries[0];
  const { trace } = (await gateway.explain('demo', id)).body;
  const example = /```text\n(.*?)\n```/s.exec(page)?.[1];
  expect(trace.map(({ text }: PriceStep) => text).join('\n')).toBe(example);
});
