package batch

import (
	"context"
	"testing"
)

func TestOrdered(t *testing.T) {
	got, err := @@fn@@(context.Background(), 2, []int{1, 2, 3}, func(_ context.Context, n int) (int, error) { return n * n, nil })
	if err != nil || got[2] != 9 {
		t.Fatal(got, err)
	}
}
