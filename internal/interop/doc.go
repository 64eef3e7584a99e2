// Package interop tries the emulator with clients that nobody here wrote: Microsoft's identity library, and the sign-in of HashiCorp's
// Azure SDK. It has a module file of its own, so that their dependencies are not the provider's. "make interop" runs it.
package interop
