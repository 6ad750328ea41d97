/** A request whose end never comes, as bytes on a socket, and the answer that there is in the end. */
import { connect } from 'node:net';
import type { EmbeddedGateway } from '@partner-gateway/server/embedded';
import type { Answer } from './answer.ts';

const blankLine = '\r\n\r\n';

const toAnswer = (text: string): Answer => {
  const [head = ''] = text.split(blankLine, 1);
  const [status = '', ...lines] = head.split('\r\n');
  const fields = lines.map((line): [string, string] => {
    const [name = '', ...value] = line.split(': ');
    return [name, value.join(': ')];
  });
  return {
    status: Number(status.split(' ')[1]),
    headers: new Headers(fields),
    body: JSON.parse(text.slice(head.length + blankLine.length)),
  };
};

/** Begins a create and says no more; the gateway waits ten seconds for the rest. */
export const stall = ({ baseUrl }: EmbeddedGateway): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => {
      text += String(part);
    });
    socket.once('error', reject).once('end', () => resolve(toAnswer(text)));
    socket.write('POST /v1/demo/bookings HTTP/1.1\r\nhost: gateway\r\n');
  });
