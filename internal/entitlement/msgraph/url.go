package msgraph

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// IsReferences reports whether a URL is that of a kind's rules, even if its access package is wrong.
func IsReferences(k *kind.Kind, text string) bool {
	_, err := packageInURL(k, text)
	return err == nil
}

// ParseAccessPackage finds the access package in ".../accessPackages/{package}/incompatibleGroups/$ref", in any
// spelling of the URL.
func ParseAccessPackage(k *kind.Kind, text string) (accessPackageID string, err error) {
	accessPackage, err := packageInURL(k, text)
	if err != nil {
		return "", err
	}
	if accessPackageID, err = guid.Parse(accessPackage); err != nil {
		return "", fmt.Errorf("the access package in its url is wrong: %w", err)
	}
	return accessPackageID, nil
}

// packageInURL ignores the last part, which the route below a catalog doesn't have.
func packageInURL(k *kind.Kind, text string) (string, error) {
	parts, err := pathParts(text)
	if err != nil {
		return "", fmt.Errorf("its url can't be read: %w", err)
	}
	if last := len(parts) - 1; last >= 0 && strings.EqualFold(parts[last], "$ref") {
		parts = parts[:last]
	}
	n := len(parts)
	if n < 3 || !strings.EqualFold(parts[n-3], "accessPackages") || !strings.EqualFold(parts[n-1], k.Navigation) {
		return "", fmt.Errorf("its url does not end in accessPackages/<guid>/%s/$ref: %q", k.Navigation, signin.Clip(text))
	}
	return parts[n-2], nil
}

// ParseTarget finds the target in ".../groups/{id}", in any spelling of the URL. A GUID alone is enough.
func ParseTarget(k *kind.Kind, text string) (string, error) {
	id, err := guid.ParseIn(k.Collection, text)
	if err == nil {
		return id, nil
	}
	parts, unreadable := pathParts(text)
	n := len(parts)
	if unreadable != nil || n < 2 {
		return "", err
	}
	for _, collection := range k.Collections {
		if strings.EqualFold(parts[n-2], collection) {
			return guid.Parse(parts[n-1])
		}
	}
	return "", fmt.Errorf("it does not end in %s/<guid>: %q", k.Collections[0], signin.Clip(text))
}

// keyed is a part with its key in parentheses, as OData writes it too: groups('<guid>').
var keyed = regexp.MustCompile(`^(\w+)\('?([^'()]*)'?\)$`)

// pathParts are the parts of a Microsoft Graph URL's path, a key in parentheses as a part of its own. Host, version and
// query don't matter.
func pathParts(text string) ([]string, error) {
	location, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%q isn't a URL", signin.Clip(text))
	}
	var parts []string
	for part := range strings.SplitSeq(location.Path, "/") {
		if key := keyed.FindStringSubmatch(part); key != nil {
			parts = append(parts, key[1:]...)
		} else if part != "" {
			parts = append(parts, part)
		}
	}
	return parts, nil
}
