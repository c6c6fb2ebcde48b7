//! The lines of source in the debug information of a file: DWARF, in ELF and in what mingw-w64 makes.
//!
//! One pass over the whole section finds all that is asked for. It takes no more time than the section has bytes, whatever
//! a file says: nothing else of the debug information is read.

use std::borrow::Cow;

use gimli::{
    AttributeValue, DebugLineOffset, DebugLineStr, DebugStr, EndianSlice, LineProgramHeader, RunTimeEndian,
};
use object::{Object, ObjectSection};

type Bytes<'a> = EndianSlice<'a, RunTimeEndian>;

/// The longest section of lines that is read; that of a large program has a few megabytes.
const LINES_MAX: usize = 32 * 1024 * 1024;

/// How many rows are remembered before the one that is looked for.
const RECENT_MAX: usize = 64;

/// Folders of sources that come with a compiler. Code of theirs runs inside the functions of a DLL, and is no cause.
const OF_COMPILERS: [&str; 9] = [
    "/usr/include/",
    "/usr/lib/gcc",
    "/include/c++/",
    "/mingw-w64",
    "/rustc/",
    "/rustlib/",
    "/library/core/src/",
    "/library/alloc/src/",
    "/library/std/src/",
];

/// A line of source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The name of the file, without a folder.
    pub file: String,
    /// The line, from 1.
    pub number: u64,
    /// Whether the file comes with a compiler.
    pub is_of_compiler: bool,
}

/// Code for which a line is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) address: u64,
    /// Where its function begins, as far as is known.
    pub(super) function: u64,
}

/// The strings of a file that its tables of lines refer to.
struct Strings<'a> {
    lines: DebugLineStr<Bytes<'a>>,
    other: DebugStr<Bytes<'a>>,
}

impl<'a> Strings<'a> {
    fn text(&self, value: &AttributeValue<Bytes<'a>>) -> Cow<'a, str> {
        let found = match value {
            AttributeValue::String(text) => Some(*text),
            AttributeValue::DebugLineStrRef(at) => self.lines.get_str(*at).ok(),
            AttributeValue::DebugStrRef(at) => self.other.get_str(*at).ok(),
            _ => None,
        };
        found.map(|text| String::from_utf8_lossy(text.slice())).unwrap_or_default()
    }
}

/// A place in the table: from this address on the code is of this line.
#[derive(Debug, Clone, Copy)]
struct Row {
    address: u64,
    file: u64,
    line: u64,
}

/// The lines of such code, as far as the file knows them.
pub(super) fn lines<'a>(file: &impl Object<'a>, wanted: &[Wanted]) -> Vec<Option<SourceLine>> {
    let mut found = vec![None; wanted.len()];
    let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
    // Sections that are compressed have other names or are told apart by a flag, and are left alone.
    let section = |name: &str| {
        let section = file.section_by_name(name)?;
        let range = section.compressed_file_range().ok()?;
        (range.format == object::CompressionFormat::None).then(|| section.data().ok()).flatten()
    };
    let Some(table) = section(".debug_line").filter(|table| table.len() <= LINES_MAX) else { return found };
    let strings = |name: &str| section(name).unwrap_or_default();
    let strings = Strings {
        lines: DebugLineStr::from(EndianSlice::new(strings(".debug_line_str"), endian)),
        other: DebugStr::new(strings(".debug_str"), endian),
    };
    let address_size = if file.is_64() { 8 } else { 4 };
    let mut at = 0;
    while let Some(length) = program_length(&table[at..], endian) {
        let program = &table[at..at + length];
        look_through(EndianSlice::new(program, endian), address_size, wanted, &strings, &mut found);
        at += length;
    }
    found
}

/// The bytes of the program that begins here, with those that tell its length; `None` if there is none.
fn program_length(bytes: &[u8], endian: RunTimeEndian) -> Option<usize> {
    use gimli::Endianity;
    let short = endian.read_u32(bytes.get(..4)?);
    let whole = match short {
        u32::MAX => u64::from(12u32).checked_add(endian.read_u64(bytes.get(4..12)?))?,
        _ => 4 + u64::from(short),
    };
    usize::try_from(whole).ok().filter(|whole| *whole <= bytes.len())
}

/// Looks through the lines of one unit.
fn look_through<'a>(
    program: Bytes<'a>,
    address_size: u8,
    wanted: &[Wanted],
    strings: &Strings<'a>,
    found: &mut [Option<SourceLine>],
) {
    let table = gimli::DebugLine::from(program);
    let Ok(program) = table.program(DebugLineOffset(0), address_size, None, None) else { return };
    let addresses = || wanted.iter().map(|wanted| wanted.address);
    let (Some(first_wanted), Some(last_wanted)) = (addresses().min(), addresses().max()) else { return };
    let mut rows = program.rows();
    let mut recent: Vec<Row> = Vec::with_capacity(RECENT_MAX);
    // Where the sequence begins. A linker leaves the lines of functions that it has left out at zero.
    let mut begin = None;
    while let Ok(Some((header, row))) = rows.next_row() {
        let address = row.address();
        let begun = *begin.get_or_insert(address);
        if let Some(last) = recent.last()
            && begun != 0
            && last.address <= last_wanted
            && first_wanted < address
        {
            let here = last.address..address;
            for (wanted, found) in wanted.iter().zip(found.iter_mut()) {
                if found.is_none() && here.contains(&wanted.address) {
                    *found = told(header, &recent, wanted, strings);
                }
            }
        }
        if row.end_sequence() {
            recent.clear();
            begin = None;
            continue;
        }
        if recent.len() == RECENT_MAX {
            recent.drain(..RECENT_MAX / 2);
        }
        let line = row.line().map_or(0, std::num::NonZeroU64::get);
        recent.push(Row { address, file: row.file_index(), line });
    }
}

/// The line of the last of these rows. What was built in from a file of the compiler is told as the line before it, of the
/// same function.
fn told<'a>(
    header: &LineProgramHeader<Bytes<'a>>,
    recent: &[Row],
    wanted: &Wanted,
    strings: &Strings<'a>,
) -> Option<SourceLine> {
    let last = recent.last()?;
    let read = |row: &Row| {
        // Code without a line: the compiler made it up.
        let file = header.file(row.file).filter(|_| row.line != 0)?;
        let name = strings.text(&file.path_name());
        let folder = |folder| strings.text(&folder);
        let unit = header.directory(0).map(folder).unwrap_or_default();
        let folder = file.directory(header).map(folder).unwrap_or_default();
        // A folder may count from that of the unit. Where it is whole, what stands before it does no harm.
        let whole = format!("{unit}/{folder}/{name}").replace('\\', "/");
        let file = whole.rsplit('/').next().unwrap_or_default().to_owned();
        let is_of_compiler = OF_COMPILERS.iter().any(|place| whole.contains(place));
        Some(SourceLine { file, number: row.line, is_of_compiler })
    };
    let own = read(last).filter(|line| !line.file.is_empty());
    if own.as_ref().is_some_and(|line| !line.is_of_compiler) {
        return own;
    }
    let before = recent.iter().rev().take_while(|row| row.address >= wanted.function);
    before.filter_map(read).find(|line| !line.is_of_compiler && !line.file.is_empty()).or(own)
}
