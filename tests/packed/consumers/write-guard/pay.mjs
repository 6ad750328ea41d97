// The README's payment, installed alone.
import {
  createMemoryWriteStore,
  createVault,
  createWriteGuard,
  textAnswers,
} from '@partner-gateway/write-guard';

const guard = createWriteGuard({
  store: createMemoryWriteStore(),
  vault: createVault(crypto.getRandomValues(new Uint8Array(32))),
  codec: textAnswers,
  isNotSent: (error) => error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED',
});

// Kept with the order: the memory that vouches for it. Only that memory will ever send its payment.
const order = { id: 'order-17', amount: '19.90', stamp: await guard.stampToken('shop') };

let charges = 0;
const charge = async (_amount, _signal) => `receipt ${++charges}`;

const pay = (idempotencyKey) =>
  guard.run({
    clientId: 'shop',
    operation: 'pay',
    subject: order.id,
    token: order.stamp,
    idempotencyKey,
    fingerprint: `${order.id} ${order.amount}`,
    requestId: crypto.randomUUID(),
    beforeSend: async () => ({ amount: order.amount }),
    send: async (gate, { amount }) => {
      gate.assertOpen();
      return { outcome: 'executed', answer: await charge(amount, gate.signal), reference: order.id };
    },
    lookUp: async () => ({ says: 'unknowable' }),
  });

const results = await Promise.all([pay('one'), pay('one'), pay('one')]);
console.log(
  results.map(({ kind }) => kind),
  await pay('two'),
  charges,
);
// [ 'answered', 'replayed', 'replayed' ] { kind: 'already_done', reference: 'order-17' } 1

if (charges !== 1) throw new Error(`charged ${charges} times`);
if (results.filter(({ kind }) => kind === 'answered').length !== 1) throw new Error('not answered once');
