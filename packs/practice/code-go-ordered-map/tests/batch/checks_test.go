package batch_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"example.org/importer/batch"
)

func numbers(count int) []int {
	made := make([]int, count)
	for i := range made {
		made[i] = i
	}
	return made
}

func TestOrderIsKept(t *testing.T) {
	got, err := batch.@@fn@@(context.Background(), 4, numbers(50), func(_ context.Context, n int) (string, error) {
		time.Sleep(time.Duration(50-n) * 100 * time.Microsecond)
		return fmt.Sprint(n * 2), nil
	})
	if err != nil || len(got) != 50 || got[0] != "0" || got[49] != "98" {
		t.Fatal(got, err)
	}
}

func TestNeverMoreThanWorkers(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	_, err := batch.@@fn@@(context.Background(), 3, numbers(30), func(_ context.Context, n int) (int, error) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		time.Sleep(2 * time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
		return n, nil
	})
	if err != nil || most != 3 {
		t.Fatal(most, err)
	}
}

func TestBegunInOrder(t *testing.T) {
	var begun []int
	_, err := batch.@@fn@@(context.Background(), 1, numbers(20), func(_ context.Context, n int) (int, error) {
		begun = append(begun, n)
		return n, nil
	})
	if err != nil || fmt.Sprint(begun) != fmt.Sprint(numbers(20)) {
		t.Fatal(begun, err)
	}
}

func TestNothing(t *testing.T) {
	got, err := batch.@@fn@@(context.Background(), 9, nil, func(context.Context, int) (int, error) { return 0, nil })
	if got == nil || len(got) != 0 || err != nil {
		t.Fatal(got, err)
	}
}

func TestWorkers(t *testing.T) {
	for _, workers := range []int{0, -1} {
		_, err := batch.@@fn@@(context.Background(), workers, numbers(1), func(context.Context, int) (int, error) {
			t.Fatal("called")
			return 0, nil
		})
		if !errors.Is(err, batch.ErrWorkers) {
			t.Fatal(err)
		}
	}
	got, err := batch.@@fn@@(context.Background(), 1_000_000, numbers(2), func(_ context.Context, n int) (int, error) { return n, nil })
	if len(got) != 2 || err != nil {
		t.Fatal(got, err)
	}
}

func TestFirstErrorEndsIt(t *testing.T) {
	bad := errors.New("bad")
	calls := 0
	got, err := batch.@@fn@@(context.Background(), 1, numbers(10), func(_ context.Context, n int) (int, error) {
		calls++
		if n == 3 {
			return 0, bad
		}
		return n, nil
	})
	var at *batch.ItemError
	if got != nil || !errors.Is(err, bad) || !errors.As(err, &at) || at.Index != 3 || calls != 4 {
		t.Fatal(got, err, calls)
	}
}

func TestOthersAreCancelledAndDoNotHideIt(t *testing.T) {
	bad := errors.New("bad")
	var begun sync.WaitGroup
	begun.Add(3)
	_, err := batch.@@fn@@(context.Background(), 3, numbers(10), func(ctx context.Context, n int) (int, error) {
		begun.Done()
		begun.Wait()
		if n == 2 {
			return 0, bad
		}
		<-ctx.Done()
		return 0, fmt.Errorf("stopped: %w", ctx.Err())
	})
	var at *batch.ItemError
	if !errors.Is(err, bad) || !errors.As(err, &at) || at.Index != 2 {
		t.Fatal(err)
	}
}

func TestLowestIndexCounts(t *testing.T) {
	var begun sync.WaitGroup
	begun.Add(4)
	_, err := batch.@@fn@@(context.Background(), 4, numbers(4), func(_ context.Context, n int) (int, error) {
		begun.Done()
		begun.Wait()
		time.Sleep(time.Duration(4-n) * time.Millisecond)
		if n == 0 {
			return 0, nil
		}
		return 0, fmt.Errorf("bad %d", n)
	})
	var at *batch.ItemError
	if !errors.As(err, &at) || at.Index != 1 {
		t.Fatal(err)
	}
}

func TestContextOfTheCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	got, err := batch.@@fn@@(ctx, 1, numbers(10), func(_ context.Context, n int) (int, error) {
		calls++
		if n == 4 {
			cancel()
		}
		return n, nil
	})
	if got != nil || err != context.Canceled || calls != 5 {
		t.Fatal(got, err, calls)
	}
}

func TestCancelledWhenAllWasDone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	got, err := batch.@@fn@@(ctx, 1, numbers(3), func(_ context.Context, n int) (int, error) {
		if n == 2 {
			cancel()
		}
		return n, nil
	})
	if len(got) != 3 || err != nil {
		t.Fatal(got, err)
	}
}

func TestDeadContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := batch.@@fn@@(ctx, 2, numbers(3), func(context.Context, int) (int, error) {
		t.Error("called")
		return 0, nil
	})
	if err != context.Canceled {
		t.Fatal(err)
	}
}

func TestPanic(t *testing.T) {
	_, err := batch.@@fn@@(context.Background(), 2, numbers(5), func(_ context.Context, n int) (int, error) {
		if n == 1 {
			panic("oh")
		}
		return n, nil
	})
	var at *batch.ItemError
	var panicked *batch.PanicError
	if !errors.As(err, &at) || at.Index != 1 || !errors.As(err, &panicked) || panicked.Value != "oh" {
		t.Fatal(err)
	}
}

func TestNobodyIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		batch.@@fn@@(context.Background(), 8, numbers(40), func(_ context.Context, n int) (int, error) {
			if n == 20 {
				return 0, errors.New("bad")
			}
			return n, nil
		})
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal(runtime.NumGoroutine(), before)
}
