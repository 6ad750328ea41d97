/** How much is measured: `--quick` for smoke, `--searches N` for the memory of many searches. */

export const isQuick = process.argv.includes('--quick');
/** What the aim of P8 speaks of. */
export const searchesInFull = 100_000;
const searchesFlag = process.argv.indexOf('--searches');
export const searches = searchesFlag > 0 ? Number(process.argv[searchesFlag + 1]) : isQuick ? 1_000 : 10_000;
export const rounds = isQuick ? 1 : 3;
export const seconds = isQuick ? 0.7 : 1.5;
/** Warm-up takes as many requests as compilers want, but no longer than this. */
export const warmSeconds = isQuick ? 0.7 : 8;
export const warmRequests = 1_500;
export const connections = 8;

const startedMs = performance.now();

/** Tells on stderr what is measured now. */
export const say = (text: string): void =>
  void process.stderr.write(
    `${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${text}\n`,
  );

const refuse = (mistake: string): never => {
  process.stderr.write(`${mistake}\n`);
  process.exit(2);
};

const given = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? '') : undefined;
};

/** The whole number of an option; ends the program on anything else, or on less than `least`. */
export const countOf = (name: string, { byDefault, least }: { byDefault: number; least: number }): number => {
  const text = given(name) ?? String(byDefault);
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  return refuse(`--${name} ${text}: a whole number of at least ${least} is expected`);
};

/** The option's value, one of those that there are, or none; ends the program on anything else. */
export const choiceOf = (name: string, choices: readonly string[]): string | undefined => {
  const text = given(name);
  if (text === undefined || choices.includes(text)) return text;
  return refuse(`--${name} ${text}: one of ${choices.join(', ')} is expected`);
};

/** Two whole numbers that grow, `2000,20000`; ends the program on anything else. */
export const pairOf = (name: string, byDefault: readonly [number, number]): readonly [number, number] => {
  const text = given(name) ?? byDefault.join(',');
  const [, few = '', many = ''] = /^(\d{1,9}),(\d{1,9})$/.exec(text) ?? [];
  if (few !== '' && 0 < Number(few) && Number(few) < Number(many)) return [Number(few), Number(many)];
  return refuse(
    `--${name} ${text}: two whole numbers are expected, the smaller first, such as ${byDefault.join(',')}`,
  );
};
