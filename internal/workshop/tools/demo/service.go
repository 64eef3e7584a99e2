package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Ids of the emulator's finance tenant.
const (
	createPayments  = "ac000000-0000-4000-8000-000000000001"
	approvePayments = "ac000000-0000-4000-8000-000000000002"
	maintainVendors = "ac000000-0000-4000-8000-000000000003"
	paymentClerks   = "96000000-0000-4000-8000-000000000001"
	contractors     = "96000000-0000-4000-8000-000000000006"
)

// service is the finance tenant.
type service struct {
	*emulator.Server

	listener *httptest.Server
}

func newService() (*service, error) {
	server := emulator.New(emulator.Options{})
	if err := server.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		return nil, err
	}
	return &service{server, httptest.NewServer(server)}, nil
}

// environment points the provider at the tenant. Nothing that this user has configured changes the story, and no real
// credential takes part in it.
func (s *service) environment() []string {
	environment := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return slices.ContainsFunc(
			[]string{"ARM_", "AZURE_", "ELM_", "TF_"}, func(prefix string) bool { return strings.HasPrefix(v, prefix) },
		)
	})
	return append(environment,
		"TF_CLI_CONFIG_FILE=", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"ARM_METADATA_HOSTNAME="+s.listener.URL,
		"ARM_TENANT_ID=0e4c1a7e-5d0b-4c6e-9a54-6f1f3f7b8d10",
		"ARM_CLIENT_ID=7b1d9c52-3f0e-4e0b-8a55-2c9d6f4e1a37",
		"ARM_CLIENT_SECRET="+emulator.DefaultSecret,
	)
}

// rules is what the tenant holds: a line for each rule.
func (s *service) rules() string {
	var b strings.Builder
	for _, accessPackage := range []string{createPayments, approvePayments, maintainVendors} {
		for _, group := range s.Tenant().Links(emulator.IncompatibleGroups, accessPackage) {
			fmt.Fprintf(&b, "%s keeps out %s\n", accessPackage, group)
		}
	}
	return b.String()
}

// additions counts the requests that the tenant has seen that make a rule.
func (s *service) additions() int {
	n := 0
	for _, entry := range s.Journal() {
		if entry.Method == http.MethodPost && strings.Contains(entry.Path, string(emulator.IncompatibleGroups)) {
			n++
		}
	}
	return n
}
