/** A table that can be scrolled by keyboard where it is wider than the screen. */
import type { ComponentChildren, FunctionComponent } from 'preact';

type Cell = ComponentChildren;

type Props = {
  /** What is in it, for whoever cannot see where it stands. */
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What each row is about, where something in it can be done: a list that moves must not move that to another row. */
  readonly keys?: readonly string[];
  /** Columns of figures, from 0. */
  readonly figures?: readonly number[];
};

export const Table: FunctionComponent<Props> = ({ caption, heads, rows, keys, figures = [] }) => {
  const sideOf = (column: number): string | undefined => (figures.includes(column) ? 'figure' : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section class="scroll" aria-label={`${caption}, table`} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={head} scope="col" class={sideOf(column)}>
                {head === '' ? <span class="unseen">What to do</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={keys?.[row] ?? row}>
              {cells.map((cell, column) => (
                <td key={heads[column]} class={sideOf(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
