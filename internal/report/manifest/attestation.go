package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// AttestationName is the file beside the manifest that keeps what a reviewer attested.
const AttestationName = "attestation.json"

// Attestation is what a reviewer says about the files of a report. It isn't a signature: sign the file where proof is
// needed.
type Attestation struct {
	ReviewerID string `json:"reviewer_id"` // the object ID of the reviewer in Microsoft Entra
	Reviewer   string `json:"reviewer"`    // the reviewer's name
	Date       string `json:"date"`        // a day
	Statement  string `json:"statement"`
	Manifest   string `json:"manifest_sha256"` // the sum of the manifest, which lists the sums of all files
}

// Attest writes an attestation about the report in a folder, which has passed Check.
func Attest(folder string, a Attestation, d *evidence.Document) error {
	text, err := os.ReadFile(filepath.Join(folder, Name))
	if err != nil {
		return err
	}
	a.ReviewerID, a.Manifest = strings.ToLower(a.ReviewerID), sum(text)
	if err := a.allowed(d); err != nil {
		return err
	}
	content, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(folder, AttestationName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(content, '\n'))
	return errors.Join(err, file.Close())
}

// ReadAttestation reads and checks the attestation in a folder. Without one it gives an error that wraps
// fs.ErrNotExist.
func ReadAttestation(folder string, d *evidence.Document) (*Attestation, error) {
	content, err := os.ReadFile(filepath.Join(folder, AttestationName))
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var a Attestation
	if err := decoder.Decode(&a); err != nil {
		return nil, fmt.Errorf("%s isn't an attestation that \"verify --attest\" wrote", AttestationName)
	}
	text, err := os.ReadFile(filepath.Join(folder, Name))
	if err != nil {
		return nil, err
	}
	if a.Manifest != sum(text) {
		return nil, fmt.Errorf("%s is about another manifest", AttestationName)
	}
	return &a, a.allowed(d)
}

// allowed refuses a reviewer who made a change that the report covers, and a report that can't tell.
func (a *Attestation) allowed(d *evidence.Document) error {
	if a.ReviewerID == "" || strings.TrimSpace(a.Reviewer) == "" || strings.TrimSpace(a.Statement) == "" {
		return errors.New("an attestation needs the reviewer's object ID and name, and a statement")
	}
	if _, err := time.Parse(time.DateOnly, a.Date); err != nil {
		return fmt.Errorf("%q isn't a day that exists; write a day such as 2026-12-01", a.Date)
	}
	if d.AsOf != nil && a.Date < *d.AsOf {
		return fmt.Errorf("the review on %s is before the day of the report, %s", a.Date, *d.AsOf)
	}
	if d.ReadOn != nil && a.Date < *d.ReadOn {
		return fmt.Errorf("the review on %s is before %s, the day on which the tenant was read", a.Date, *d.ReadOn)
	}
	if d.ChangesSince == nil || !d.ChangesComplete {
		return errors.New("the report doesn't cover changes, so no one can tell whether the reviewer made them; " +
			"write it with --changed-since")
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		if c.ActorID == nil {
			return errors.New(
				"the audit log doesn't name the actor of a change, so no one can tell whether it was the reviewer",
			)
		}
		if strings.EqualFold(*c.ActorID, a.ReviewerID) {
			return fmt.Errorf(
				"reviewer %s made a change that the report covers; someone else must review it", a.ReviewerID,
			)
		}
	}
	return nil
}
