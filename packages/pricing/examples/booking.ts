/** Follows one booking: the total before the reserve, the total after it, and what to do about the difference. */
import {
  bookingTotal,
  createMarkup,
  expectedNet,
  judgeDrift,
  moneyFromMinor,
  seatNet,
  toContractMoney,
} from '@partner-gateway/pricing';

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
const usd = (value: string) => ({ value, currency: 'USD' });
const passengers = 2;

const seat = seatNet({ price: usd('19.5'), base: usd('17.5') });
const expected = expectedNet([{ net: moneyFromMinor(1750n, 'USD', 2), passengers }], [seat]);
const quoted = bookingTotal({ net: expected, passengers, markup }).total;
console.log('quoted', toContractMoney(quoted).amount);
// prints: quoted 41.70

const actual = usd('39.18');
const current = bookingTotal({ net: actual, passengers, markup }).total;
const drift = judgeDrift({
  quoted: expected,
  current: actual,
  thresholdPercent: '1.0',
  shown: { quoted, current },
});
if (drift.kind === 'changed') console.log('refused: moved by', drift.priceChanged.difference_percent, '%');
// prints: refused: moved by 5.76 %
