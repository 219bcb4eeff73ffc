//! Reads a work report: its headings, claims and commitments.
