package arguments

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// ForProgram reads what a program without a provider block needs to sign in as the provider does. The error names
// everything that is wrong.
func ForProgram(lookup func(variable string) string) (Values, signin.Credentials, error) {
	values, problems := FromEnvironment(lookup)
	credentials, more := values.Credentials(lookup)
	var errs []error
	for _, problem := range append(problems, more...) {
		errs = append(errs, errors.New(problem.Detail))
	}
	return values, credentials, errors.Join(errs...)
}

// WithVariables adds the environment variables to an error about arguments.
func WithVariables(err error) error {
	var bad *signin.ConfigError
	if !errors.As(err, &bad) {
		return err
	}
	text := bad.Reason
	for _, name := range bad.Arguments {
		for _, a := range All {
			if a.Name == name {
				text += fmt.Sprintf("\n  %s is read from %s.", name, strings.Join(a.Variables, " or "))
			}
		}
	}
	return errors.New(text)
}
