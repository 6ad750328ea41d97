/** A partner's webhook endpoint on this machine: what it got, and what it answers. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { partnerNotificationSchema } from '@partner-gateway/contract';

export type Delivered = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** Answers with a status, or not at all. */
export type Reaction = (delivered: Delivered) => number | 'hang' | 'reset';

export const startReceiver = async (react: Reaction = () => 204) => {
  const got: Delivered[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const delivered = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      got.push(delivered);
      const reaction = react(delivered);
      if (reaction === 'reset') request.socket.destroy();
      else if (reaction !== 'hang') response.writeHead(reaction).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    got: got as readonly Delivered[],
    /** Statuses of one booking as they came, each event once. */
    statusesOf(bookingId: string): string[] {
      const seen = new Set<unknown>();
      return got
        .filter(({ headers }) => !seen.has(headers['webhook-id']) && seen.add(headers['webhook-id']))
        .map(({ body }) => partnerNotificationSchema.parse(JSON.parse(body)))
        .filter(({ booking_id }) => booking_id === bookingId)
        .map(({ status }) => status);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
