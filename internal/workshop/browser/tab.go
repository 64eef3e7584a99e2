package browser

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Window is how a page is looked at.
type Window struct {
	Width, Height int64
	Scale         float64
	NoScript      bool
}

// Tab is an open page.
type Tab struct {
	ctx  context.Context // chromedp keeps a tab in its context
	stop func()

	mu       sync.Mutex
	problems []string
}

// Open writes a page to a file in the folder and opens it.
func (b *Browser) Open(folder string, content []byte, w Window) (*Tab, error) {
	file := filepath.Join(folder, "report.html")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return nil, err
	}
	ctx, stop := chromedp.NewContext(b.ctx)
	t := &Tab{ctx: ctx, stop: stop}
	if w.Scale == 0 {
		w.Scale = 1
	}
	err := chromedp.Listen(ctx, t.note)
	if err == nil {
		err = t.Do(
			Send(network.Enable, network.EnableParams{}),
			Send(log.Enable, cdp.Empty{}),
			Send(runtime.Enable, cdp.Empty{}),
			Send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: w.NoScript}),
			Send(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
				Width: w.Width, Height: w.Height, DeviceScaleFactor: w.Scale, Mobile: w.Width < 500,
			}),
			chromedp.Navigate("file://"+file),
		)
	}
	if err != nil {
		stop()
		return nil, err
	}
	return t, nil
}

// note keeps what must not happen on a page: errors, violations of its policy, dialogs, and requests.
func (t *Tab) note(event any) {
	var problem string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = "an exception: " + e.ExceptionDetails.Text
	case *log.EventEntryAdded:
		problem = "a log entry: " + e.Entry.Text
	case *page.EventJavascriptDialogOpening:
		problem = "a dialog: " + e.Message
		go func() { // an open dialog would block the tab
			_, _ = chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			return
		}
		problem = "a request: " + e.Request.URL
	default:
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.problems = append(t.problems, problem)
}

// Problems lists what must not have happened so far.
func (t *Tab) Problems() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.problems)
}

// Action is something that a reader does.
type Action = chromedp.Action[chromedp.Void]

// Send is a command of the protocol as an action.
func Send[P, R any](command cdp.Command[P, R], parameters P) Action {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, command, parameters)
		return err
	})
}

// Do does what a reader does.
func (t *Tab) Do(actions ...Action) error { return chromedp.Do(t.ctx, actions...) }

// Script runs JavaScript on the page.
func Script(script string) Action { return chromedp.Evaluate[chromedp.Void](script) }

// Ask evaluates JavaScript on the page.
func Ask[T any](t *Tab, script string) (T, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[T](script))
}

// Picture is what the window shows, as PNG.
func (t *Tab) Picture() ([]byte, error) { return chromedp.Run(t.ctx, chromedp.CaptureScreenshot()) }

// Print prints the page, as PDF.
func (t *Tab) Print() ([]byte, error) { return chromedp.Run(t.ctx, chromedp.PrintToPDF()) }

// Close closes the page.
func (t *Tab) Close() { t.stop() }
