package quota_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.org/quota/quota"
)

type call struct {
	window int64
	n      int
}

type store struct {
	sums   map[int64]int
	calls  []call
	others int
	fail   map[int]error
	ctx    []context.Context
}

func (s *store) Add(ctx context.Context, _ string, window int64, n int) (int, error) {
	s.calls = append(s.calls, call{window, n})
	s.ctx = append(s.ctx, ctx)
	if err := s.fail[len(s.calls)]; err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.sums[window] += n
	return s.sums[window] + s.others, nil
}

var start = time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)

func made(at time.Time) (*quota.Quota, *store, *time.Time) {
	s := &store{sums: map[int64]int{}, fail: map[int]error{}}
	now := at
	return &quota.Quota{Store: s, Clock: func() time.Time { return now }, Limit: 10, Every: time.Hour, Start: start}, s, &now
}

func TestGranted(t *testing.T) {
	q, _, _ := made(start.Add(90 * time.Minute))
	ticket, err := q.@@method@@(context.Background(), "a", 4)
	if err != nil || !ticket.Granted || ticket.Left != 6 || !ticket.Reset.Equal(start.Add(2*time.Hour)) {
		t.Fatal(ticket, err)
	}
	ticket, err = q.@@method@@(context.Background(), "a", 6)
	if err != nil || !ticket.Granted || ticket.Left != 0 {
		t.Fatal(ticket, err)
	}
}

func TestNotGrantedAndGivenBack(t *testing.T) {
	q, s, now := made(start)
	q.@@method@@(context.Background(), "a", 8)
	ticket, err := q.@@method@@(context.Background(), "a", 3)
	if err != nil || ticket.Granted || ticket.Left != 2 || !ticket.Reset.Equal(start.Add(time.Hour)) || s.sums[0] != 8 {
		t.Fatal(ticket, err, s.sums)
	}
	*now = start.Add(time.Hour)
	if ticket, _ := q.@@method@@(context.Background(), "a", 3); !ticket.Granted || ticket.Left != 7 {
		t.Fatal(ticket)
	}
}

func TestOthersInTheMiddle(t *testing.T) {
	q, s, _ := made(start)
	s.others = 25
	ticket, err := q.@@method@@(context.Background(), "a", 1)
	if err != nil || ticket.Granted || ticket.Left != 0 || s.sums[0] != 0 {
		t.Fatal(ticket, err, s.sums)
	}
}

func TestNumbersThatCannotBe(t *testing.T) {
	q, s, _ := made(start)
	for n, want := range map[int]error{0: quota.ErrUnits, -1: quota.ErrUnits, 11: quota.ErrTooMany} {
		ticket, err := q.@@method@@(context.Background(), "a", n)
		if !errors.Is(err, want) || ticket != (quota.Ticket{}) || len(s.calls) != 0 {
			t.Fatal(n, ticket, err)
		}
	}
}

func TestAddingFails(t *testing.T) {
	q, s, _ := made(start)
	down := errors.New("down")
	s.fail[1] = down
	ticket, err := q.@@method@@(context.Background(), "a", 1)
	if !errors.Is(err, down) || ticket != (quota.Ticket{}) || len(s.calls) != 1 {
		t.Fatal(ticket, err, s.calls)
	}
}

func TestGivingBackFails(t *testing.T) {
	q, s, _ := made(start)
	s.others = 10
	down := errors.New("down")
	s.fail[2] = down
	ticket, err := q.@@method@@(context.Background(), "a", 1)
	if !errors.Is(err, down) || ticket.Granted || ticket.Left != 0 || !ticket.Reset.Equal(start.Add(time.Hour)) {
		t.Fatal(ticket, err)
	}
}

type name struct{}

func TestGivenBackThoughCancelled(t *testing.T) {
	q, s, _ := made(start)
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), name{}, "x"))
	s.others = 10
	q.Store = cancelling{s, cancel}
	ticket, err := q.@@method@@(ctx, "a", 2)
	if err != nil || ticket.Granted || s.sums[0] != 0 || s.ctx[1].Value(name{}) != "x" {
		t.Fatal(ticket, err, s.sums)
	}
}

type cancelling struct {
	*store
	cancel func()
}

func (c cancelling) Add(ctx context.Context, key string, window int64, n int) (int, error) {
	sum, err := c.store.Add(ctx, key, window, n)
	c.cancel()
	return sum, err
}

func TestTheClockIsAskedOnce(t *testing.T) {
	q, s, _ := made(start)
	asked := 0
	q.Clock = func() time.Time {
		asked++
		return start.Add(time.Duration(asked) * time.Hour)
	}
	s.others = 10
	ticket, _ := q.@@method@@(context.Background(), "a", 1)
	if asked != 1 || s.calls[0].window != 1 || s.calls[1].window != 1 || !ticket.Reset.Equal(start.Add(2*time.Hour)) {
		t.Fatal(asked, s.calls, ticket)
	}
}

func TestBeforeTheStart(t *testing.T) {
	for _, ago := range []time.Duration{time.Second, time.Hour, 61 * time.Minute} {
		q, s, _ := made(start.Add(-ago))
		ticket, _ := q.@@method@@(context.Background(), "a", 1)
		end := start.Add(-((ago - 1) / time.Hour) * time.Hour)
		window := -int64((ago-1)/time.Hour) - 1
		if !ticket.Reset.Equal(end) || s.calls[0].window != window {
			t.Fatal(ago, ticket, s.calls)
		}
	}
}

func TestTake(t *testing.T) {
	q, s, _ := made(start)
	q.Limit = 1
	first, err1 := q.Take(context.Background(), "a")
	second, err2 := q.Take(context.Background(), "a")
	if !first || second || err1 != nil || err2 != nil || s.sums[0] != 1 {
		t.Fatal(first, second, err1, err2, s.sums)
	}
}
