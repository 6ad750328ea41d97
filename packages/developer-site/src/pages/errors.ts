/** The errors on one page: what docs/errors.md says of all of them, and a row for each, by whose fault it is. */
import { type ErrorCode, errorCodes, errorTable, type Fault, problemPath } from '@partner-gateway/contract';
import { htmlTable, inlineCode } from '../layout/html.ts';
import type { Heading, Page } from '../layout/page.ts';
import type { PathOf } from '../markdown/links.ts';
import { renderMarkdown } from '../markdown/markdown.ts';

const rowOf = (code: ErrorCode): string[] => {
  const { status, meaning, remedy, retryable } = errorTable[code];
  return [
    `<a id="${code}" href="${problemPath(code)}"><code>${code}</code></a><small>${status}${retryable ? ', retryable' : ''}</small>`,
    inlineCode(meaning),
    inlineCode(remedy),
  ];
};

const groups: readonly { readonly fault: Fault; readonly title: string }[] = [
  { fault: 'client', title: 'Yours to change' },
  { fault: 'supplier', title: 'From the supplier' },
  { fault: 'gateway', title: 'From the gateway' },
];

/** Makes the page. `text` is docs/errors.md, whose table stands here in three. */
export const errorsPage = (text: string, pathOf: PathOf): Page => {
  const [intro = '', after = ''] = text.split(/^\|.*\n(?:\|.*\n)+/m);
  const { html, lead } = renderMarkdown(intro, 'docs/errors.md', pathOf);
  const tables = groups.map(({ fault, title }) => {
    const rows = errorCodes.filter((code) => errorTable[code].fault === fault).map(rowOf);
    const head = ['Code', 'What happened', 'What to do'];
    return `<h2 id="${fault}"><a class="anchor" href="#${fault}">${title}</a></h2>\n${htmlTable(title, head, rows)}`;
  });
  const headings: Heading[] = groups.map(({ fault, title }) => ({ id: fault, title, depth: 2 }));
  const last = renderMarkdown(after, 'docs/errors.md', pathOf).html;
  return {
    path: '/docs/errors',
    title: 'Errors',
    description: lead,
    headings,
    main: `${html}\n${tables.join('\n')}\n${last}`,
  };
};
