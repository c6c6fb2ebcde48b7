//! What every type of the interface offers: its shape on both widths, its image in memory, names for its
//! bytes.

use std::fmt;

use super::layout::{Field, FieldKind, SizeAndAlign};

/// A type that a member of a structure can have.
pub trait CType: Copy + 'static {
    /// Size and alignment on 64-bit Windows.
    const X64: SizeAndAlign;
    /// Size and alignment on 32-bit Windows, where 64-bit integers are still aligned to 8.
    const X86: SizeAndAlign;
    /// What it is made of.
    const KIND: FieldKind;
    /// All bits zero: no text, no handle, no function.
    const ZERO: Self;
}

/// A type for which every bit pattern is a value, so that its bytes describe it wholly.
pub trait Plain: CType {
    /// Writes the memory image of this target to the start of `image`; padding becomes zero.
    ///
    /// # Panics
    ///
    /// If `image` is shorter than the type.
    fn write_to(&self, image: &mut [u8]);

    /// Reads the value from the start of `image`; padding is ignored.
    ///
    /// # Panics
    ///
    /// If `image` is shorter than the type.
    fn read_from(image: &[u8]) -> Self;
}

/// A structure whose members and offsets are known.
pub trait Layout: CType {
    /// The name in the header.
    const NAME: &'static str;
    /// The members in memory order.
    const FIELDS: &'static [Field];

    /// Names the byte at `offset` of this target's image, for example `PppInfo3.ipv6.dwPrefixLength` or
    /// `wszUserName[3]`. Padding is named after the member before it; any offset has an answer.
    fn path_at(offset: usize) -> String {
        if offset >= size_of::<Self>() {
            return format!("byte {offset}, past the end at {}", size_of::<Self>());
        }
        let mut path = String::new();
        // Writing to a string cannot fail.
        let _ = write_path_at(Self::FIELDS, offset, &mut path);
        path
    }
}

/// A structure that can be turned into its bytes and back.
pub trait Structure: Layout + Plain {
    /// The memory image on this target: native byte order, padding zero.
    fn to_bytes(&self) -> Vec<u8> {
        let mut image = vec![0; size_of::<Self>()];
        self.write_to(&mut image);
        image
    }

    /// Writes the same image to the start of `image` and leaves what follows alone.
    ///
    /// # Panics
    ///
    /// If `image` is shorter than the structure.
    fn write_bytes(&self, image: &mut [u8]) {
        self.write_to(image);
    }

    /// Reads a structure from the start of `image`; `None` if that is too short. Padding is ignored.
    fn from_bytes(image: &[u8]) -> Option<Self> {
        (image.len() >= size_of::<Self>()).then(|| Self::read_from(image))
    }
}

/// Writes what [`Layout::path_at`] says of a byte that lies inside a structure with these fields. Allocates nothing, so
/// that the handler of a crash can name the byte that was touched.
pub fn write_path_at(fields: &'static [Field], offset: usize, out: &mut dyn fmt::Write) -> fmt::Result {
    let whole = FieldKind::Structure(fields);
    if is_padding(whole, offset) {
        out.write_str("padding after ")?;
    }
    walk(whole, offset, "", out)
}

/// The last field that starts at `offset` or before.
fn field_at(fields: &'static [Field], offset: usize) -> Option<&'static Field> {
    fields.iter().rev().find(|field| field.offset <= offset)
}

fn is_padding(kind: FieldKind, offset: usize) -> bool {
    match kind {
        FieldKind::Scalar => false,
        FieldKind::Array { width, element } => is_padding(*element, offset % width),
        FieldKind::Structure(fields) => field_at(fields, offset).is_none_or(|field| {
            let within = offset - field.offset;
            within >= field.size || is_padding(field.kind, within)
        }),
    }
}

fn walk(kind: FieldKind, offset: usize, point: &str, out: &mut dyn fmt::Write) -> fmt::Result {
    match kind {
        FieldKind::Scalar => Ok(()),
        FieldKind::Array { width, element } => {
            write!(out, "[{}]", offset / width)?;
            walk(*element, offset % width, ".", out)
        }
        FieldKind::Structure(fields) => {
            let Some(field) = field_at(fields, offset) else { return Ok(()) };
            out.write_str(point)?;
            out.write_str(field.name)?;
            let within = offset - field.offset;
            if within < field.size { walk(field.kind, within, ".", out) } else { Ok(()) }
        }
    }
}
