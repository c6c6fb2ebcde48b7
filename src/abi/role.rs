//! What members are for, and structures that are wrong on purpose.

use std::ops::Range;

use super::connection_ex::RAS_CONNECTION_EX;
use super::constant::MPRAPI_PPP_PROJECTION_INFO_TYPE;
use super::fill::POISON;
use super::image::Structure;
use super::layout::{Field, FieldKind};
use super::scalar::WCHAR;
use crate::ras::{Hostile, HostileSet};

/// Parts of the names of members that count something.
const STATISTICS: [&str; 8] =
    ["Bytes", "Frames", "Err", "Ratio", "Duration", "NumberOfCalls", "LineSpeed", "NumSwitchOvers"];

/// Members that say how to read others: versions, sizes, counts, discriminators.
const DESCRIBING: [&str; 8] = [
    "revision",
    "type",
    "size",
    "dwVersion",
    "dwSize",
    "AuthInfoSize",
    "projectionInfoType",
    "dwPrefixLength",
];

/// What a member is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It counts something.
    Statistic,
    /// It says how to read others: a version, a size, a discriminator.
    Describing,
    /// It names something of the service.
    Handle,
    /// It is text, an array of WCHAR.
    Text,
    /// It is anything else.
    Other,
}

impl Role {
    /// What this member is for.
    pub fn of(field: &Field) -> Self {
        if field.type_name.starts_with("[WCHAR") {
            Self::Text
        } else if field.type_name == "HANDLE" {
            Self::Handle
        } else if DESCRIBING.contains(&field.name) {
            Self::Describing
        } else if is_statistic(field) {
            Self::Statistic
        } else {
            Self::Other
        }
    }
}

/// Whether it counts something: an error code does not, although its name is like that of a counter of errors.
fn is_statistic(field: &Field) -> bool {
    let named = STATISTICS.iter().any(|part| field.name.contains(part)) && !field.name.ends_with("Error");
    named && matches!(field.kind, FieldKind::Scalar)
}

/// Hands over the members that are no structures themselves, each with its place in the image.
pub fn each_member(fields: &'static [Field], start: usize, each: &mut dyn FnMut(&'static Field, usize)) {
    for field in fields {
        match field.kind {
            FieldKind::Structure(inner) => each_member(inner, start + field.offset, each),
            FieldKind::Scalar | FieldKind::Array { .. } => each(field, start + field.offset),
        }
    }
}

/// Hands over the padding of a structure with these fields, which lies there: where it starts and ends in the image.
pub fn each_gap(fields: &'static [Field], place: Range<usize>, each: &mut dyn FnMut(Range<usize>)) {
    let mut end = place.start;
    for field in fields {
        let start = place.start + field.offset;
        if end < start {
            each(end..start);
        }
        end = start + field.size;
        match field.kind {
            FieldKind::Structure(inner) => each_gap(inner, start..end, each),
            FieldKind::Array { width, element: FieldKind::Structure(inner) } => {
                (start..end).step_by(width).for_each(|at| each_gap(inner, at..at + width, each));
            }
            FieldKind::Scalar | FieldKind::Array { .. } => {}
        }
    }
    if end < place.end {
        each(end..place.end);
    }
}

/// The letter that text without an end is filled with, and the padding behind it.
pub const FILLER: WCHAR = b'x' as WCHAR;

/// Replaces every NUL of a text by a letter.
pub fn fill_up(text: &mut [u8]) {
    for unit in text.chunks_exact_mut(2).filter(|unit| **unit == [0, 0]) {
        unit.copy_from_slice(&FILLER.to_ne_bytes());
    }
}

/// Makes a structure wrong in these ways. The same structure becomes the same, on every system.
///
/// ```
/// use mockras::abi::{HANDLE, RAS_CONNECTION_3, make_hostile};
/// use mockras::ras::Hostile;
///
/// let mut connection = RAS_CONNECTION_3 { hConnection: HANDLE(7), dwSize: 792, ..RAS_CONNECTION_3::ZERO };
/// make_hostile(&mut connection, [Hostile::WrongSizes].into_iter().collect());
/// assert_eq!((connection.hConnection, connection.dwSize), (HANDLE(7), u32::MAX));
/// ```
pub fn make_hostile<T: Structure>(structure: &mut T, kinds: HostileSet) {
    let mut image = structure.to_bytes();
    each_member(T::FIELDS, 0, &mut |field, offset| {
        let bytes = &mut image[offset..offset + field.size];
        match Role::of(field) {
            Role::Text if kinds.contains(Hostile::UnterminatedText) => fill_up(bytes),
            Role::Describing if kinds.contains(Hostile::WrongSizes) => bytes.fill(0xFF),
            Role::Handle if kinds.contains(Hostile::NullHandles) => bytes.fill(0),
            Role::Statistic if kinds.contains(Hostile::InconsistentCounts) => {
                bytes.fill(if field.name.contains("Duration") { 0 } else { 0xFF });
            }
            _ => {}
        }
    });
    *structure = T::read_from(&image);
}

/// The same for a structure that holds a projection, of which PPP has text as well.
pub fn make_hostile_ex(connection: &mut RAS_CONNECTION_EX, kinds: HostileSet) {
    let projection = &mut connection.ProjectionInfo;
    if projection.projectionInfoType == MPRAPI_PPP_PROJECTION_INFO_TYPE
        && let Some(mut ppp) = projection.ppp()
    {
        make_hostile(&mut ppp, kinds);
        projection.set_ppp(&ppp, POISON);
    }
    make_hostile(connection, kinds);
}
