//! How much of a file is read at most. A file can claim anything: a million names that all lie in the same megabyte.

/// The longest name, without its NUL; compilers cut theirs at about this length.
pub(super) const NAME_MAX: usize = 4096;

/// How many exports, imports or symbols are looked at.
pub(super) const ENTRIES_MAX: usize = 65_536;

/// How many libraries a file can name.
pub(super) const LIBRARIES_MAX: usize = 1024;

/// How many sections or segments are looked at.
pub(super) const SECTIONS_MAX: usize = 1024;

/// How many parts of a universal file are looked at.
pub(super) const PARTS_MAX: usize = 32;

/// The bytes of all names of a file together.
const NAMES_MAX: usize = 8 * 1024 * 1024;

/// Reads names, until there are too many of them.
#[derive(Debug)]
pub(super) struct Names {
    left: usize,
    /// Whether something was left out.
    pub(super) cut: bool,
}

impl Default for Names {
    fn default() -> Self {
        Self { left: NAMES_MAX, cut: false }
    }
}

impl Names {
    /// The name that begins here and ends at a NUL; nothing if it is empty, too long, or one too many.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<String> {
        let end = bytes.iter().take(NAME_MAX).position(|&byte| byte == 0)?;
        if end > self.left {
            self.cut = true;
            return None;
        }
        self.left -= end;
        (end > 0).then(|| String::from_utf8_lossy(&bytes[..end]).into_owned())
    }

    /// The first of `all`, and a note if there are more.
    pub(super) fn bounded<'a, T>(&mut self, all: &'a [T], max: usize) -> &'a [T] {
        self.cut |= all.len() > max;
        &all[..all.len().min(max)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_at_a_nul_and_have_bounds() {
        let mut names = Names::default();
        assert_eq!(names.read(b"Name\0more"), Some("Name".to_owned()));
        assert_eq!(names.read(b"\xff\0"), Some("\u{fffd}".to_owned()));
        assert_eq!([names.read(b""), names.read(b"\0"), names.read(b"open end")], [None, None, None]);
        let long = [&[b'a'; NAME_MAX][..], b"\0"].concat();
        assert_eq!([names.read(&long), names.read(&long[2..])], [None, Some("a".repeat(NAME_MAX - 2))]);
        assert!(!names.cut);
        let read = (0..3000).filter(|_| names.read(&long[2..]).is_some()).count();
        assert!(names.cut && read < 2100, "{read}");
    }

    #[test]
    fn lists_have_bounds() {
        let mut names = Names::default();
        assert_eq!((names.bounded(&[1, 2], 2).len(), names.cut), (2, false));
        assert_eq!((names.bounded(&[1, 2, 3], 2).len(), names.cut), (2, true));
    }
}
