//! Use cases: who may do what; the only door to writes.
