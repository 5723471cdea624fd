package settings

import "testing"

func TestWorkers(t *testing.T) {
	got, err := @@fn@@([]string{"@@prefix@@WORKERS=9", "@@prefix@@TOKEN=0123456789abcdef"})
	if err != nil || got.Workers != 9 {
		t.Fatal(got, err)
	}
}
