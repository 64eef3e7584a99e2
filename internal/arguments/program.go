package arguments

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// ForProgram reads what a program without a provider block needs to sign in as the provider does. The error names
// everything that is wrong.
func ForProgram(program string, lookup func(variable string) string) (Values, signin.Config, error) {
	values, problems := FromEnvironment(lookup)
	credentials, more := values.Credentials(lookup)
	var errs []error
	for _, problem := range append(problems, more...) {
		errs = append(errs, errors.New(InVariables(program, problem.Detail)))
	}
	config := signin.Config{
		Environment: values["environment"], MetadataHost: values["metadata_host"], Credentials: credentials,
	}
	return values, config, errors.Join(errs...)
}

// WithVariables adds the environment variables to an error about arguments.
func WithVariables(program string, err error) error {
	var bad *signin.ConfigError
	if !errors.As(err, &bad) {
		return err
	}
	text := InVariables(program, bad.Reason)
	for _, a := range Named(bad.Arguments) {
		text += fmt.Sprintf("\n  %s is read from %s.", a.Name, strings.Join(a.Variables, " or "))
	}
	return errors.New(text)
}

// InVariables words a text about the provider and its arguments for a program, which takes their values from
// environment variables.
func InVariables(program, text string) string {
	pairs := []string{"The provider", program, "the provider", program, "this provider", program}
	for _, a := range All {
		variable := a.Variables[0]
		pairs = append(pairs, "`"+a.Name+"`", "`"+variable+"`", "`"+a.Name+" = ", "`"+variable+"=")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Named gives the arguments with these names, in the order of the table.
func Named(names []string) []Argument {
	return slices.DeleteFunc(slices.Clone(All), func(a Argument) bool { return !slices.Contains(names, a.Name) })
}
