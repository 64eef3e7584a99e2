package probe

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// rule is an item of one of the lists of an access package.
type rule struct{ list, accessPackage, target string }

func (r rule) path() string { return packagePath(r.accessPackage) + "/" + r.list }

// removal takes the rule away.
func (r rule) removal() record.Request {
	return record.Request{Method: http.MethodDelete, Version: published, Path: r.path() + "/" + r.target + "/$ref"}
}
