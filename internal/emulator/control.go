package emulator

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

// own answers for the emulator's own endpoints. Only callers on this machine may change the tenant.
func (s *Server) own(c *exchange.Call) exchange.Answer {
	segments := strings.Split(strings.Trim(c.Request.URL.Path, "/"), "/")
	method := c.Request.Method
	switch {
	case c.Request.URL.Path == "/healthz":
		return exchange.OK(map[string]string{"status": "ok"})
	case segments[0] != "emulator":
		return exchange.Refuse(http.StatusNotFound, "NotFound", "The emulator has nothing at this path.")
	case !fromThisMachine(c.Request.RemoteAddr):
		return exchange.Refuse(http.StatusForbidden, "NotLoopback",
			"Only callers on the emulator's own machine may use this.")
	case len(segments) == 2 && segments[1] == "journal":
		return s.ownJournal(method)
	case len(segments) == 2 && segments[1] == "faults":
		return s.ownFaults(method, c.Body)
	case len(segments) == 5 && segments[1] == "links":
		return s.ownLink(method, Kind(segments[2]), segments[3], segments[4])
	default:
		return exchange.Refuse(http.StatusNotFound, "NotFound", "The emulator has nothing at this path.")
	}
}

func fromThisMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && net.ParseIP(host).IsLoopback()
}

func (s *Server) ownJournal(method string) exchange.Answer {
	switch method {
	case http.MethodGet:
		return exchange.OK(s.Journal())
	case http.MethodDelete:
		s.ResetJournal()
		return exchange.NoContent()
	default:
		return odata.MethodNotAllowed()
	}
}

// faultBody is a Fault as a script writes it.
type faultBody struct {
	Method      string            `json:"method"`
	Path        string            `json:"path"`
	Query       string            `json:"query"`
	Skip        int               `json:"skip"`
	Every       int               `json:"every"`
	Times       int               `json:"times"`
	Status      int               `json:"status"`
	Code        string            `json:"code"`
	Message     string            `json:"message"`
	Header      map[string]string `json:"header"`
	Body        string            `json:"body"`
	ContentType string            `json:"contentType"`
	BodySize    int64             `json:"bodySize"`
	AfterEffect bool              `json:"afterEffect"`
	Drop        bool              `json:"drop"`
	Truncate    bool              `json:"truncate"`
}

func (b faultBody) fault() Fault {
	f := Fault{
		Method: b.Method, Path: b.Path, Query: b.Query, Skip: b.Skip, Every: b.Every, Times: b.Times,
		Status: b.Status, Code: b.Code, Message: b.Message, ContentType: b.ContentType, BodySize: b.BodySize,
		AfterEffect: b.AfterEffect, Drop: b.Drop, Truncate: b.Truncate, Header: http.Header{},
	}
	if b.Body != "" {
		f.Body = []byte(b.Body)
	}
	for name, value := range b.Header {
		f.Header.Set(name, value)
	}
	return f
}

func (s *Server) ownFaults(method string, body []byte) exchange.Answer {
	switch method {
	case http.MethodPost:
		var fault faultBody
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&fault); err != nil {
			return exchange.Refuse(http.StatusBadRequest, "InvalidFault", err.Error())
		}
		if fault.Status != 0 && (fault.Status < 200 || fault.Status > 599) {
			return exchange.Refuse(http.StatusBadRequest, "InvalidFault",
				"status: an HTTP status from 200 to 599 is needed")
		}
		s.Inject(fault.fault())
		return exchange.NoContent()
	case http.MethodDelete:
		s.ClearFaults()
		return exchange.NoContent()
	default:
		return odata.MethodNotAllowed()
	}
}

func (s *Server) ownLink(method string, k Kind, accessPackageID, targetID string) exchange.Answer {
	if !slices.Contains(Kinds(), k) {
		return exchange.Refuse(http.StatusNotFound, "NotFound", fmt.Sprintf("%q is none of %s.", k, Kinds()))
	}
	for _, id := range []string{accessPackageID, targetID} {
		if _, ok := guid.Canonical(id); !ok {
			return exchange.Refuse(http.StatusBadRequest, "InvalidID", fmt.Sprintf("%q is not a GUID.", id))
		}
	}
	var err error
	switch method {
	case http.MethodPut:
		err = s.tenant.Link(k, accessPackageID, targetID)
	case http.MethodDelete:
		err = s.tenant.Unlink(k, accessPackageID, targetID)
	default:
		return odata.MethodNotAllowed()
	}
	if err != nil {
		return exchange.Refuse(http.StatusConflict, "Refused", err.Error())
	}
	return exchange.NoContent()
}
