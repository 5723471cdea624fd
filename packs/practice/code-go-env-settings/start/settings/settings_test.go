package settings

import "testing"

func TestErrors(t *testing.T) {
	if got := (Errors{{"A", "x"}, {"B", "y"}}).Error(); got != "A: x; B: y" {
		t.Fatal(got)
	}
}
