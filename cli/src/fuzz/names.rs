//! Where the names come from that generated scenarios take: files of the user, and the DLLs under test themselves.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use mockras::campaign::hash;
use mockras::generate::Vocabulary;
use mockras::ras::Name;
use mockras::scenario::{DLL_MAX_BYTES, Dll, read_file, shown};
use mockras_native::binary::wide_names;

use super::super::exit::UserError;

/// The longest file of names. A million names of 15 letters fit.
const FILE_MAX: u64 = 16 * 1024 * 1024;

/// The longest domain, in UTF-16 units.
const DOMAIN_MAX: usize = 15;

/// How many names of a DLL a report shows.
const SHOWN_MAX: usize = 3;

/// What `--names` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NamesFlag {
    /// No name is taken from a DLL.
    NotOfDlls,
    /// The names of a file are taken as well.
    File(PathBuf),
}

impl FromStr for NamesFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(if text == "none" { Self::NotOfDlls } else { Self::File(text.into()) })
    }
}

/// The names that a campaign takes, and what is told of them.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) vocabulary: Vocabulary,
    /// From where how many were taken; empty if there are none.
    pub(super) told: Vec<String>,
}

impl Known {
    /// The names that these flags and DLLs lead to, behind those that there are. Those of a DLL are all that its file says:
    /// where it cannot be read here, there are none.
    pub(super) fn of(
        vocabulary: Vocabulary,
        flags: &[NamesFlag],
        subjects: &[Dll],
    ) -> Result<Self, UserError> {
        let mut known = Self { vocabulary, told: Vec::new() };
        if !known.vocabulary.is_empty() {
            known.told.push("those of mockras.toml".to_owned());
        }
        for flag in flags {
            if let NamesFlag::File(path) = flag {
                let names = lines(path)?;
                known.take(&names);
                // Where the file lies differs between machines.
                let file = path.file_name().map_or_else(|| shown(path), |name| shown(Path::new(name)));
                known.told.push(format!("{} from {file}", names.len()));
            }
        }
        if !flags.contains(&NamesFlag::NotOfDlls) {
            for path in subjects.iter().filter_map(|dll| dll.path.as_ref()) {
                let file = read_file(Path::new(path), "a DLL", DLL_MAX_BYTES).unwrap_or_default();
                let names = wide_names(&file);
                known.take(&names);
                known.told.extend(of_dll(&names));
            }
        }
        Ok(known)
    }

    fn take(&mut self, names: &[Name]) {
        let mut more = Vocabulary::default();
        names.iter().for_each(|name| more.add(name));
        self.vocabulary.merge(more);
    }

    /// A digest of all names; none if there are none.
    pub(super) fn digest(&self) -> Option<String> {
        let Vocabulary { users, domains, computers, ports, interfaces } = &self.vocabulary;
        let kinds = [users, domains, computers, ports, interfaces];
        let lines = kinds.map(|names| names.iter().map(|name| format!("{name}\n")).collect::<String>());
        (!self.vocabulary.is_empty()).then(|| format!("xxh3:{:032x}", hash(lines.join("\n").as_bytes())))
    }
}

/// `4 from the DLL: "svc-backup", "kiosk", "ops", ..`
fn of_dll(names: &[Name]) -> Option<String> {
    let mut some: Vec<String> = names.iter().take(SHOWN_MAX).map(|name| format!("{name:?}")).collect();
    if names.len() > SHOWN_MAX {
        some.push("..".to_owned());
    }
    (!names.is_empty()).then(|| format!("{} from the DLL: {}", names.len(), some.join(", ")))
}

/// The names of a file: one a line, `domain\user` for both, and lines that are empty or begin with `#` say nothing.
fn lines(path: &Path) -> Result<Vec<Name>, UserError> {
    let fail = |why: String| UserError::new(format!("{}{why}", shown(path)));
    let bytes = read_file(path, "a file of names", FILE_MAX).map_err(|error| fail(format!(": {error}")))?;
    // The byte-order mark that some editors put before a text.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut names = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let text = str::from_utf8(line).map_err(|error| {
            let before = String::from_utf8_lossy(&line[..error.valid_up_to()]);
            let column = before.chars().count() + 1;
            fail(format!(":{number}:{column}: expected UTF-8, found a byte that is not"))
        })?;
        let name = text.trim();
        if name.is_empty() || name.starts_with('#') {
            continue;
        }
        let column = text.chars().take_while(|c| c.is_whitespace()).count() + 1;
        check(name).map_err(|why| fail(format!(":{number}:{column}: {why}")))?;
        names.push(Name::literal(name));
    }
    Ok(names)
}

/// Whether a name fits somewhere; otherwise what was expected and found.
fn check(name: &str) -> Result<(), String> {
    let units = |text: &str| text.encode_utf16().count();
    let (domain, user) = name.split_once('\\').map_or((None, name), |(domain, user)| (Some(domain), user));
    match (domain.map(units), units(user)) {
        (Some(0), _) | (Some(_), 0) => Err(r"expected DOMAIN\USER, found half of it".to_owned()),
        (Some(long), _) if long > DOMAIN_MAX => {
            Err(format!("expected a domain of at most {DOMAIN_MAX} UTF-16 units, found {long}"))
        }
        (_, long) if long > Vocabulary::UNITS_MAX => {
            Err(format!("expected a name of at most {} UTF-16 units, found {long}", Vocabulary::UNITS_MAX))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_or_say_what_was_expected() {
        for name in ["alice", &"n".repeat(256), r"CORP\alice", r"FIFTEEN-UNITS-X\bob"] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        assert_eq!(
            check(&"n".repeat(257)),
            Err("expected a name of at most 256 UTF-16 units, found 257".to_owned())
        );
        assert_eq!(
            check(&"😀".repeat(129)),
            Err("expected a name of at most 256 UTF-16 units, found 258".to_owned())
        );
        let long = r"SIXTEEN-UNITS-XX\bob";
        assert_eq!(check(long), Err("expected a domain of at most 15 UTF-16 units, found 16".to_owned()));
        for half in [r"\bob", r"CORP\"] {
            assert_eq!(check(half), Err(r"expected DOMAIN\USER, found half of it".to_owned()));
        }
    }

    #[test]
    fn few_names_of_a_dll_are_shown() {
        let names: Vec<Name> = ["a", "b", "c", "d"].map(Name::from).to_vec();
        assert_eq!(of_dll(&names[..2]).as_deref(), Some(r#"2 from the DLL: "a", "b""#));
        assert_eq!(of_dll(&names).as_deref(), Some(r#"4 from the DLL: "a", "b", "c", .."#));
        assert_eq!(of_dll(&[]), None);
    }

    #[test]
    fn other_names_have_another_digest() {
        let of = |users: &[&str], ports: &[&str]| {
            let names = |names: &[&str]| names.iter().map(|name| Name::from(*name)).collect();
            let vocabulary = Vocabulary { users: names(users), ports: names(ports), ..Vocabulary::default() };
            Known { vocabulary, told: Vec::new() }.digest()
        };
        assert_eq!(of(&[], &[]), None);
        assert!(of(&["a"], &[]).is_some_and(|digest| digest.starts_with("xxh3:")));
        assert_ne!(of(&["a"], &[]), of(&[], &["a"]));
        assert_ne!(of(&["a"], &[]), of(&["b"], &[]));
    }
}
