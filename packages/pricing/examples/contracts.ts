/** Chooses a markup: by departure country, within its validity, otherwise the client's default contract. */
import { createMarkupBook, PricingError, selectMarkup } from '@partner-gateway/pricing';

const book = createMarkupBook([
  {
    clientId: 'acme',
    defaultContract: 'ACME-TH',
    contracts: [
      {
        contractCode: 'ACME-TH',
        countries: ['TH'],
        markup: { percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' },
      },
      {
        contractCode: 'ACME-VN',
        countries: ['VN'],
        validFrom: '2026-12-01T00:00:00+07:00',
        markup: {
          percentage: '0.10',
          fixedFee: '0.50',
          fixedFeeCurrency: 'USD',
          minimumMargin: { amount: '1.00', currency: 'USD' },
        },
      },
    ],
  },
]);

for (const at of ['2026-11-14T07:30:00Z', '2026-12-14T07:30:00Z']) {
  const { origin } = selectMarkup(book, { clientId: 'acme', country: 'VN', at });
  console.log(origin?.contractCode, 'by', origin?.chosenBy);
}
// prints: ACME-TH by default
// prints: ACME-VN by country

try {
  selectMarkup(book, { clientId: 'unknown', country: 'TH', at: '2026-11-14T07:30:00Z' });
} catch (error) {
  if (PricingError.isInstance(error)) console.log(error.code);
}
// prints: markup_missing
