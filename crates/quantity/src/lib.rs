//! Chinese numbers, quantities, comparators and periods, read and written.
