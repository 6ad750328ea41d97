/** A figure of both sides for each place, as bars one below the other. */
import type { FunctionComponent } from 'preact';

/** What one place has; undefined where a side was not asked. */
export type Compared = {
  readonly label: string;
  readonly old: number | undefined;
  readonly gateway: number | undefined;
};

type Props = {
  readonly title: string;
  readonly compared: readonly Compared[];
  readonly text: (value: number) => string;
};

type BarProps = { readonly side: 'old' | 'gateway'; readonly share: number; readonly text: string };

const sides = { old: 'old system', gateway: 'gateway' } as const;

const Bar: FunctionComponent<BarProps> = ({ side, share, text }) => (
  <div class="side-bar">
    <span class="muted small">{sides[side]}</span>
    <span class={`bar of-${side}`}>
      <span style={{ width: `${share}%` }} />
    </span>
    <span class="figure small">{text}</span>
  </div>
);

export const SideBars: FunctionComponent<Props> = ({ title, compared, text }) => {
  const most = Math.max(0, ...compared.flatMap(({ old = 0, gateway = 0 }) => [old, gateway]));
  const shareOf = (value: number): number => (most === 0 ? 0 : (100 * value) / most);
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      {compared.map(({ label, ...values }) => (
        <div key={label} class="side-bars">
          <p>{label}</p>
          <div>
            {(['old', 'gateway'] as const).map((side) => {
              const value = values[side];
              return (
                <Bar
                  key={side}
                  side={side}
                  share={shareOf(value ?? 0)}
                  text={value === undefined ? 'not asked' : text(value)}
                />
              );
            })}
          </div>
        </div>
      ))}
    </section>
  );
};
