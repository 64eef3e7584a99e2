package display

// Alike gives the IDs of those objects whose names look like that of another one.
func Alike(names map[string]string) map[string]bool {
	byName := map[string][]string{}
	for id, name := range names {
		if shown := Message(name).String(); shown != "" {
			byName[shown] = append(byName[shown], id)
		}
	}
	alike := map[string]bool{}
	for _, ids := range byName {
		for _, id := range ids {
			if len(ids) > 1 {
				alike[id] = true
			}
		}
	}
	return alike
}
