/** A table that can be scrolled by keyboard where it is wider than the screen. */
import type { ComponentChildren, FunctionComponent } from 'preact';

type Cell = ComponentChildren;

type Props = {
  /** What is in it, for whoever cannot see where it stands. */
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns of figures, from 0. */
  readonly figures?: readonly number[];
};

export const Table: FunctionComponent<Props> = ({ caption, heads, rows, figures = [] }) => {
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
            // Rows have no state of their own.
            <tr key={row}>
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
