package azurecli

import "strings"

// Refusal is an `az` that ended with an error. What it says on its standard error is all there is to tell why.
type Refusal struct{ Said string }

func (r *Refusal) Error() string { return r.Said }

// TooOld reports an `az` from before [Oldest].
func (r *Refusal) TooOld() bool { return strings.Contains(r.Said, "unrecognized arguments") }

// WantsLogin reports that nobody is signed in, or no longer.
func (r *Refusal) WantsLogin() bool { return strings.Contains(r.Said, "az login") }

// tiedToTenant reports an account that is in one tenant and refuses to be told which: a managed identity, or Cloud Shell.
func (r *Refusal) tiedToTenant() bool {
	return strings.Contains(r.Said, "Tenant shouldn't be specified")
}
