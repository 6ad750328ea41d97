/** A field of a booking form as the SDK's form kit describes it. */
import type { FormField } from '@partner-gateway/sdk/forms';
import type { FunctionComponent } from 'preact';
import { useId } from 'preact/hooks';
import type { Answers } from '../booking-data.ts';

type Value = Answers[string];

type Props = {
  readonly field: FormField;
  readonly value: Value | undefined;
  readonly mistake: string | undefined;
  readonly onValue: (value: Value) => void;
};

type ControlProps = Omit<Props, 'mistake'> & {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
};

const Choice: FunctionComponent<ControlProps> = ({ field, value, onValue, ...attributes }) => (
  <select
    {...attributes}
    value={String(value ?? '')}
    onChange={({ currentTarget }) => onValue(currentTarget.value)}
  >
    <option value="">{field.required ? 'Choose' : 'None'}</option>
    {field.choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.title}
      </option>
    ))}
  </select>
);

const Control: FunctionComponent<ControlProps> = (props) => {
  const { field, value, onValue, ...attributes } = props;
  const onInput = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void =>
    onValue(field.kind === 'flag' ? currentTarget.checked : currentTarget.value);
  const text = { ...attributes, autocomplete: 'off', value: String(value ?? ''), onInput } as const;
  switch (field.kind) {
    case 'choice':
      return <Choice {...props} />;
    case 'flag':
      return <input type="checkbox" {...attributes} checked={value === true} onInput={onInput} />;
    case 'date':
      return <input type="date" {...text} />;
    case 'email':
      return <input type="email" {...text} />;
    default:
      return <input type="text" {...text} />;
  }
};

export const FormInput: FunctionComponent<Props> = ({ field, value, mistake, onValue }) => {
  const id = useId();
  return (
    <div>
      <label for={id}>
        {field.title}
        {field.required && ' *'}
      </label>
      <Control
        field={field}
        value={value}
        onValue={onValue}
        id={id}
        {...(mistake !== undefined && { 'aria-describedby': `${id}-mistake`, 'aria-invalid': true })}
      />
      {field.description !== undefined && <p class="muted">{field.description}</p>}
      {mistake !== undefined && (
        <p id={`${id}-mistake`} class="bad">
          ✗ {mistake}
        </p>
      )}
    </div>
  );
};
