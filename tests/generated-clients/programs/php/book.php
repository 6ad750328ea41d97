<?php

/** Books a seat through the client that was generated as OpenAPI\Client. */

declare(strict_types=1);

use GuzzleHttp\Client;
use OpenAPI\Client\Api\{BookingApi, SearchApi};
use OpenAPI\Client\{ApiException, Configuration};
use OpenAPI\Client\Model\{Booking, BookingData, CancelRequest, CreateBookingRequest, Passenger};

require __DIR__ . '/autoload.php';

$clientId = getenv('PARTNER_GATEWAY_CLIENT_ID');
$configuration = (new Configuration())
    ->setHost(getenv('PARTNER_GATEWAY_BASE_URL'))
    ->setApiKey('x-api-key', getenv('PARTNER_GATEWAY_API_KEY'));
$trips = new SearchApi(new Client(), $configuration);
$bookings = new BookingApi(new Client(), $configuration);

/** What the form of a trip requires, for one passenger. Where it has choices, the first is taken here. */
function answers(array $form): array
{
    $typed = [
        'email' => 'lan.tran@traveller.example',
        'mobile_phone' => '+61400111222',
        'first_name' => 'Lan',
        'last_name' => 'Tran',
    ];
    $filled = [];
    foreach ($form['required'] as $name) {
        $field = $form['properties'][$name];
        $filled[$name] = match (true) {
            $name === 'passengers' => [new Passenger(answers($field['items']))],
            $field['type'] === 'object' => answers($field),
            default => $field['anyOf'][0]['const'] ?? $typed[$name],
        };
    }
    return $filled;
}

/** A key for each write, kept beside the order: the same request under it is executed once, however often it is sent. */
function newKey(): string
{
    return bin2hex(random_bytes(16));
}

/** The booking of a create or confirm, after however many 202. */
function settled(BookingApi $bookings, string $clientId, array $answer): Booking
{
    [$booking, $status, $headers] = $answer;
    while ($status === 202) {
        $headers = array_change_key_case($headers);
        echo '202, asked again after ', $headers['retry-after'][0], " s\n";
        sleep((int) $headers['retry-after'][0]);
        $resultId = isset($headers['location']) ? basename($headers['location'][0]) : $resultId;
        [$booking, $status, $headers] = $bookings->getIncompleteResultWithHttpInfo($clientId, $resultId);
    }
    return $booking;
}

$day = (new DateTimeImmutable('+30 days', new DateTimeZone('UTC')))->format('Y-m-d');
$found = $trips->search(
    $clientId,
    $day,
    1,
    // A plain list is sent under the names 0, 1, …: this generator wants the name of the parameter around it.
    departures: ['departures[]' => ['VNHANMYD']],
    arrivals: ['arrivals[]' => ['VNSPASPT']],
    timeout: 10,
)->getItineraries();
echo count($found), " trips on $day\n";
$chosen = current(array_filter($found, fn ($one) => $one->getConfirmationType() === 'Instant'));

$offer = $trips->getItinerary($clientId, $chosen->getId(), pax: 1)->getItineraries()[0];
$form = json_decode(json_encode($offer->getBookingSchema()), true);
$order = new CreateBookingRequest([
    'booking_token' => $offer->getBookingToken(),
    'booking_data' => new BookingData(answers($form)),
]);

$created = $bookings->createBookingWithHttpInfo($clientId, $order, newKey());
$reserved = settled($bookings, $clientId, $created);
$approved = $bookings->confirmBookingWithHttpInfo($clientId, $reserved->getId(), newKey());
$confirmed = settled($bookings, $clientId, $approved);
echo "{$confirmed->getId()} {$confirmed->getStatus()} {$confirmed->getTotalPrice()->getAmount()}\n";

echo "is {$bookings->getBooking($clientId, $reserved->getId())->getStatus()}\n";
echo "ticket at {$bookings->getTicket($clientId, $reserved->getId())->getTicketUrl()}\n";
$preview = $bookings->cancelBooking(
    $clientId,
    $reserved->getId(),
    cancel_request: new CancelRequest(['preview' => true]),
);
echo "refund of {$preview->getRefundOptions()[0]->getRefund()->getAmount()}\n";

try {
    $bookings->getBooking($clientId, 'BK-1-XXXXX');
} catch (ApiException $error) {
    $problem = $error->getResponseObject();
    echo $error->getCode(), " {$problem->getCode()} ", $problem->getRetryable() ? 'retryable' : 'final', "\n";
}
