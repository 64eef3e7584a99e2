// Package contract describes how a tenant answers where Microsoft documents nothing or where tenants differ. Each open
// question is one of the [Options]. A [File] holds the answers of one tenant.
package contract

import (
	"time"
)

// Dialect says which routes add an incompatible group.
type Dialect string

// The dialects. Two pages of Microsoft disagree about the route that adds a group: an unreviewed page names one below
// the catalog, the published reference names $ref. A tenant may answer either.
const (
	DialectDocument  Dialect = "document"  // only POST below the catalog (beta), answered 201 with the group
	DialectPublished Dialect = "published" // only POST …/$ref, answered 204
	DialectBoth      Dialect = "both"
)

// The fate of a rule when its group is deleted from the directory.
const (
	DanglingKeep = "keep" // the rule stays, and lists show only its ID
	DanglingDrop = "drop" // the rule is removed with the group
)

// How next links are malformed.
const (
	NextLinkLoop      = "loop"      // each points to the page that it is on
	NextLinkRelative  = "relative"  // path and query without an origin
	NextLinkMalformed = "malformed" // not a URL
)

// Expansions says how the service returns expanded collections. Microsoft documents neither their size nor that they
// are always present.
type Expansions string

// The forms of expanded collections.
const (
	ExpansionsWhole   Expansions = "whole"
	ExpansionsPaged   Expansions = "paged"   // PageSize items and a next link
	ExpansionsAbsent  Expansions = "absent"  // the property is missing
	ExpansionsNull    Expansions = "null"    // the property is null
	ExpansionsOtherID Expansions = "otherId" // whole, but the ID of the object differs from the one in the path
)

// Options say how a tenant answers. They are fixed when a server is created. The zero value answers both dialects, with
// pages of 100 items. Answers that Microsoft hasn't published are options, so that
// a test can try a client on each.
type Options struct {
	Dialect  Dialect // empty means both
	PageSize int     // items on a page; 0 means 100, or in a list of the directory up to 999 if $top asks for them

	Expansions          Expansions // how the service returns expanded collections; empty means whole
	IgnoreCatalogFilter bool       // lists of access packages ignore a $filter by catalog

	EmptyPages    bool // an empty page with a next link precedes every page
	DuplicateLink int  // adding a rule that exists: 201, 204, 400 or 409; 0 means 400
	MissingLink   int  // removing a rule that doesn't exist: 204, 400 or 404; 0 means 404
	UnknownTarget int  // adding an unknown group or package: 400, 404, or 201 or 204 without a check; 0 means 404

	UnknownPackage    int // a path with an unknown access package; 0 means 404
	SelfLink          int // a rule of a package about itself; 204 adds it; 0 means 400
	AssignedUnlink    int // removing a rule of a package with assignments; 0 means 204
	Microsoft365Group int // adding a Microsoft 365 group; 0 means 204
	MailEnabledGroup  int // adding another mail-enabled group; 0 means 204

	Codes   map[Question]string   // error codes of the refusals above; without an entry, the default for the status
	Queries map[Query]QueryAnswer // support for query options in lists of rules; by default only /$count

	// Lists show a change of rules only after ListLag has passed and, independently, after ListLagReads lists of that
	// access package. It doesn't matter who made the change, a client or [tenant.Tenant.Link]. Lists show the rules of
	// a seed from the start.
	ListLag      time.Duration
	ListLagReads int

	// ReplicasDisagree makes two replicas take turns in answering the lists of an access package. The first shows every
	// change at once. The second shows it after ListLag and ListLagReads, which counts only its own lists. So one list
	// can show a rule that the next one doesn't.
	ReplicasDisagree bool

	// The directory knows a group of Tenant.AddGroup at once. Entitlement management knows it only after GroupLag has
	// passed and, independently, after GroupLagReads failed requests. It knows the groups of a seed from the start.
	GroupLag      time.Duration
	GroupLagReads int

	// A created object is missing for a time and, independently, for a number of requests: DirectoryLag for a group of
	// the directory, ObjectLag for a catalog, access package or policy. ListLag also hides it from lists. Deletions
	// have no lag. azuread waits for groups, not for the other objects.
	DirectoryLag      time.Duration
	DirectoryLagReads int
	ObjectLag         time.Duration
	ObjectLagReads    int

	// The service answers 429 with Retry-After when more than Concurrency requests to Graph are in progress, or when an
	// application sends more than Quota requests in ten seconds. The quota refills steadily. 0 means no limit.
	Concurrency int
	Quota       int

	// Latency delays every request, including those that are refused, except to the emulator's own endpoints.
	Latency time.Duration

	// AuditDays is how many days the audit log goes back, such as 7 or 30. The log refuses a filter for an earlier
	// time. 0 means no limit.
	AuditDays int

	HardDelete     bool   // deleted groups can't be restored, as older pages say of security groups
	DanglingGroups string // DanglingKeep or DanglingDrop; empty means keep

	TokenLifetime time.Duration    // 0 means an hour
	Now           func() time.Time // nil means time.Now
	Credentials   Credentials      // the client credentials that the token endpoint accepts

	// Roles are the app roles in tokens. Nil means EntitlementManagement.ReadWrite.All, Group.Read.All,
	// Group.ReadWrite.All, User.Read.All, Application.Read.All and AuditLog.Read.All.
	Roles []string

	// CatalogScope, if not nil, gives the caller an entitlement management role in these catalogs only. Every other
	// call gets 403, even for objects that don't exist, because the service checks permissions first.
	CatalogScope []string
	NoLicense    bool // every call to entitlement management gets 403 NoLicense

	NextLinkOrigin string // origin of next links, such as "https://elsewhere.example"; empty means the request's own
	NextLink       string // empty, NextLinkLoop, NextLinkRelative or NextLinkMalformed
}

// DefaultSecret is the accepted client secret unless Options.Credentials sets another.
const DefaultSecret = "emulator-secret"

// Credentials are the client credentials that the token endpoint accepts. An empty tenant or client accepts any. An
// empty secret means DefaultSecret. A client assertion is accepted if it is an unexpired JWT; its signature isn't
// checked.
type Credentials struct {
	TenantID, ClientID, ClientSecret string
}

// WithDefaults sets the default for every option without a value.
func (o Options) WithDefaults() Options {
	if o.Dialect == "" {
		o.Dialect = DialectBoth
	}
	for q, otherwise := range usualAnswers {
		status := o.status(q)
		*status = orElse(*status, otherwise)
	}
	o.Queries = withDefaults(o.Queries)
	if o.TokenLifetime == 0 {
		o.TokenLifetime = time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Credentials.ClientSecret == "" {
		o.Credentials.ClientSecret = DefaultSecret
	}
	if o.Roles == nil {
		o.Roles = []string{
			PermissionReadWrite,
			PermissionGroupRead,
			PermissionGroupReadWrite,
			PermissionUserRead,
			PermissionApplicationRead,
			PermissionAuditLogRead,
		}
	}
	return o
}

func orElse(status, otherwise int) int {
	if status == 0 {
		return otherwise
	}
	return status
}
