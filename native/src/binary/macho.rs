//! Reads libraries for macOS (Mach-O).

use object::Endianness;
use object::macho;
use object::read::macho::{
    FatArch, LoadCommandVariant, MachHeader, MachOFatFile32, MachOFatFile64, Nlist as _, Segment as _,
};

use super::bound::{ENTRIES_MAX, LIBRARIES_MAX, Names, PARTS_MAX, SECTIONS_MAX};
use super::error::beyond_the_end;
use super::{Binary, BinaryError, Export, FileFormat, Import, Kind, Machine};

pub(super) fn read32(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<macho::MachHeader32<Endianness>>(bytes, FileFormat::MachO32)
}

pub(super) fn read64(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<macho::MachHeader64<Endianness>>(bytes, FileFormat::MachO64)
}

pub(super) fn read_fat32(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read_fat(bytes, MachOFatFile32::parse(bytes)?.arches())
}

pub(super) fn read_fat64(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read_fat(bytes, MachOFatFile64::parse(bytes)?.arches())
}

/// A universal file: several files for several machines. The first is read.
fn read_fat<Fat: FatArch>(bytes: &[u8], parts: &[Fat]) -> Result<Binary, BinaryError> {
    let [first, ..] = parts else {
        return Err(BinaryError::Damaged("a universal file without parts".to_owned()));
    };
    if parts.len() > PARTS_MAX {
        // The same first bytes begin a class file of Java.
        return Err(BinaryError::Unknown);
    }
    for part in parts {
        let (start, size) = part.file_range();
        if let Some(error) = beyond_the_end("a part", start, size, bytes.len()) {
            return Err(error);
        }
    }
    let bytes = first.data(bytes)?;
    let binary = if bytes.starts_with(b"\xcf\xfa\xed\xfe") || bytes.starts_with(b"\xfe\xed\xfa\xcf") {
        read64(bytes)
    } else {
        read32(bytes)
    };
    let parts = parts.iter().map(|part| machine(part.cputype())).collect();
    binary.map(|binary| Binary { parts, ..binary })
}

fn machine(number: macho::CpuType) -> Machine {
    match number {
        macho::CPU_TYPE_X86 => Machine::X86,
        macho::CPU_TYPE_X86_64 => Machine::X86_64,
        macho::CPU_TYPE_ARM => Machine::Arm,
        macho::CPU_TYPE_ARM64 => Machine::Arm64,
        other => Machine::Other(other.0),
    }
}

fn read<Mach: MachHeader<Endian = Endianness>>(
    bytes: &[u8],
    format: FileFormat,
) -> Result<Binary, BinaryError> {
    let header = Mach::parse(bytes, 0)?;
    let endian = header.endian()?;
    let kind = match header.filetype(endian) {
        macho::MH_DYLIB | macho::MH_BUNDLE => Kind::SharedLibrary,
        macho::MH_EXECUTE => Kind::Program,
        macho::MH_OBJECT => Kind::Object,
        _ => Kind::Other,
    };
    let mut names = Names::default();
    let mut binary = Binary::of_kind(format, machine(header.cputype(endian)), kind);
    let mut commands = header.load_commands(endian, bytes, 0)?;
    let mut seen = 0;
    while let Some(command) = commands.next()? {
        seen += 1;
        if seen > SECTIONS_MAX {
            names.cut = true;
            break;
        }
        match command.variant()? {
            LoadCommandVariant::Segment32(segment, _) => {
                check_end(segment.fileoff(endian).into(), segment.filesize(endian).into(), bytes)?;
            }
            LoadCommandVariant::Segment64(segment, _) => {
                check_end(segment.fileoff(endian), segment.filesize(endian), bytes)?;
            }
            LoadCommandVariant::Dylib(dylib) if binary.libraries.len() < LIBRARIES_MAX => {
                let text = dylib.dylib.name.offset.get(endian) as usize;
                let text = command.raw_data().get(text..).unwrap_or_default();
                // The name may fill its command to the last byte.
                let text = [text, b"\0"].concat();
                binary.libraries.extend(names.read(&text));
            }
            LoadCommandVariant::Symtab(table) => {
                symbols::<Mach>(bytes, endian, table, &mut names, &mut binary)?;
            }
            _ => {}
        }
    }
    binary.cut = names.cut;
    Ok(binary)
}

fn check_end(offset: u64, size: u64, bytes: &[u8]) -> Result<(), BinaryError> {
    beyond_the_end("a segment", offset, size, bytes.len()).map_or(Ok(()), Err)
}

/// The external symbols: those that are defined are exports, the others imports.
fn symbols<Mach: MachHeader<Endian = Endianness>>(
    bytes: &[u8],
    endian: Endianness,
    table: &macho::SymtabCommand<Endianness>,
    names: &mut Names,
    binary: &mut Binary,
) -> Result<(), BinaryError> {
    let symbols = table.symbols::<Mach, _>(endian, bytes)?;
    let start = table.stroff.get(endian) as usize;
    let size = table.strsize.get(endian) as usize;
    let strings = bytes.get(start..).and_then(|rest| rest.get(..size)).unwrap_or_default();
    let room = ENTRIES_MAX.saturating_sub(binary.exports.len() + binary.imports.len());
    for symbol in names.bounded(symbols.symbols(), room) {
        let flags = symbol.n_type().0;
        if flags & macho::N_STAB != 0 || flags & macho::N_PEXT.0 != 0 || flags & macho::N_EXT.0 == 0 {
            continue;
        }
        let text = strings.get(symbol.n_strx(endian) as usize..);
        let Some(name) = text.and_then(|text| names.read(text)) else { continue };
        // Every name of C has an underscore in front.
        let name = name.strip_prefix('_').map(str::to_owned).unwrap_or(name);
        if symbol.is_undefined() {
            let is_weak = symbol.n_desc(endian).0 & macho::N_WEAK_REF.0 != 0;
            binary.imports.push(Import { library: None, name: Some(name), is_weak });
        } else {
            binary.exports.push(Export { name: Some(name), ordinal: None, forward: None });
        }
    }
    Ok(())
}
