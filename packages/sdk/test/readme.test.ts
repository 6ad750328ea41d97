/** The README does what it says: its snippets run, its tables are those of the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { errorCodes, errorTable } from '@partner-gateway/contract';
import { createClient } from '@partner-gateway/sdk';
import { webhookFailures } from '@partner-gateway/sdk/webhooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { kindOf } from '../src/errors/gateway-error.ts';
import { defaults } from '../src/options.ts';
import { exampleGateway } from './support/example-gateway.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Its table rows, without the padding that lines the columns up. */
const rows = readme.split('\n').map((line) => line.replace(/ {2,}/g, ' '));
const folder = new URL('./readme/', import.meta.url);
const snippets = readdirSync(folder).map((file) => file.replace('.ts', ''));

const printed: Readonly<Record<string, RegExp>> = {
  'quick-start': /19\.75[\s\S]*draft-07/,
  book: /booked BK-8451207-7GQ2M/,
  booking: /BK-8451207-7GQ2M approved/,
  errors: /price_changed [\s\S]*offer [\s\S]*44\.10/,
  limits: /ask again in half a second for more/,
  idempotency: /finished/,
  'until-complete': /3 trips so far\n3 trips in all/,
  testing: /not_executed\nfinished once: 1 \{ currency: 'PHP', amount: '968\.00' \}/,
  cancel: /refunded 37\.00 USD/,
  forms: /booking_data\.passengers\[0\]\.first_name First name text required/,
  money: /\$44\.44 above net/,
  webhooks: /evt_test_\S+ BK-0-TEST cancelled\n204/,
};

/** What a snippet prints while it is evaluated, as a terminal shows it. */
const run = async (snippet: string): Promise<string> => {
  const { baseUrl } = await exampleGateway({ refusing: snippet === 'errors' });
  vi.stubEnv('PARTNER_GATEWAY_BASE_URL', baseUrl);
  vi.stubEnv('PARTNER_GATEWAY_CLIENT_ID', 'acme');
  vi.stubEnv('PARTNER_GATEWAY_API_KEY', 'pgk_readme');
  const lines: string[] = [];
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((...values) => void lines.push(format(...values)));
  await import(/* @vite-ignore */ new URL(`${snippet}.ts`, folder).href);
  return lines.join('\n');
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.for(snippets)('the snippet %s', (snippet) => {
  test('stands in the README as it is in its file', () => {
    const [, ...code] = readFileSync(new URL(`${snippet}.ts`, folder), 'utf8').split('\n');
    expect(readme).toContain(`<!-- snippet: ${snippet} -->\n\`\`\`ts\n${code.join('\n')}\`\`\``);
  });

  test('runs, and prints what a reader expects', async () => {
    await expect(run(snippet)).resolves.toMatch(printed[snippet] ?? 'nothing is expected of it');
  });
});

const classRow = (kind: string): readonly [name: string, codes: string] => {
  const codes = errorCodes.filter((code) => kindOf(code, errorTable[code].status) === kind);
  const name = kind.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [`\`${name}Error\``, codes.map((code) => `\`${code}\``).join(', ')];
};

test.for([...new Set(errorCodes.map((code) => kindOf(code, errorTable[code].status)))])(
  'the table of errors lists the codes of %s, and no others',
  (kind) => {
    const [name, codes] = classRow(kind);
    expect(rows).toContainEqual(expect.stringContaining(`| ${name} | \`${kind}\` | ${codes} |`));
  },
);

test('the table of options states the defaults', () => {
  for (const [name, value] of Object.entries(defaults)) {
    expect(rows).toContainEqual(expect.stringContaining(`| \`${name}\` | client, call | ${value} |`));
  }
});

test('the table of failures of a webhook has every one', () => {
  for (const failure of webhookFailures)
    expect(rows).toContainEqual(expect.stringContaining(`| \`${failure}\` |`));
});

test('every method is in the table of methods', () => {
  const gateway = createClient({ baseUrl: 'https://gateway.example', clientId: 'acme', apiKey: 'k' });
  for (const method of Object.keys(gateway)) expect(readme).toContain(`\`${method}(`);
});
