//! Counting tests from what test runners write.

use std::fmt;

/// How many tests there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Takes in a line that sums up tests; every other line changes nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(told) = line.strip_prefix("Summary [") {
            // nextest: `Summary [   1.2s] 812 tests run: 811 passed (2 slow), 1 failed, 3 skipped`
            let told = told.split_once("run:").map_or("", |(_, told)| told);
            self.words(told.split(','));
        } else if let Some(told) = line.strip_prefix("test result:") {
            // libtest: `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`
            let told = told.split_once(". ").map_or("", |(_, told)| told);
            self.words(told.split(';'));
        } else if let Some(told) = line.strip_prefix(['ℹ', '#']) {
            // node: `ℹ pass 31`
            let mut words = told.split_whitespace();
            if let (Some(word), Some(Ok(number)), None) =
                (words.next(), words.next().map(str::parse), words.next())
            {
                self.count(word, number);
            }
        }
    }

    fn words<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        for part in parts {
            let mut words = part.split_whitespace();
            if let (Some(Ok(number)), Some(word)) = (words.next().map(str::parse), words.next()) {
                self.count(word, number);
            }
        }
    }

    fn count(&mut self, word: &str, number: u64) {
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "timed" => self.failed += number,
            "skipped" | "ignored" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Count::default() {
            return Ok(());
        }
        write!(f, "{} passed", self.passed)?;
        for (number, word) in [(self.failed, "failed"), (self.skipped, "skipped")] {
            if number > 0 {
                write!(f, ", {number} {word}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runners_lines_are_counted_and_no_others() {
        let mut count = Count::default();
        for line in [
            "     Summary [  61.034s] 812 tests run: 810 passed (2 slow, 1 flaky), 2 failed, 3 skipped",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "ℹ pass 31",
            "# fail 1",
            "ℹ duration_ms 4100.2",
            "        PASS [   0.004s] yiben-web one_thing_passed",
            "# 3 passed",
        ] {
            count.read(line);
        }
        assert_eq!(
            count,
            Count {
                passed: 853,
                failed: 3,
                skipped: 4
            }
        );
        assert_eq!(count.to_string(), "853 passed, 3 failed, 4 skipped");
    }
}
