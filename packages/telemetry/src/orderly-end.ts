/** How a program ends: in order when it is told to, and in order too when something of ours is broken. */
import { type Log, whereThrown } from './logger.ts';

/**
 * Ends the process once it is told to, after `stop`; a second signal changes nothing. An error that nobody caught ends it too, with
 * 1: whoever starts processes starts another, and what is under way here ends well first.
 */
export const endInOrder = (log: Log, stop: () => Promise<void>): void => {
  let isStopping = false;
  const end = (code: 0 | 1): void => {
    if (isStopping) return;
    isStopping = true;
    log('info', 'Stopping');
    stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log('error', 'Stopping failed', whereThrown(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(0));
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (reason: unknown) => {
      log('error', 'An error that nobody expected', { reason: event, ...whereThrown(reason) });
      end(1);
    });
  }
};
