package network

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"io"
	"os"
)

// SettingError is a setting of the network that can't work, in a sentence that ends with the next step. It is found
// before any request.
type SettingError struct{ Reason string }

func (e *SettingError) Error() string { return e.Reason }

const largestBundle = 16 << 20 // bytes

// ReadRoots adds the certificates of a PEM file to the system's. An empty path gives nil, which stands for the
// system's own.
func ReadRoots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	bundle, err := ReadBounded(path, largestBundle)
	if err != nil {
		return nil, &SettingError{fmt.Sprintf("The provider can't read the CA certificates: %v.", err)}
	}
	if reason := notPEM(bundle); reason != "" {
		return nil, &SettingError{fmt.Sprintf("The file %q %s", path, reason)}
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without roots can still use the ones in the file
	}
	if !roots.AppendCertsFromPEM(bundle) {
		return nil, &SettingError{fmt.Sprintf("The file %q holds no PEM certificate. Name a file with `-----BEGIN "+
			"CERTIFICATE-----` lines.", path)}
	}
	return roots, nil
}

// ReadBounded reads a file of at most so many bytes.
func ReadBounded(path string, largest int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err == nil && int64(len(content)) > largest {
		err = fmt.Errorf("the file is larger than %d bytes", largest)
	}
	return content, err
}

// notPEM finds what Windows tools write instead of PEM. Go's reader would skip the certificate behind a byte-order
// mark without an error.
func notPEM(bundle []byte) string {
	if bytes.HasPrefix(bundle, []byte("\xef\xbb\xbf")) {
		return "begins with a byte-order mark (BOM), which hides its first certificate. Save it as UTF-8 without a " +
			"byte-order mark."
	}
	for _, begin := range []string{"\xff\xfe", "\xfe\xff", "-\x00-\x00", "\x00-\x00-"} {
		if bytes.HasPrefix(bundle, []byte(begin)) {
			return "is UTF-16, as Windows PowerShell writes files. Save it as UTF-8 without a byte-order mark."
		}
	}
	if _, err := x509.ParseCertificates(bundle); err == nil && len(bundle) > 0 {
		return "is a certificate in DER form. Convert it to PEM with `openssl x509 -inform der -in FILE -out FILE.pem`."
	}
	return ""
}
