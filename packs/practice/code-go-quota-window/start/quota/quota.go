package quota

import (
	"context"
	"time"
)

// Quota allows Limit units for each key in every window of length Every; windows lie end to end from Start.
type Quota struct {
	Store Store
	Clock Clock
	Limit int
	Every time.Duration
	Start time.Time
}

// Take takes one unit and returns whether there was one.
func (q Quota) Take(ctx context.Context, key string) (bool, error) {
	window := int64(q.Clock().Sub(q.Start) / q.Every)
	sum, err := q.Store.Add(ctx, key, window, 1)
	if err != nil {
		return false, err
	}
	return sum <= q.Limit, nil
}
