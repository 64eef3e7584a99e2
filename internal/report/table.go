package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Tables lists the names of all tables.
var Tables = []string{"rules", "conflicts", "gaps", "findings", "changes"}

// TableOptions say how a table is written.
type TableOptions struct {
	Separator     rune // a comma, if zero
	ByteOrderMark bool // so that Excel reads UTF-8
}

// CSV makes a table for spreadsheets (RFC 4180). No cell is taken for a formula.
func CSV(d *evidence.Document, table string, options TableOptions) ([]byte, error) {
	s := sort(d)
	var rows [][]string
	switch table {
	case "rules":
		rows = s.ruleRows()
	case "conflicts":
		rows = s.conflictRows()
	case "gaps":
		rows = s.gapRows()
	case "findings":
		rows = s.findingRows()
	case "changes":
		rows = s.changeRows()
	default:
		return nil, fmt.Errorf("there is no table %q; the tables are %s", table, strings.Join(Tables, ", "))
	}
	var out bytes.Buffer
	if options.ByteOrderMark {
		out.WriteString("\ufeff")
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if options.Separator != 0 {
		w.Comma = options.Separator
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = display.NewCell(cell).String()
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func (s *sorted) ruleRows() [][]string {
	rows := [][]string{
		{
			"import_id",
			"kind",
			"catalog",
			"access_package",
			"access_package_id",
			"target",
			"target_id",
			"conflicts",
			"users",
			"service_principals",
			"unidentified",
			"unknown",
			"after_rule",
			"unknown_order",
			"in_force_since",
			"status",
			"accepted",
			"one_way",
			"severity",
			"risks",
			"not_counted",
		},
	}
	for _, c := range s.ByCatalog {
		for _, p := range c.Packages {
			for _, r := range p.Rules {
				counts := make([]string, 7)
				if n := r.Conflicts; n != nil {
					for i, count := range []int{
						n.Total, n.Users, n.ServicePrincipals, n.Unidentified, n.Unknown, n.AfterRule, n.UnknownOrder,
					} {
						counts[i] = strconv.Itoa(count)
					}
				}
				rows = append(rows, slices.Concat(
					[]string{
						r.ImportID,
						string(r.Kind),
						s.plain(r.Catalog),
						s.plain(r.AccessPackage),
						r.AccessPackage.ID,
						s.plain(r.Target),
						r.Target.ID,
					}, counts, []string{
						stamp(r.InForceSince),
						string(r.Status),
						strconv.Itoa(r.Accepted),
						strconv.FormatBool(r.OneWay),
						or(r.Severity),
						strings.Join(r.Risks, " "),
						or(r.NotCounted),
					},
				))
			}
		}
	}
	return rows
}

// conflictRows has a row for each holder in conflict.
func (s *sorted) conflictRows() [][]string {
	rows := [][]string{
		{
			"import_id",
			"access_package",
			"target",
			"holder_type",
			"object_id",
			"access_package_since",
			"target_since",
			"in_conflict_since",
			"order",
		},
	}
	for _, c := range s.ByCatalog {
		for _, p := range c.Packages {
			for _, r := range p.Rules {
				if r.Conflicts == nil {
					continue
				}
				for _, h := range r.Conflicts.Holders {
					rows = append(rows, []string{
						r.ImportID, s.plain(r.AccessPackage), s.plain(r.Target), string(h.Type), or(h.ObjectID),
						stamp(h.AccessPackageSince), stamp(h.TargetSince), stamp(h.InConflictSince), string(h.Order),
					})
				}
			}
		}
	}
	return rows
}

func (s *sorted) gapRows() [][]string {
	rows := [][]string{
		{
			"id",
			"kind",
			"import_id",
			"access_package",
			"target",
			"through",
			"role",
			"eligible",
			"user_count",
			"conflict_count",
			"documented_override",
			"reviewed",
			"missing_import_id",
			"accepted",
			"description",
		},
	}
	for _, kind := range evidence.GapKinds {
		for i := range s.Gaps {
			g := &s.Gaps[i]
			if g.Kind != kind {
				continue
			}
			through, role := "", ""
			if g.Through != nil {
				through = s.plain(*g.Through)
			}
			if g.Role != nil {
				role = or(g.Role.RoleName)
			}
			rows = append(rows, []string{
				g.ID,
				string(g.Kind),
				g.ImportID,
				s.plain(g.AccessPackage),
				s.plain(g.Target),
				through,
				role,
				strconv.FormatBool(g.Eligible),
				number(g.UserCount),
				number(g.ConflictCount),
				truth(g.DocumentedOverride),
				truth(g.Reviewed),
				or(g.MissingImportID),
				strconv.FormatBool(g.Accepted),
				g.Description,
			})
		}
	}
	return rows
}

func (s *sorted) findingRows() [][]string {
	rows := [][]string{{"id", "kind", "severity", "import_id", "count", "description"}}
	for _, f := range s.Findings {
		rows = append(
			rows, []string{f.ID, string(f.Kind), or(f.Severity), or(f.ImportID), strconv.Itoa(f.Count), f.Description},
		)
	}
	return rows
}

func (s *sorted) changeRows() [][]string {
	rows := [][]string{
		{"time", "operation", "kind", "result", "import_id", "change", "actor_id", "actor_type", "correlation_id"},
	}
	for i := range s.Changes {
		c := &s.Changes[i]
		rows = append(rows, []string{
			stamp(c.Time),
			string(c.Operation),
			or(c.Kind),
			or(c.Result),
			or(c.ImportID),
			s.change(c).String(),
			or(c.ActorID),
			or(c.ActorType),
			or(c.CorrelationID),
		})
	}
	return rows
}

// plain is the name of an object as the tenant has it, or nothing.
func (s *sorted) plain(o evidence.Object) string { return or(o.Name) }

func or[T ~string](text *T) string {
	if text == nil {
		return ""
	}
	return string(*text)
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func truth(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
