package batch

import "testing"

func TestSplit(t *testing.T) {
	parts := Split([]int{1, 2, 3}, 2)
	if len(parts) != 2 || len(parts[1]) != 1 {
		t.Fatal(parts)
	}
}
