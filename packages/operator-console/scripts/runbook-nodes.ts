/** Markdown of a runbook as data, so that the page makes elements of it and never HTML of a string. */
import { lexer, type Token, type Tokens } from 'marked';
import type { RunbookNode, RunbookTag } from '../src/page/runbooks/runbook-node.ts';

const element = (tag: RunbookTag, inside: readonly RunbookNode[]): RunbookNode => ({ tag, inside });

/** The page has the first level for itself. */
const headings: Readonly<Record<number, RunbookTag>> = { 1: 'h2', 2: 'h3', 3: 'h4' };

const plainText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What is no runbook and no address is a document that the console does not have: its name stays as text. */
const link = ({ href, tokens }: Tokens.Link): RunbookNode => {
  const inside = nodesOf(tokens);
  const [, runbook] = /^([\w-]+)\.md(?:#.*)?$/.exec(href) ?? [];
  if (runbook !== undefined) return { tag: 'a', inside, to: runbook };
  if (/^https?:/.test(href)) return { tag: 'a', inside, to: href };
  return element('span', inside);
};

const table = ({ header, rows }: Tokens.Table): RunbookNode => {
  const row = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]): RunbookNode =>
    element(
      'tr',
      cells.map(({ tokens }) => element(tag, nodesOf(tokens))),
    );
  return element('table', [row('th', header), ...rows.map((cells) => row('td', cells))]);
};

const leaf = (token: Token): readonly RunbookNode[] => {
  if (token.type === 'space' || token.type === 'html') return [];
  if (token.type === 'br') return ['\n'];
  if (token.type === 'code') return [element('pre', [element('code', [String(token.text)])])];
  if (token.type === 'codespan') return [element('code', [plainText(String(token.text))])];
  return [plainText('text' in token ? String(token.text) : token.raw)];
};

const tags: Readonly<Record<string, RunbookTag>> = {
  paragraph: 'p',
  strong: 'strong',
  em: 'em',
  list_item: 'li',
  blockquote: 'blockquote',
};

const nodeOf = (token: Token): readonly RunbookNode[] => {
  if (token.type === 'link') return [link(token as Tokens.Link)];
  if (token.type === 'table') return [table(token as Tokens.Table)];
  if (token.type === 'list')
    return [element(token.ordered ? 'ol' : 'ul', nodesOf((token as Tokens.List).items))];
  const inside = 'tokens' in token && token.tokens !== undefined ? nodesOf(token.tokens) : undefined;
  if (inside === undefined) return leaf(token);
  if (token.type === 'heading') return [element(headings[Number(token.depth)] ?? 'h4', inside)];
  const tag = tags[token.type];
  return tag === undefined ? inside : [element(tag, inside)];
};

const nodesOf = (tokens: readonly Token[]): readonly RunbookNode[] => tokens.flatMap(nodeOf);

/**
 * Reads a runbook.
 *
 * @example
 * ```ts
 * runbookNodes('# Redis\n'); // [{ tag: 'h2', inside: ['Redis'] }]
 * ```
 */
export const runbookNodes = (markdown: string): readonly RunbookNode[] => nodesOf(lexer(markdown));
