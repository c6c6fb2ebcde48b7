//! Files of Linux and most Unix systems.

use object::Endianness;
use object::elf;
use object::read::elf::{
    Dyn as _, FileHeader, ProgramHeader as _, SectionHeader as _, SectionTable, Sym as _,
};

use super::bound::{ENTRIES_MAX, LIBRARIES_MAX, Names};
use super::error::beyond_the_end;
use super::{Binary, BinaryError, Export, FileFormat, Import, Kind, Machine};

pub(super) fn read32(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<elf::FileHeader32<Endianness>>(bytes, FileFormat::Elf32)
}

pub(super) fn read64(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<elf::FileHeader64<Endianness>>(bytes, FileFormat::Elf64)
}

fn machine(number: elf::Machine) -> Machine {
    match number {
        elf::EM_386 => Machine::X86,
        elf::EM_X86_64 => Machine::X86_64,
        elf::EM_ARM => Machine::Arm,
        elf::EM_AARCH64 => Machine::Arm64,
        other => Machine::Other(u32::from(other.0)),
    }
}

fn read<Elf: FileHeader<Endian = Endianness>>(
    bytes: &[u8],
    format: FileFormat,
) -> Result<Binary, BinaryError> {
    let header = Elf::parse(bytes)?;
    let endian = header.endian()?;
    let segments = header.program_headers(endian, bytes)?;
    for segment in segments.iter().filter(|segment| segment.p_type(endian) == elf::PT_LOAD) {
        let (start, size) = segment.file_range(endian);
        if let Some(error) = beyond_the_end("a segment", start, size, bytes.len()) {
            return Err(error);
        }
    }
    let sections = header.sections(endian, bytes)?;
    let mut names = Names::default();
    let mut binary = Binary::of_kind(format, machine(header.e_machine(endian)), Kind::Other);
    let dynamic = dynamic(bytes, endian, &sections, &mut names)?;
    let interpreted = segments.iter().any(|segment| segment.p_type(endian) == elf::PT_INTERP);
    binary.kind = match header.e_type(endian) {
        elf::ET_REL => Kind::Object,
        elf::ET_EXEC => Kind::Program,
        // Some libraries can be run as well; those have a name.
        elf::ET_DYN if dynamic.is_program || (interpreted && !dynamic.has_name) => Kind::Program,
        elf::ET_DYN => Kind::SharedLibrary,
        _ => Kind::Other,
    };
    if binary.kind == Kind::SharedLibrary && sections.is_empty() {
        return Err(BinaryError::Damaged("without section headers its symbols cannot be listed".to_owned()));
    }
    binary.libraries = dynamic.libraries;
    binary.run_paths = dynamic.run_paths;
    symbols(bytes, endian, &sections, &mut names, &mut binary)?;
    binary.cut = names.cut;
    Ok(binary)
}

/// What the dynamic section says.
#[derive(Default)]
struct Dynamic {
    libraries: Vec<String>,
    run_paths: Vec<String>,
    is_program: bool,
    has_name: bool,
}

fn dynamic<Elf: FileHeader<Endian = Endianness>>(
    bytes: &[u8],
    endian: Endianness,
    sections: &SectionTable<'_, Elf>,
    names: &mut Names,
) -> Result<Dynamic, BinaryError> {
    let mut told = Dynamic::default();
    let Some((entries, strings)) = sections.dynamic(endian, bytes)? else { return Ok(told) };
    let strings = sections.section(strings)?.data(endian, bytes)?;
    for entry in names.bounded(entries, ENTRIES_MAX) {
        match entry.tag(endian) {
            elf::DT_NULL => break,
            elf::DT_SONAME => told.has_name = true,
            elf::DT_FLAGS_1 => {
                told.is_program |= entry.val(endian) & elf::DF_1_PIE.0 != 0;
            }
            elf::DT_NEEDED if told.libraries.len() < LIBRARIES_MAX => {
                let text = usize::try_from(entry.val(endian)).ok().and_then(|at| strings.get(at..));
                told.libraries.extend(text.and_then(|text| names.read(text)));
            }
            elf::DT_NEEDED => names.cut = true,
            elf::DT_RPATH | elf::DT_RUNPATH if told.run_paths.len() < LIBRARIES_MAX => {
                let text = usize::try_from(entry.val(endian)).ok().and_then(|at| strings.get(at..));
                told.run_paths.extend(text.and_then(|text| names.read(text)));
            }
            _ => {}
        }
    }
    Ok(told)
}

/// The dynamic symbols: those that are defined and visible are exports, the undefined ones imports.
fn symbols<Elf: FileHeader<Endian = Endianness>>(
    bytes: &[u8],
    endian: Endianness,
    sections: &SectionTable<'_, Elf>,
    names: &mut Names,
    binary: &mut Binary,
) -> Result<(), BinaryError> {
    let table = sections.symbols(endian, bytes, elf::SHT_DYNSYM)?;
    if table.is_empty() {
        return Ok(());
    }
    let strings = sections.section(table.string_section())?.data(endian, bytes)?;
    for symbol in names.bounded(table.symbols(), ENTRIES_MAX) {
        let is_hidden = [elf::STV_HIDDEN, elf::STV_INTERNAL].contains(&symbol.st_visibility());
        let is_code_or_data =
            [elf::STT_NOTYPE, elf::STT_OBJECT, elf::STT_FUNC, elf::STT_GNU_IFUNC].contains(&symbol.st_type());
        if symbol.st_bind() == elf::STB_LOCAL || is_hidden || !is_code_or_data {
            continue;
        }
        let text = strings.get(symbol.st_name(endian) as usize..);
        let Some(name) = text.and_then(|text| names.read(text)) else { continue };
        if symbol.is_undefined(endian) {
            let is_weak = symbol.st_bind() == elf::STB_WEAK;
            binary.imports.push(Import { library: None, name: Some(name), is_weak });
        } else {
            binary.exports.push(Export { name: Some(name), ordinal: None, forward: None });
        }
    }
    Ok(())
}
/// Whether a file of this length, of which this is the beginning, ends before its segments do. Of other formats nothing is
/// known.
pub fn is_cut_off(head: &[u8], length: u64) -> bool {
    let end = end_of_segments::<elf::FileHeader64<Endianness>>(head)
        .or_else(|| end_of_segments::<elf::FileHeader32<Endianness>>(head));
    end.is_some_and(|end| end > length)
}

fn end_of_segments<H: FileHeader<Endian = Endianness>>(head: &[u8]) -> Option<u64> {
    let header = H::parse(head).ok()?;
    let endian = header.endian().ok()?;
    let segments = header.program_headers(endian, head).ok()?;
    let end = |segment: &H::ProgramHeader| {
        let (offset, size): (u64, u64) = (segment.p_offset(endian).into(), segment.p_filesz(endian).into());
        offset.saturating_add(size)
    };
    segments.iter().map(end).max()
}
