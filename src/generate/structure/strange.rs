//! What is wrong with structures at the higher tiers, written over structures that facts have filled.

use super::super::draw::Draw;
use super::super::tier::Tier;
use super::super::value::{number32, number64};
use crate::abi::{Field, Kind, Structure};

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

/// The same structure with what its tier allows. Below [`Tier::Strict`] that is nothing.
///
/// Strict: members that count contradict each other. Paranoid: text fills its array to the last unit and has no
/// terminator; versions, sizes, counts and discriminators say anything; handles, which are pointers to others, are null.
pub(super) fn strange<T: Structure>(filled: T, draw: &mut Draw<'_, '_>, tier: Tier) -> T {
    let counts = tier >= Tier::Strict && draw.percent(25);
    let hostile = tier >= Tier::Paranoid && draw.percent(75);
    if !counts && !hostile {
        return filled;
    }
    let mut image = filled.to_bytes();
    let mut members = Vec::new();
    flatten(T::FIELDS, 0, &mut members);
    for (field, offset) in members {
        let bytes = &mut image[offset..offset + field.size];
        match role(field) {
            Role::Statistic if counts && draw.percent(50) => {
                let number =
                    if bytes.len() == 4 { number32(draw, tier).into() } else { number64(draw, tier) };
                number_into(bytes, number);
            }
            Role::Describing if hostile && draw.percent(30) => {
                number_into(bytes, number32(draw, tier).into());
            }
            Role::Handle if hostile && draw.percent(30) => bytes.fill(0),
            Role::Text if hostile && draw.percent(40) => fill_up(bytes),
            _ => {}
        }
    }
    T::from_bytes(&image).unwrap_or(filled)
}

/// What a member is for.
enum Role {
    Statistic,
    Describing,
    Handle,
    Text,
    Other,
}

fn role(field: &Field) -> Role {
    if field.type_name.starts_with("[WCHAR") {
        Role::Text
    } else if field.type_name == "HANDLE" {
        Role::Handle
    } else if DESCRIBING.contains(&field.name) {
        Role::Describing
    } else if is_statistic(field) {
        Role::Statistic
    } else {
        Role::Other
    }
}

/// Whether it counts something: an error code does not, although its name is like that of a counter of errors.
fn is_statistic(field: &Field) -> bool {
    let named = STATISTICS.iter().any(|part| field.name.contains(part)) && !field.name.ends_with("Error");
    named && matches!(field.kind, Kind::Scalar)
}

/// The members that are no structures themselves, each with its place in the image.
fn flatten(fields: &'static [Field], start: usize, members: &mut Vec<(&'static Field, usize)>) {
    for field in fields {
        match field.kind {
            Kind::Structure(inner) => flatten(inner, start + field.offset, members),
            Kind::Scalar | Kind::Array { .. } => members.push((field, start + field.offset)),
        }
    }
}

/// Writes the lower bytes of a number into a member.
fn number_into(bytes: &mut [u8], number: u64) {
    match bytes.len() {
        1 => bytes.copy_from_slice(&(number as u8).to_ne_bytes()),
        2 => bytes.copy_from_slice(&(number as u16).to_ne_bytes()),
        4 => bytes.copy_from_slice(&(number as u32).to_ne_bytes()),
        _ => bytes.copy_from_slice(&number.to_ne_bytes()),
    }
}

/// Replaces every NUL of a text by a letter.
fn fill_up(text: &mut [u8]) {
    for unit in text.chunks_exact_mut(2).filter(|unit| **unit == [0, 0]) {
        unit.copy_from_slice(&u16::from(b'x').to_ne_bytes());
    }
}
