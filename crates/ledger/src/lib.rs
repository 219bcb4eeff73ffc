//! Pure: decide a command, replay the journal, loops, indicators, lineage.
