/** Reckons with amounts as answers have them. */
import { add, compare, format, multiply, percentOf } from '@partner-gateway/sdk/money';

const net = { currency: 'USD', amount: '19.75' };
const mine = add(net, percentOf(net, '12.5'));
console.log(format(multiply(mine, 2), 'en'), compare(mine, net) > 0 ? 'above net' : 'below net');
