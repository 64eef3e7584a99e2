package browser_test

import (
	"fmt"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/browser"
)

// Scripts that measure, in milliseconds, opening the page, typing a filter, and clearing it.
var waits = []struct{ unit, script string }{
	{"ms/open", `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`},
	{"ms/filter", filterTime("process 3 - approve")},
	{"ms/clear", filterTime("")},
}

// filterTime filters the page and lays it out.
func filterTime(words string) string {
	return fmt.Sprintf(`(() => {
		const e = document.querySelector(".filter").elements.words, start = performance.now();
		e.value = %q; e.dispatchEvent(new Event("input", { bubbles: true })); document.body.offsetHeight;
		return performance.now() - start;
	})()`, words)
}

// BenchmarkPage measures pages of large tenants: go test -bench=Page.
func BenchmarkPage(b *testing.B) {
	for _, rules := range []int{1000, 5000} {
		content, err := report.HTML(browser.Large(rules))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(rules), func(b *testing.B) {
			waited := make([]float64, len(waits))
			for b.Loop() {
				tab, err := chromium.Open(b.TempDir(), content, desktop)
				if err != nil {
					b.Fatal(err)
				}
				for i, wait := range waits {
					took, err := browser.Ask[float64](tab, wait.script)
					if err != nil {
						b.Fatal(err)
					}
					waited[i] += took
				}
				tab.Close()
			}
			for i, wait := range waits {
				b.ReportMetric(waited[i]/float64(b.N), wait.unit)
			}
			b.ReportMetric(float64(len(content)), "bytes")
		})
	}
}
