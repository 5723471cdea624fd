package quota

import (
	"context"
	"testing"
	"time"
)

type memory map[int64]int

func (m memory) Add(_ context.Context, _ string, window int64, n int) (int, error) {
	m[window] += n
	return m[window], nil
}

func TestTake(t *testing.T) {
	at := time.Unix(0, 0)
	q := Quota{Store: memory{}, Clock: func() time.Time { return at }, Limit: 1, Every: time.Hour, Start: at}
	first, _ := q.Take(context.Background(), "a")
	second, _ := q.Take(context.Background(), "a")
	if !first || second {
		t.Fatal(first, second)
	}
}
