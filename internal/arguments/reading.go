package arguments

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// reading turns values into credentials and collects their problems.
type reading struct {
	Values

	problems []Problem
}

func (r *reading) report(argument, summary, detail string) {
	r.problems = append(r.problems, Problem{argument, summary, detail})
}

// check reports a malformed text as a problem.
func (r *reading) check(argument, source, text string) {
	if problem := malformed(argument, source, text); problem != nil {
		r.problems = append(r.problems, *problem)
	}
}

// valueOrFile reads an argument that can also be in a file. If both are set they must be equal, because one of them
// would be ignored.
func (r *reading) valueOrFile(argument, fileArgument string) string {
	value, file := r.Values[argument], r.Values[fileArgument]
	if file == "" {
		return value
	}
	content, ok := r.readFile(file, fileArgument)
	if !ok {
		return value
	}
	inFile := strings.TrimSpace(string(content))
	r.check(argument, "the file in `"+fileArgument+"`", inFile)
	if value != "" && value != inFile {
		r.addConflict(argument, fileArgument)
	}
	return inFile
}

func (r *reading) certificate() []byte {
	var given []byte
	if encoded := r.Values["client_certificate"]; encoded != "" {
		decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
		if err != nil {
			r.report("client_certificate", "Invalid client certificate",
				"`client_certificate` is not base64. Set it to a PKCS#12 bundle, encoded for example with `base64 -w0 "+
					"certificate.pfx`.")
			return nil
		}
		given = decoded
	}
	file := r.Values["client_certificate_path"]
	if file == "" {
		return given
	}
	content, ok := r.readFile(file, "client_certificate_path")
	if ok && given != nil && string(given) != string(content) {
		r.addConflict("client_certificate", "client_certificate_path")
	}
	return content
}

func (r *reading) addConflict(argument, fileArgument string) {
	r.report(argument, "Conflicting values", fmt.Sprintf(
		"`%s` and the file in `%s` differ. Remove one of them.", argument, fileArgument))
}

func (r *reading) readFile(name, argument string) ([]byte, bool) {
	const largest = 1 << 20 // bytes
	content, err := network.ReadBounded(name, largest)
	if err == nil && len(content) == 0 {
		err = errors.New("the file is empty")
	}
	if err != nil {
		r.report(
			argument, "Unreadable file", fmt.Sprintf("The provider can't read the file in `%s`, %q: %v.", argument, name, err),
		)
		return nil, false
	}
	return content, true
}
