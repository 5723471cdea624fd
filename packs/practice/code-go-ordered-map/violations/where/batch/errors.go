package batch

import (
	"errors"
	"fmt"
)

// ErrWorkers says that there must be one worker at least.
var ErrWorkers = errors.New("batch: there must be at least one worker")

// ItemError is an error with the index of its item.
type ItemError struct {
	Index int
	Err   error
}

func (e *ItemError) Error() string { return fmt.Sprintf("item %d: %v", e.Index, e.Err) }

func (e *ItemError) Unwrap() error { return e.Err }

// PanicError is a panic that was caught.
type PanicError struct {
	Value any
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }
