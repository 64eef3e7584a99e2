// Package browser opens pages of the report in Chromium. Its tests use a page as readers do, and its program makes the
// pictures of the documentation. It has a module file of its own, so that what these need isn't what the provider
// needs. "make browser" runs the tests.
package browser

import (
	"context"
	"fmt"
	"os"

	"github.com/chromedp/chromedp"
)

// Browser is a running Chromium with an empty profile.
type Browser struct {
	ctx  context.Context // chromedp keeps a browser in its context
	stop func()
}

// Start starts Chromium. The environment variable CHROMIUM names another program.
func Start(ctx context.Context) (*Browser, error) {
	program := "chromium"
	if named := os.Getenv("CHROMIUM"); named != "" {
		program = named
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(
		ctx,
		chromedp.ExecPath(program),
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	browser, stopBrowser := chromedp.NewContext(allocator)
	stop := func() { stopBrowser(); stopAllocator() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, fmt.Errorf("starting %s, which CHROMIUM can name: %w", program, err)
	}
	return &Browser{browser, stop}, nil
}

// Stop ends Chromium and removes its profile.
func (b *Browser) Stop() { b.stop() }
