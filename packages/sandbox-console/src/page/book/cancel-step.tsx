/** The cancellation: what would be paid back, and then one of these options. */
import type { Money, RefundOption } from '@partner-gateway/sdk';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { Price } from '../parts/price.tsx';
import { Step } from '../parts/step.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useCall } from '../parts/use-call.ts';
import { cancel, previewCancel } from '../steps/cancel.ts';
import code from '../steps/cancel.ts?raw';

type OptionsProps = {
  readonly options: readonly RefundOption[];
  readonly isBusy: boolean;
  readonly onCancel: (option: RefundOption) => void;
};

const Options: FunctionComponent<OptionsProps> = ({ options, isBusy, onCancel }) => (
  <ul class="trips">
    {options.length === 0 && <li>It cannot be cancelled.</li>}
    {options.map((option) => (
      <li key={option.refund_option} class="trip">
        <span>
          Paid back: <Price of={option.refund} />
        </span>
        <button type="button" disabled={isBusy || !option.available} onClick={() => onCancel(option)}>
          Cancel with this
        </button>
      </li>
    ))}
  </ul>
);

export const CancelStep: FunctionComponent<{ readonly bookingId: string }> = ({ bookingId }) => {
  const { gateways } = useSurroundings();
  const { isBusy, error, run } = useCall();
  const [options, setOptions] = useState<readonly RefundOption[]>();
  const [refund, setRefund] = useState<Money>();
  const preview = (): void =>
    void run(async () => setOptions(await previewCancel(gateways.cancel, bookingId)));
  const choose = ({ refund_option: option }: RefundOption): void =>
    void run(async () => setRefund(await cancel(gateways.cancel, bookingId, option)));
  return (
    <Step name="cancel" title="6. Cancel" code={code}>
      {refund === undefined && (
        <button type="button" class="primary" disabled={isBusy} onClick={preview}>
          Preview the cancellation
        </button>
      )}
      {refund === undefined && options !== undefined && (
        <Options options={options} isBusy={isBusy} onCancel={choose} />
      )}
      <div role="status">
        {refund !== undefined && (
          <p class="good">
            ✓ Cancelled, <Price of={refund} /> is paid back.
          </p>
        )}
      </div>
      <Trouble error={error} />
    </Step>
  );
};
