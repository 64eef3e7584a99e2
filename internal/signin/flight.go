package signin

import "context"

// flight is one request that several callers wait for. It outlives the caller who began it, and ends with the last who waits: nobody
// would hear of the rest, and an `az` would be left behind.
type flight struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	value   any // of a type for each name
	err     error
}

// share joins the flight of this name, or begins it.
func (s *Session) share(ctx context.Context, name string, do func(context.Context) (any, error)) (any, error) {
	s.mu.Lock()
	f := s.flights[name]
	if f == nil {
		f = &flight{done: make(chan struct{})}
		shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f.cancel = cancel
		s.flights[name] = f
		go func() {
			defer cancel()
			f.value, f.err = do(shared)
			s.land(name, f)
			close(f.done)
		}()
	}
	f.waiting++
	s.mu.Unlock()

	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
	}
	if s.leave(name, f) {
		<-f.done // what it began has ended
	}
	return nil, ctx.Err()
}

// leave ends the flight when nobody is left, and reports that. Who comes later begins another.
func (s *Session) leave(name string, f *flight) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return false
	}
	f.cancel()
	if s.flights[name] == f {
		delete(s.flights, name)
	}
	return true
}

func (s *Session) land(name string, f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flights[name] == f {
		delete(s.flights, name)
	}
}
