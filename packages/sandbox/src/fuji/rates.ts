/** The exchange rates beside Fuji's master data: always the same, and as fresh as the clock. */
const rates = [
  { from: 'USD', to: 'THB', rate: '35.20' },
  { from: 'USD', to: 'VND', rate: '25400' },
  { from: 'USD', to: 'PHP', rate: '58.10' },
  { from: 'USD', to: 'JPY', rate: '151.30' },
  { from: 'USD', to: 'KHR', rate: '4080' },
  { from: 'USD', to: 'MYR', rate: '4.42' },
  { from: 'USD', to: 'IDR', rate: '15850' },
  { from: 'USD', to: 'SGD', rate: '1.34' },
  { from: 'EUR', to: 'USD', rate: '1.0850' },
];

export const ratesAt = (nowMs: number) => ({
  source: 'sandbox',
  asOf: new Date(nowMs).toISOString(),
  rates,
});
