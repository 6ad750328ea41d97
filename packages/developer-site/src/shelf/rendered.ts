/** The site as it is while nothing was built: rendered from the repository when somebody first asks. */
import type { SiteFiles } from '../site-file.ts';
import { createShelf, type Shelf } from './answer.ts';
import { tagOf } from './tag-of.ts';

/** Opens it. In a build `built.ts` stands in its place. */
export const openSite = (): Shelf => {
  let files: Promise<SiteFiles> | undefined;
  return createShelf(async (path) => {
    files ??= import('../render-site.ts').then(({ renderSite }) => renderSite());
    const file = (await files).get(path);
    if (file === undefined) return undefined;
    const bytes = Buffer.from(await file.read());
    return { type: file.type, policy: file.policy, tag: tagOf(bytes), read: async () => bytes };
  });
};
