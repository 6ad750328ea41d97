/** What a consumer's compiler sees: what is prepared reaches the send, and the answer keeps its type. */
import {
  createMemoryWriteStore,
  createVault,
  createWriteGuard,
  type Definite,
} from '@partner-gateway/write-guard';

type Receipt = { readonly number: string };
const guard = createWriteGuard<Receipt>({
  store: createMemoryWriteStore(),
  vault: createVault(new Uint8Array(32)),
  codec: { encode: (receipt) => receipt.number, decode: (number) => ({ number }) },
  isNotSent: () => false,
});
export const pay = () =>
  guard.run({
    clientId: 'shop',
    operation: 'pay',
    subject: 'order-17',
    fingerprint: 'order-17',
    requestId: '1',
    beforeSend: async () => ({ amount: 1990 }),
    send: async (_gate, { amount }): Promise<Definite<Receipt>> => ({
      outcome: 'executed',
      answer: { number: amount.toFixed() },
    }),
    lookUp: async () => ({ says: 'unreadable' }),
  });
