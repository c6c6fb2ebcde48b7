//! Reads libraries for Windows (PE).

use std::collections::BTreeMap;

use object::LittleEndian as LE;
use object::pe;
use object::read::coff::CoffHeader as _;
use object::read::pe::{
    DataDirectories, ExportTable, ImageNtHeaders, ImageOptionalHeader as _, ImageThunkData as _, SectionTable,
};

use super::bound::{ENTRIES_MAX, LIBRARIES_MAX, Names, SECTIONS_MAX};
use super::error::beyond_the_end;
use super::{Binary, BinaryError, Export, FileFormat, Import, Kind, Machine, Protections};

pub(super) fn read32(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<pe::ImageNtHeaders32>(bytes, FileFormat::Pe32)
}

pub(super) fn read64(bytes: &[u8]) -> Result<Binary, BinaryError> {
    read::<pe::ImageNtHeaders64>(bytes, FileFormat::Pe64)
}

/// The machine of an object file, which its first two bytes name.
pub(super) fn machine_of_object(bytes: &[u8]) -> Machine {
    match bytes {
        [low, high, ..] if [*low, *high] != [0, 0] => machine(u16::from_le_bytes([*low, *high])),
        _ => Machine::Unknown,
    }
}

fn machine(number: u16) -> Machine {
    match pe::Machine(number) {
        pe::IMAGE_FILE_MACHINE_I386 => Machine::X86,
        pe::IMAGE_FILE_MACHINE_AMD64 => Machine::X86_64,
        pe::IMAGE_FILE_MACHINE_ARMNT => Machine::Arm,
        pe::IMAGE_FILE_MACHINE_ARM64 => Machine::Arm64,
        other => Machine::Other(u32::from(other.0)),
    }
}

fn read<Pe: ImageNtHeaders>(bytes: &[u8], format: FileFormat) -> Result<Binary, BinaryError> {
    let dos = pe::ImageDosHeader::parse(bytes)?;
    let mut offset = u64::from(dos.nt_headers_offset());
    let (headers, directories) = Pe::parse(bytes, &mut offset)?;
    let header = headers.file_header();
    let sections = header.sections(bytes, offset)?;
    if sections.len() > SECTIONS_MAX {
        return Err(BinaryError::Damaged(format!("it has {} sections", sections.len())));
    }
    for section in sections.iter() {
        let (start, size) = section.pe_file_range();
        let name = String::from_utf8_lossy(&section.name).trim_end_matches('\0').to_owned();
        if let Some(error) =
            beyond_the_end(&format!("section {name}"), start.into(), size.into(), bytes.len())
        {
            return Err(error);
        }
    }
    let image = Image { bytes, sections };
    let is_library = header.characteristics.get(LE).0 & pe::IMAGE_FILE_DLL.0 != 0;
    let kind = if is_library { Kind::SharedLibrary } else { Kind::Program };
    let mut names = Names::default();
    let mut binary = Binary::of_kind(format, machine(header.machine.get(LE).0), kind);
    if let Some(table) = directories.export_table(bytes, &image.sections)? {
        binary.exports = image.exports(&table, &mut names);
    }
    image.imports::<Pe>(&directories, &mut names, &mut binary);
    image.delayed_imports::<Pe>(&directories, &mut names, &mut binary);
    let set = headers.optional_header().dll_characteristics().0;
    let has = |flag: pe::DllFlags| set & flag.0 != 0;
    binary.protections = Some(Protections {
        any_address: has(pe::IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE),
        high_entropy: has(pe::IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA),
        no_execute: has(pe::IMAGE_DLLCHARACTERISTICS_NX_COMPAT),
        guarded_calls: has(pe::IMAGE_DLLCHARACTERISTICS_GUARD_CF),
    });
    let com = directories.get(pe::IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR);
    binary.managed = com.is_some_and(|directory| directory.virtual_address.get(LE) != 0);
    binary.cut = names.cut;
    Ok(binary)
}

/// A file, and where its sections lie in memory.
struct Image<'a> {
    bytes: &'a [u8],
    sections: SectionTable<'a>,
}

impl<'a> Image<'a> {
    /// What lies at an address, up to the end of its section.
    fn at(&self, address: u32) -> Option<&'a [u8]> {
        self.sections.pe_data_at(self.bytes, address)
    }

    fn exports(&self, table: &ExportTable<'a>, names: &mut Names) -> Vec<Export> {
        let mut named: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
        let pointers = names.bounded(table.name_pointers(), ENTRIES_MAX);
        for (pointer, index) in pointers.iter().zip(table.name_ordinals()) {
            named.entry(index.get(LE).0).or_default().push(pointer.get(LE));
        }
        let mut exports = Vec::new();
        for (index, ordinal, address) in table.address_iter().filter(|(.., address)| *address != 0) {
            // A forwarder points to a text within the table itself.
            let forward = table.is_forward(address).then(|| self.at(address)).flatten();
            let forward = forward.and_then(|text| names.read(text));
            let ordinal = Some(u32::from(ordinal.0));
            match named.get(&index.0) {
                None => exports.push(Export { name: None, ordinal, forward }),
                Some(pointers) => {
                    for pointer in pointers {
                        let name = self.at(*pointer).and_then(|text| names.read(text));
                        exports.push(Export { name, ordinal, forward: forward.clone() });
                    }
                }
            }
        }
        exports
    }

    /// Damage in the tables of imports ends them, as a loader that stops there would have it.
    fn imports<Pe: ImageNtHeaders>(
        &self,
        directories: &DataDirectories<'a>,
        names: &mut Names,
        binary: &mut Binary,
    ) {
        let Ok(Some(table)) = directories.import_table(self.bytes, &self.sections) else { return };
        let Ok(mut descriptors) = table.descriptors() else { return };
        while let Ok(Some(descriptor)) = descriptors.next() {
            let lookup = match descriptor.original_first_thunk.get(LE) {
                0 => descriptor.first_thunk.get(LE),
                address => address,
            };
            if !self.library::<Pe>(descriptor.name.get(LE), lookup, names, binary) {
                return;
            }
        }
    }

    fn delayed_imports<Pe: ImageNtHeaders>(
        &self,
        directories: &DataDirectories<'a>,
        names: &mut Names,
        binary: &mut Binary,
    ) {
        let Ok(Some(table)) = directories.delay_load_import_table(self.bytes, &self.sections) else { return };
        let Ok(mut descriptors) = table.descriptors() else { return };
        while let Ok(Some(descriptor)) = descriptors.next() {
            let (name, lookup) = (descriptor.dll_name_rva.get(LE), descriptor.import_name_table_rva.get(LE));
            if !self.library::<Pe>(name, lookup, names, binary) {
                return;
            }
        }
    }

    /// Adds a library and what is taken from it; whether there may be more.
    fn library<Pe: ImageNtHeaders>(
        &self,
        name: u32,
        lookup: u32,
        names: &mut Names,
        binary: &mut Binary,
    ) -> bool {
        if binary.libraries.len() >= LIBRARIES_MAX {
            names.cut = true;
            return false;
        }
        let Some(library) = self.at(name).and_then(|text| names.read(text)) else { return !names.cut };
        binary.libraries.push(library.clone());
        let size = size_of::<Pe::ImageThunkData>();
        for thunk in self.at(lookup).unwrap_or_default().chunks_exact(size) {
            let Ok((thunk, _)) = object::pod::from_bytes::<Pe::ImageThunkData>(thunk) else { break };
            if thunk.raw() == 0 {
                break;
            }
            if binary.imports.len() >= ENTRIES_MAX {
                names.cut = true;
                return false;
            }
            // A hint of two bytes stands before the name.
            let hint_and_name = (!thunk.is_ordinal()).then(|| self.at(thunk.address())).flatten();
            let name = hint_and_name.and_then(|text| text.get(2..)).and_then(|text| names.read(text));
            binary.imports.push(Import { library: Some(library.clone()), name, is_weak: false });
        }
        true
    }
}
