/** A broker that speaks Kafka, kcat's own, behind an address that stays while brokers come and go; and kcat as the consumer outside. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';

const kcat = process.env.KCAT_BIN ?? 'kcat';

type Broker = { readonly address: string; readonly port: number; readonly process: ChildProcess };

/** Starts one; it ends with this process, as its stdin closes. */
const startBroker = async (): Promise<Broker> => {
  const args = ['-P', '-b', 'ignored:1', '-t', 'keepalive', '-X', 'test.mock.num.brokers=1'];
  const child = spawn(kcat, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let log = '';
  for await (const text of child.stderr.setEncoding('utf8')) {
    log += text;
    const [, port] = /replaced with 127\.0\.0\.1:(\d+)/.exec(log) ?? [];
    if (port !== undefined) return { address: `127.0.0.1:${port}`, port: Number(port), process: child };
  }
  throw new Error(`kcat gave no broker: ${log}`);
};

/** A record as a consumer sees it. */
export type Consumed = {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
};

const consume = async (address: string, topic: string): Promise<Consumed[]> => {
  const format = '%t\t%p\t%k\t%h\t%s\n';
  const soon = ['-X', 'fetch.wait.max.ms=10', '-X', 'fetch.error.backoff.ms=10'];
  const args = ['-C', '-q', '-e', ...soon, '-b', address, '-t', topic, '-o', 'beginning', '-f', format];
  const { stdout } = await promisify(execFile)(kcat, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', partition = '', key = '', headers = '', value = ''] = line.split('\t');
      return { topic: name, partition: Number(partition), key, value, headers };
    });
};

const stateOf = async (broker: Broker | undefined): Promise<string> =>
  (await promisify(execFile)('ps', ['-o', 'state=', '-p', `${broker?.process.pid}`])).stdout;

/** A cluster of one broker at most. */
export type Cluster = {
  /** Where clients begin, whether there is a broker or not. */
  readonly address: string;
  up(): Promise<void>;
  /** The broker is gone, and all that it held. */
  down(): void;
  /** The broker takes connections and answers nothing more. */
  hang(): Promise<void>;
  wake(): void;
  /** All records of a topic, each partition in order. */
  read(topic: string): Promise<Consumed[]>;
  close(): void;
};

export const startCluster = async (): Promise<Cluster> => {
  let broker: Broker | undefined;
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (broker === undefined) return socket.destroy();
    const onward = connect(broker.port, '127.0.0.1').on('error', () => socket.destroy());
    sockets.add(onward);
    return socket.pipe(onward).pipe(socket);
  });
  const listen = (port: number) => new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const bound = door.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  door.close();

  const down = (): void => {
    broker?.process.kill('SIGKILL');
    broker = undefined;
    door.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    address: `127.0.0.1:${bound.port}`,
    async up() {
      broker = await startBroker();
      await listen(bound.port);
    },
    down,
    async hang() {
      broker?.process.kill('SIGSTOP');
      // The signal is on its way when `kill` returns.
      while (!(await stateOf(broker)).startsWith('T'));
    },
    wake: () => void broker?.process.kill('SIGCONT'),
    read: (topic) => (broker === undefined ? Promise.resolve([]) : consume(broker.address, topic)),
    close: down,
  };
};
