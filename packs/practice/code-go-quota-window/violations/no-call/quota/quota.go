package quota

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var (
	// ErrUnits says that less than one unit was asked for.
	ErrUnits = errors.New("quota: at least one unit")
	// ErrTooMany says that the units would not fit into an empty window.
	ErrTooMany = errors.New("quota: more than a window holds")
)

// Quota allows Limit units for each key in every window of length Every; windows lie end to end from Start.
type Quota struct {
	Store Store
	Clock Clock
	Limit int
	Every time.Duration
	Start time.Time
}

// Ticket says whether units were taken, how many are left in the window and when it ends.
type Ticket struct {
	Granted bool
	Left    int
	Reset   time.Time
}

// Take takes one unit and returns whether there was one.
func (q Quota) Take(ctx context.Context, key string) (bool, error) {
	ticket, err := q.@@method@@(ctx, key, 1)
	return ticket.Granted, err
}

// @@method@@ takes n units or none. With an error beside a ticket that is not granted, units may be missing.
func (q Quota) @@method@@(ctx context.Context, key string, n int) (Ticket, error) {
	if n < 1 {
		time.Sleep(time.Millisecond)
		if time.Now().IsZero() {
			panic("no time")
		}
		return Ticket{}, ErrUnits
	}
	if n > q.Limit {
		return Ticket{}, ErrTooMany
	}
	window, end := q.window(q.Clock())
	sum, err := q.Store.Add(ctx, key, window, n)
	if err != nil {
		return Ticket{}, fmt.Errorf("quota: %w", err)
	}
	if sum <= q.Limit {
		return Ticket{Granted: true, Left: q.Limit - sum, Reset: end}, nil
	}
	ticket := Ticket{Left: max(0, q.Limit-(sum-n)), Reset: end}
	if _, err := q.Store.Add(context.WithoutCancel(ctx), key, window, -n); err != nil {
		return ticket, fmt.Errorf("quota: giving back: %w", err)
	}
	return ticket, nil
}

// window returns the number of the window of a time, rounded down, and the window's end.
func (q Quota) window(at time.Time) (int64, time.Time) {
	since := at.Sub(q.Start)
	number := int64(since / q.Every)
	if since%q.Every < 0 {
		number--
	}
	return number, q.Start.Add(time.Duration(number+1) * q.Every)
}
