module github.com/entra-elm/terraform-provider-elm/internal/workshop/browser

go 1.26.6

replace github.com/entra-elm/terraform-provider-elm => ../../..

require (
	github.com/chromedp/cdproto v0.160.1
	github.com/chromedp/chromedp v0.23.1
	github.com/entra-elm/terraform-provider-elm v0.0.0-00010101000000-000000000000
)

require github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
