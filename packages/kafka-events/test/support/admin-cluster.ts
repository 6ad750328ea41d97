/**
 * A cluster of one broker that knows topics with settings, copies and ends, groups with members and offsets, and a login: what
 * kcat's broker does not answer. It speaks the oldest versions that clients still know, over a real socket.
 */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createScramLogin } from './scram.ts';
import { bytes, type Fields, i8, i16, i32, i64, list, readFields, text } from './wire.ts';

type Topic = {
  readonly partitions: number;
  readonly replicas: number;
  /** Copies in step, where it is fewer. */
  readonly inSync?: number;
  readonly settings: Record<string, string>;
  /** Ends of the partitions; grown by `grows` each time somebody looks. */
  ends: bigint[];
  readonly grows?: bigint;
};
type Group = {
  readonly members: number;
  /** Offset that was confirmed of each partition; -1 for none. */
  readonly offsets: Readonly<Record<string, readonly bigint[]>>;
};

export type AdminCluster = {
  readonly address: string;
  readonly topics: Map<string, Topic>;
  readonly groups: Map<string, Group>;
  /** Names of what was asked, in order. */
  readonly asked: string[];
  close(): void;
};

export type AdminClusterOptions = {
  /** Certificate of `localhost`, and its key; with it nobody gets in without TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly login?: { readonly username: string; readonly password: string };
  /** Topics that nobody may touch. */
  readonly forbidden?: readonly string[];
};

const errors = { none: 0, unknownTopic: 3, topicForbidden: 29, loginFailed: 58, topicExists: 36 };

/** What is spoken: key of the request, its name, and the one version of it. */
const spoken: Readonly<Record<number, readonly [name: string, version: number]>> = {
  2: ['ListOffsets', 1],
  3: ['Metadata', 1],
  9: ['OffsetFetch', 2],
  10: ['FindCoordinator', 0],
  15: ['DescribeGroups', 0],
  16: ['ListGroups', 0],
  17: ['SaslHandshake', 1],
  19: ['CreateTopics', 2],
  22: ['InitProducerId', 0],
  32: ['DescribeConfigs', 1],
  36: ['SaslAuthenticate', 0],
};

type State = Pick<AdminCluster, 'topics' | 'groups'> &
  AdminClusterOptions & {
    port: number;
    /** Judges the messages of a login that is under way: one at a time. */
    judge?: (message: string) => string | undefined;
  };
type Answer = (request: Fields, state: State) => Buffer[];

const metadata: Answer = (request, { topics, forbidden = [], port }) => {
  const count = request.i32();
  const names = count < 0 ? [...topics.keys()] : Array.from({ length: count }, request.text);
  const codeOf = (name: string) => {
    if (forbidden.includes(name)) return errors.topicForbidden;
    return topics.has(name) ? errors.none : errors.unknownTopic;
  };
  return [
    list([0], () => [i32(1), text('localhost'), i32(port), text(null)]),
    i32(1),
    list(names, (name) => {
      const { partitions = 0, replicas = 0, inSync = replicas } = topics.get(name) ?? {};
      const indexes = Array.from({ length: partitions }, (_, index) => index);
      const copies = (many: number) => list(Array.from({ length: many }), (_, index) => [i32(index + 1)]);
      return [
        i16(codeOf(name)),
        text(name),
        i8(0),
        list(indexes, (index) => [
          i16(0),
          i32(index),
          i32(1),
          copies(replicas),
          copies(index === 0 ? inSync : replicas),
        ]),
      ];
    }),
  ];
};

const createTopics: Answer = (request, { topics }) => {
  const wanted = request.list(() => ({
    name: request.text(),
    partitions: request.i32(),
    replicas: request.i16(),
    assignments: request.list(() => [request.i32(), request.list(request.i32)]),
    settings: Object.fromEntries(request.list(() => [request.text(), request.text()])),
  }));
  return [
    i32(0),
    list(wanted, ({ name, partitions, replicas, settings }) => {
      const isThere = topics.has(name);
      if (!isThere)
        topics.set(name, {
          partitions,
          replicas,
          settings,
          ends: Array.from({ length: partitions }, () => 0n),
        });
      return [text(name), i16(isThere ? errors.topicExists : errors.none), text(null)];
    }),
  ];
};

const describeConfigs: Answer = (request, { topics }) => {
  const wanted = request.list(() => ({
    kind: request.i8(),
    name: request.text(),
    keys: request.list(request.text),
  }));
  return [
    i32(0),
    list(wanted, ({ kind, name, keys }) => [
      i16(errors.none),
      text(null),
      i8(kind),
      text(name),
      list(keys, (key) => [
        text(key),
        text(topics.get(name)?.settings[key] ?? null),
        i8(0),
        i8(1),
        i8(0),
        list([], () => []),
      ]),
    ]),
  ];
};

const listOffsets: Answer = (request, { topics }) => {
  request.i32();
  const wanted = request.list(() => ({
    name: request.text(),
    partitions: request.list(() => [request.i32(), request.i64()] as const),
  }));
  const answer = list(wanted, ({ name, partitions }) => [
    text(name),
    list(partitions, ([index]) => [
      i32(index),
      i16(errors.none),
      i64(-1n),
      i64(topics.get(name)?.ends[index] ?? 0n),
    ]),
  ]);
  for (const { name } of wanted) {
    const topic = topics.get(name);
    if (topic !== undefined) topic.ends = topic.ends.map((end) => end + (topic.grows ?? 0n));
  }
  return [answer];
};

const describeGroups: Answer = (request, { groups }) => [
  list(request.list(request.text), (name) => [
    i16(errors.none),
    text(name),
    text((groups.get(name)?.members ?? 0) > 0 ? 'Stable' : 'Empty'),
    text('consumer'),
    text('range'),
    list(Array.from({ length: groups.get(name)?.members ?? 0 }), (_, index) => [
      text(`member-${index}`),
      text('client'),
      text('/127.0.0.1'),
      bytes(Buffer.alloc(0)),
      bytes(Buffer.alloc(0)),
    ]),
  ]),
];

const offsetFetch: Answer = (request, { groups }) => [
  list(Object.entries(groups.get(request.text())?.offsets ?? {}), ([topic, offsets]) => [
    text(topic),
    list(offsets, (offset, index) => [i32(index), i64(offset), text(null), i16(errors.none)]),
  ]),
  i16(errors.none),
];

const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];

const answers: Readonly<Record<string, Answer>> = {
  Metadata: metadata,
  CreateTopics: createTopics,
  DescribeConfigs: describeConfigs,
  ListOffsets: listOffsets,
  DescribeGroups: describeGroups,
  OffsetFetch: offsetFetch,
  ListGroups: (_, { groups }) => [
    i16(errors.none),
    list([...groups.keys()], (name) => [text(name), text('consumer')]),
  ],
  FindCoordinator: (_, { port }) => [i16(errors.none), i32(1), text('localhost'), i32(port)],
  InitProducerId: () => [i32(0), i16(errors.none), i64(7n), i16(0)],
  SaslHandshake: (request, state) => {
    const mechanism = request.text();
    const { login = { username: '', password: '' } } = state;
    const plain = `\0${login.username}\0${login.password}`;
    state.judge =
      mechanism === 'PLAIN'
        ? (message) => (message === plain ? '' : undefined)
        : createScramLogin(mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512', login);
    return [i16(errors.none), list(mechanisms, (name) => [text(name)])];
  },
  SaslAuthenticate: (request, { judge }) => {
    const answer = judge?.(request.bytes().toString());
    return [
      i16(answer === undefined ? errors.loginFailed : errors.none),
      text(null),
      bytes(Buffer.from(answer ?? '')),
    ];
  },
};

/** The versions, in the encoding that the request has. */
const versions = (version: number): Buffer[] => {
  const rows = [[18, [`ApiVersions`, 3]] as const, ...Object.entries(spoken)];
  const isCompact = version >= 3;
  const row = ([key, [, one]]: (typeof rows)[number]): Buffer[] => [
    i16(Number(key)),
    i16(Number(key) === 18 ? 0 : one),
    i16(one),
    ...(isCompact ? [i8(0)] : []),
  ];
  const listed = isCompact ? Buffer.concat([i8(rows.length + 1), ...rows.flatMap(row)]) : list(rows, row);
  return [i16(0), listed, ...(version >= 1 ? [i32(0)] : []), ...(isCompact ? [i8(0)] : [])];
};

const serve = (socket: Socket, state: State, asked: string[]): void => {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE()) {
      const end = 4 + waiting.readInt32BE();
      const request = readFields(waiting.subarray(4, end));
      waiting = waiting.subarray(end);
      const [key, version, correlation] = [request.i16(), request.i16(), request.i32()];
      request.text();
      const [name] = spoken[key] ?? ['ApiVersions'];
      asked.push(name);
      const body = key === 18 ? versions(version) : (answers[name]?.(request, state) ?? []);
      socket.write(bytes(Buffer.concat([i32(correlation), ...body])));
    }
  });
};

export const startAdminCluster = async (options: AdminClusterOptions = {}): Promise<AdminCluster> => {
  const state: State = { topics: new Map(), groups: new Map(), port: 0, ...options };
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const welcome = (socket: Socket): void => {
    sockets.add(socket);
    serve(socket, state, asked);
  };
  const server = options.tls === undefined ? createServer(welcome) : createTlsServer(options.tls, welcome);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const bound = server.address();
  state.port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: `localhost:${state.port}`,
    topics: state.topics,
    groups: state.groups,
    asked,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
