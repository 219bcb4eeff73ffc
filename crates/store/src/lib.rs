//! Disk: the journal, register tables, cells, timers and attachments behind one trait.
