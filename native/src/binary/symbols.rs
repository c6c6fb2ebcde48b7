//! The functions of a file, by its symbols, and the names that they have in the source.

use std::fmt::{self, Write};

use object::read::pe::{ImageNtHeaders, PeFile};
use object::{Object, ObjectSymbol, SymbolKind};

use super::bound::NAME_MAX;

/// The longest name that is told; more of it helps nobody.
const TOLD_MAX: usize = 120;

/// The functions in which code lies, by where they begin and what they are called.
pub(super) struct Found<'a> {
    pub(super) begin: u64,
    name: &'a [u8],
    is_global: bool,
}

impl Found<'_> {
    /// What it is called in the source; `None` if it has no name that can be read.
    pub(super) fn name(&self, is_decorated: bool) -> Option<String> {
        let name = std::str::from_utf8(self.name.get(..self.name.len().min(NAME_MAX))?).ok()?;
        let name = if is_decorated { undecorated(name) } else { name };
        Some(demangled(name)).filter(|name| !name.is_empty())
    }
}

/// The functions in which these addresses lie. The table is read once. Symbols of PE files have no size.
pub(super) fn functions<'a>(
    file: &impl Object<'a>,
    addresses: &[u64],
    has_sizes: bool,
) -> Vec<Option<Found<'a>>> {
    let mut found: Vec<Option<Found<'a>>> = addresses.iter().map(|_| None).collect();
    for symbol in file.symbols().chain(file.dynamic_symbols()) {
        if symbol.kind() != SymbolKind::Text || !symbol.is_definition() {
            continue;
        }
        let (begin, size) = (symbol.address(), symbol.size());
        for (address, found) in addresses.iter().zip(&mut found) {
            let is_there = begin <= *address && (!has_sizes || *address - begin < size);
            let is_better = |found: &Found<'_>| {
                found.begin < begin || found.begin == begin && !found.is_global && symbol.is_global()
            };
            if is_there
                && found.as_ref().is_none_or(is_better)
                && let Ok(name) = symbol.name_bytes()
            {
                *found = Some(Found { begin, name, is_global: symbol.is_global() });
            }
        }
    }
    found
}

/// The same by what a PE file exports, which is all there is in one that was stripped.
pub(super) fn exported<'a, Pe: ImageNtHeaders>(
    file: &PeFile<'a, Pe>,
    addresses: &[u64],
) -> Option<Vec<Option<Found<'a>>>> {
    let (base, table) = (file.relative_address_base(), file.export_table().ok()??);
    let mut found: Vec<Option<(u64, u32)>> = vec![None; addresses.len()];
    for (name, index) in table.name_iter() {
        let Ok(offset) = table.address_by_index(index) else { continue };
        let begin = base.wrapping_add(offset.into());
        for (address, found) in addresses.iter().zip(&mut found) {
            if begin <= *address && found.is_none_or(|(other, _)| other < begin) {
                *found = Some((begin, name));
            }
        }
    }
    let named = found.into_iter().map(|found| {
        let (begin, name) = found?;
        Some(Found { begin, name: table.name_from_pointer(name).ok()?, is_global: true })
    });
    Some(named.collect())
}

/// A name of 32-bit Windows without what its compilers add: `_f`, `_f@8`.
fn undecorated(name: &str) -> &str {
    let bare = name.strip_prefix('_').unwrap_or(name);
    match bare.rsplit_once('@') {
        Some((before, bytes)) if !bytes.is_empty() && bytes.bytes().all(|byte| byte.is_ascii_digit()) => {
            before
        }
        _ => bare,
    }
}

/// A name as the source has it, without parameters, in one line of printable characters.
fn demangled(name: &str) -> String {
    let mut told = Told(String::new());
    let is_cut = if let Ok(name) = rustc_demangle::try_demangle(name) {
        write!(told, "{name:#}").is_err()
    } else if let Some(symbol) = cpp(name) {
        let plain = cpp_demangle::DemangleOptions::new().no_params().no_return_type();
        symbol.structured_demangle(&mut told, &plain).is_err()
    } else {
        told.write_str(name).is_err()
    };
    if is_cut && told.0.is_empty() { name.chars().take(TOLD_MAX).collect() } else { told.0 }
}

fn cpp(name: &str) -> Option<cpp_demangle::Symbol<&str>> {
    name.starts_with("_Z").then(|| cpp_demangle::Symbol::new(name).ok()).flatten()
}

/// Text that ends where it is long enough: a short name can stand for one of any length.
struct Told(String);

impl Write for Told {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if self.0.len() >= TOLD_MAX {
                return Err(fmt::Error);
            }
            let is_shown = character == ' ' || character.is_ascii_graphic() || character.is_alphanumeric();
            self.0.push(if is_shown { character } else { '?' });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_as_the_source_has_them() {
        for (symbol, name) in [
            ("store_user", "store_user"),
            ("_ZN4gate10store_userEPKw", "gate::store_user"),
            ("_ZN4gate5Users3addERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE", "gate::Users::add"),
            ("_ZN4gate10store_user17h0123456789abcdefE", "gate::store_user"),
            ("_RNvCs1234_4gate10store_user", "gate::store_user"),
            ("_Zbroken", "_Zbroken"),
            ("a\nb\u{1b}", "a?b?"),
        ] {
            assert_eq!(demangled(symbol), name);
        }
        assert_eq!(demangled(&"x".repeat(500)), "x".repeat(TOLD_MAX));
        assert_eq!(["_f@8", "_f", "f@g"].map(undecorated), ["f", "f", "f@g"]);
    }

    /// Each substitution doubles what the name stands for.
    #[test]
    fn names_that_stand_for_endless_text_are_cut() {
        let symbol = format!("_Z1fI1aE{}v", (0..60).map(|_| "St4pairIS_S_E").collect::<String>());
        assert!(demangled(&symbol).len() <= TOLD_MAX + 4);
    }
}
