//! The program: every command a town needs, in one binary.
fn main() {}
