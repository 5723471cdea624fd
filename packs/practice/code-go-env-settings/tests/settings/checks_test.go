package settings_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/depot/settings"
)

const token = "@@prefix@@TOKEN=0123456789abcdef"

func good(t *testing.T, lines ...string) settings.Settings {
	t.Helper()
	got, err := settings.@@fn@@(append([]string{token}, lines...))
	if err != nil {
		t.Fatal(lines, err)
	}
	return got
}

func bad(t *testing.T, lines ...string) []string {
	t.Helper()
	got, err := settings.@@fn@@(lines)
	var all settings.Errors
	if !errors.As(err, &all) {
		t.Fatal(lines, got, err)
	}
	if fmt.Sprint(got) != fmt.Sprint(settings.Settings{}) {
		t.Fatal(lines, "the settings are not zero")
	}
	var names []string
	for _, one := range all {
		names = append(names, strings.TrimPrefix(one.Name, "@@prefix@@"))
	}
	return names
}

func TestDefaults(t *testing.T) {
	want := settings.Default()
	want.Token = "0123456789abcdef"
	if got := good(t, "PATH=/bin", "x@@prefix@@LISTEN=nonsense", "=x", "novalue"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatal(got)
	}
}

func TestAll(t *testing.T) {
	got := good(t, "@@prefix@@LISTEN=[::1]:80", "@@prefix@@TIMEOUT=1m30s", "@@prefix@@WORKERS=256",
		"@@prefix@@ORIGINS= https://a , https://b=c", "@@prefix@@QUIET=1")
	if got.Listen != "[::1]:80" || got.Timeout != 90*time.Second || got.Workers != 256 || !got.Quiet ||
		!slices.Equal(got.Origins, []string{"https://a", "https://b=c"}) {
		t.Fatal(got)
	}
}

func TestLastOneCounts(t *testing.T) {
	if got := good(t, "@@prefix@@WORKERS=x", "@@prefix@@WORKERS=7"); got.Workers != 7 {
		t.Fatal(got)
	}
}

func TestEmptyList(t *testing.T) {
	if got := good(t, "@@prefix@@ORIGINS="); len(got.Origins) != 0 {
		t.Fatal(got)
	}
}

func TestValuesThatCannotBe(t *testing.T) {
	for name, values := range map[string][]string{
		"LISTEN":  {"", "8080", "a:", ":0", ":65536", ":+1", ":080x", "::1:80", "[::1]", "[a:80", "a]:80", "[a]:80", "a b:80", "[]:80"},
		"TIMEOUT": {"", "0s", "-1s", "61m", "3600", "x"},
		"WORKERS": {"", "0", "257", "-1", "+1", "01", "1.0", " 1", "x", "99999999999999999999"},
		"ORIGINS": {"a,,b", ",", "a,", "a,b, a", " "},
		"QUIET":   {"", "yes", "TRUE", "t", "2"},
		"TOKEN":   {"", "short", "0123456789 abcdef", "0123456789abcde\t", "0123456789abcde\u0085"},
	} {
		for _, value := range values {
			if got := bad(t, token, "@@prefix@@"+name+"="+value); !slices.Equal(got, []string{name}) {
				t.Fatal(name, value, got)
			}
		}
	}
}

func TestPortsThatCan(t *testing.T) {
	for _, value := range []string{":1", "localhost:65535", "10.0.0.1:80", "[fe80::1%eth0]:80"} {
		good(t, "@@prefix@@LISTEN="+value)
	}
}

func TestAllProblemsSorted(t *testing.T) {
	got := bad(t, "@@prefix@@WORKERS=0", "@@prefix@@NOBODY=1", "@@prefix@@=x", "@@prefix@@LISTEN=x")
	if !slices.Equal(got, []string{"", "LISTEN", "NOBODY", "TOKEN", "WORKERS"}) {
		t.Fatal(got)
	}
}

func TestSixteenCharacters(t *testing.T) {
	if got := bad(t, "@@prefix@@TOKEN=\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"); len(got) != 1 {
		t.Fatal(got)
	}
	good(t, "@@prefix@@TOKEN="+strings.Repeat("\u00e4", 16))
}

func TestNoValueIsTold(t *testing.T) {
	settingsGot, err := settings.@@fn@@([]string{"@@prefix@@TOKEN=hunter2hunter2 hunter2", "@@prefix@@LISTEN=hunter2"})
	for _, form := range []string{"%v", "%+v", "%#v"} {
		if said := fmt.Sprintf(form+form, settingsGot, err); strings.Contains(said, "hunter2") {
			t.Fatal(said)
		}
	}
}
