package network

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// CheckProxy refuses a proxy address that Go's HTTP client would ignore or misread, because requests would then go
// past the proxy, or to another host. lookup gives the value of an environment variable. The error doesn't show the
// address, which can hold a password.
func CheckProxy(lookup func(string) string) error {
	variable := "HTTPS_PROXY"
	if lookup(variable) == "" {
		variable = "https_proxy"
	}
	if reason := misread(lookup(variable)); reason != "" {
		return &SettingError{fmt.Sprintf("The environment variable %s %s.", variable, reason)}
	}
	return nil
}

// misread says why an address isn't taken as it was meant, and what to do. Like Go's client, it takes HOST:PORT for
// http://HOST:PORT.
func misread(address string) string {
	if address == "" {
		return ""
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	const form = "Write it as http://USER:PASSWORD@HOST:PORT"
	proxy, err := url.Parse(address)
	if character := unescaped(address); character != "" && (err != nil || proxy.User == nil) {
		return fmt.Sprintf("has an unescaped `%s` in its user name or password. Write that character as `%%%X`, as in "+
			"http://USER:PASS%%%[2]XWORD@HOST:PORT",
			character, character)
	}
	switch {
	case err != nil:
		return "isn't a URL. " + form
	case proxy.Hostname() == "":
		return "names no host. " + form
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme):
		return "has a scheme other than http, https, socks5, and socks5h. " + form
	}
	return ""
}

// unescaped is the first character in the user name or password that must be a percent code in a URL, "" if there is
// none.
func unescaped(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	end := strings.LastIndex(rest, "@")
	if end < 0 {
		return ""
	}
	account := rest[:end]
	for i, character := range account {
		if character == '%' {
			if _, err := url.PathUnescape(account[i:min(i+3, len(account))]); err == nil {
				continue
			}
		}
		if strings.ContainsRune("%#/?[]^\\\"<>{}| `", character) {
			return string(character)
		}
	}
	return ""
}

// ProxyError is a proxy that didn't connect this machine to a host.
type ProxyError struct {
	Proxy, Target string // host:port
	Status        int    // HTTP status of the proxy's answer
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s answered %d %s when asked to connect to %s",
		e.Proxy, e.Status, http.StatusText(e.Status), e.Target)
}

func (e *ProxyError) nextStep() string {
	switch {
	case e.Status == http.StatusProxyAuthRequired:
		return fmt.Sprintf("Set HTTPS_PROXY to http://USER:PASSWORD@%s, with an account that the proxy accepts (Basic "+
			"authentication).", e.Proxy)
	case e.Status < 500:
		return fmt.Sprintf("Have the administrator of the proxy allow connections to %s, or set HTTPS_PROXY to a proxy "+
			"that allows them.", e.Target)
	default:
		return fmt.Sprintf("Check that the proxy %s, which HTTPS_PROXY names, can reach %s.", e.Proxy, e.Target)
	}
}
