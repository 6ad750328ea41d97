/** A name server on this machine that says what it is told to, for no longer than the moment. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const typeA = 1;
const typeAaaa = 28;
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

const isIpv6 = (address: string): boolean => address.includes(':');

/** The bytes of an address; one of IPv6 has all of its eight groups. */
const bytesOf = (address: string): Buffer =>
  isIpv6(address)
    ? Buffer.from(
        address
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(address.split('.').map(Number));

/** An address record of the name that was asked for, of no time to live. */
const recordOf = (address: string): Buffer => {
  const bytes = bytesOf(address);
  const type = isIpv6(address) ? typeAaaa : typeA;
  return Buffer.from([0xc0, headerBytes, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
};

/** The address of a name in a family; undefined stands for one that does not exist. */
type Answer = (name: string, family: 4 | 6) => string | undefined;

const responseTo = (query: Buffer, answer: Answer): Buffer => {
  const { name, typeAt } = questionOf(query);
  const address = answer(name, query.readUInt16BE(typeAt) === typeAaaa ? 6 : 4);
  const header = Buffer.alloc(headerBytes);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + (address === undefined ? noSuchName : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const question = query.subarray(headerBytes, typeAt + 4);
  return Buffer.concat([header, question, ...(address === undefined ? [] : [recordOf(address)])]);
};

/** Answers questions for addresses. */
export const openNameServer = async (answer: Answer): Promise<{ port: number; close(): void }> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port }) => socket.send(responseTo(query, answer), port, '127.0.0.1'));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, close: () => void socket.close() };
};
