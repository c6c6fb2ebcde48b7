//! The text of the registry value `DLLPath` (LOAD-03, LOAD-04), and what it lists.

use std::fmt;
use std::str::FromStr;

use super::dll::{Dll, DllSource, MAX_DLLS};
use crate::ras::{PathDuplicate, PathEmpty, PathTrim, Policy, Profile};

/// The paths of DLLs, separated by semicolons, as the registry value `DLLPath` holds them.
///
/// What it lists depends on the readings of AMB-36. It has no quotes and no environment variables: what stands between
/// two semicolons is a path (CHOICE 44), or a stock DLL as the command line spells one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DllPath(String);

/// A DLL that is to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// The DLL that is listed.
    pub dll: Dll,
    /// Why it cannot be loaded, if that is known beforehand.
    pub unusable: Option<Unusable>,
    /// What the log is to say about it when it is loaded.
    pub warnings: Vec<String>,
}

/// Why an item of a list is no DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unusable {
    /// Nothing stands between two semicolons.
    Empty,
    /// The blanks around it are taken for a part of its path: there is no such file.
    Blanks,
}

impl From<Dll> for Listed {
    fn from(dll: Dll) -> Self {
        Self { dll, unusable: None, warnings: Vec::new() }
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

impl DllPath {
    /// The text as the registry holds it.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The same list with the paths of its DLLs changed; blanks around them, and stock DLLs, stay.
    #[must_use]
    pub fn with_paths(&self, change: impl Fn(&str) -> String) -> Self {
        let changed = |item: &str| {
            let path = item.trim_matches(BLANKS);
            match path.parse::<Dll>() {
                Ok(dll) if dll.path.is_some() => item.replacen(path, &change(path), 1),
                _ => item.to_owned(),
            }
        };
        Self(self.0.split(';').map(changed).collect::<Vec<_>>().join(";"))
    }

    /// What it lists, under the readings of AMB-36. On Windows 2000 and earlier it is no list (LOAD-05): whatever has a
    /// semicolon becomes several DLLs there, which no service of these loads.
    pub fn listed(&self, profile: Profile, policy: &Policy) -> Vec<Listed> {
        let is_list = !profile.is_2000_or_earlier();
        let trims = policy.path_trim == PathTrim::Yes;
        let items = self.0.split(';').map(|item| if trims { item.trim_matches(BLANKS) } else { item });
        let is_skipped = |item: &str| {
            is_list && policy.path_empty == PathEmpty::Skip && item.trim_matches(BLANKS).is_empty()
        };
        let items: Vec<Listed> = items.filter(|item| !is_skipped(item)).map(listed).collect();
        if is_list && policy.path_duplicate == PathDuplicate::Once { once(items, |_| true) } else { items }
    }
}

/// The DLLs that a scenario or a command line names one by one. A file that is named twice is a duplicate; two stock
/// DLLs are two.
pub(super) fn named_one_by_one(dlls: &[Dll], policy: &Policy) -> Vec<Listed> {
    let dlls: Vec<Listed> = dlls.iter().cloned().map(Listed::from).collect();
    let is_file = |dll: &Dll| matches!(dll.source(), DllSource::File(_));
    if policy.path_duplicate == PathDuplicate::Once { once(dlls, is_file) } else { dlls }
}

fn listed(item: &str) -> Listed {
    let path = item.trim_matches(BLANKS);
    let name = |name: &str| Dll { name: Some(name.to_owned()), ..Dll::file(item) };
    if path.is_empty() {
        return Listed { unusable: Some(Unusable::Empty), ..Listed::from(name("empty")) };
    }
    // What is no stock DLL is a path: the text was checked.
    let dll: Dll = path.parse().unwrap_or_else(|_| Dll::file(path));
    if path != item {
        return Listed { unusable: Some(Unusable::Blanks), ..Listed::from(name(&dll.name())) };
    }
    let is_relative = matches!(dll.source(), DllSource::File(path) if !is_full(path));
    let warning = is_relative.then(|| format!("DLLPath holds no full path: {path} (LOAD-03)"));
    Listed { warnings: warning.into_iter().collect(), ..Listed::from(dll) }
}

/// Leaves each DLL at its first place only. Its log says that it was listed again.
fn once(dlls: Vec<Listed>, counts: impl Fn(&Dll) -> bool) -> Vec<Listed> {
    let mut kept: Vec<Listed> = Vec::with_capacity(dlls.len());
    for listed in dlls {
        let can_be_known = listed.unusable.is_none() && counts(&listed.dll);
        let known = kept.iter_mut().find(|known| can_be_known && is_same(&known.dll, &listed.dll));
        match known {
            Some(before) => {
                let warning = "it is listed more than once, and loaded once".to_owned();
                if !before.warnings.contains(&warning) {
                    before.warnings.push(warning);
                }
            }
            None => kept.push(listed),
        }
    }
    kept
}

/// Whether two items are the same DLL, whatever name each has.
fn is_same(one: &Dll, other: &Dll) -> bool {
    let unnamed = |dll: &Dll| Dll { name: None, ..dll.clone() };
    one.source() == other.source() && unnamed(one) == unnamed(other)
}

/// Whether a path says where the file is, on Windows or elsewhere.
fn is_full(path: &str) -> bool {
    let drive =
        path.as_bytes().get(1..3).is_some_and(|rest| rest[0] == b':' && matches!(rest[1], b'\\' | b'/'));
    path.starts_with('/') || path.starts_with(r"\\") || drive
}

impl fmt::Display for DllPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads any text that lists DLLs; an error says what was expected and what was found.
impl FromStr for DllPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let items = || text.split(';').map(|item| item.trim_matches(BLANKS));
        if items().all(str::is_empty) {
            return Err(format!(
                "expected paths of DLLs or stock:NAME, separated by semicolons, found `{text}`"
            ));
        }
        if items().count() > MAX_DLLS {
            return Err(format!("expected at most {MAX_DLLS} DLLs, found {}", items().count()));
        }
        for item in items().filter(|item| !item.is_empty()) {
            let dll: Dll = item.parse().map_err(|error: super::DllError| error.to_string())?;
            dll.check()?;
        }
        Ok(Self(text.to_owned()))
    }
}
