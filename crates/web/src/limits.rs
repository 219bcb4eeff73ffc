//! How much one client may ask: requests a second, size of a body, time for an answer.

use crate::problem::Problem;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Limits of the program.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests a second that one person may make on average; 0 for no limit.
    pub requests_per_second: u32,
    /// Greatest body in bytes.
    pub body: usize,
    /// Longest time for an answer.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            requests_per_second: 200,
            body: 20 * 1024 * 1024,
            time: Duration::from_secs(60),
        }
    }
}

/// Tells who asks too often: a bucket for each person that fills steadily and holds ten seconds' worth.
#[derive(Default)]
pub(crate) struct Meter {
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

/// Seconds' worth that a bucket holds.
const DEPTH: f64 = 10.0;

impl Meter {
    /// Takes one request from the person's bucket; tells how long to wait when it is empty.
    pub(crate) fn take(&self, who: &str, per_second: u32, now: Instant) -> Result<(), Duration> {
        if per_second == 0 {
            return Ok(());
        }
        let rate = f64::from(per_second);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(who.to_owned()).or_insert((rate * DEPTH, now));
        let passed = now.saturating_duration_since(bucket.1).as_secs_f64();
        *bucket = ((bucket.0 + passed * rate).min(rate * DEPTH), now);
        if bucket.0 < 1.0 {
            return Err(Duration::from_secs_f64(((1.0 - bucket.0) / rate).max(1.0)));
        }
        bucket.0 -= 1.0;
        Ok(())
    }
}

/// Told to who asks too often.
pub(crate) fn too_many(wait: Duration) -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many",
        format!("请求过于频繁，请 {} 秒后再试", wait.as_secs()),
        format!("too many requests; try again in {} seconds", wait.as_secs()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let meter = Meter::default();
        let start = Instant::now();
        for _ in 0..20 {
            assert!(meter.take("wang", 2, start).is_ok());
        }
        assert!(meter.take("wang", 2, start).is_err());
        assert!(meter.take("li", 2, start).is_ok());
        assert!(meter.take("wang", 2, start + Duration::from_secs(1)).is_ok());
    }
}
