/** Where a package is published from, as its manifest says it: npm compares it with what vouches for the build. */

/**
 * The manifest with its repository, home page and place for bugs.
 * @param {Record<string, unknown>} manifest
 * @param {{ server: string, repository: string, directory: string }} place such as `https://github.com`, `acme/gateway`, `packages/sdk`
 */
export const publishedFrom = (manifest, { server, repository, directory }) => {
  const url = `${server}/${repository}`;
  return {
    ...manifest,
    repository: { type: 'git', url: `git+${url}.git`, directory },
    homepage: `${url}/tree/main/${directory}#readme`,
    bugs: { url: `${url}/issues` },
  };
};
