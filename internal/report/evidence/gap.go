package evidence

// GapKind is how a rule fails to keep duties apart.
type GapKind string

// The kinds of gaps. A is the access package that has the rule.
const (
	GapBypass      GapKind = "bypass"       // A excludes the holders of B, but not of C, which grants a role of B
	GapInherent    GapKind = "inherent"     // one access package grants the roles of both objects of a rule
	GapGroupOnly   GapKind = "group_only"   // A excludes members of a group, but not holders of a package that adds them
	GapOneWay      GapKind = "one_way"      // A excludes the holders of B, but holders of A can request B
	GapDangling    GapKind = "dangling"     // the rule names something that no longer exists, or has no name
	GapSelfLockout GapKind = "self_lockout" // A adds its holders to a group that A excludes
	GapOutside     GapKind = "outside"      // users in a group that B grants don't hold B: rules about B don't see them
	GapFrozen      GapKind = "frozen"       // the rule is about a dynamic group whose membership no longer changes
	GapAutomatic   GapKind = "automatic"    // an automatic assignment policy assigns an access package that has a rule
)

// GapKinds lists every kind, the worst first. Views show gaps in this order.
var GapKinds = []GapKind{
	GapBypass, GapInherent, GapOutside, GapGroupOnly,
	GapAutomatic, GapFrozen, GapSelfLockout, GapDangling, GapOneWay,
}

// Gap is a way in which a rule doesn't keep duties apart. Read.
type Gap struct {
	// ID is stable across runs, as long as the rule, the package that leads around it, and the role stay.
	ID            string  `json:"id"`
	Kind          GapKind `json:"kind"`
	ImportID      string  `json:"import_id"` // of the rule
	AccessPackage Object  `json:"access_package"`
	Target        Object  `json:"target"`  // the other side of the rule
	Through       *Object `json:"through"` // the access package that leads around the rule; null where none does
	Role          *Role   `json:"role"`    // the role that leads around the rule; null where none does

	// Eligible is true when the role is only eligible (Privileged Identity Management) until the holder activates it.
	Eligible bool `json:"eligible"`

	// UserCount is for "outside": how many users in the group don't hold the access package that grants it. Null
	// otherwise.
	UserCount *int `json:"user_count"`

	// ConflictCount is for "outside": how many of UserCount hold AccessPackage. Null otherwise.
	ConflictCount *int `json:"conflict_count"`

	// DocumentedOverride is for "inherent": whether every policy of the package requires approval and ends. Null
	// otherwise.
	DocumentedOverride *bool `json:"documented_override"`

	// Reviewed is for "inherent": whether every policy of the package sets access reviews. Null otherwise, and when not
	// known.
	Reviewed *bool `json:"reviewed"`

	MissingImportID *string `json:"missing_import_id"` // of the rule that would close the gap; null where none would
	Accepted        bool    `json:"accepted"`          // Judged. Whether the gap, or its rule, is accepted.
	Description     string  `json:"description"`       // what was found, in words; names in it are as the tenant has them
}

// Role is a role of a resource that an access package grants.
type Role struct {
	OriginSystem string  `json:"origin_system"`  // such as AadGroup, in lower case
	OriginID     string  `json:"origin_id"`      // of the resource, in lower case
	RoleOriginID string  `json:"role_origin_id"` // of the role, in lower case
	ResourceName *string `json:"resource_name"`
	RoleName     *string `json:"role_name"`
}
