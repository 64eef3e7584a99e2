package graph

import "context"

// Forget makes the next list of an access package's references a new one.
func (r *References) Forget(accessPackageID string) { r.forget(accessPackageID) }

// CatalogExists reads a catalog.
func (c *Client) CatalogExists(ctx context.Context, id string) error { return c.catalogExists(ctx, id) }
