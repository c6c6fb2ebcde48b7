//! Why a file cannot be read as a library.

use std::fmt;

/// Why a file cannot be read as a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BinaryError {
    /// The file is empty.
    Empty,
    /// The file is a text.
    Text,
    /// The file is a program for MS-DOS or 16-bit Windows.
    Dos,
    /// The file begins like no format that is known.
    Unknown,
    /// The file ends too early; the text says what is missing.
    CutOff(String),
    /// The file contradicts itself; the text says where.
    Damaged(String),
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const EXPECTED: &str = "expected a library (PE, ELF or Mach-O), found";
        match self {
            Self::Empty => write!(f, "{EXPECTED} an empty file"),
            Self::Text => write!(f, "{EXPECTED} a text"),
            Self::Dos => write!(f, "{EXPECTED} a program for MS-DOS or 16-bit Windows"),
            Self::Unknown => write!(f, "{EXPECTED} a file of another format"),
            Self::CutOff(what) => write!(f, "the file is cut off: {what}"),
            Self::Damaged(what) => write!(f, "the file is damaged: {what}"),
        }
    }
}

impl std::error::Error for BinaryError {}

/// What `object` says is a fault of the file.
impl From<object::read::Error> for BinaryError {
    fn from(error: object::read::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Something of `size` bytes at `offset` that does not lie in a file of `length` bytes.
pub(super) fn beyond_the_end(what: &str, offset: u64, size: u64, length: usize) -> Option<BinaryError> {
    let end = offset.checked_add(size);
    let is_beyond = end.is_none_or(|end| end > length as u64);
    is_beyond.then(|| {
        let end = end.map_or("nowhere".to_owned(), |end| format!("at byte {end}"));
        BinaryError::CutOff(format!("{what} ends {end}, the file at byte {length}"))
    })
}

/// What a file is that begins like none that is known.
pub(super) fn unknown(bytes: &[u8]) -> BinaryError {
    const MAGICS: [(&[u8], &str); 6] = [
        (b"MZ", "PE"),
        (b"\x7fELF", "ELF"),
        (b"\xcf\xfa\xed\xfe", "Mach-O"),
        (b"\xce\xfa\xed\xfe", "Mach-O"),
        (b"\xfe\xed\xfa", "Mach-O"),
        (b"\xca\xfe\xba", "Mach-O"),
    ];
    /// The header of a program for MS-DOS, with the place of the header that follows.
    const DOS_HEADER: usize = 64;
    match MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, "PE")) if bytes.len() >= DOS_HEADER => {
            let place = [60, 61, 62, 63].map(|at| bytes[at]);
            match usize::try_from(u32::from_le_bytes(place)).ok().and_then(|place| bytes.get(place..)) {
                Some(rest) if !rest.starts_with(b"PE") && rest.len() >= 2 => BinaryError::Dos,
                _ => BinaryError::CutOff("its PE header is missing".to_owned()),
            }
        }
        Some((_, format)) => BinaryError::CutOff(format!("its {format} header is incomplete")),
        None if is_text(bytes) => BinaryError::Text,
        None => BinaryError::Unknown,
    }
}

/// Whether a file begins like a text: no control characters but white space. A text in UTF-16 has its mark.
fn is_text(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4096;
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let has_mark = [&b"\xff\xfe"[..], b"\xfe\xff"].iter().any(|mark| start.starts_with(mark));
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The last character may be cut in two.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return has_mark,
    };
    has_mark || text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace())
}
