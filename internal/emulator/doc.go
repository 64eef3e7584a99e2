// Package emulator is the part of Microsoft Graph that separation of duties in entitlement management needs, in memory: for this
// project's tests, for its demo, and for authors of modules who want to run "terraform test" without a tenant.
//
// # What is imitated
//
// Below /v1.0 and /beta: access packages with their incompatible groups and access packages, in the dialects of [Options]; catalogs,
// assignments and additional access; groups and their transitive members; paging, errors and permissions as Microsoft documents them.
// Around it: the metadata endpoint from which Azure's tools learn where a cloud is, Entra's discovery documents and its token endpoint for
// client credentials, the token endpoints that a virtual machine and App Service offer to a managed identity, and the one where a
// pipeline's job gets its identity token.
//
// Where Microsoft publishes no answer, the answer is an option, and contract_test.go says "unconfirmed". Start there to see what is known
// and from where. Options can be read from a file, which elm-probe makes of a tenant; those that are known are in contracts/.
//
// For scripts, which cannot call this package, the server has endpoints of its own: GET /healthz, and, for callers on its machine,
//
//	GET, DELETE /emulator/journal                            the requests so far
//	POST, DELETE /emulator/faults                            inject a fault (fields as in [Fault], in lower camel case); take all away
//	PUT, DELETE /emulator/links/{kind}/{package}/{target}    add or remove a rule as another administrator; lists lag as after any write
//
// # What is not
//
// There is no $batch, no change tracking, no delegated sign-in beyond [Server.UserToken], no request or approval of access, and no
// enforcement of the rules: nobody requests access here. Nothing is checked with cryptography that a client could rely on, and nothing is
// kept when the process ends. The server is meant for loopback.
//
// # Shape
//
// Package tenant holds the records and the rules between them and knows no HTTP. Package routes translates, with what package odata knows
// of keys, queries and pages: each handler takes a call and gives an answer, and package exchange writes it. Package login stands in front,
// package faults takes a request away from its handler, and package contract is the options. All of them import the standard library
// only, and never the client that they test, so that the two read Microsoft's pages independently.
package emulator
