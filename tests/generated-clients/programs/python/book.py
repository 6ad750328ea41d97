"""Books a seat through the client that was generated as the package partner_gateway."""
import os
import time
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import partner_gateway as gw

client_id = os.environ["PARTNER_GATEWAY_CLIENT_ID"]
client = gw.ApiClient(
    gw.Configuration(
        host=os.environ["PARTNER_GATEWAY_BASE_URL"],
        api_key={"apiKey": os.environ["PARTNER_GATEWAY_API_KEY"]},
    )
)
trips, bookings = gw.SearchApi(client), gw.BookingApi(client)

# What your customer typed. Where the form has choices, the first is taken here.
typed = {
    "email": "lan.tran@traveller.example",
    "mobile_phone": "+61400111222",
    "first_name": "Lan",
    "last_name": "Tran",
}


def answers(form):
    """What the form of a trip requires, for one passenger."""
    filled = {}
    for name in form["required"]:
        field = form["properties"][name]
        if name == "passengers":
            filled[name] = [gw.Passenger(**answers(field["items"]))]
        elif field["type"] == "object":
            filled[name] = answers(field)
        else:
            filled[name] = field["anyOf"][0]["const"] if "anyOf" in field else typed[name]
    return filled


def settled(response):
    """The booking of a create or confirm, after however many 202: their bodies are empty, which this client cannot read."""
    while response.status == 202:
        print("202, asked again after", response.headers["retry-after"], "s")
        time.sleep(int(response.headers["retry-after"]))
        result_id = response.headers.get("location", "").rsplit("/", 1)[-1] or result_id
        response = bookings.get_incomplete_result(client_id, result_id, _preload_content=False)
    return client.deserialize(response, "Booking")


def key():
    """A key for each write, kept beside the order: the same request under it is executed once, however often it is sent."""
    return str(uuid.uuid4())


day = (date.today() + timedelta(days=30)).isoformat()
found = trips.search(
    client_id, day, 1, departures=["VNHANMYD"], arrivals=["VNSPASPT"], timeout=10
).itineraries
print(len(found), "trips on", day)
chosen = next(one for one in found if one.confirmation_type == "Instant")

offer = trips.get_itinerary(client_id, chosen.id, pax=1).itineraries[0]
order = gw.CreateBookingRequest(
    booking_token=offer.booking_token,
    booking_data=gw.BookingData(**answers(offer.booking_schema)),
)

reserved = settled(
    bookings.create_booking(client_id, order, idempotency_key=key(), _preload_content=False)
)
confirmed = settled(
    bookings.confirm_booking(client_id, reserved.id, idempotency_key=key(), _preload_content=False)
)
print(confirmed.id, confirmed.status, confirmed.total_price.amount)

print("is", bookings.get_booking(client_id, reserved.id).status)
print("ticket at", bookings.get_ticket(client_id, reserved.id).ticket_url)
preview = bookings.cancel_booking(
    client_id, reserved.id, cancel_request=gw.CancelRequest(preview=True)
)
print("refund of", preview.refund_options[0].refund.amount)

try:
    bookings.get_booking(client_id, "BK-1-XXXXX")
except gw.ApiException as error:
    problem = client.deserialize(SimpleNamespace(data=error.body), "Problem")
    print(error.status, problem.code, "retryable" if problem.retryable else "final")
