//! Makes files of Windows.

use object::pe;
use object::write::pe::{NtHeaders, Writer};

/// ASLR with high entropy, DEP, CFG.
pub(crate) const PROTECTED: u16 = 0x4160;

/// Where code lies in memory, and with it every function.
const CODE: u32 = 0x1000;

/// A DLL in the making.
#[derive(Clone)]
pub(crate) struct Pe {
    is_64: bool,
    characteristics: u16,
    protections: u16,
    is_managed: bool,
    exports: Vec<(Option<String>, Option<String>)>,
    imports: Vec<(String, Vec<String>)>,
    read_only: Vec<u8>,
}

impl Pe {
    pub(crate) fn new() -> Self {
        Self {
            is_64: true,
            characteristics: 0x2022,
            protections: PROTECTED,
            is_managed: false,
            exports: Vec::new(),
            imports: Vec::new(),
            read_only: Vec::new(),
        }
    }

    /// For 32-bit Windows.
    pub(crate) fn x86(self) -> Self {
        Self { is_64: false, ..self }
    }

    /// A program in place of a library.
    pub(crate) fn program(self) -> Self {
        Self { characteristics: 0x0022, ..self }
    }

    /// An assembly for .NET.
    pub(crate) fn managed(self) -> Self {
        Self { is_managed: true, ..self }
    }

    pub(crate) fn protections(self, protections: u16) -> Self {
        Self { protections, ..self }
    }

    pub(crate) fn export(mut self, name: &str) -> Self {
        self.exports.push((Some(name.to_owned()), None));
        self
    }

    /// An export with an ordinal alone.
    pub(crate) fn nameless(mut self) -> Self {
        self.exports.push((None, None));
        self
    }

    pub(crate) fn forward(mut self, name: &str, target: &str) -> Self {
        self.exports.push((Some(name.to_owned()), Some(target.to_owned())));
        self
    }

    pub(crate) fn import(mut self, library: &str, names: &[&str]) -> Self {
        self.imports.push((library.to_owned(), names.iter().map(ToString::to_string).collect()));
        self
    }

    /// Data that is read and never written.
    pub(crate) fn read_only(self, bytes: &[u8]) -> Self {
        Self { read_only: bytes.to_vec(), ..self }
    }

    /// The bytes of the file.
    pub(crate) fn build(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(self.is_64, 0x1000, 0x200, &mut bytes);
        writer.reserve_dos_header();
        writer.reserve_nt_headers(16);
        if self.is_managed {
            writer.set_data_directory(pe::IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, CODE, 72);
        }
        let tables = [self.exports.is_empty(), self.imports.is_empty(), self.read_only.is_empty()];
        writer.reserve_section_headers(4 - tables.into_iter().map(u16::from).sum::<u16>());
        let text = writer.reserve_text_section(16);
        assert_eq!(text.virtual_address, CODE);
        // Sizes do not depend on addresses.
        let edata = (!self.exports.is_empty())
            .then(|| writer.reserve_edata_section(u32::try_from(self.edata(0).len()).expect("small")));
        let idata = (!self.imports.is_empty())
            .then(|| writer.reserve_idata_section(u32::try_from(self.idata(0).len()).expect("small")));
        let rdata = (!self.read_only.is_empty())
            .then(|| writer.reserve_rdata_section(u32::try_from(self.read_only.len()).expect("small")));
        writer.write_empty_dos_header().expect("a header");
        writer.write_nt_headers(NtHeaders {
            machine: if self.is_64 { pe::IMAGE_FILE_MACHINE_AMD64 } else { pe::IMAGE_FILE_MACHINE_I386 },
            time_date_stamp: 0,
            characteristics: pe::FileFlags(self.characteristics),
            major_linker_version: 0,
            minor_linker_version: 0,
            address_of_entry_point: 0,
            image_base: 0x1000_0000,
            major_operating_system_version: 6,
            minor_operating_system_version: 0,
            major_image_version: 0,
            minor_image_version: 0,
            major_subsystem_version: 6,
            minor_subsystem_version: 0,
            subsystem: pe::IMAGE_SUBSYSTEM_WINDOWS_GUI,
            dll_characteristics: pe::DllFlags(self.protections),
            size_of_stack_reserve: 0,
            size_of_stack_commit: 0,
            size_of_heap_reserve: 0,
            size_of_heap_commit: 0,
        });
        writer.write_section_headers();
        writer.write_section(text.file_offset, &[0xc3; 16]);
        if let Some(range) = edata {
            writer.write_section(range.file_offset, &self.edata(range.virtual_address));
        }
        if let Some(range) = idata {
            writer.write_section(range.file_offset, &self.idata(range.virtual_address));
        }
        if let Some(range) = rdata {
            writer.write_section(range.file_offset, &self.read_only);
        }
        bytes
    }

    /// The export table, for a section at this address.
    fn edata(&self, at: u32) -> Vec<u8> {
        let count = u32::try_from(self.exports.len()).expect("few");
        let named: Vec<(u32, &String)> =
            (0..).zip(&self.exports).filter_map(|(index, (name, _))| Some((index, name.as_ref()?))).collect();
        let names = u32::try_from(named.len()).expect("few");
        let (addresses, pointers) = (40, 40 + 4 * count);
        let ordinals = pointers + 4 * names;
        let mut texts = Texts { at, start: ordinals + 2 * names, bytes: Vec::new() };
        let library = texts.add("sample.dll");
        let directory = [0, 0, 0, library, 1, count, names, at + addresses, at + pointers, at + ordinals];
        let mut bytes: Vec<u8> = directory.iter().flat_map(|word: &u32| word.to_le_bytes()).collect();
        for (_, forward) in &self.exports {
            let target = forward.as_ref().map_or(CODE, |forward| texts.add(forward));
            bytes.extend(target.to_le_bytes());
        }
        for (_, name) in &named {
            bytes.extend(texts.add(name).to_le_bytes());
        }
        for (index, _) in &named {
            bytes.extend(u16::try_from(*index).expect("few").to_le_bytes());
        }
        bytes.extend(texts.bytes);
        bytes
    }

    /// The import tables, for a section at this address.
    fn idata(&self, at: u32) -> Vec<u8> {
        let width = if self.is_64 { 8 } else { 4 };
        let libraries = u32::try_from(self.imports.len()).expect("few");
        let thunks: usize = self.imports.iter().map(|(_, names)| names.len() + 1).sum();
        let mut next = 20 * (libraries + 1);
        let start = next + width * u32::try_from(thunks).expect("few");
        let mut texts = Texts { at, start, bytes: Vec::new() };
        let (mut descriptors, mut lookups) = (Vec::new(), Vec::new());
        for (library, names) in &self.imports {
            let name = texts.add(library);
            for word in [at + next, 0, 0, name, at + next] {
                descriptors.extend(word.to_le_bytes());
            }
            let hints = names.iter().map(|name| u64::from(texts.add(&format!("\0\0{name}"))));
            for thunk in hints.chain([0]).collect::<Vec<_>>() {
                lookups.extend(&thunk.to_le_bytes()[..width as usize]);
                next += width;
            }
        }
        descriptors.extend([0; 20]);
        [descriptors, lookups, texts.bytes].concat()
    }
}

/// Texts at the end of a section.
struct Texts {
    /// The address of the section.
    at: u32,
    /// Where in it they begin.
    start: u32,
    bytes: Vec<u8>,
}

impl Texts {
    /// Adds a text, and says at which address it is.
    fn add(&mut self, text: &str) -> u32 {
        let address = self.at + self.start + u32::try_from(self.bytes.len()).expect("small");
        self.bytes.extend(text.bytes().chain([0]));
        address
    }
}
