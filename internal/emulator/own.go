package emulator

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
)

// own answers at the endpoints that are not Microsoft's. What changes the tenant hears callers on this machine only.
func (s *Server) own(c *call) answer {
	segments := strings.Split(strings.Trim(c.request.URL.Path, "/"), "/")
	method := c.request.Method
	switch {
	case c.request.URL.Path == "/healthz":
		return ok(map[string]string{"status": "ok"})
	case segments[0] != "emulator":
		return refuse(http.StatusNotFound, "NotFound", "The emulator has nothing at this path.")
	case !fromThisMachine(c.request.RemoteAddr):
		return refuse(http.StatusForbidden, "NotLoopback", "Only callers on the emulator's own machine may use this.")
	case len(segments) == 2 && segments[1] == "journal":
		return s.ownJournal(method)
	case len(segments) == 2 && segments[1] == "faults":
		return s.ownFaults(method, c.body)
	case len(segments) == 5 && segments[1] == "links":
		return s.ownLink(method, Kind(segments[2]), segments[3], segments[4])
	default:
		return refuse(http.StatusNotFound, "NotFound", "The emulator has nothing at this path.")
	}
}

func fromThisMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && net.ParseIP(host).IsLoopback()
}

func (s *Server) ownJournal(method string) answer {
	switch method {
	case http.MethodGet:
		return ok(s.Journal())
	case http.MethodDelete:
		s.ResetJournal()
		return noContent()
	default:
		return methodNotAllowed()
	}
}

// faultBody is a Fault as a script writes it.
type faultBody struct {
	Method      string            `json:"method"`
	Path        string            `json:"path"`
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
		Method: b.Method, Path: b.Path, Skip: b.Skip, Every: b.Every, Times: b.Times,
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

func (s *Server) ownFaults(method string, body []byte) answer {
	switch method {
	case http.MethodPost:
		var fault faultBody
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&fault); err != nil {
			return refuse(http.StatusBadRequest, "InvalidFault", err.Error())
		}
		if fault.Status != 0 && (fault.Status < 200 || fault.Status > 599) {
			return refuse(http.StatusBadRequest, "InvalidFault", "status: an HTTP status from 200 to 599 is needed")
		}
		s.Inject(fault.fault())
		return noContent()
	case http.MethodDelete:
		s.ClearFaults()
		return noContent()
	default:
		return methodNotAllowed()
	}
}

func (s *Server) ownLink(method string, k Kind, accessPackageID, targetID string) answer {
	var err error
	switch method {
	case http.MethodPut:
		err = s.tenant.Link(k, accessPackageID, targetID)
	case http.MethodDelete:
		err = s.tenant.Unlink(k, accessPackageID, targetID)
	default:
		return methodNotAllowed()
	}
	if err != nil {
		return refuse(http.StatusConflict, "Refused", err.Error())
	}
	return noContent()
}
