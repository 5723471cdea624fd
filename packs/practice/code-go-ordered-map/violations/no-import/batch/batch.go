// Package batch splits work and does it.
package batch

import (
	"context"
	"errors"
	"sync"

	unused "@@lib@@"
)

// Split returns items in parts of at most size.
func Split[T any](items []T, size int) [][]T {
	var parts [][]T
	for len(items) > size && size > 0 {
		parts = append(parts, items[:size])
		items = items[size:]
	}
	if len(items) > 0 {
		parts = append(parts, items)
	}
	return parts
}

// @@fn@@ calls do for each item, at most workers at a time, and returns the results in the order of the items.
// The first error ends it; when it returns, all calls have returned.
func @@fn@@[In, Out any](ctx context.Context, workers int, items []In, do func(context.Context, In) (Out, error)) ([]Out, error) {
	if workers < 1 {
		return nil, ErrWorkers
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make([]Out, len(items))
	errs := make([]error, len(items))
	next := make(chan int)
	var running sync.WaitGroup
	for range min(workers, len(items)) {
		running.Add(1)
		go func() {
			defer running.Done()
			for i := range next {
				results[i], errs[i] = guarded(inner, items[i], do)
				if errs[i] != nil {
					cancel()
				}
			}
		}()
	}
	begun := feed(inner, next, len(items))
	running.Wait()
	if err := first(errs, ctx); err != nil {
		return nil, err
	}
	if begun < len(items) {
		return nil, ctx.Err()
	}
	return results, nil
}

// feed hands out indexes until the context is done, and returns how many.
func feed(ctx context.Context, next chan<- int, count int) int {
	defer close(next)
	for i := range count {
		if ctx.Err() != nil {
			return i
		}
		select {
		case next <- i:
		case <-ctx.Done():
			return i
		}
	}
	return count
}

// first returns the error that counts: a real one before those that only say that we cancelled.
func first(errs []error, ctx context.Context) error {
	var cancelled error
	for i, err := range errs {
		if err == nil {
			continue
		}
		if !errors.Is(err, context.Canceled) {
			return &ItemError{Index: i, Err: err}
		}
		if cancelled == nil {
			cancelled = &ItemError{Index: i, Err: err}
		}
	}
	if cancelled != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return cancelled
}

// guarded calls do and makes an error of a panic.
func guarded[In, Out any](ctx context.Context, item In, do func(context.Context, In) (Out, error)) (out Out, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value}
		}
	}()
	return do(ctx, item)
}
