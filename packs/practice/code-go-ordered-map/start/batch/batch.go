// Package batch splits work.
package batch

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
