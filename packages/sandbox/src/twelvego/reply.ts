/** What a route of the sandbox may reply: an answer, 12go's refusals, or none at all. */

/** What happens on the wire in place of a complete answer. */
type SocketFault = 'hang' | 'reset' | 'cut';

/** An answer before it is put on the wire. Text bodies go out as they are, everything else as JSON. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly socket?: SocketFault;
};

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
});

/** An error with 12go's body. */
export const refuse = (
  status: number,
  message: string,
  more: { readonly fields?: object; readonly data?: object } = {},
): Reply => ({
  status,
  body: { fields: more.fields ?? null, messages: [message], data: more.data ?? null },
});

/** The documented reasons of a trip that cannot be booked. */
export const reasons = (message: string): { readonly data: object } => ({
  data: {
    reasons: [
      {
        reason_code: 'bad_trip_details',
        reason_message: message,
        route_name: null,
        product: null,
        trip: null,
      },
    ],
  },
});
