/** What changed for partners: the changelog of the SDK, and before it what the next release brings. */
import { escapeHtml } from '../layout/html.ts';
import type { Heading, Page } from '../layout/page.ts';
import { renderMarkdown } from '../markdown/markdown.ts';

/** A changeset: its name, and its text with the packages at its top. */
export type Changeset = { readonly name: string; readonly text: string };

type Change = {
  readonly name: string;
  readonly body: string;
  /** What the change is by package, such as `minor`. */
  readonly kinds: ReadonlyMap<string, string>;
};

const toChange = ({ name, text }: Changeset): Change => {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const kinds = [...head.matchAll(/^['"]?([^'"\n]+)['"]?: (\w+)$/gm)];
  return { name, body: body.trim(), kinds: new Map(kinds.map(([, of = '', kind = '']) => [of, kind])) };
};

const packages = ['@partner-gateway/sdk', '@partner-gateway/contract'] as const;

const order = ['major', 'minor', 'patch'];

const titles: Readonly<Record<string, string>> = {
  major: 'Needs something of you',
  minor: 'New',
  patch: 'Repaired',
};

/** Names that are not written as words are. */
const spelt: Readonly<Record<string, string>> = {
  api: 'API',
  etag: 'ETag',
  llms: 'llms',
  openapi: 'OpenAPI',
  sdk: 'SDK',
};

/** `limits-that-count` is “Limits that count”. */
const titleOf = (name: string): string => {
  const words = name
    .split('-')
    .map((word) => spelt[word] ?? word)
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const changeHtml = ({ name, body }: Change): string =>
  `<section class="change"><h4 id="${name}">${escapeHtml(titleOf(name))}</h4>${renderMarkdown(body, '.changeset/', () => undefined).html}</section>`;

const sectionOf = (title: string, of: string, changes: readonly Change[]): string => {
  const kinds = order.map((kind) => {
    const found = changes.filter(({ kinds: its }) => its.get(of) === kind);
    return found.length === 0 ? '' : `<h3>${titles[kind]}</h3>\n${found.map(changeHtml).join('\n')}`;
  });
  const id = of.split('/').at(-1) ?? '';
  return `<h2 id="${id}"><a class="anchor" href="#${id}">${escapeHtml(title)}</a></h2>\n${kinds.join('\n')}`;
};

/**
 * Makes the page.
 *
 * @param released the changelog of the SDK, empty before its first release
 */
export const changelogPage = (changesets: readonly Changeset[], released: string): Page => {
  const changes = changesets.map(toChange);
  const ofSdk = changes.filter(({ kinds }) => kinds.has(packages[0]));
  const ofContract = changes.filter(({ kinds }) => !kinds.has(packages[0]) && kinds.has(packages[1]));
  const before = renderMarkdown(
    released.replace(/^# .*\n/, ''),
    'packages/sdk/CHANGELOG.md',
    () => undefined,
  );
  const next: Heading[] = [
    ...(ofSdk.length > 0 ? [{ id: 'sdk', title: 'Next: the API and the SDK', depth: 2 }] : []),
    ...(ofContract.length > 0 ? [{ id: 'contract', title: 'Next: the contract alone', depth: 2 }] : []),
  ];
  return {
    path: '/docs/changelog',
    title: 'Changelog',
    description: 'What changed in the partner API and its SDK, and what it asks of you.',
    headings: [...next, ...before.headings],
    main: `<h1>Changelog</h1>
<p>What changed in the partner API and in <code>@partner-gateway/sdk</code>, and what it asks of you. The API and the SDK are released
together. <em>Next</em> is what this gateway already does and the next release of the packages will carry.</p>
${ofSdk.length > 0 ? sectionOf('Next: the API and the SDK', packages[0], ofSdk) : ''}
${ofContract.length > 0 ? sectionOf('Next: the contract alone', packages[1], ofContract) : ''}
${before.html}`,
  };
};
