package graph

// Forget makes the next list of an access package's references a new one.
func (r *References) Forget(accessPackageID string) { r.forget(accessPackageID) }
