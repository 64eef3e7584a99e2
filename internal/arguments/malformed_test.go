package arguments

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// expectOne wants one problem about the argument, with all the words and without the value.
func expectOne(t *testing.T, problems []Problem, argument, value string, words ...string) {
	t.Helper()
	if len(problems) != 1 || problems[0].Argument != argument {
		t.Errorf("%s = %q: %+v, want one problem", argument, value, problems)
		return
	}
	for _, word := range words {
		if !strings.Contains(problems[0].Detail, word) {
			t.Errorf("%s = %q: %q lacks %q", argument, value, problems[0].Detail, word)
		}
	}
	if strings.Contains(problems[0].Summary+problems[0].Detail, "planted") {
		t.Errorf("%s = %q: %q shows the value", argument, value, problems[0].Detail)
	}
}

// Every variable of every argument is refused when it can't be what was meant.
func TestFromEnvironment_malformed(t *testing.T) {
	t.Parallel()
	for value, character := range map[string]string{
		"planted\n": "ends with a line feed (LF, U+000A)", "planted\r": "ends with a carriage return (CR, U+000D)",
		"planted\r\n": "ends with a carriage return (CR, U+000D)", "$(planted)": "begins with `$(` and ends with `)`",
		"$(planted.variable)": "begins with `$(`", "${planted}": "begins with `${` and ends with `}`", "${{ secrets.planted }}": "begins with `${`",
	} {
		for _, a := range All {
			if a.Name == "client_certificate" && strings.HasPrefix(value, "planted") {
				continue // base64 may end with a line break
			}
			for _, variable := range a.Variables {
				_, problem := a.FromVariables(func(name string) string { return map[string]string{variable: value}[name] })
				if problem == nil {
					t.Errorf("%s = %q passes", variable, value)
					continue
				}
				expectOne(t, []Problem{*problem}, a.Name, value, "`"+a.Name+"` "+character, "the environment variable "+variable)
			}
			if problem := a.FromBlock(value); problem == nil {
				t.Errorf("%s = %q passes in the provider block", a.Name, value)
			} else {
				expectOne(t, []Problem{*problem}, a.Name, value, character, "the provider block")
			}
		}
	}
	for _, value := range []string{"", "a", "a\nb", "$(a", "a$(b)", "$a", "$(a)b", "{a}", " a "} {
		if problem := All[slices.IndexFunc(All, func(a Argument) bool { return a.Name == "client_secret" })].FromBlock(value); problem != nil {
			t.Errorf("%q: %+v", value, problem)
		}
	}
}

// Values from files and from the environment of a pod or an app are checked too.
func TestCredentials_malformed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("$(planted)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	nothing := func(string) string { return "" }
	_, problems := Values{"client_secret_file_path": file}.Credentials(nothing)
	expectOne(t, problems, "client_secret", "$(planted)", "begins with `$(`", "the file in `client_secret_file_path`")

	for variable, argument := range map[string]string{"AZURE_CLIENT_ID": "client_id", "AZURE_TENANT_ID": "tenant_id", "AZURE_FEDERATED_TOKEN_FILE": "oidc_token_file_path"} {
		_, problems := Values{"use_aks_workload_identity": "true"}.Credentials(func(name string) string { return map[string]string{variable: "planted\n"}[name] })
		expectOne(t, problems, argument, "planted\n", "the environment variable "+variable)
	}
	for variable, value := range map[string]string{"IDENTITY_ENDPOINT": "http://planted\r", "IDENTITY_HEADER": "planted\n"} {
		variables := map[string]string{"IDENTITY_ENDPOINT": "http://localhost", "IDENTITY_HEADER": "h"}
		variables[variable] = value
		_, problems := Values{}.Credentials(func(name string) string { return variables[name] })
		expectOne(t, problems, "msi_endpoint", value, "the environment variable "+variable)
	}
}
