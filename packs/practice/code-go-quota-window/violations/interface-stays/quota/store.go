// Package quota counts what customers use.
package quota

import (
	"context"
	"time"
)

// Store holds counters that several servers share.
type Store interface {
	// Add adds n (which may be negative) to the counter of a key and a window and returns the sum after it.
	Add(ctx context.Context, key string, window int64, n int) (int, error)
	// Get returns the sum.
	Get(ctx context.Context, key string, window int64) (int, error)
}

// Clock returns the time.
type Clock func() time.Time
