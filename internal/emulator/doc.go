// Package emulator is an in-memory emulator of the part of Microsoft Graph that separation of duties in entitlement
// management needs. This project's tests and demo use it, and authors of modules can run "terraform test" against it
// without a tenant.
//
// # What it emulates
//
// Below /v1.0 and /beta: access packages with their incompatible groups and access packages, in the dialects of
// [Options]; catalogs, resources, roles, policies, assignments and requests for them; groups and their transitive
// members; the audit log; paging, errors and permissions, as Microsoft documents them.
//
// Around Graph: the metadata endpoint that tells Azure's tools where a cloud's services are, Entra's discovery
// documents, its token endpoint for client credentials, the token endpoints of managed identities on virtual machines
// and in App Service, and the endpoints that give a pipeline's job its identity token.
//
// Where Microsoft documents no answer, the answer is one of the [Options], and contract_test.go says "unconfirmed".
// Start there to see what is known and from which source. A file can set the options: elm-probe writes one for a
// tenant, and the folder contract/samples has examples.
//
// Scripts use the emulator's own endpoints. GET /healthz answers every caller. The others answer only callers on the
// emulator's machine:
//
//	GET, DELETE /emulator/journal                            list or clear the requests so far
//	POST, DELETE /emulator/faults                            add a [Fault] as JSON in lower camel case; remove all
//	PUT, DELETE /emulator/links/{kind}/{package}/{target}    add or remove a rule as another administrator would
//
// # What it doesn't emulate
//
// There is no $batch, no change tracking and no delegated sign-in except [Server.UserToken]. There are no requests for
// access and no approvals, so the emulator enforces no rule. Clients can't rely on its cryptography. Nothing is kept
// when the process ends.
//
// # Structure
//
// Package tenant holds the records and their constraints and knows no HTTP. Package routes translates between HTTP and
// the tenant, with package odata for keys, queries and pages. Package exchange reads requests and writes answers.
// Package login issues and checks tokens, package faults makes requests fail, and package contract has the options. All
// of them import only the standard library and never the client under test, so that emulator and client read
// Microsoft's pages independently.
package emulator
