using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using PartnerGateway;

/// <summary>Books a seat through the client that was generated as PartnerGateway.GatewayClient.</summary>
public static class Book
{
    static readonly string clientId = Environment.GetEnvironmentVariable("PARTNER_GATEWAY_CLIENT_ID");

    /// <summary>What your customer typed. Where the form has choices, the first is taken here.</summary>
    static readonly JObject typed = new JObject
    {
        ["email"] = "lan.tran@traveller.example",
        ["mobile_phone"] = "+61400111222",
        ["first_name"] = "Lan",
        ["last_name"] = "Tran",
    };

    /// <summary>What the form of a trip requires, for one passenger.</summary>
    static JObject Answers(JToken form)
    {
        var filled = new JObject();
        foreach (var name in form["required"].Values<string>())
        {
            var field = form["properties"][name];
            if (name == "passengers") filled[name] = new JArray(Answers(field["items"]));
            else if ((string)field["type"] == "object") filled[name] = Answers(field);
            else filled[name] = field["anyOf"] == null ? typed[name] : field["anyOf"][0]["const"];
        }
        return filled;
    }

    /// <summary>A key for each write, kept beside the order: the same request under it is executed once, however often it is sent.</summary>
    static string NewKey() => Guid.NewGuid().ToString();

    /// <summary>The booking of a create or confirm, after however many 202, which this client throws.</summary>
    static async Task<Booking> Settled(GatewayClient gateway, Func<Task<Booking>> write)
    {
        string id = null;
        while (true)
        {
            ApiException pending;
            try
            {
                return await (id == null ? write() : gateway.GetIncompleteResultAsync(clientId, id));
            }
            catch (ApiException error)
            {
                if (error.StatusCode != 202) throw;
                pending = error;
            }
            var seconds = int.Parse(pending.Headers["Retry-After"].First());
            Console.WriteLine("202, asked again after " + seconds + " s");
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            if (pending.Headers.ContainsKey("Location")) id = pending.Headers["Location"].First().Split('/').Last();
        }
    }

    static async Task Run()
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", Environment.GetEnvironmentVariable("PARTNER_GATEWAY_API_KEY"));
        var gateway = new GatewayClient(http) { BaseUrl = Environment.GetEnvironmentVariable("PARTNER_GATEWAY_BASE_URL") };

        var day = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd");
        var found = (await gateway.SearchAsync(clientId, day, pax: 1, departures: new[] { "VNHANMYD" },
            arrivals: new[] { "VNSPASPT" }, timeout: 10)).Itineraries;
        Console.WriteLine(found.Count + " trips on " + day);
        var chosen = found.First(one => one.Confirmation_type == "Instant");

        var offer = (await gateway.GetItineraryAsync(clientId, chosen.Id, pax: 1)).Itineraries.First();
        var order = new CreateBookingRequest
        {
            Booking_token = offer.Booking_token,
            Booking_data = Answers(JToken.FromObject(offer.Booking_schema)).ToObject<BookingData>(),
        };

        var createKey = NewKey();
        var reserved = await Settled(gateway, () => gateway.CreateBookingAsync(order, clientId, createKey));
        var confirmKey = NewKey();
        var confirmed = await Settled(gateway, () => gateway.ConfirmBookingAsync(clientId, reserved.Id, confirmKey));
        Console.WriteLine(confirmed.Id + " " + confirmed.Status + " " + confirmed.Total_price.Amount);

        Console.WriteLine("is " + (await gateway.GetBookingAsync(clientId, reserved.Id)).Status);
        Console.WriteLine("ticket at " + (await gateway.GetTicketAsync(clientId, reserved.Id)).Ticket_url);
        var preview = await gateway.CancelBookingAsync(clientId, reserved.Id, body: new CancelRequest { Preview = true });
        Console.WriteLine("refund of " + preview.Refund_options.First().Refund.Amount);

        try
        {
            await gateway.GetBookingAsync(clientId, "BK-1-XXXXX");
        }
        catch (ApiException<Problem> error)
        {
            var problem = error.Result;
            Console.WriteLine(error.StatusCode + " " + problem.Code + (problem.Retryable ? " retryable" : " final"));
        }
    }

    public static void Main() => Run().GetAwaiter().GetResult();
}
