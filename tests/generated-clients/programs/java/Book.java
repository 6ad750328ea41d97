import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.BookingApi;
import org.openapitools.client.api.SearchApi;
import org.openapitools.client.model.*;

/** Books a seat through the client that was generated as org.openapitools.client. */
public final class Book {
    private static final String clientId = System.getenv("PARTNER_GATEWAY_CLIENT_ID");

    /** What your customer typed. Where the form has choices, the first is taken here. */
    private static final Map<String, String> typed = Map.of(
        "email", "lan.tran@traveller.example",
        "mobile_phone", "+61400111222",
        "first_name", "Lan",
        "last_name", "Tran");

    /** What the last answer was, if it was a 202: their bodies are empty, which this client calls an error. */
    private static String location;
    private static long retryAfterSeconds;

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    /** What the form of a trip requires, for one passenger. */
    private static Map<String, Object> answers(Map<?, ?> form) {
        return ((List<?>) form.get("required")).stream().collect(Collectors.toMap(String::valueOf, name -> {
            Map<?, ?> field = map(map(form.get("properties")).get(name));
            if (name.equals("passengers")) return List.of(answers(map(field.get("items"))));
            if (field.get("type").equals("object")) return answers(field);
            List<?> choices = (List<?>) field.get("anyOf");
            return choices == null ? typed.get(name) : map(choices.get(0)).get("const");
        }));
    }

    /** A key for each write, kept beside the order: the same request under it is executed once, however often it is sent. */
    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** The booking of a create or confirm, after however many 202. */
    private static Booking settled(BookingApi bookings, Callable<Booking> write) throws Exception {
        location = null;
        String id = null;
        while (true) {
            try {
                retryAfterSeconds = -1;
                String asked = id;
                return asked == null ? write.call()
                    : bookings.getIncompleteResult(clientId, asked, null, null, null, null, null, null);
            } catch (ApiException error) {
                if (retryAfterSeconds < 0) throw error;
                System.out.println("202, asked again after " + retryAfterSeconds + " s");
                Thread.sleep(retryAfterSeconds * 1000);
                id = location.substring(location.lastIndexOf('/') + 1);
            }
        }
    }

    private static ApiClient client() {
        URI base = URI.create(System.getenv("PARTNER_GATEWAY_BASE_URL"));
        return new ApiClient()
            .setScheme(base.getScheme())
            .setHost(base.getHost())
            .setPort(base.getPort())
            .setRequestInterceptor(request -> request.header("x-api-key", System.getenv("PARTNER_GATEWAY_API_KEY")))
            .setResponseInterceptor(response -> {
                if (response.statusCode() != 202) return;
                location = response.headers().firstValue("location").orElse(location);
                retryAfterSeconds = response.headers().firstValueAsLong("retry-after").orElse(1);
            });
    }

    public static void main(String[] arguments) throws Exception {
        ApiClient client = client();
        ObjectMapper json = client.getObjectMapper();
        SearchApi trips = new SearchApi(client);
        BookingApi bookings = new BookingApi(client);

        String day = LocalDate.now(ZoneOffset.UTC).plusDays(30).toString();
        List<Itinerary> found = trips.search(clientId, day, 1, null, null, List.of("VNHANMYD"), null,
            List.of("VNSPASPT"), null, null, null, null, null, 10, null, null, null, null, null).getItineraries();
        System.out.println(found.size() + " trips on " + day);
        Itinerary chosen = found.stream().filter(one -> one.getConfirmationType().equals("Instant")).findFirst().get();

        CheckoutItinerary offer = trips.getItinerary(clientId, chosen.getId(), null, null, 1, null, null, null, null)
            .getItineraries().get(0);
        CreateBookingRequest order = new CreateBookingRequest()
            .bookingToken(offer.getBookingToken())
            .bookingData(json.convertValue(answers(map(offer.getBookingSchema())), BookingData.class));

        String createKey = newKey();
        Booking reserved = settled(bookings, () ->
            bookings.createBooking(clientId, order, createKey, null, null, null, null, null, null));
        String confirmKey = newKey();
        Booking confirmed = settled(bookings, () ->
            bookings.confirmBooking(clientId, reserved.getId(), confirmKey, null, null, null, null, null, null));
        System.out.println(confirmed.getId() + " " + confirmed.getStatus() + " " + confirmed.getTotalPrice().getAmount());

        String id = reserved.getId();
        System.out.println("is " + bookings.getBooking(clientId, id, null, null, null, null, null, null).getStatus());
        System.out.println("ticket at "
            + bookings.getTicket(clientId, id, null, null, null, null, null, null).getTicketUrl());
        CancelResponse preview = bookings.cancelBooking(clientId, id, null, null, null, null, null, null, null,
            new CancelRequest().preview(true));
        System.out.println("refund of " + preview.getRefundOptions().get(0).getRefund().getAmount());

        try {
            bookings.getBooking(clientId, "BK-1-XXXXX", null, null, null, null, null, null);
        } catch (ApiException error) {
            Problem problem = json.readValue(error.getResponseBody(), Problem.class);
            System.out.println(error.getCode() + " " + problem.getCode()
                + (problem.getRetryable() ? " retryable" : " final"));
        }
    }
}
