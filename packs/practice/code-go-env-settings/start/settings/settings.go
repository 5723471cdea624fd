// Package settings holds what can be set.
package settings

import (
	"strings"
	"time"
)

// Settings of the service.
type Settings struct {
	Listen  string
	Timeout time.Duration
	Workers int
	Origins []string
	Quiet   bool
	Token   string
}

// Default returns the settings that count where nothing is said; there is no default for Token.
func Default() Settings {
	return Settings{Listen: ":8080", Timeout: 30 * time.Second, Workers: 4}
}

// Problem is what is wrong with one name.
type Problem struct {
	Name   string
	Wanted string
}

func (p *Problem) Error() string { return p.Name + ": " + p.Wanted }

// Errors are the problems of all names.
type Errors []*Problem

func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "; ")
}
