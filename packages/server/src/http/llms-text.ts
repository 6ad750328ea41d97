/** `/llms.txt`: the API as a table of contents for programs that read and write code. */
import { errorCodes, errorTable, problemPath } from '@partner-gateway/contract';

type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly 'x-internal'?: boolean;
};

/** What of the OpenAPI document is read here. */
export type ReadDocument = {
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const pointer = (path: string): string => path.replaceAll('~', '~0').replaceAll('/', '~1');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const operationLine = (base: string, path: string, [method, operation]: [string, Operation]): string => {
  const { operationId, summary = '', description = '' } = operation;
  const said = oneLine([summary, description].filter((text) => text !== '').join('. '));
  return `- [${operationId}](${base}/openapi.json#/paths/${pointer(path)}/${method}): \`${method.toUpperCase()} ${path}\` ${said}`;
};

const operationLines = (base: string, { paths }: ReadDocument): string[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation['x-internal'] !== true)
      .map((entry) => operationLine(base, path, entry)),
  );

const errorLine = (base: string, code: (typeof errorCodes)[number]): string => {
  const { status, meaning, remedy } = errorTable[code];
  return `- [${code}](${base}${problemPath(code)}): ${status}. ${oneLine(`${meaning} ${remedy}`)}`;
};

/**
 * The text, in the form of llmstxt.org.
 *
 * @param document the OpenAPI document of the partner API
 * @param base where partners reach the gateway, without a slash at its end
 */
export const llmsText = (document: ReadDocument, base: string): string => {
  const [what = '', ...rest] = document.info.description.split('\n\n');
  return [
    `# ${document.info.title}`,
    `> ${what}`,
    ...rest,
    '## Documents',
    [
      `- [OpenAPI 3.1](${base}/openapi.json): every operation, body, header and error, with examples, curl and TypeScript samples`,
      `- [OpenAPI 3.0](${base}/openapi-3.0.json): the same for generators of clients`,
      `- [Reference](${base}/docs/reference): the same as a page`,
      `- [Guides](${base}/docs/guides): five minutes to a booking, errors and outcomes, pending results, price changes, seats, cancelling, webhooks, testing, going live`,
      `- [Scenario trips](${base}/docs/scenarios): what to book in a sandbox to meet each thing that can go wrong`,
      `- [Changelog](${base}/docs/changelog): what changed, and what it asks of you`,
      '- [SDK](https://www.npmjs.com/package/@partner-gateway/sdk): `npm install @partner-gateway/sdk`; TypeScript and JavaScript, with a fake of this API for tests at `@partner-gateway/sdk/testing`',
    ].join('\n'),
    '## Operations',
    operationLines(base, document).join('\n'),
    '## Errors',
    errorCodes.map((code) => errorLine(base, code)).join('\n'),
    '',
  ].join('\n\n');
};
