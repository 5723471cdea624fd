package quota

import (
	"context"
	"testing"
	"time"
)

func TestTicket(t *testing.T) {
	at := time.Unix(0, 0)
	q := Quota{Store: memory{}, Clock: func() time.Time { return at }, Limit: 5, Every: time.Hour, Start: at}
	ticket, err := q.@@method@@(context.Background(), "a", 3)
	if err != nil || ticket.Left != 2 {
		t.Fatal(ticket, err)
	}
}
