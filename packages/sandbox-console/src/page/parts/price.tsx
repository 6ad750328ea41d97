/** Money as people read it. */
import type { Money } from '@partner-gateway/sdk';
import { format } from '@partner-gateway/sdk/money';
import type { FunctionComponent } from 'preact';

export const Price: FunctionComponent<{ readonly of: Money }> = ({ of }) => <b>{format(of, 'en')}</b>;
