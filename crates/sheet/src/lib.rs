//! Spreadsheets: ledgers read as they are, forms filled in place, tables written.
