//! A compiled-in table of codes and names, looked up where it lies: lines of `code name`, in the order of the codes.

/// A sorted text of lines, each a code, one space and a name. Nothing is read, copied or kept at start.
#[derive(Clone, Copy)]
pub(crate) struct Lines(pub(crate) &'static str);

impl Lines {
    /// A code with its name, as they stand in the table.
    pub(crate) fn find(self, code: &str) -> Option<(&'static str, &'static str)> {
        self.from(code).next().filter(|&(found, _)| found == code)
    }

    /// Codes that begin with `prefix`, with their names, in order.
    pub(crate) fn within(self, prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.from(prefix)
            .take_while(move |(code, _)| code.starts_with(prefix))
    }

    /// All codes with their names, in order.
    pub(crate) fn all(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.lines().filter_map(|line| line.split_once(' '))
    }

    /// The lines from the first whose code is not before `code`.
    fn from(self, code: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = self.line_start(low + (high - low) / 2);
            let line = self.0.get(middle..).unwrap_or_default();
            let found = line.split(' ').next().unwrap_or_default();
            if found < code {
                low = middle + line.find('\n').map_or(line.len(), |end| end + 1);
            } else {
                high = middle;
            }
        }
        Lines(self.0.get(low..).unwrap_or_default()).all()
    }

    /// Where the line that holds the byte at `offset` begins.
    fn line_start(self, offset: usize) -> usize {
        let before = self.0.as_bytes().get(..offset).unwrap_or_default();
        before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |end| end + 1)
    }

    /// That codes stand in order, each once, with a name.
    #[cfg(test)]
    pub(crate) fn assert_sorted(self) {
        assert_eq!(
            self.all().count(),
            self.0.lines().count(),
            "every line is a code and a name"
        );
        for (earlier, later) in self.all().zip(self.all().skip(1)) {
            assert!(earlier.0 < later.0, "{earlier:?} stands before {later:?}");
        }
        assert!(
            self.all()
                .all(|(_, name)| !name.is_empty() && name.trim() == name)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Lines = Lines("A 农\nA01 农业\nA011 谷物\nB 采矿\n");

    #[test]
    fn every_code_is_found_and_no_other() {
        for (code, name) in TABLE.all() {
            assert_eq!(TABLE.find(code), Some((code, name)));
        }
        for code in ["", "A0", "A02", "0", "C", "农"] {
            assert_eq!(TABLE.find(code), None, "{code}");
        }
    }

    #[test]
    fn codes_within_a_prefix_are_together() {
        let within = |prefix| TABLE.within(prefix).map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(within("A0"), ["A01", "A011"]);
        assert_eq!(within("B"), ["B"]);
        assert_eq!(within("C"), [""; 0]);
        assert_eq!(within("").len(), 4);
    }
}
