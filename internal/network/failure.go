package network

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
)

// IsUnsent reports that no connection was made, so that the service can't have seen the request.
func IsUnsent(err error) bool {
	var operation *net.OpError
	var proxy *ProxyError
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect") ||
		errors.As(err, &proxy) || errors.As(err, &certificate)
}

// IsFinal reports that the next attempt would fail in the same way: the proxy refuses, or the certificate isn't
// trusted.
func IsFinal(err error) bool {
	var proxy *ProxyError
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &proxy) && proxy.Status < 500 || errors.As(err, &certificate)
}

// NextStep is what to do about a connection that couldn't be made.
func NextStep(err error) string {
	if proxy, ok := errors.AsType[*ProxyError](err); ok {
		return proxy.nextStep()
	}
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &authority):
		return "A proxy that inspects TLS probably answers for the host" + issuedBy(err) +
			". Set `ca_certificate_file` to a PEM file with the CA certificate of that proxy."
	case errors.As(err, &hostname):
		return fmt.Sprintf("Another server answers for %.100q%s. Check the DNS entry of that host on this machine, and "+
			"HTTPS_PROXY.", hostname.Host, namesOf(hostname.Certificate))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "Set the clock of this machine. If it is right, the certificate of the server or of the proxy has expired."
	}
	return "Check the network of this machine and the proxy in HTTPS_PROXY."
}

// issuedBy names the unknown authority, which an administrator of the proxy recognizes.
func issuedBy(err error) string {
	var verification *tls.CertificateVerificationError
	if !errors.As(err, &verification) || len(verification.UnverifiedCertificates) == 0 {
		return ""
	}
	last := verification.UnverifiedCertificates[len(verification.UnverifiedCertificates)-1]
	return fmt.Sprintf(" with a certificate issued by %.100q", last.Issuer.String())
}

func namesOf(certificate *x509.Certificate) string {
	if certificate == nil || len(certificate.DNSNames) == 0 {
		return ""
	}
	names := certificate.DNSNames[:min(len(certificate.DNSNames), 3)]
	return fmt.Sprintf(" with a certificate for %.100q", strings.Join(names, ", "))
}
