package acctest

import (
	"fmt"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Variants runs a test over every dialect of the service and every API version of the provider that can work with it.
func Variants(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	for _, variant := range []struct {
		dialect    emulator.Dialect
		apiVersion string
	}{
		{emulator.DialectDocument, "beta"},
		{emulator.DialectPublished, "beta"},
		{emulator.DialectPublished, "v1.0"},
		{emulator.DialectBoth, "beta"},
		{emulator.DialectBoth, "v1.0"},
	} {
		t.Run(fmt.Sprintf("%s_%s", variant.dialect, variant.apiVersion), func(t *testing.T) {
			t.Parallel()
			run(t, emulator.Options{Dialect: variant.dialect}, variant.apiVersion)
		})
	}
}

// APIVersions runs a test for both versions of Microsoft Graph; the argument is for the provider block. Dialects differ in writing only,
// so reading needs one of them.
func APIVersions(t *testing.T, run func(t *testing.T, argument string)) {
	t.Helper()
	for _, version := range []string{"beta", "v1.0"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			run(t, Argument("api_version", version))
		})
	}
}
