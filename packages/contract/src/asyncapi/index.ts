/** The AsyncAPI 3 document of the events, made from the tables of topics and types. */
import { eventTable, eventTopicOf, eventTypes } from '../events/event-table.ts';
import { type GatewayEvent, type GatewayEventType, gatewayEventSchema } from '../events/gateway-event.ts';
import { type EventTopicName, eventTopics } from '../events/topics.ts';
import { type Components, inOrder, type SchemaObject, toOpenApiSchema } from '../openapi/json-schema.ts';

export type { SchemaObject };

/** An AsyncAPI document. */
export type AsyncApiDocument = {
  readonly asyncapi: string;
  readonly channels: Readonly<Record<string, unknown>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, SchemaObject>>;
    readonly messages: Readonly<Record<string, unknown>>;
  };
  readonly [member: string]: unknown;
};

const description = `What happens to bookings, as it happens, for services of the house.

Events arrive **at least once**: the same event has the same \`eventId\`, in the value and in the header of the same name. Those of one
booking are in order within a topic. They carry ids, states and amounts, and nothing about passengers; amounts and ids are text.
Read on over members that you do not know.`;

/** `booking.reserve_failed` as `BookingReserveFailed`. */
const nameOf = (eventType: string): string =>
  eventType.replace(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The example of a type: its data in an envelope. */
const exampleOf = (eventType: GatewayEventType): GatewayEvent =>
  gatewayEventSchema.parse({
    eventId: '7d9f1c2e4b6a8d0f',
    eventType,
    eventVersion: 1,
    timestamp: '2026-10-28T09:42:15.381Z',
    correlationId: '9c1f-book-77',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    clientId: eventTable[eventType].key === 'entity' ? null : 'acme',
    bookingId: eventTable[eventType].key === 'booking' ? 'BK-8451207-7GQ2M' : null,
    data: eventTable[eventType].example,
  });

const keyMeanings = {
  booking: 'The id of the booking.',
  attempt: '`data.attempt`, as there is no booking yet.',
  entity: 'The entity or the scope that `data` names.',
};

const messageOf = (schema: (typeof gatewayEventSchema.options)[number], components: Components) => {
  const eventType = schema.shape.eventType.value;
  const payload = exampleOf(eventType);
  const { key, meaning } = eventTable[eventType];
  return {
    name: eventType,
    title: nameOf(eventType),
    summary: meaning,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: toOpenApiSchema(schema.meta({ id: `${nameOf(eventType)}Event` }), 'output', components),
    bindings: {
      kafka: { key: { type: 'string', description: keyMeanings[key] }, bindingVersion: '0.5.0' },
    },
    examples: [{ name: 'example', headers: { eventId: payload.eventId, eventType }, payload }],
  };
};

const typesOf = (topic: EventTopicName) =>
  eventTypes.filter((eventType) => eventTopicOf({ eventType }) === topic);

const channelOf = (topic: EventTopicName) => {
  const { partitions, replicationFactor, retentionMs, cleanupPolicy, meaning } = eventTopics[topic];
  return {
    address: topic,
    title: topic,
    description: meaning,
    servers: [{ $ref: '#/servers/brokers' }],
    messages: Object.fromEntries(
      typesOf(topic).map((name) => [nameOf(name), { $ref: `#/components/messages/${nameOf(name)}` }]),
    ),
    bindings: {
      kafka: {
        topic,
        partitions,
        replicas: replicationFactor,
        topicConfiguration: { 'cleanup.policy': [cleanupPolicy], 'retention.ms': retentionMs },
        bindingVersion: '0.5.0',
      },
    },
  };
};

const operationOf = (topic: EventTopicName) => ({
  action: 'send',
  title: `Tell ${topic}`,
  channel: { $ref: `#/channels/${nameOf(topic)}` },
  messages: typesOf(topic).map((name) => ({ $ref: `#/channels/${nameOf(topic)}/messages/${nameOf(name)}` })),
});

const eventHeaders = {
  type: 'object',
  required: ['eventId', 'eventType'],
  properties: {
    eventId: { type: 'string', description: 'As in the value: what arrives twice can be dropped unread.' },
    eventType: { type: 'string', enum: eventTypes },
  },
};

/**
 * Makes the AsyncAPI document of the events. Its `components.schemas` are the JSON Schemas of each.
 *
 * @example
 * ```ts
 * createAsyncApiDocument().asyncapi; // '3.1.0'
 * ```
 */
export const createAsyncApiDocument = (): AsyncApiDocument => {
  const components: Components = new Map();
  components.set('EventHeaders', eventHeaders);
  const messages = Object.fromEntries(
    gatewayEventSchema.options.map((schema) => {
      const message = messageOf(schema, components);
      return [message.title, message];
    }),
  );
  const topics = Object.keys(eventTopics).filter((name): name is EventTopicName => name in eventTopics);
  return {
    asyncapi: '3.1.0',
    id: 'urn:partner-gateway:events',
    info: {
      title: '12go Partner Gateway, events',
      version: '1',
      description,
      license: { name: 'Proprietary', url: 'https://gateway.example/license' },
      contact: { name: 'Partner support', email: 'partners@gateway.example' },
      tags: [{ name: 'Events' }],
    },
    defaultContentType: 'application/json',
    servers: {
      brokers: {
        host: 'kafka.gateway.example:9092',
        protocol: 'kafka',
        description: 'The cluster of the house.',
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [nameOf(topic), channelOf(topic)])),
    operations: Object.fromEntries(topics.map((topic) => [`send${nameOf(topic)}`, operationOf(topic)])),
    components: { schemas: inOrder(components), messages },
  };
};
