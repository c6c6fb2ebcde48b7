//! The table `[registry]`: what a DLL finds in the registry of Windows.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use toml::{Spanned, Value};

use super::text::{Hex, quoted};
use crate::ras::breaks_lines;

/// Keys of the registry with their values, for DLLs that read them. That of a scenario lies over that of its project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry(BTreeMap<String, BTreeMap<String, RegistryValue>>);

/// A value of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
enum RegistryValue {
    Text(String),
    Expand(String),
    Texts(Vec<String>),
    Dword(u32),
    Qword(u64),
    Binary(Hex),
}

/// The table as a file has it, with its places.
pub(super) type RegistryTable = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<Value>>>;

/// How the roots are written, and how else they may be.
pub(super) const ROOTS: [(&str, &str); 4] = [
    ("HKCR", "HKEY_CLASSES_ROOT"),
    ("HKCU", "HKEY_CURRENT_USER"),
    ("HKLM", "HKEY_LOCAL_MACHINE"),
    ("HKU", "HKEY_USERS"),
];

/// What is wrong with a table, and where.
type Wrong = (Range<usize>, String);

impl Registry {
    /// Whether it has no keys.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of_table(table: RegistryTable) -> Result<Self, Wrong> {
        let mut registry = Self::default();
        for (key, values) in table {
            let path = path(key.get_ref()).map_err(|why| (key.span(), why))?;
            let known = registry.0.keys().any(|other| other.to_lowercase() == path.to_lowercase());
            if known {
                return Err((key.span(), format!("the key {path} is there already: case does not count")));
            }
            let mut read: BTreeMap<String, RegistryValue> = BTreeMap::new();
            for (name, value) in values {
                let span = name.span();
                let name = name.into_inner();
                if name.chars().any(breaks_lines) {
                    return Err((span, "expected a name without control characters".to_owned()));
                }
                if read.keys().any(|other| other.to_lowercase() == name.to_lowercase()) {
                    return Err((span, format!("the value {name} is there already: case does not count")));
                }
                let span = value.span();
                read.insert(name, self::value(value.into_inner()).map_err(|why| (span, why))?);
            }
            registry.0.insert(path, read);
        }
        Ok(registry)
    }

    /// This registry, and of `under` what it does not say itself.
    #[must_use]
    pub fn over(mut self, under: &Self) -> Self {
        for (path, values) in &under.0 {
            let same = self.0.keys().find(|own| own.to_lowercase() == path.to_lowercase()).cloned();
            let own = self.0.entry(same.unwrap_or_else(|| path.clone())).or_default();
            for (name, value) in values {
                if !own.keys().any(|other| other.to_lowercase() == name.to_lowercase()) {
                    own.insert(name.clone(), value.clone());
                }
            }
        }
        self
    }

    /// The registries that have less than this: nothing, all but one key, all but one value.
    #[cfg(feature = "generate")]
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let mut smaller = Vec::new();
        if self.0.len() > 1 {
            smaller.push(Self::default());
        }
        for path in self.0.keys() {
            let mut without = self.clone();
            without.0.remove(path);
            smaller.push(without);
        }
        for (path, values) in self.0.iter().filter(|(_, values)| values.len() > 1) {
            for name in values.keys() {
                let mut without = self.clone();
                without.0.get_mut(path).map(|values| values.remove(name));
                smaller.push(without);
            }
        }
        smaller
    }

    /// What is in it, line by line, as DLLs are told: key, name, type and bytes in hexadecimal digits, with tabs between
    /// them. A key without a value has the type `-`.
    pub fn entries(&self) -> Vec<String> {
        let mut entries = Vec::new();
        for (path, values) in &self.0 {
            if values.is_empty() {
                entries.push(format!("{path}\t\t-\t"));
            }
            for (name, value) in values {
                let (kind, bytes) = value.stored();
                entries.push(format!("{path}\t{name}\t{kind}\t{}", Hex(bytes)));
            }
        }
        entries
    }

    /// The tables as text of a scenario file.
    pub(super) fn to_toml(&self) -> String {
        let mut text = String::new();
        for (path, values) in &self.0 {
            // A string takes everything that is written.
            let _ = writeln!(text, "\n[registry.{}]", quoted(path));
            for (name, value) in values {
                let _ = writeln!(text, "{} = {}", quoted(name), value.to_toml());
            }
        }
        text
    }
}

/// The path of a key with the short name of its root.
fn path(text: &str) -> Result<String, String> {
    let (root, rest) = text.split_once('\\').unwrap_or((text, ""));
    let upper = root.to_uppercase();
    let known = ROOTS.iter().find(|(short, long)| [*short, *long].contains(&upper.as_str()));
    let is_whole = !rest.is_empty() && rest.split('\\').all(|part| !part.is_empty());
    match known {
        Some((short, _)) if is_whole && !text.chars().any(breaks_lines) => Ok(format!("{short}\\{rest}")),
        _ => Err(format!(
            "expected a key such as 'HKLM\\SOFTWARE\\Gate' (HKLM, HKCU, HKCR or HKU), found `{text}`"
        )),
    }
}

fn value(value: Value) -> Result<RegistryValue, String> {
    let plain = |text: String| match text.contains('\0') {
        true => Err("expected text without NUL".to_owned()),
        false => Ok(text),
    };
    let wrong = |found: &str| {
        Err(format!(
            "expected text, a number from 0 to 4294967295, a list of texts, {{ expand = \"..\" }}, {{ qword = 1 }} or \
             {{ binary = \"0a0b\" }}, found {found}"
        ))
    };
    match value {
        Value::String(text) => Ok(RegistryValue::Text(plain(text)?)),
        Value::Integer(number) => match u32::try_from(number) {
            Ok(number) => Ok(RegistryValue::Dword(number)),
            Err(_) => wrong(&number.to_string()),
        },
        Value::Array(list) => {
            let texts = list.into_iter().map(|item| match item {
                Value::String(text) if !text.is_empty() => plain(text),
                Value::String(_) => Err("expected texts that are not empty in a list".to_owned()),
                other => Err(format!("expected a list of texts, found a {} in it", other.type_str())),
            });
            Ok(RegistryValue::Texts(texts.collect::<Result<_, _>>()?))
        }
        Value::Table(table) => {
            let mut entries = table.into_iter();
            match (entries.next(), entries.next()) {
                (Some((kind, Value::String(text))), None) if kind == "expand" => {
                    Ok(RegistryValue::Expand(plain(text)?))
                }
                (Some((kind, Value::String(text))), None) if kind == "binary" => text
                    .parse()
                    .map(RegistryValue::Binary)
                    .map_err(|error: crate::ras::WordError| error.to_string()),
                (Some((kind, Value::Integer(number))), None) if kind == "qword" => {
                    u64::try_from(number).map(RegistryValue::Qword).or_else(|_| wrong(&number.to_string()))
                }
                _ => wrong("another table"),
            }
        }
        other => wrong(&format!("a {}", other.type_str())),
    }
}

impl RegistryValue {
    /// The number of its type, and its bytes as Windows stores them.
    fn stored(&self) -> (u32, Vec<u8>) {
        let units =
            |text: &str| -> Vec<u8> { text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect() };
        match self {
            Self::Text(text) => (1, units(text)),
            Self::Expand(text) => (2, units(text)),
            Self::Binary(bytes) => (3, bytes.0.clone()),
            Self::Dword(number) => (4, number.to_le_bytes().to_vec()),
            Self::Texts(texts) => (7, texts.iter().flat_map(|text| units(text)).chain([0, 0]).collect()),
            Self::Qword(number) => (11, number.to_le_bytes().to_vec()),
        }
    }

    fn to_toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Expand(text) => format!("{{ expand = {} }}", quoted(text)),
            Self::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                format!("[{}]", texts.join(", "))
            }
            Self::Dword(number) => number.to_string(),
            Self::Qword(number) => format!("{{ qword = {number} }}"),
            Self::Binary(bytes) => format!("{{ binary = \"{bytes}\" }}"),
        }
    }
}
