# The drift of a plan, for people. A rule is written as its import id.

def guid: ascii_downcase | sub("^.*/"; "");
def cell: gsub("\\|"; "\\|") | gsub("[\r\n]"; " ");
def row: "| " + (map(cell) | join(" | ")) + " |";

# What a resource holds: the targets of its rules.
def targets:
  if . == null then []
  else [.group_id, .incompatible_access_package_id, (.incompatible_group_ids // [])[], (.incompatible_access_package_ids // [])[]]
    | map(values | guid)
  end;

def rows:
  . as $resource
  | (.change.before | targets) as $before
  | (.change.after | targets) as $after
  | ((.change.before // .change.after).access_package_id | guid) as $package
  | (($before - $after)[] | ["`\($package)/\(.)`", "gone: the next apply adds it again"]),
    (($after - $before)[] | ["`\($package)/\(.)`", "added by somebody else: the next apply removes it"]),
    (if $before == $after then ["`\($package)`", "changed, and no rule with it"] else empty end)
  | [.[0], "`\($resource.address)`", .[1]];

[.resource_drift // [] | .[] | select(.mode == "managed")] as $drift
| [$drift[] | select(.type | startswith("elm_")) | rows] as $rows
| [$drift[] | select(.type | startswith("elm_") | not) | .address] as $others
| "# Separation of duties: drift",
  "",
  (if ($rows | length) == 0 then "Every rule that the state knows is in force, and no set has others."
   else (["Rule", "Resource", "What happened"] | row), "|---|---|---|", ($rows[] | row) end),
  (if ($others | length) == 0 then empty else "", "Other resources have changed too: \($others | map("`\(.)`" | cell) | join(", "))." end)
