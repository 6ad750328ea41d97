/** AsyncAPI's own parser, which judges examples by their schemas too, has nothing to say against the document. */
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { eventTypes } from '@partner-gateway/contract';
import { expect, test } from 'vitest';

test('asyncapi.json is taken by AsyncAPI’s own parser without an objection, with a message for every type', async () => {
  const committed = JSON.parse(readFileSync(new URL('../asyncapi.json', import.meta.url), 'utf8'));
  const { document, diagnostics } = await new Parser().parse(committed);
  expect(diagnostics).toEqual([]);
  const messages = document
    ?.channels()
    .all()
    .flatMap((channel) => channel.messages().all());
  expect(messages?.map((message) => message.name()).toSorted()).toEqual(eventTypes.toSorted());
});
