// Books a seat through the client that was generated as the package gateway.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"path"
	"strconv"
	"time"

	gateway "gateway"
)

var clientId = os.Getenv("PARTNER_GATEWAY_CLIENT_ID")

// What your customer typed. Where the form has choices, the first is taken here.
var typed = map[string]string{
	"email":        "lan.tran@traveller.example",
	"mobile_phone": "+61400111222",
	"first_name":   "Lan",
	"last_name":    "Tran",
}

type object = map[string]interface{}

// What the form of a trip requires, for one passenger.
func answers(form object) object {
	filled := object{}
	for _, one := range form["required"].([]interface{}) {
		name := one.(string)
		field := form["properties"].(object)[name].(object)
		if name == "passengers" {
			filled[name] = []object{answers(field["items"].(object))}
		} else if field["type"] == "object" {
			filled[name] = answers(field)
		} else if choices, found := field["anyOf"].([]interface{}); found {
			filled[name] = choices[0].(object)["const"]
		} else {
			filled[name] = typed[name]
		}
	}
	return filled
}

// A key for each write, kept beside the order: the same request under it is executed once, however often it is sent.
func newKey() string {
	key := make([]byte, 16)
	orPanic(rand.Read(key))
	return hex.EncodeToString(key)
}

func orPanic(_ interface{}, err error) {
	if refused, isRefused := err.(gateway.GenericOpenAPIError); isRefused {
		log.Fatal(err, string(refused.Body()))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// The booking of a create or confirm, after however many 202: their bodies are empty, which this client calls an error.
func settled(client *gateway.APIClient, booking gateway.Booking, response *http.Response, err error) gateway.Booking {
	id := ""
	for response != nil && response.StatusCode == 202 {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		fmt.Println("202, asked again after", seconds, "s")
		time.Sleep(time.Duration(seconds) * time.Second)
		if location := response.Header.Get("Location"); location != "" {
			id = path.Base(location)
		}
		booking, response, err = client.BookingApi.GetIncompleteResult(context.Background(), clientId, id).Execute()
	}
	orPanic(booking, err)
	return booking
}

func main() {
	configuration := gateway.NewConfiguration()
	configuration.Servers = gateway.ServerConfigurations{{URL: os.Getenv("PARTNER_GATEWAY_BASE_URL")}}
	configuration.AddDefaultHeader("x-api-key", os.Getenv("PARTNER_GATEWAY_API_KEY"))
	client, ctx := gateway.NewAPIClient(configuration), context.Background()

	day := time.Now().UTC().AddDate(0, 0, 30).Format("2006-01-02")
	found, _, err := client.SearchApi.Search(ctx, clientId).DepartureDate(day).Pax(1).
		Departures([]string{"VNHANMYD"}).Arrivals([]string{"VNSPASPT"}).Timeout(10).Execute()
	orPanic(found, err)
	fmt.Println(len(found.Itineraries), "trips on", day)
	chosen := found.Itineraries[0]
	for _, one := range found.Itineraries {
		if one.ConfirmationType == "Instant" {
			chosen = one
		}
	}

	opened, _, err := client.SearchApi.GetItinerary(ctx, clientId, chosen.Id).Pax(1).Execute()
	orPanic(opened, err)
	offer := opened.Itineraries[0]
	data := gateway.BookingData{}
	filled, err := json.Marshal(answers(offer.BookingSchema))
	orPanic(filled, err)
	orPanic(nil, json.Unmarshal(filled, &data))

	order := gateway.NewCreateBookingRequest(offer.BookingToken, data)
	booking, response, err := client.BookingApi.CreateBooking(ctx, clientId).
		CreateBookingRequest(*order).IdempotencyKey(newKey()).Execute()
	reserved := settled(client, booking, response, err)
	booking, response, err = client.BookingApi.ConfirmBooking(ctx, clientId, reserved.Id).
		IdempotencyKey(newKey()).Execute()
	confirmed := settled(client, booking, response, err)
	fmt.Println(confirmed.Id, confirmed.Status, confirmed.TotalPrice.Amount)

	read, _, err := client.BookingApi.GetBooking(ctx, clientId, reserved.Id).Execute()
	orPanic(read, err)
	fmt.Println("is", read.Status)
	ticket, _, err := client.BookingApi.GetTicket(ctx, clientId, reserved.Id).Execute()
	orPanic(ticket, err)
	fmt.Println("ticket at", ticket.TicketUrl)
	cancel := gateway.NewCancelRequest()
	cancel.SetPreview(true)
	preview, _, err := client.BookingApi.CancelBooking(ctx, clientId, reserved.Id).CancelRequest(*cancel).Execute()
	orPanic(preview, err)
	fmt.Println("refund of", preview.GetRefundOptions()[0].Refund.Amount)

	_, response, err = client.BookingApi.GetBooking(ctx, clientId, "BK-1-XXXXX").Execute()
	problem := gateway.Problem{}
	orPanic(nil, json.Unmarshal(err.(gateway.GenericOpenAPIError).Body(), &problem))
	fmt.Println(response.StatusCode, problem.Code, map[bool]string{true: "retryable", false: "final"}[problem.Retryable])
}
