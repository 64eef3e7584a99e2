package browser_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/browser"
)

// The sample page that people can download is what the report looks like today. If this test fails, run make pictures.
func TestSample(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile("../../../examples/report/sample.html")
	if err != nil {
		t.Fatal(err)
	}
	page, err := report.HTML(browser.Bank())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(sample, page) {
		t.Error("examples/report/sample.html isn't what the report writes: run make pictures")
	}
}
