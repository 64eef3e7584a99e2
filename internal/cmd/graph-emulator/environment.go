package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// The emulator accepts any tenant and any client. These are the ones that it tells its clients.
const (
	tenantID = "0e4c1a7e-5d0b-4c6e-9a54-6f1f3f7b8d10"
	clientID = "7b1d9c52-3f0e-4e0b-8a55-2c9d6f4e1a37"
)

// environment is the variables that point the provider at the emulator, for a POSIX shell.
func (s *settings) environment(address string) (string, error) {
	host := "http://" + address // the provider uses HTTPS unless the host names another scheme
	if s.tls {
		host = address
	}
	variables := [][2]string{
		{"ARM_METADATA_HOSTNAME", host},
		{"ARM_TENANT_ID", tenantID},
		{"ARM_CLIENT_ID", clientID},
		{"ARM_CLIENT_SECRET", emulator.DefaultSecret},
	}
	if s.caOut != "" {
		path, err := filepath.Abs(s.caOut)
		if err != nil {
			return "", err
		}
		variables = append(variables, [2]string{"ELM_CA_CERTIFICATE_FILE", path})
	}
	var b strings.Builder
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s=%s\n", v[0], quote(v[1]))
	}
	return b.String(), nil
}

// quote makes one word of a value, whatever is in it.
func quote(value string) string {
	plain := func(r rune) bool {
		return strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:[]", r)
	}
	if strings.TrimFunc(value, plain) == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// reachable is the address as clients know it: with the first name of the certificate, if it has one.
func (s *settings) reachable(address string) (string, error) {
	if len(s.tlsNames) == 0 {
		return address, nil
	}
	_, port, err := net.SplitHostPort(address)
	return net.JoinHostPort(s.tlsNames[0], port), err
}

// writeFile writes a file for its owner. Its errors name path and not the temporary file.
func writeFile(path string, content []byte) error {
	err := replaceFile(path, content)
	var ofPath *os.PathError
	var ofRename *os.LinkError
	switch {
	case errors.As(err, &ofPath):
		return &os.PathError{Op: "write", Path: path, Err: ofPath.Err}
	case errors.As(err, &ofRename):
		return &os.PathError{Op: "write", Path: path, Err: ofRename.Err}
	default:
		return err
	}
}

// replaceFile writes a file at once: a script that waits for the file never sees a part of it.
func replaceFile(path string, content []byte) error {
	unfinished, err := os.CreateTemp(filepath.Dir(path), ".graph-emulator-*")
	if err != nil {
		return err
	}
	_, err = unfinished.Write(content)
	if err = errors.Join(err, unfinished.Close()); err == nil {
		err = os.Rename(unfinished.Name(), path)
	}
	if err != nil {
		_ = os.Remove(unfinished.Name()) // the first error is the one to report
	}
	return err
}

// announce says where the emulator listens.
func (s *settings) announce(address string, stdout io.Writer) error {
	address, err := s.reachable(address)
	if err != nil {
		return err
	}
	variables, err := s.environment(address)
	if err != nil {
		return err
	}
	if s.envOut != "" {
		if err := writeFile(s.envOut, []byte(variables)); err != nil {
			return fmt.Errorf("-env-out: %w", err)
		}
	}
	if s.printEnv {
		_, err = io.WriteString(stdout, variables)
		return err
	}
	scheme := "http"
	if s.tls {
		scheme = "https"
	}
	_, err = fmt.Fprintf(
		stdout,
		"Microsoft Graph emulator at %s://%s (%s). Interrupt it to stop.\n\n"+
			"Run this in another shell to use it with Terraform:\n\n%s\n",
		scheme,
		address,
		s.character(),
		variables,
	)
	return err
}

// character is in a few words how the tenant answers.
func (s *settings) character() string {
	switch {
	case s.dialect != "":
		return "dialect " + s.dialect
	case s.contract != "":
		return "contract " + s.contract
	default:
		return "dialect " + string(emulator.DialectBoth)
	}
}
