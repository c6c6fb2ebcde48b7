//! What is wrong with structures at the higher tiers, written over structures that facts have filled.

use super::super::draw::Draw;
use super::super::tier::Tier;
use super::super::value::{number32, number64};
use crate::abi::{Role, Structure, each_member, fill_up};

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
    each_member(T::FIELDS, 0, &mut |field, offset| {
        let bytes = &mut image[offset..offset + field.size];
        match Role::of(field) {
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
    });
    T::from_bytes(&image).unwrap_or(filled)
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
