// Package address asks the address service.
package address

import "context"

// Service says what the right form of an address is.
type Service interface {
	Right(ctx context.Context, address string) (string, error)
}
