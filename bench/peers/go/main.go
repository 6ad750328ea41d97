// A straightforward gateway in Go, on its standard library alone, as a team would write it in a week: it authenticates, reads
// and checks the upstream answer, maps ids, prices in integers, seals ids, checks its own answer, and logs a line.
package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

type upstreamPrice struct {
	Value  *float64 `json:"value"`
	Fxcode string   `json:"fxcode"`
}

type upstreamSegment struct {
	Type                 string   `json:"type"`
	Vehclasses           []string `json:"vehclasses"`
	ConnectionGuaranteed *bool    `json:"connection_guaranteed"`
	From                 int      `json:"from"`
	To                   int      `json:"to"`
	Duration             int      `json:"duration"`
	DepTime              string   `json:"dep_time"`
	ArrTime              string   `json:"arr_time"`
	Class                int      `json:"class"`
	Operator             int      `json:"operator"`
}

type upstreamOption struct {
	ID               string         `json:"id"`
	Bookable         *int           `json:"bookable"`
	Price            *upstreamPrice `json:"price"`
	Netprice         *upstreamPrice `json:"netprice"`
	Agfee            *upstreamPrice `json:"agfee"`
	Sysfee           *upstreamPrice `json:"sysfee"`
	Class            int            `json:"class"`
	Amenities        []string       `json:"amenities"`
	TicketType       *string        `json:"ticket_type"`
	ConfirmationTime *int           `json:"confirmation_time"`
	IsBookable       *int           `json:"is_bookable"`
	PriceRestriction *int           `json:"price_restriction"`
	FullRefundUntil  *string        `json:"full_refund_until"`
}

type upstreamTrip struct {
	ID     string `json:"id"`
	Params *struct {
		Hide *bool `json:"hide"`
	} `json:"params"`
	Segments      []upstreamSegment `json:"segments"`
	TravelOptions []upstreamOption  `json:"travel_options"`
}

type upstreamAnswer struct {
	Trips   []upstreamTrip `json:"trips"`
	Classes map[string]struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	} `json:"classes"`
	Recheck []string `json:"recheck"`
}

type money struct {
	Amount    string `json:"amount"`
	Currency  string `json:"currency"`
	PriceType string `json:"price_type,omitempty"`
}

type pricing struct {
	GrossPrice   money `json:"gross_price"`
	NetPrice     money `json:"net_price"`
	TaxesAndFees money `json:"taxes_and_fees"`
}

type penalty struct {
	Percent int `json:"percent"`
}

type policy struct {
	From    *string `json:"from"`
	Penalty penalty `json:"penalty"`
}

type itinerary struct {
	ID                     string   `json:"id"`
	DepartureSegments      []string `json:"departure_segments"`
	ConnectionGuaranteed   bool     `json:"connection_guaranteed"`
	CancellationPolicies   []policy `json:"cancellation_policies"`
	NumberOfAvailableSeats int      `json:"number_of_available_seats"`
	Pricing                pricing  `json:"pricing"`
	ConfirmationType       string   `json:"confirmation_type"`
	TicketType             string   `json:"ticket_type,omitempty"`
}

type segment struct {
	ID                  string   `json:"id"`
	FromStation         string   `json:"from_station"`
	ToStation           string   `json:"to_station"`
	DepartureTime       string   `json:"departure_time"`
	ArrivalTime         string   `json:"arrival_time"`
	TravelDuration      string   `json:"travel_duration"`
	VehicleID           string   `json:"vehicle_id"`
	OperatingCarrierID  string   `json:"operating_carrier_id"`
	SeatClassID         string   `json:"seat_class_id"`
	TransportationTypes []string `json:"transportation_types"`
}

type seatClass struct {
	ID          string    `json:"id"`
	Name        *string   `json:"name"`
	Description string    `json:"description"`
	Keywords    *[]string `json:"keywords"`
	Images      *[]string `json:"images"`
	Amenities   []string  `json:"amenities"`
}

type vehicle struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	SeatClasses []*seatClass `json:"seat_classes"`
	Images      *[]string    `json:"images"`
	Description *string      `json:"description"`
	Keywords    *[]string    `json:"keywords"`
	Amenities   *[]string    `json:"amenities"`
}

type searchAnswer struct {
	Vehicles    []*vehicle  `json:"vehicles"`
	Segments    []segment   `json:"segments"`
	Itineraries []itinerary `json:"itineraries"`
}

type tables struct {
	Stations []struct {
		ID     int    `json:"id"`
		FujiID string `json:"fujiId"`
	} `json:"stations"`
	Pois []struct {
		ProvinceID int    `json:"provinceId"`
		FujiID     string `json:"fujiId"`
	} `json:"pois"`
	Operators []struct {
		ID     int    `json:"id"`
		FujiID string `json:"fujiId"`
	} `json:"operators"`
	Classes []struct {
		OperatorID int    `json:"operatorId"`
		ClassID    int    `json:"classId"`
		FujiID     string `json:"fujiId"`
	} `json:"classes"`
}

type classKey struct{ operator, class int }

var (
	stations  = map[int]string{}
	provinces = map[string]int{}
	operators = map[int]string{}
	classes   = map[classKey]string{}

	clientID    = os.Getenv("CLIENT_ID")
	upstreamURL = os.Getenv("UPSTREAM")
	upstreamKey = os.Getenv("UPSTREAM_KEY")
	keyHash     = sha256.Sum256([]byte(os.Getenv("API_KEY")))
	sealingKey  = sha256.Sum256([]byte("bench sealing key"))
	sealer      cipher.AEAD
	bangkok     = time.FixedZone("Asia/Bangkok", 7*60*60)

	vehicleTypes = map[string]string{
		"bus": "Bus", "van": "Van", "ferry": "Ferry", "train": "Train", "avia": "Airplane", "charter": "Van",
	}
	ticketTypes = map[string]string{
		"eticket": "ShowOnScreen", "show_on_screen": "ShowOnScreen", "pickup": "PickUp", "pick_up": "PickUp",
		"paper": "PaperTicket", "printed": "PaperTicket",
	}
	priceTypes = []string{"Recommended", "Min", "Max", "Exact"}

	placePattern = regexp.MustCompile(`^[A-Z0-9]{1,32}$`)
)

func (p *upstreamPrice) check() error {
	if p != nil && len(p.Fxcode) != 3 {
		return errors.New("a price without a currency")
	}
	return nil
}

func (option *upstreamOption) check() error {
	if option.ID == "" || option.Bookable == nil || option.Amenities == nil || option.TicketType == nil ||
		option.ConfirmationTime == nil || option.IsBookable == nil || option.PriceRestriction == nil {
		return fmt.Errorf("option %q lacks a field", option.ID)
	}
	for _, price := range []*upstreamPrice{option.Price, option.Netprice, option.Agfee, option.Sysfee} {
		if err := price.check(); err != nil {
			return err
		}
	}
	return nil
}

func (answer *upstreamAnswer) check() error {
	if answer.Trips == nil || answer.Classes == nil || answer.Recheck == nil {
		return errors.New("the answer lacks a field")
	}
	for i := range answer.Trips {
		trip := &answer.Trips[i]
		if trip.ID == "" || trip.Params == nil || trip.Segments == nil || trip.TravelOptions == nil {
			return fmt.Errorf("trip %q lacks a field", trip.ID)
		}
		for j := range trip.Segments {
			leg := &trip.Segments[j]
			if (leg.Type != "route" && leg.Type != "wait") || leg.Vehclasses == nil ||
				leg.ConnectionGuaranteed == nil || len(leg.DepTime) < 16 || len(leg.ArrTime) < 16 {
				return fmt.Errorf("a segment of trip %q cannot be read", trip.ID)
			}
		}
		for j := range trip.TravelOptions {
			if err := trip.TravelOptions[j].check(); err != nil {
				return err
			}
		}
	}
	return nil
}

func isAmount(text string) bool {
	point := len(text) - 3
	if point < 1 || text[point] != '.' {
		return false
	}
	for i := 0; i < len(text); i++ {
		if i != point && (text[i] < '0' || text[i] > '9') {
			return false
		}
	}
	return true
}

func isMinute(text string) bool {
	return len(text) == 16 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':'
}

func (m money) check() error {
	if !isAmount(m.Amount) || len(m.Currency) != 3 {
		return fmt.Errorf("%q %q is no money", m.Amount, m.Currency)
	}
	return nil
}

func (answer *searchAnswer) check() error {
	for _, one := range answer.Vehicles {
		if one.ID == "" || one.Name == "" || len(one.SeatClasses) == 0 {
			return fmt.Errorf("vehicle %q lacks a field", one.ID)
		}
	}
	for i := range answer.Segments {
		one := &answer.Segments[i]
		if one.ID == "" || one.FromStation == "" || one.ToStation == "" || one.VehicleID == "" ||
			one.OperatingCarrierID == "" || one.SeatClassID == "" || len(one.TransportationTypes) != 1 ||
			!strings.HasPrefix(one.TravelDuration, "PT") || !isMinute(one.DepartureTime) || !isMinute(one.ArrivalTime) {
			return fmt.Errorf("segment %q does not fit", one.ID)
		}
	}
	for i := range answer.Itineraries {
		one := &answer.Itineraries[i]
		if one.ID == "" || len(one.DepartureSegments) == 0 || len(one.CancellationPolicies) == 0 ||
			one.NumberOfAvailableSeats < 0 || one.Pricing.GrossPrice.PriceType == "" {
			return fmt.Errorf("itinerary %q does not fit", one.ID)
		}
		for _, amount := range []money{one.Pricing.GrossPrice, one.Pricing.NetPrice, one.Pricing.TaxesAndFees} {
			if err := amount.check(); err != nil {
				return err
			}
		}
	}
	return nil
}

func sealID(tripKey, departure string, pax int) (string, error) {
	plain, err := json.Marshal(struct {
		V int    `json:"v"`
		T string `json:"t"`
		D string `json:"d"`
		P int    `json:"p"`
		C string `json:"c"`
	}{1, tripKey, departure, pax, clientID})
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, sealingKey[:])
	mac.Write(plain)
	nonce := mac.Sum(nil)[:12]
	sealed := sealer.Seal(nonce, nonce, plain, []byte("it."+clientID+".k1"))
	return "k1." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

func cents(price *upstreamPrice) int64 {
	if price == nil || price.Value == nil {
		return 0
	}
	return int64(math.Round(*price.Value * 100))
}

func printCents(amount int64) string { return fmt.Sprintf("%d.%02d", amount/100, amount%100) }

func toPricing(option *upstreamOption) pricing {
	currency := option.Netprice.Fxcode
	net := (cents(option.Netprice)*110 + 50) / 100
	taxes := cents(option.Sysfee) + cents(option.Agfee)
	priceType := "Recommended"
	if at := *option.PriceRestriction; at >= 0 && at < len(priceTypes) {
		priceType = priceTypes[at]
	}
	gross := net + taxes
	if priceType != "Recommended" {
		gross = cents(option.Price)
	}
	return pricing{
		GrossPrice:   money{printCents(gross), currency, priceType},
		NetPrice:     money{Amount: printCents(net), Currency: currency},
		TaxesAndFees: money{Amount: printCents(taxes), Currency: currency},
	}
}

func toMinute(text string) string { return text[:10] + "T" + text[11:16] }

func toDuration(minutes int) string {
	hours, rest := minutes/60, minutes%60
	text := "PT"
	if hours > 0 {
		text += strconv.Itoa(hours) + "H"
	}
	if rest > 0 || hours == 0 {
		text += strconv.Itoa(rest) + "M"
	}
	return text
}

const minuteLayout = "2006-01-02T15:04"

func toPolicies(until *string, departure, now string) ([]policy, error) {
	if until == nil || len(*until) < 16 || toMinute(*until) <= now {
		return []policy{{nil, penalty{100}}}, nil
	}
	leaves, err := time.Parse(minuteLayout, departure)
	if err != nil {
		return nil, err
	}
	ends, err := time.Parse(minuteLayout, toMinute(*until))
	if err != nil {
		return nil, err
	}
	from := toDuration(int(math.Max(0, leaves.Sub(ends).Minutes())))
	return []policy{{nil, penalty{0}}, {&from, penalty{100}}}, nil
}

type translation struct {
	upstream  *upstreamAnswer
	answer    searchAnswer
	segments  map[string]bool
	vehicles  map[string]*vehicle
	seats     map[string]*seatClass
	amenities map[string]bool
}

func orNumber(name string, isKnown bool, id int) string {
	if isKnown {
		return name
	}
	return strconv.Itoa(id)
}

func vehicleType(names []string) string {
	for _, name := range names {
		if found, isKnown := vehicleTypes[strings.ToLower(name)]; isKnown {
			return found
		}
	}
	return "Van"
}

func (t *translation) addSeats(vehicleID, kind, seatID string, classID int, option *upstreamOption) {
	found := t.vehicles[vehicleID]
	if found == nil {
		found = &vehicle{ID: vehicleID, Name: kind}
		t.vehicles[vehicleID] = found
		t.answer.Vehicles = append(t.answer.Vehicles, found)
	}
	key := vehicleID + "/" + seatID
	seat := t.seats[key]
	if seat == nil {
		seat = &seatClass{ID: seatID, Amenities: []string{}}
		if class, isKnown := t.upstream.Classes[strconv.Itoa(classID)]; isKnown {
			name := class.Name
			seat.Name = &name
		}
		t.seats[key] = seat
		found.SeatClasses = append(found.SeatClasses, seat)
	}
	for _, amenity := range option.Amenities {
		if name := key + "/" + amenity; !t.amenities[name] {
			t.amenities[name] = true
			seat.Amenities = append(seat.Amenities, amenity)
		}
	}
}

func (t *translation) addLeg(option *upstreamOption, leg *upstreamSegment, isOnly bool) string {
	operatorName, isOperator := operators[leg.Operator]
	fromName, isFrom := stations[leg.From]
	toName, isTo := stations[leg.To]
	operator := orNumber(operatorName, isOperator, leg.Operator)
	from, to := orNumber(fromName, isFrom, leg.From), orNumber(toName, isTo, leg.To)
	classID := leg.Class
	if isOnly || classID <= 0 {
		classID = option.Class
	}
	seatName, isSeat := classes[classKey{leg.Operator, classID}]
	seatID := orNumber(seatName, isSeat, classID)
	kind := vehicleType(leg.Vehclasses)
	departure, arrival := toMinute(leg.DepTime), toMinute(leg.ArrTime)
	id := strings.Join([]string{operator, from, to, departure, arrival, seatID}, "-")
	vehicleID := operator + "-" + kind
	if !t.segments[id] {
		t.segments[id] = true
		t.answer.Segments = append(t.answer.Segments, segment{
			id, from, to, departure, arrival, toDuration(leg.Duration), vehicleID, operator, seatID, []string{kind},
		})
	}
	t.addSeats(vehicleID, kind, seatID, classID, option)
	return id
}

func (t *translation) addOption(option *upstreamOption, legs []*upstreamSegment, pax int, now string) error {
	departure := toMinute(legs[0].DepTime)
	id, err := sealID(option.ID, departure, pax)
	if err != nil {
		return err
	}
	policies, err := toPolicies(option.FullRefundUntil, departure, now)
	if err != nil {
		return err
	}
	one := itinerary{
		ID:                     id,
		ConnectionGuaranteed:   true,
		CancellationPolicies:   policies,
		NumberOfAvailableSeats: *option.Bookable,
		Pricing:                toPricing(option),
		ConfirmationType:       "Pending",
		TicketType:             ticketTypes[strings.ToLower(*option.TicketType)],
	}
	if *option.ConfirmationTime == 0 {
		one.ConfirmationType = "Instant"
	}
	for _, leg := range legs {
		one.DepartureSegments = append(one.DepartureSegments, t.addLeg(option, leg, len(legs) == 1))
		if len(legs) > 1 && !*leg.ConnectionGuaranteed {
			one.ConnectionGuaranteed = false
		}
	}
	t.answer.Itineraries = append(t.answer.Itineraries, one)
	return nil
}

func translate(upstream *upstreamAnswer, pax int, date string) (*searchAnswer, error) {
	t := translation{
		upstream:  upstream,
		answer:    searchAnswer{[]*vehicle{}, []segment{}, []itinerary{}},
		segments:  map[string]bool{},
		vehicles:  map[string]*vehicle{},
		seats:     map[string]*seatClass{},
		amenities: map[string]bool{},
	}
	now := time.Now().In(bangkok).Format(minuteLayout)
	for i := range upstream.Trips {
		trip := &upstream.Trips[i]
		if trip.Params.Hide != nil && *trip.Params.Hide {
			continue
		}
		var legs []*upstreamSegment
		for j := range trip.Segments {
			if trip.Segments[j].Type == "route" {
				legs = append(legs, &trip.Segments[j])
			}
		}
		if len(legs) == 0 || !strings.HasPrefix(legs[0].DepTime, date) {
			continue
		}
		for j := range trip.TravelOptions {
			option := &trip.TravelOptions[j]
			if *option.IsBookable == 0 || *option.Bookable < pax || option.Netprice == nil || option.Netprice.Value == nil {
				continue
			}
			if err := t.addOption(option, legs, pax, now); err != nil {
				return nil, err
			}
		}
	}
	return &t.answer, nil
}

var upstreamClient = &http.Client{
	Timeout:   10 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
}

func ask(query url.Values, pax int) (*upstreamAnswer, error) {
	path := fmt.Sprintf("/search/%dp/%dp/%s", provinces[query.Get("departure_poi")], provinces[query.Get("arrival_poi")], query.Get("departure_date"))
	params := url.Values{"seats": {strconv.Itoa(pax)}, "direct": {"true"}, "k": {upstreamKey}}
	response, err := upstreamClient.Get(upstreamURL + path + "?" + params.Encode())
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("upstream answered %d", response.StatusCode)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var answer upstreamAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	return &answer, answer.check()
}

func search(query url.Values) (int, interface{}) {
	pax, err := strconv.Atoi(query.Get("pax"))
	_, dateErr := time.Parse("2006-01-02", query.Get("departure_date"))
	if err != nil || dateErr != nil || pax < 1 || pax > 100 ||
		!placePattern.MatchString(query.Get("departure_poi")) || !placePattern.MatchString(query.Get("arrival_poi")) {
		return http.StatusBadRequest, map[string]string{"code": "invalid_request"}
	}
	upstream, err := ask(query, pax)
	if err != nil {
		return http.StatusBadGateway, map[string]string{"code": "upstream_error"}
	}
	answer, err := translate(upstream, pax, query.Get("departure_date"))
	if err == nil {
		err = answer.check()
	}
	if err != nil {
		return http.StatusInternalServerError, map[string]string{"code": "internal"}
	}
	return http.StatusOK, answer
}

func correlationOf(request *http.Request) string {
	if given := request.Header.Get("x-correlation-id"); given != "" {
		return given
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return hex.EncodeToString(id)
}

func serve(writer http.ResponseWriter, request *http.Request) {
	started := time.Now()
	correlationID := correlationOf(request)
	status, answer := http.StatusUnauthorized, interface{}(map[string]string{"code": "unauthorized"})
	given := sha256.Sum256([]byte(request.Header.Get("x-api-key")))
	if subtle.ConstantTimeCompare(given[:], keyHash[:]) == 1 {
		status, answer = search(request.URL.Query())
	}
	body, err := json.Marshal(answer)
	if err != nil {
		status = http.StatusInternalServerError
	}
	header := writer.Header()
	header.Set("content-type", "application/json; charset=utf-8")
	header.Set("content-length", strconv.Itoa(len(body)))
	header.Set("x-correlation-id", correlationID)
	writer.WriteHeader(status)
	_, _ = writer.Write(body)
	_ = json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"level": 30, "time": time.Now().UnixMilli(), "correlation_id": correlationID, "status_code": status,
		"duration_ms": time.Since(started).Milliseconds(),
	})
}

func readTables() error {
	text, err := os.ReadFile(os.Getenv("ID_SNAPSHOT_FILE"))
	if err != nil {
		return err
	}
	var read tables
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	for _, row := range read.Stations {
		stations[row.ID] = row.FujiID
	}
	for _, row := range read.Pois {
		provinces[row.FujiID] = row.ProvinceID
	}
	for _, row := range read.Operators {
		operators[row.ID] = row.FujiID
	}
	for _, row := range read.Classes {
		classes[classKey{row.OperatorID, row.ClassID}] = row.FujiID
	}
	return nil
}

func start() error {
	if err := readTables(); err != nil {
		return err
	}
	block, err := aes.NewCipher(sealingKey[:])
	if err != nil {
		return err
	}
	if sealer, err = cipher.NewGCM(block); err != nil {
		return err
	}
	http.HandleFunc("/v1/"+clientID+"/itineraries", serve)
	return http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
}

func main() {
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
