//! What can go wrong with a disk.

/// Why the store could not do what was asked. Nothing was kept of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full: nothing of this was kept; free some space and send it again")]
    Full,
    /// Another process holds the store.
    #[error("the store is busy: another process is writing; try again")]
    Busy,
    /// The database says otherwise.
    #[error("the database: {0}")]
    Database(String),
    /// What is on disk cannot be understood.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            StoreError::Full => "磁盘已满：本次未保存任何内容，请腾出空间后重试".to_owned(),
            StoreError::Busy => "数据库正被另一程序写入，请稍后重试".to_owned(),
            StoreError::Database(why) => format!("数据库出错：{why}"),
            StoreError::Damaged(why) => format!("数据已损坏：{why}"),
            StoreError::File { path, source } => format!("文件 {path}：{source}"),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => StoreError::Full,
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                StoreError::Damaged(error.to_string())
            }
            _ => StoreError::Database(error.to_string()),
        }
    }
}
