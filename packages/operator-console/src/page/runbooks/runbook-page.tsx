/** A runbook as it is in the repository at this version; without a name the list of them. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hashOf, type PageProps } from '../routing.ts';
import type { RunbookNode } from './runbook-node.ts';

const files = import.meta.glob<readonly RunbookNode[]>('../../../../../docs/runbooks/*.md', {
  import: 'default',
});

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.md$/, '');

/** How to load each, which is done when somebody opens it. */
const runbooks = new Map(Object.entries(files).map(([path, load]) => [nameOf(path), load]));

const list = 'README';

const isAddress = (to: string): boolean => /^https?:/.test(to);

const Node: FunctionComponent<{ readonly node: RunbookNode }> = ({ node }) => {
  if (typeof node === 'string') return <>{node}</>;
  const { tag: Tag, inside, to } = node;
  const children = <Nodes nodes={inside} />;
  if (to !== undefined)
    return (
      <a href={isAddress(to) ? to : hashOf('runbooks', to)} rel="noreferrer">
        {children}
      </a>
    );
  if (Tag === 'table')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      <div class="scroll" tabIndex={0}>
        <table>
          <tbody>{children}</tbody>
        </table>
      </div>
    );
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
  if (Tag === 'pre') return <pre tabIndex={0}>{children}</pre>;
  return <Tag>{children}</Tag>;
};

const Nodes: FunctionComponent<{ readonly nodes: readonly RunbookNode[] }> = ({ nodes }) => (
  <>
    {nodes.map((node, index) => (
      // What is read never changes its order.
      <Node key={index} node={node} />
    ))}
  </>
);

export const RunbookPage: FunctionComponent<PageProps> = ({ about = list }) => {
  const [nodes, setNodes] = useState<readonly RunbookNode[]>();
  const load = runbooks.get(about);
  useEffect(() => {
    setNodes(undefined);
    void load?.().then(setNodes);
  }, [load]);
  return (
    <>
      {about !== list && (
        <p>
          <a href={hashOf('runbooks')}>All runbooks</a>
        </p>
      )}
      <article class="panel runbook">
        {load === undefined && <p>There is no runbook {about}.</p>}
        {nodes !== undefined && <Nodes nodes={nodes} />}
      </article>
    </>
  );
};
