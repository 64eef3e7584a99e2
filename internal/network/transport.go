// Package network is how requests leave this machine: one pool of connections, the proxy in HTTPS_PROXY, and the
// certificates that are trusted. It also says why a connection could not be made and what to do about it, for tokens
// and for requests alike.
package network

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"time"
)

// NewTransport makes a pool of at most so many connections to a host. Nil roots are the system's.
//
// It opens no more connections than there are requests at a time, and keeps them: an idle connection costs little, a
// TLS handshake much. It has no overall time limit, because a request's context has one.
func NewTransport(roots *x509.CertPool, connections int) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		OnProxyConnectResponse: checkProxyAnswer,
		DialContext:            (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:    20 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        connections,
		MaxIdleConnsPerHost:    connections,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		// One HTTP/2 connection carries every request. Without a ping, requests on a dead connection would wait for their
		// own timeouts.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
}

// checkProxyAnswer keeps what net/http would turn into a text without the proxy's name.
func checkProxyAnswer(_ context.Context, proxy *url.URL, request *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Proxy: withPort(proxy), Target: request.Host, Status: response.StatusCode}
}

func withPort(proxy *url.URL) string {
	standard := map[string]string{"http": "80", "https": "443"}
	return net.JoinHostPort(proxy.Hostname(), cmp.Or(proxy.Port(), standard[proxy.Scheme]))
}
