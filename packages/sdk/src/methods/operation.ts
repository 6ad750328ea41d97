/** The one function that every method goes through. */
import type { Answer } from '../answer.ts';
import { type CallInput, toCall } from '../call.ts';
import type { OperationName } from '../generated/routes.ts';
import type { ClientOptions } from '../options.ts';
import { send } from '../transport.ts';

/** Calls an operation of the contract. */
export type Operate = (operation: OperationName, input: CallInput) => Promise<Answer>;

/** Binds the operations to a client's options. Wrong arguments reject too, rather than throw. */
export const operateAs =
  (client: ClientOptions): Operate =>
  async (operation, input) =>
    await send(toCall(client, operation, input));
