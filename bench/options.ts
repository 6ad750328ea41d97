/** How much is measured: `--quick` for smoke, `--searches N` for the memory of many searches. */

export const isQuick = process.argv.includes('--quick');
/** What the aim of P8 speaks of. */
export const searchesInFull = 100_000;
const searchesFlag = process.argv.indexOf('--searches');
export const searches = searchesFlag > 0 ? Number(process.argv[searchesFlag + 1]) : isQuick ? 1_000 : 10_000;
export const rounds = isQuick ? 1 : 3;
export const seconds = isQuick ? 0.7 : 2.5;
export const warmSeconds = isQuick ? 0.7 : 2;
export const connections = 8;

const startedMs = performance.now();

/** Tells on stderr what is measured now. */
export const say = (text: string): void =>
  void process.stderr.write(
    `${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${text}\n`,
  );
