/** The page of an error: what happened, what to do, which operations answer with it, and how the answer looks. */
import { type ErrorCode, errorTable, problemPath } from '@partner-gateway/contract';
import { escapeHtml, inlineCode } from '../layout/html.ts';
import type { Page } from '../layout/page.ts';
import { codeBlock } from '../markdown/highlight.ts';
import { type Operation, problemExample, referencePath } from './operations.ts';

const faults = {
  client: 'yours: the request has to change',
  gateway: 'the gateway’s',
  supplier: 'the supplier’s',
} as const;

const answeredBy = (operations: readonly Operation[]): string => {
  if (operations.length === 0) return '';
  const items = operations.map(
    (operation) => `<li><a href="${referencePath(operation)}">${escapeHtml(operation.summary)}</a></li>`,
  );
  return `<h2 id="answered-by">Answered by</h2>\n<ul>${items.join('\n')}</ul>`;
};

/**
 * Makes the page.
 *
 * @param operations those of partners that may answer with it
 */
export const problemPage = (code: ErrorCode, operations: readonly Operation[]): Page => {
  const { status, title, meaning, remedy, retryable, fault } = errorTable[code];
  const example = JSON.stringify(problemExample(code), null, 2);
  return {
    path: problemPath(code),
    title,
    description: meaning,
    main: `<p class="kicker">Error · HTTP ${status}</p>
<h1>${escapeHtml(title)}</h1>
<p class="lead"><code>${code}</code></p>
<dl class="facts">
<div><dt>What happened</dt><dd>${inlineCode(meaning)}</dd></div>
<div><dt>What to do</dt><dd>${inlineCode(remedy)}</dd></div>
<div><dt>Retryable</dt><dd>${retryable ? 'Yes: the same request can succeed later.' : 'No: the same request will be refused again.'}</dd></div>
<div><dt>Whose fault</dt><dd>${faults[fault]} (<code>${fault}</code>)</dd></div>
</dl>
<h2 id="the-answer">The answer</h2>
${codeBlock(example, 'json')}
${answeredBy(operations)}
<p><a href="/docs/errors">All errors</a> · <a href="/docs/guides/errors-and-outcomes">Errors and outcomes</a></p>`,
  };
};
