/** `rollout redact`: a recorded day without persons, keys and tokens, a line at a time. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { createOutput, type OutputFlags, withOutputOptions } from '../../output.ts';
import { noneUnreadable, unreadableText, withUnreadable } from '../../rollout/unreadable-lines.ts';

type RedactOptions = OutputFlags & { readonly encodedPrefix?: string };

const keyBytes = 32;

const redact = async (context: Context, path: string, options: RedactOptions): Promise<void> => {
  const [{ createRedactor, readRecordedLine }, { linesOf }] = await Promise.all([
    import('@partner-gateway/rollout'),
    import('../../rollout/recording-file.ts'),
  ]);
  const output = createOutput(context, options);
  const redacted = createRedactor({ key: randomBytes(keyBytes), encodedPrefix: options.encodedPrefix });
  let [written, unreadable] = [0, noneUnreadable];
  for await (const { number, text } of linesOf(path)) {
    const line = readRecordedLine(text);
    if (line === undefined) unreadable = withUnreadable(unreadable, number);
    else {
      context.stdout.write(`${JSON.stringify(redacted(line))}\n`);
      written += 1;
    }
  }
  output.note(`${written} lines written.`);
  const left = unreadableText(unreadable);
  if (left !== undefined) output.note(`${left} They were left out.`);
};

/** Adds the command. */
export const addRedactCommand = (rollout: Command, context: Context): void => {
  withOutputOptions(
    rollout
      .command('redact')
      .description('write a recording without names, contacts, documents, keys and tokens')
      .argument('<file>', 'the recording: JSON lines, or the same with gzip')
      .option(
        '--encoded-prefix <text>',
        'what encoded booking ids of the old system begin with; they are kept',
      ),
    'partner-cli rollout redact day.jsonl > redacted.jsonl',
  ).action((path: string, options: RedactOptions) => redact(context, path, options));
};
