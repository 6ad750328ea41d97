/** A name server on this machine that says what it is told to, for no longer than the moment. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const typeA = 1;
const noSuchName = 3;

/** The labels of the question, and where its type begins. */
const questionOf = (query: Buffer): { name: string; typeAt: number } => {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), typeAt: at + 1 };
};

/** An address record of the name that was asked for, of no time to live. */
const recordOf = (address: string): Buffer =>
  Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);

const responseTo = (query: Buffer, answer: (name: string) => string | undefined): Buffer => {
  const { name, typeAt } = questionOf(query);
  const address = query.readUInt16BE(typeAt) === typeA ? answer(name) : undefined;
  const header = Buffer.alloc(headerBytes);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + (address === undefined ? noSuchName : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const question = query.subarray(headerBytes, typeAt + 4);
  return Buffer.concat([header, question, ...(address === undefined ? [] : [recordOf(address)])]);
};

/** Answers questions for IPv4 addresses; undefined stands for a name that does not exist. */
export const openNameServer = async (
  answer: (name: string) => string | undefined,
): Promise<{ port: number; close(): void }> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port }) => socket.send(responseTo(query, answer), port, '127.0.0.1'));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, close: () => void socket.close() };
};
