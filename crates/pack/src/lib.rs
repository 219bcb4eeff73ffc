//! The language of packs: parse, check, explain errors at line and column.
