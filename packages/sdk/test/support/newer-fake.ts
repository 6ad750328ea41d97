/** A fake whose every answer is newer than the contract: a member in every object, a word in every list of words. */
import { createPartnerFake } from '@partner-gateway/sdk/testing';
import { jsonAnswer, operations } from '../../scripts/generate/openapi-document.ts';
import { type Place, plantsIn, withAll } from './planted-drift.ts';

type Told = Place & { readonly operation: string };

const paths = operations.map(({ method, path, operationId, responses }) => ({
  pattern: new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  operationId,
  responses,
}));

/** Whether an amount stands here. */
const isMoney = (value: object): value is { currency: string; amount: string } =>
  'amount' in value && 'currency' in value && typeof value.amount === 'string';

const amountsIn = (value: unknown): readonly { currency: string; amount: string }[] => {
  if (typeof value !== 'object' || value === null) return [];
  return [...(isMoney(value) ? [value] : []), ...Object.values(value).flatMap(amountsIn)];
};

/** Makes one; what it has put into answers, and the amounts in them, grow with each. */
export const newerFake = () => {
  const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z', sleep: async () => {} });
  const planted: Told[] = [];
  const amounts: { currency: string; amount: string }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const asked = `${request.method} ${new URL(request.url).pathname}`;
    const answer = await fake.fetch(request);
    const text = await answer.text();
    const found = paths.find(({ pattern }) => pattern.test(asked));
    const { [String(answer.status)]: response = {} } = found?.responses ?? {};
    const schema = answer.status < 400 ? jsonAnswer(response) : { $ref: '#/components/schemas/Problem' };
    if (text === '' || schema === undefined || found === undefined)
      return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
    const body: unknown = JSON.parse(text);
    const plants = plantsIn(schema, body);
    planted.push(...plants.map(({ kind, path }) => ({ operation: found.operationId, kind, path })));
    amounts.push(...amountsIn(body));
    const { status, headers } = answer;
    return new Response(JSON.stringify(withAll(plants, body)), { status, headers });
  };
  return { fake, fetch, planted, amounts };
};
