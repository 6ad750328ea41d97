/** Watches a world during a case, and tells the history that the invariants judge. */
import { readdirSync } from 'node:fs';
import { bangkokData } from '../support/builders.ts';
import type { FaultWorld } from './fault-world.ts';
import type { History } from './invariants.ts';

const countFiles = (): number => {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0; // no such folder on this system
  }
};

const postsOf = ({ api: { sandbox } }: FaultWorld): History['posts'] => ({
  reserve: sandbox.calls('reserve'),
  confirm: sandbox.calls('confirm'),
  refund: sandbox.calls('refund'),
});

const sealed = /"(?:booking_token|refund_option)":"([^"]{40,})"/g;

/** Keys, what the passengers of every case typed, and every sealed text that was handed out. */
const secretsOf = ({ api, told }: FaultWorld): readonly string[] => {
  const { email, mobile_phone } = bangkokData();
  return [
    ...new Set([
      ...api.clients.flatMap(({ apiKey, upstreamKey }) => [apiKey, upstreamKey]),
      api.opsKey,
      api.config.BOOKING_ID_SECRET,
      api.config.SEALING_KEYS.split(':')[1] ?? '',
      email,
      mobile_phone,
      ...told.flatMap(({ answer }) => [...answer.text.matchAll(sealed)].map(([, text = '']) => text)),
    ]),
  ];
};

/** Begins to watch; what it returns tells what happened since. */
export const watch = (world: FaultWorld): (() => History) => {
  const [told, ledger, lines] = [world.told.length, world.api.sandbox.ledger.length, world.logLines.length];
  const [before, files] = [postsOf(world), countFiles()];
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  return () => {
    process.off('unhandledRejection', note);
    const now = postsOf(world);
    return {
      told: world.told.slice(told),
      ledger: world.api.sandbox.ledger.slice(ledger),
      posts: {
        reserve: now.reserve - before.reserve,
        confirm: now.confirm - before.confirm,
        refund: now.refund - before.refund,
      },
      logLines: world.logLines.slice(lines),
      secrets: secretsOf(world),
      unhandled,
      files: [files, countFiles()],
    };
  };
};
