/** The documents of the repository that are pages of the site, and where each of them stands. */
import type { MenuEntry } from './layout/menu.ts';
import type { PathOf } from './markdown/links.ts';

/** A document with its page. `menuTitle` is for a first heading that is too long for the menu. */
export type Document = { readonly file: string; readonly path: string; readonly menuTitle?: string };

/** The guides in the order of need, as their own list has them. `list` is docs/guides/README.md. */
export const guidesOf = (list: string): readonly Document[] =>
  [...list.matchAll(/^\d+\. \[[^\]]+\]\(([\w-]+)\.md\)$/gm)].map(([, name = '']) => ({
    file: `docs/guides/${name}.md`,
    path: `/docs/guides/${name}`,
  }));

export const guideList: Document = {
  file: 'docs/guides/README.md',
  path: '/docs/guides',
  menuTitle: 'All guides',
};

/** What the guides lead to. */
export const furtherReading: readonly Document[] = [
  { file: 'packages/sdk/README.md', path: '/docs/sdk', menuTitle: 'The SDK' },
  { file: 'docs/webhooks.md', path: '/docs/webhooks', menuTitle: 'Webhooks and the feed' },
  { file: 'docs/booking-forms.md', path: '/docs/booking-forms', menuTitle: 'Booking forms' },
  { file: 'docs/migration.md', path: '/docs/migration', menuTitle: 'From the API before' },
];

/** Examples whose page shows their code below what they say of themselves. */
export const exampleNames = [
  'partner-booking',
  'hard-days',
  'resume-after-crash',
  'shop-tests',
  'webhook-receiver',
] as const;

export const exampleOf = (name: string): Document => ({
  file: `examples/${name}/README.md`,
  path: `/docs/examples/${name}`,
});

/** Programs in other languages, each a page of its code. */
export const programFiles = [
  'python/book.py',
  'php/autoload.php',
  'php/book.php',
  'go/book.go',
  'java/Book.java',
  'csharp/Book.cs',
  'typescript/book.ts',
].map(
  (name): Document => ({
    file: `tests/generated-clients/programs/${name}`,
    path: `/docs/programs/${name.replace('/', '-').replace('.', '-').toLowerCase()}`,
    menuTitle: name,
  }),
);

/** A document in the menu: under its own name for it, or its first heading. */
export const entryOf = ({ path, menuTitle }: Document, text: string): MenuEntry => ({
  path,
  title: menuTitle ?? /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? path,
});

/** Says where a file of the repository is on the site. */
export const pathsOf = (documents: readonly Document[]): PathOf => {
  const paths = new Map(documents.map(({ file, path }) => [file, path]));
  paths.set('docs/errors.md', '/docs/errors');
  return (file) => paths.get(file);
};
