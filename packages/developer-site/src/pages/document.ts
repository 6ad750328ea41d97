/** Pages made of documents of the repository: guides, what they lead to, examples with their code, programs. */
import type { Document } from '../documents.ts';
import { escapeHtml } from '../layout/html.ts';
import type { Page } from '../layout/page.ts';
import { codeBlock, languageOf } from '../markdown/highlight.ts';
import type { PathOf } from '../markdown/links.ts';
import { renderMarkdown } from '../markdown/markdown.ts';

/** A file with its text. */
export type ReadFile = { readonly name: string; readonly text: string };

const filesHtml = (files: readonly ReadFile[]): string =>
  files
    .map(({ name, text }) => {
      const id = name.replaceAll(/[^\w]/g, '-');
      return `<h2 id="${id}"><a class="anchor" href="#${id}"><code>${escapeHtml(name)}</code></a></h2>\n${codeBlock(text, languageOf(name))}`;
    })
    .join('\n');

/** The page of a document, with files shown below it. */
export const documentPage = (
  { file, path }: Document,
  { text, files = [] }: { readonly text: string; readonly files?: readonly ReadFile[] },
  pathOf: PathOf,
): Page => {
  const { html, title, lead, headings } = renderMarkdown(text, file, pathOf);
  const shown = files.map(({ name }) => ({
    id: name.replaceAll(/[^\w]/g, '-'),
    title: `<code>${escapeHtml(name)}</code>`,
    depth: 2,
  }));
  return { path, title, description: lead, main: html + filesHtml(files), headings: [...headings, ...shown] };
};

/** The page of a program that a guide leads to. */
export const programPage = ({ file, path, menuTitle = file }: Document, text: string): Page => ({
  path,
  title: menuTitle,
  description: `A booking from search to ticket with a generated client: ${menuTitle}.`,
  main: `<p class="kicker">Program</p>\n<h1><code>${escapeHtml(menuTitle)}</code></h1>
<p>Runs in the gateway’s own tests; <a href="/docs/guides/other-languages">Other languages</a> says how it is set up.</p>
${codeBlock(text, languageOf(file))}`,
});
