/** Moments and waits that people write: `10m` ago, every second. */
import { InvalidArgumentError } from 'commander';
import { CommandFailure } from './failure.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The moment that a text means: so long ago, such as `90s`, `10m`, `2h` or `3d`, or a time of ISO 8601, which is UTC where it
 * does not say otherwise. In Unix milliseconds.
 *
 * @throws InvalidArgumentError
 */
export const toMoment = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Date.now() - Number(count) * (unitsMs[unit] ?? 0);
  const isIso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(
    text,
  );
  const hasZone = /Z$|T.*[+-]\d{2}:\d{2}$/.test(text) || !text.includes('T');
  const moment = isIso ? Date.parse(hasZone ? text : `${text}Z`) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new InvalidArgumentError(
    'It has to be so long ago, such as 10m or 2h, or a time such as 2026-11-01T08:15Z.',
  );
};

/** Waits. @throws CommandFailure at Ctrl-C */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new CommandFailure('interrupted', 'stopped'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
