package arguments

import (
	"fmt"
	"regexp"
	"strings"
)

// Problem is an error about the value of an argument.
type Problem struct{ Argument, Summary, Detail string }

// reference is a variable of a pipeline or a shell that was passed on as it is written, because there is no such
// variable where it was used.
var reference = regexp.MustCompile(`^\$(\([^()]*\)|\{.*\})$`)

// malformed finds a text that can't be the value that was meant, wherever it came from. Microsoft Entra would refuse
// it with words about a wrong secret. The problem names the argument, the source, and the character, but never the
// text, which can be most of a secret.
func malformed(argument, source, text string) *Problem {
	if found := reference.FindString(text); found != "" {
		return &Problem{argument, "Variable reference wasn't expanded", fmt.Sprintf(
			"`%s` begins with `%s` and ends with `%s`: it is the name of a variable, not its value. It comes from %s. Define "+
				"that variable where it is used; a step of Azure Pipelines gets a secret variable only with a mapping such as "+
				"`env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`.", argument, text[:2], text[len(text)-1:], source)}
	}
	// Base64 in `client_certificate` ends with a line break as `base64` prints it; its decoder skips white space.
	if argument == "client_certificate" || !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, "\r") {
		return nil
	}
	character := "a line feed (LF, U+000A)"
	if strings.ContainsRune(text[max(0, len(text)-2):], '\r') {
		character = "a carriage return (CR, U+000D)"
	}
	return &Problem{argument, "Value ends with a line break", fmt.Sprintf("`%s` ends with %s. It comes from %s. Remove "+
		"the line break there, or use `trimspace(...)` in Terraform.", argument, character, source)}
}

// FromBlock checks a text that the provider block sets.
func (a Argument) FromBlock(text string) *Problem {
	return malformed(a.Name, "the provider block", text)
}
