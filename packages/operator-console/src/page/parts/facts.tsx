/** Names and what they stand for, one below the other. */
import type { ComponentChildren, FunctionComponent } from 'preact';

export type Fact = readonly [name: string, value: ComponentChildren];

export const Facts: FunctionComponent<{ readonly facts: readonly Fact[] }> = ({ facts }) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
