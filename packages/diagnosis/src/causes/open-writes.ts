/** Writes whose outcome is open, or was for a while, and writes that were kept from being sent. */
import type { CauseText } from '../cause.ts';

const resolveCart = 'partner-cli outcomes list --client {client}';

export const openWriteCauses = {
  outcome_open: {
    summary: '12go was sent the write and never said what became of it. Its outcome is open.',
    fault: 'supplier',
    action:
      'Send nothing again. It is looked up by itself, and the partner’s poll gets the final answer; if it stays open, settle it by docs/runbooks/unknown-outcome.md.',
    command: resolveCart,
  },
  outcome_open_by_hand: {
    summary:
      '12go was sent the reserve and never said what became of it. No read can tell, so its outcome stays open.',
    fault: 'supplier',
    action:
      'Send nothing again. Ask 12go whether the cart became a booking, then settle it with `partner-cli booking resolve` as docs/runbooks/unknown-outcome.md says.',
    command: resolveCart,
  },
  instance_died: {
    summary:
      'Whoever served the write ended in the middle of it: its story stops after it began. Its outcome is open.',
    fault: 'gateway',
    action:
      'Send nothing again. Treat it as an open outcome, and find out why the instance ended (restarts, memory, node).',
    command: resolveCart,
  },
  write_running: {
    summary: 'The write was sent and is still being worked on.',
    fault: 'nobody',
    action: 'Wait; 12go may take up to a minute. Send nothing again.',
    command: 'partner-cli outcomes list --client {client}',
  },
  settled_executed: {
    summary: 'The outcome was open for a while, and turned out as executed.',
    fault: 'supplier',
    action: 'Nothing to repair: the partner’s poll and its repeated request get the final answer.',
  },
  settled_not_executed: {
    summary: 'The outcome was open for a while, and turned out as not executed.',
    fault: 'supplier',
    action:
      'Nothing to repair. The partner is told so when it polls or repeats the request, and may try again under a new key.',
  },
  executed_not_shown: {
    summary: '12go said that it executed the write, and the booking does not show it.',
    fault: 'supplier',
    action: 'Inspect it again in a minute; if it stays so, raise it with 12go.',
    command: 'partner-cli booking inspect {bid} --client {client}',
  },
  store_down: {
    summary: 'The write was not sent: the memory of booking writes (Redis) was out of reach.',
    fault: 'gateway',
    action:
      'Bring Redis back: docs/runbooks/redis-unreachable.md. The partner may repeat the request under the same key then.',
    command: 'partner-cli doctor',
  },
  store_unfit: {
    summary: 'The write was not sent: Redis is there and its settings make it unfit for booking writes.',
    fault: 'gateway',
    action: 'Look at the store check for what is wrong, such as its eviction policy, and set it right.',
    command: 'partner-cli doctor',
  },
  replicas_missing: {
    summary: 'The write was not sent: too few replicas of Redis took the promise that comes before it.',
    fault: 'gateway',
    action: 'Bring the replicas of Redis back. The partner may repeat the request under the same key then.',
    command: 'partner-cli doctor',
  },
  store_split: {
    summary:
      'The write was not sent: the booking token is newer than the memory of booking writes can know, as when two Redis are in use, an older copy was put back, or a clock stepped back.',
    fault: 'gateway',
    action:
      'Compare the REDIS_URL and the clock of every instance, and the clock of Redis. Nothing is sent while they differ.',
    command: 'partner-cli doctor',
  },
  sent_too_late: {
    summary: 'The write was not sent: it was held up until its promise had run out.',
    fault: 'gateway',
    action:
      'The partner repeats the request under the same key. If it happens again, find out what is slow on this instance or in Redis: docs/runbooks/scale.md.',
    command: 'partner-cli doctor',
  },
  memory_lost: {
    summary:
      'The write was not sent: Redis lost its memory, so nobody could rule out that it had been sent before.',
    fault: 'gateway',
    action:
      'Wait: two minutes after the loss (docs/runbooks/store-memory-young.md) confirms and cancels go on. Itineraries that were opened before have to be opened again. Find out why Redis lost its memory.',
    command: 'partner-cli doctor',
  },
  memory_young: {
    summary:
      'The write was not sent: the memory of booking writes is new, and has to be two minutes old first.',
    fault: 'gateway',
    action: 'Wait two minutes; the partner may then repeat the request under the same key.',
    command: 'partner-cli doctor',
  },
  overloaded: {
    summary: 'This instance had more to do than it could, and turned the request away.',
    fault: 'gateway',
    action: 'Scale out, or find out who sends so much: docs/runbooks/scale.md.',
    command: 'partner-cli doctor',
  },
} as const satisfies Record<string, CauseText>;
