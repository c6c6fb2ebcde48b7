//! Where code of a library comes from: its function, and the line of its source.

use std::fmt;

use object::Object;
use object::read::FileKind;
use object::read::elf::{ElfFile32, ElfFile64};
use object::read::pe::{PeFile32, PeFile64};
use object::{Architecture, ObjectSegment};

use super::lines::{self, SourceLine, Wanted};
use super::symbols::{self, Found};

/// Systems map files in whole pages; on none of them is a page that begins a file smaller.
const PAGE: u64 = 4096;

/// Functions of the libraries of compilers, which may be built into a DLL: what comes before them is no cause.
const OF_COMPILERS: [&str; 14] = [
    "std::",
    "core::",
    "alloc::",
    "<std::",
    "<core::",
    "<alloc::",
    "__rust",
    "rust_",
    "panic_unwind::",
    "__cxa_",
    "__cxxabiv1::",
    "__gnu_cxx::",
    "__gxx_",
    "_Unwind_",
];

/// Where code comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The function in which it lies, as the source calls it, and how far inside.
    pub function: Option<(String, u64)>,
    /// The line of the source, if the file has debug information.
    pub line: Option<SourceLine>,
}

impl Origin {
    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        self.function.is_some()
    }

    /// Whether it is code that came with a compiler.
    pub fn is_of_compiler(&self) -> bool {
        let is_name = |name: &String| OF_COMPILERS.iter().any(|prefix| name.starts_with(prefix));
        self.line.as_ref().is_some_and(|line| line.is_of_compiler)
            || self.function.as_ref().is_some_and(|(name, _)| is_name(name))
    }
}

/// `store_user (gate.c:41)`, or `store_user+0x12` if the line is not known.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((name, offset)) = &self.function else { return Ok(()) };
        match &self.line {
            Some(line) => {
                let plain = |c: char| if c.is_control() { '?' } else { c };
                let file: String = line.file.chars().take(120).map(plain).collect();
                write!(f, "{name} ({file}:{})", line.number)
            }
            None => write!(f, "{name}+{offset:#x}"),
        }
    }
}

/// Where code of this library comes from, which lies so far behind where the library begins in memory. Of a file that is
/// no library, or a damaged one, nothing is known; time and memory are bounded by its size.
///
/// ```
/// use mockras_native::binary::{Origin, origins};
///
/// assert_eq!(origins(b"not a library\n", &[0x1139]), [Origin::default()]);
/// ```
pub fn origins(bytes: &[u8], offsets: &[u64]) -> Vec<Origin> {
    let found = match FileKind::parse(bytes) {
        Ok(FileKind::Elf64) => {
            ElfFile64::<object::Endianness>::parse(bytes).ok().map(|file| of(&file, offsets, None))
        }
        Ok(FileKind::Elf32) => {
            ElfFile32::<object::Endianness>::parse(bytes).ok().map(|file| of(&file, offsets, None))
        }
        Ok(FileKind::Pe64) => PeFile64::parse(bytes).ok().map(|file| {
            let exported = |addresses: &[u64]| symbols::exported(&file, addresses);
            of(&file, offsets, Some(&exported))
        }),
        Ok(FileKind::Pe32) => PeFile32::parse(bytes).ok().map(|file| {
            let exported = |addresses: &[u64]| symbols::exported(&file, addresses);
            of(&file, offsets, Some(&exported))
        }),
        _ => None,
    };
    found.unwrap_or_else(|| vec![Origin::default(); offsets.len()])
}

/// What is known by the exports alone.
type Exported<'f, 'a> = &'f dyn Fn(&[u64]) -> Option<Vec<Option<Found<'a>>>>;

fn of<'a>(file: &impl Object<'a>, offsets: &[u64], exported: Option<Exported<'_, 'a>>) -> Vec<Origin> {
    let base = match exported {
        Some(_) => file.relative_address_base(),
        None => file.segments().map(|segment| segment.address()).min().unwrap_or_default() / PAGE * PAGE,
    };
    let addresses: Vec<u64> = offsets.iter().map(|offset| base.wrapping_add(*offset)).collect();
    let mut functions = symbols::functions(file, &addresses, exported.is_none());
    if functions.iter().any(Option::is_none)
        && let Some(exported) = exported.and_then(|exported| exported(&addresses))
    {
        functions.iter_mut().zip(exported).for_each(|(found, other)| *found = found.take().or(other));
    }
    let begin = |found: &Option<Found<'_>>| found.as_ref().map_or(0, |found| found.begin);
    let wanted: Vec<_> = addresses
        .iter()
        .zip(&functions)
        .map(|(address, found)| Wanted { address: *address, function: begin(found) })
        .collect();
    let is_decorated = exported.is_some() && file.architecture() == Architecture::I386;
    let named = |(found, wanted): (&Option<Found<'_>>, &Wanted)| {
        let name = found.as_ref()?.name(is_decorated)?;
        Some((name, wanted.address - wanted.function))
    };
    let names: Vec<_> = functions.iter().zip(&wanted).map(named).collect();
    let lines = lines::lines(file, &wanted);
    names.into_iter().zip(lines).map(|(function, line)| Origin { function, line }).collect()
}
