// Command pictures makes the pictures of the report for the documentation, and the sample page that people can
// download.
//
//	pictures FOLDER SAMPLE
package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"log"
	"os"
	"path/filepath"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/browser"
)

// pictures show what a reader sees without scrolling.
var pictures = []struct {
	name   string
	about  *evidence.Document
	window browser.Window
	part   string // that the window shows; empty for the top of the page
}{
	{"report.png", browser.Bank(), browser.Window{Width: 1180, Height: 1140}, ""},
	{"report-matrix.png", browser.Bank(), browser.Window{Width: 1180, Height: 1010}, "#matrix"},
	{"report-large.png", browser.Large(1000), browser.Window{Width: 1180, Height: 720}, ""},
	{"report-phone.png", browser.Bank(), browser.Window{Width: 390, Height: 844}, ""},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: pictures FOLDER SAMPLE")
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
	sample, err := report.HTML(browser.Bank())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], sample, 0o600); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, folder string) error {
	chromium, err := browser.Start(ctx)
	if err != nil {
		return err
	}
	defer chromium.Stop()
	work, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	for _, p := range pictures {
		content, err := report.HTML(p.about)
		if err != nil {
			return err
		}
		tab, err := chromium.Open(work, content, p.window)
		if err != nil {
			return err
		}
		picture, err := take(tab, p.part)
		tab.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, p.name), picture, 0o600); err != nil {
			return err
		}
		log.Printf("%s: %d KB", p.name, len(picture)/1024)
	}
	return nil
}

// take scrolls to a part of the page, and compresses the picture harder than Chromium does.
func take(tab *browser.Tab, part string) ([]byte, error) {
	if part != "" {
		if err := tab.Do(browser.Script(fmt.Sprintf("document.querySelector(%q).scrollIntoView()", part))); err != nil {
			return nil, err
		}
	}
	raw, err := tab.Picture()
	if err != nil {
		return nil, err
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	var small bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&small, picture)
	return small.Bytes(), err
}
