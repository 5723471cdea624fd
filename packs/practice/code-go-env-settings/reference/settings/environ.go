package settings

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const prefix = "@@prefix@@"

// A reader puts a value into its field and says whether it fits.
type reader struct {
	wanted string
	read   func(*Settings, string) bool
}

func readers() map[string]reader {
	return map[string]reader{
		"LISTEN":  {"host:port with a port of 1 to 65535", readListen},
		"TIMEOUT": {"a duration above zero, at most an hour", readTimeout},
		"WORKERS": {"a number of 1 to 256", readWorkers},
		"ORIGINS": {"a list without empty or repeated entries", readOrigins},
		"QUIET":   {"true, false, 1 or 0", readQuiet},
		"TOKEN":   {"16 characters or more without spaces", readToken},
	}
}

// @@fn@@ reads settings from lines of NAME=VALUE. What is absent keeps its default; all errors come together.
func @@fn@@(environ []string) (Settings, error) {
	values := map[string]string{}
	for _, line := range environ {
		name, value, there := strings.Cut(line, "=")
		if there && strings.HasPrefix(name, prefix) {
			values[strings.TrimPrefix(name, prefix)] = value
		}
	}
	read, problems := Default(), Errors{}
	known := readers()
	for name, value := range values {
		one, there := known[name]
		if !there {
			problems = append(problems, &Problem{prefix + name, "is no setting"})
		} else if !one.read(&read, value) {
			problems = append(problems, &Problem{prefix + name, "wanted: " + one.wanted})
		}
	}
	if _, there := values["TOKEN"]; !there {
		problems = append(problems, &Problem{prefix + "TOKEN", "must be there"})
	}
	if len(problems) > 0 {
		slices.SortFunc(problems, func(a, b *Problem) int { return strings.Compare(a.Name, b.Name) })
		return Settings{}, problems
	}
	return read, nil
}

func readListen(s *Settings, value string) bool {
	at := strings.LastIndexByte(value, ':')
	if at < 0 || !isHost(value[:at]) || !isWhole(strings.TrimLeft(value[at+1:], "0"), 65535) {
		return false
	}
	s.Listen = value
	return true
}

func isHost(host string) bool {
	if inner, found := strings.CutPrefix(host, "["); found {
		inner, closed := strings.CutSuffix(inner, "]")
		address, err := netip.ParseAddr(inner)
		return closed && err == nil && address.Is6()
	}
	return !strings.ContainsAny(host, ":[] \t")
}

func readTimeout(s *Settings, value string) bool {
	duration, err := time.ParseDuration(value)
	s.Timeout = duration
	return err == nil && duration > 0 && duration <= time.Hour
}

func readWorkers(s *Settings, value string) bool {
	number, err := strconv.Atoi(value)
	s.Workers = number
	return err == nil && isWhole(value, 256)
}

// isWhole says whether a text is a number of 1 to most in plain digits.
func isWhole(text string, most int) bool {
	number, err := strconv.Atoi(text)
	return err == nil && text[0] >= '1' && text[0] <= '9' && number <= most
}

func readOrigins(s *Settings, value string) bool {
	s.Origins = nil
	if value == "" {
		return true
	}
	for _, one := range strings.Split(value, ",") {
		one = strings.TrimSpace(one)
		if one == "" || slices.Contains(s.Origins, one) {
			return false
		}
		s.Origins = append(s.Origins, one)
	}
	return true
}

func readQuiet(s *Settings, value string) bool {
	s.Quiet = value == "true" || value == "1"
	return s.Quiet || value == "false" || value == "0"
}

func readToken(s *Settings, value string) bool {
	s.Token = value
	odd := func(one rune) bool { return unicode.IsSpace(one) || unicode.IsControl(one) }
	return utf8.RuneCountInString(value) >= 16 && !strings.ContainsFunc(value, odd)
}
