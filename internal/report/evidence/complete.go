package evidence

// Complete reports whether everything was read and counted that the report should know.
func (d *Document) Complete() bool {
	return len(d.NotRead) == 0 && len(d.NotCounted()) == 0 && (d.ChangesSince == nil || d.ChangesComplete)
}

// Counted reports whether the conflicts of any rule were counted. If not, a number of conflicts means nothing.
func (d *Document) Counted() bool {
	for i := range d.Rules {
		if d.Rules[i].Conflicts != nil {
			return true
		}
	}
	return len(d.Rules) == 0
}

// NotCounted lists the rules that couldn't be counted, in the order of the document. Rules outside of the counted kinds
// are not among them.
func (d *Document) NotCounted() []*Rule {
	var found []*Rule
	for i := range d.Rules {
		if d.Rules[i].NotCounted != nil {
			found = append(found, &d.Rules[i])
		}
	}
	return found
}
