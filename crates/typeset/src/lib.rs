//! Official paper: GB/T 9704 layout as PDF and DOCX.
