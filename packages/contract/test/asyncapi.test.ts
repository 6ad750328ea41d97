/** The AsyncAPI document is in step with the tables, and its examples fit its schemas; `asyncapi.slow.ts` has it parsed. */
import { readFileSync } from 'node:fs';
import { eventTable, eventTopics } from '@partner-gateway/contract';
import { createAsyncApiDocument } from '@partner-gateway/contract/asyncapi';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';

const committed = JSON.parse(readFileSync(new URL('../asyncapi.json', import.meta.url), 'utf8'));

describe('asyncapi.json', () => {
  it('is what the tables make today (run `pnpm asyncapi` after a change)', () => {
    expect(JSON.parse(JSON.stringify(createAsyncApiDocument()))).toEqual(committed);
  });

  it('gives each topic its partitions, copies, retention and clean-up', () => {
    const channels = Object.values<{ address: string; bindings: { kafka: object } }>(committed.channels);
    expect(
      Object.fromEntries(channels.map(({ address, bindings }) => [address, bindings.kafka])),
    ).toMatchObject(
      Object.fromEntries(
        Object.entries(eventTopics).map(([name, topic]) => [
          name,
          {
            partitions: topic.partitions,
            replicas: topic.replicationFactor,
            topicConfiguration: {
              'cleanup.policy': [topic.cleanupPolicy],
              'retention.ms': topic.retentionMs,
            },
          },
        ]),
      ),
    );
  });

  it('holds a JSON Schema of every event, which takes its example and refuses that of any other', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema({ $id: 'doc', components: committed.components });
    const messages = Object.values<{
      name: string;
      payload: { $ref: string };
      examples: { payload: object }[];
    }>(committed.components.messages);
    const judge = (schema: { $ref: string }, value: unknown) => ajv.validate(`doc${schema.$ref}`, value);
    for (const one of messages) {
      for (const other of messages) {
        const [example] = other.examples;
        expect([one.name, other.name, judge(one.payload, example?.payload)]).toEqual([
          one.name,
          other.name,
          one.name === other.name,
        ]);
      }
    }
    expect(messages.map(({ name }) => name)).toEqual(Object.keys(eventTable));
  });
});
