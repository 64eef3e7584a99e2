package acctest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// variant is a dialect of the service with an API version of the provider that can work with it.
type variant struct {
	dialect    emulator.Dialect
	apiVersion string
}

var (
	// extremes are the route of the document alone, and nothing but what is published for v1.0.
	extremes = []variant{{emulator.DialectDocument, "beta"}, {emulator.DialectPublished, "v1.0"}}
	between  = []variant{
		{emulator.DialectPublished, "beta"},
		{emulator.DialectBoth, "beta"},
		{emulator.DialectBoth, "v1.0"},
	}
)

// Variants runs a test over every dialect of the service and every API version of the provider that can work with it.
func Variants(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	over(t, append(slices.Clone(extremes), between...), run)
}

// Extremes leaves out what lies between: a CLI sees nothing of routes, and its tests are long.
func Extremes(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	over(t, extremes, run)
}

func over(t *testing.T, variants []variant, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	for _, v := range variants {
		t.Run(fmt.Sprintf("%s_%s", v.dialect, v.apiVersion), func(t *testing.T) {
			t.Parallel()
			run(t, emulator.Options{Dialect: v.dialect}, v.apiVersion)
		})
	}
}

// APIVersions runs a test for both versions of Microsoft Graph; the argument is for the provider block. Dialects differ
// in writing only, so reading needs one of them.
func APIVersions(t *testing.T, run func(t *testing.T, argument string)) {
	t.Helper()
	for _, version := range []string{"beta", "v1.0"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			run(t, Argument("api_version", version))
		})
	}
}
