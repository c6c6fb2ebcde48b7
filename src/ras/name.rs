//! Names as Windows has them: UTF-16 code units, paired or not.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A name in UTF-16 code units, without a terminator.
///
/// Windows does not promise that a user, port or domain name is valid Unicode, so unpaired surrogates are kept.
/// As text a name is itself, with `\\` for a backslash, `\n`, `\r`, `\t`, `\0`, and `\u{d800}` for unpaired
/// surrogates and other control characters. Reading that text gives the same code units back.
///
/// ```
/// use mockras::ras::Name;
/// let broken = Name::from_units(&[0x61, 0xd800, 0x62]);
/// assert_eq!(broken.to_string(), r"a\u{d800}b");
/// assert_eq!(r"a\u{d800}b".parse(), Ok(broken));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Name(Option<Arc<[u16]>>); // None is the empty name: most names of a connection are, and cost nothing

/// The error of a name's text with an escape that has no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    escape: String,
}

impl Name {
    /// The name made of exactly these code units.
    pub fn from_units(units: &[u16]) -> Self {
        Self((!units.is_empty()).then(|| units.into()))
    }

    /// The name in a `WCHAR` array: the units before the first NUL, or all of them if there is none.
    pub fn from_array(array: &[u16]) -> Self {
        let length = array.iter().position(|&unit| unit == 0).unwrap_or(array.len());
        Self::from_units(&array[..length])
    }

    /// The name spelled by this text, taken literally: a backslash is a backslash.
    pub fn literal(text: &str) -> Self {
        // Most names are short: they take no more memory than they keep.
        let mut short = [0; 64];
        if text.len() > short.len() {
            return Self::from_units(&text.encode_utf16().collect::<Vec<_>>());
        }
        let units = short.iter_mut().zip(text.encode_utf16()).map(|(place, unit)| *place = unit).count();
        Self::from_units(&short[..units])
    }

    /// The UTF-16 code units, without a terminator.
    pub fn units(&self) -> &[u16] {
        self.0.as_deref().unwrap_or_default()
    }

    /// The name as a string, if need be with U+FFFD for what is no Unicode. For text that reads back, there is
    /// [`Display`](fmt::Display).
    ///
    /// ```
    /// use mockras::ras::Name;
    /// assert_eq!(Name::from(r"CORP\alice").to_string_lossy(), r"CORP\alice");
    /// assert_eq!(Name::from_units(&[0x61, 0xd800]).to_string_lossy(), "a\u{fffd}");
    /// ```
    pub fn to_string_lossy(&self) -> String {
        String::from_utf16_lossy(self.units())
    }

    /// Whether there is not a single code unit.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::literal(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self::literal(&text)
    }
}

impl From<&String> for Name {
    fn from(text: &String) -> Self {
        Self::literal(text)
    }
}

impl From<&Name> for Name {
    fn from(name: &Name) -> Self {
        name.clone()
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.units().iter().copied().eq(other.encode_utf16())
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// Whether a character breaks or disguises a line of text: control characters, line separators, direction marks.
pub fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `text` on one line that nothing in it breaks or disguises: such characters become escapes.
pub fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if breaks_lines(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for unit in char::decode_utf16(self.units().iter().copied()) {
            match unit {
                Ok('\\') => f.write_str(r"\\")?,
                Ok('\n') => f.write_str(r"\n")?,
                Ok('\r') => f.write_str(r"\r")?,
                Ok('\t') => f.write_str(r"\t")?,
                Ok('\0') => f.write_str(r"\0")?,
                Ok(c) if breaks_lines(c) => {
                    write!(f, r"\u{{{:x}}}", u32::from(c))?;
                }
                Ok(c) => fmt::Write::write_char(f, c)?,
                Err(unpaired) => write!(f, r"\u{{{:x}}}", unpaired.unpaired_surrogate())?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut units = Vec::with_capacity(text.len());
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c == '\\' {
                read_escape(&mut rest, &mut units)?;
            } else {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            }
        }
        Ok(Self::from_units(&units))
    }
}

fn read_escape(rest: &mut std::str::Chars<'_>, units: &mut Vec<u16>) -> Result<(), NameError> {
    let tail = rest.as_str();
    let unknown = || NameError { escape: format!("\\{}", tail.chars().take(8).collect::<String>()) };
    let unit = match rest.next() {
        Some('\\') => u16::from(b'\\'),
        Some('n') => u16::from(b'\n'),
        Some('r') => u16::from(b'\r'),
        Some('t') => u16::from(b'\t'),
        Some('0') => 0,
        Some('u') => {
            let digits = tail.strip_prefix("u{").and_then(|t| t.split_once('}')).ok_or_else(unknown)?.0;
            let code = u32::from_str_radix(digits, 16).map_err(|_| unknown())?;
            *rest = tail[digits.len() + 3..].chars();
            if let Some(c) = char::from_u32(code) {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                return Ok(());
            }
            u16::try_from(code).map_err(|_| unknown())?
        }
        _ => return Err(unknown()),
    };
    units.push(unit);
    Ok(())
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r"expected one of \\ \n \r \t \0 \u{{hex}} in a name, found `{}` (write \\ for a backslash)",
            self.escape
        )
    }
}

impl std::error::Error for NameError {}
