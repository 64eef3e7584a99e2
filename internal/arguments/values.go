package arguments

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Values are the arguments as they are in force, by name.
type Values map[string]string

// Flag is the value of a boolean argument.
func (v Values) Flag(name string) bool { return v[name] == "true" }

// Number is the value of an argument that is a whole number.
func (v Values) Number(name string) int {
	n, _ := strconv.Atoi(v[name]) // it has been checked where it was read
	return n
}

// Problem is what is wrong with the value of an argument.
type Problem struct{ Argument, Summary, Detail string }

// FromEnvironment gives the values of a process that is told by variables alone. A variable that is not set is "".
func FromEnvironment(lookup func(string) string) (Values, []Problem) {
	v := make(Values, len(All))
	var problems []Problem
	for _, a := range All {
		text, problem := a.FromVariables(lookup)
		if problem != nil {
			problems = append(problems, *problem)
		}
		v[a.Name] = text
	}
	return v, Mattering(problems, func(argument string) bool { return v[argument] != "" })
}

// Mattering gives the problems of arguments that no other argument is given instead of. A cloud that has a metadata host of its own may have a name
// of its own in ARM_ENVIRONMENT, for the providers that ask for one.
func Mattering(problems []Problem, given func(argument string) bool) []Problem {
	return slices.DeleteFunc(problems, func(p Problem) bool {
		return slices.ContainsFunc(All, func(a Argument) bool { return a.InsteadOf == p.Argument && given(a.Name) })
	})
}

// FromVariables gives the value of an argument that was not given otherwise: the first variable that is set, else the default.
func (a Argument) FromVariables(lookup func(string) string) (string, *Problem) {
	for _, variable := range a.Variables {
		text := lookup(variable)
		if text == "" {
			continue
		}
		if problem := malformed(a.Name, "the environment variable "+variable, text); problem != nil {
			return a.Fallback, problem
		}
		value, wanted := a.understand(text)
		if wanted != "" {
			return a.Fallback, &Problem{a.Name, "Invalid environment variable", fmt.Sprintf("%s is %q, but it must be %s.", variable, text, wanted)}
		}
		return value, nil
	}
	return a.Fallback, nil
}

// understand gives a value in the one form that it has here, or else what it was to be.
func (a Argument) understand(text string) (value, wanted string) {
	switch {
	case a.Boolean:
		truth, err := strconv.ParseBool(text)
		if err != nil {
			return "", "true or false"
		}
		return strconv.FormatBool(truth), ""
	case a.Most > 0:
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > a.Most {
			return "", fmt.Sprintf("a whole number from 1 to %d", a.Most)
		}
		return strconv.Itoa(number), ""
	case len(a.Allowed) > 0:
		for _, allowed := range a.Allowed {
			if strings.EqualFold(text, allowed) {
				return allowed, ""
			}
		}
		return "", "one of `" + strings.Join(a.Allowed, "`, `") + "`"
	default:
		return text, ""
	}
}
