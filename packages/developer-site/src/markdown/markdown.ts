/** Documents of the repository as HTML: headings with anchors, code in colours, tables that scroll, links that lead somewhere. */
import { Marked, type RendererObject, type Tokens } from 'marked';
import { escapeHtml, htmlTable } from '../layout/html.ts';
import type { Heading } from '../layout/page.ts';
import { codeBlock } from './highlight.ts';
import { type PathOf, resolveLink, type Target } from './links.ts';
import { createSlugs } from './slug.ts';

/** A document as HTML. `title` is its first heading as text, `lead` its first paragraph. */
export type Rendered = {
  readonly html: string;
  readonly title: string;
  readonly lead: string;
  readonly headings: readonly Heading[];
};

const plainText = (html: string): string =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What only the repository has is said, not linked: who reads the site may not have it. */
const linkHtml = (target: Target, text: string): string => {
  if (target.kind !== 'repository') return `<a href="${escapeHtml(target.href)}">${text}</a>`;
  return `${text} <small class="in-repository">(<code>${escapeHtml(target.file)}</code> in the gateway’s repository)</small>`;
};

const rendererOf = (from: string, pathOf: PathOf, headings: Heading[]): RendererObject => {
  const slugs = createSlugs();
  let tables = 0;
  return {
    heading({ tokens, depth }) {
      const title = this.parser.parseInline(tokens);
      const id = slugs(plainText(title));
      headings.push({ id, title, depth });
      if (depth === 1) return `<h1 id="${id}">${title}</h1>\n`;
      return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${title}</a></h${depth}>\n`;
    },
    code: ({ text, lang }) => codeBlock(text, lang?.split(' ')[0]),
    link({ href, tokens }) {
      return linkHtml(resolveLink(href, from, pathOf), this.parser.parseInline(tokens));
    },
    table(token) {
      tables += 1;
      const under = headings.at(-1)?.title ?? '';
      const label = `${plainText(under)}, table ${tables}`;
      const inline = ({ tokens }: Tokens.TableCell): string => this.parser.parseInline(tokens);
      return htmlTable(
        label,
        token.header.map(inline),
        token.rows.map((row) => row.map(inline)),
      );
    },
    // Comments that tell tests where code comes from.
    html: ({ text }) => (text.startsWith('<!--') ? '' : escapeHtml(text)),
  };
};

/**
 * Renders a document.
 *
 * @param text the document
 * @param from its path in the repository, which relative links start at
 * @param pathOf where a file of the repository is on the site
 */
export const renderMarkdown = (text: string, from: string, pathOf: PathOf): Rendered => {
  const headings: Heading[] = [];
  const html = new Marked({ renderer: rendererOf(from, pathOf, headings) }).parse(text, { async: false });
  const [, lead = ''] = /<p>([\s\S]*?)<\/p>/.exec(html) ?? [];
  return {
    html,
    title: plainText(headings[0]?.title ?? ''),
    lead: plainText(lead).replace(/\s+/g, ' ').trim(),
    headings,
  };
};
