/** What must be stopped when this process ends, however it ends: normally, by a signal, or because its parent died. */
import { watchParent } from './parent.mjs';

/** @type {Set<(signal: NodeJS.Signals) => void>} */
const stops = new Set();
let armed = false;

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

const stopAll = (signal) => {
  for (const stop of [...stops]) stop(signal);
};

const arm = () => {
  armed = true;
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.once(signal, () => {
      stopAll('SIGTERM');
      setTimeout(() => process.exit(code), 2_000).unref();
      whenIdle(() => process.exit(code));
    });
  }
  process.on('exit', () => stopAll('SIGKILL'));
  watchParent(() => process.kill(process.pid, 'SIGTERM'));
};

const whenIdle = (done) => {
  const timer = setInterval(() => {
    if (stops.size > 0) return;
    clearInterval(timer);
    done();
  }, 20);
};

/**
 * Registers `stop`, called with SIGTERM when a signal arrives and with SIGKILL at the very end.
 * @param {(signal: NodeJS.Signals) => void} stop
 * @returns {() => void} call it when there is nothing left to stop
 */
export const onEnd = (stop) => {
  if (!armed) arm();
  stops.add(stop);
  return () => stops.delete(stop);
};
