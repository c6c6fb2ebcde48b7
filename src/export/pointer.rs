//! What a host's pointers point to.

use std::slice;

use crate::abi::{AUTH_VALIDATION_EX, Plain, WCHAR};
use crate::ras::Name;

/// How much of a text without an end is read, in UTF-16 code units: the longest text of Windows.
pub const NAME_UNITS_MAX: usize = 32_767;

/// A structure that a callout reads; `None` if there is none.
///
/// # Safety
///
/// F1 holds of `at`.
pub(super) unsafe fn structure<'call, T: Plain>(at: *const T) -> Option<&'call T> {
    if at.is_null() || !at.is_aligned() {
        return None;
    }
    // SAFETY: F1: it is there and stays as it is for the call; F2: whatever is there is a value.
    Some(unsafe { &*at })
}

/// What a callout writes; `None` if there is no room for it. What stands there is anything, and a value (F2).
///
/// # Safety
///
/// F1 holds of `at`, and every bit pattern is a value of `T`, or what is there has been written by the host.
pub(super) unsafe fn room<'call, T>(at: *mut T) -> Option<&'call mut T> {
    if at.is_null() || !at.is_aligned() {
        return None;
    }
    // SAFETY: F1: it is there, and ours alone for the call.
    Some(unsafe { &mut *at })
}

/// The text that ends in NUL; `None` if there is none.
///
/// # Safety
///
/// F1 and F3 hold of `at`.
pub(super) unsafe fn name(at: *const WCHAR) -> Option<Name> {
    if at.is_null() || !at.is_aligned() {
        return None;
    }
    let mut units = Vec::new();
    while units.len() < NAME_UNITS_MAX {
        let next = at.wrapping_add(units.len());
        // SAFETY: F3: no NUL has come yet, so the text goes on.
        let unit = unsafe { next.read() };
        if unit == 0 {
            break;
        }
        units.push(unit);
    }
    Some(Name::from_units(&units))
}

/// The fixed part of a validation and all of AuthInfo; `None` if there is none.
///
/// An instance may end before the structure does (the tail begins inside its padding), so it is copied up to there.
///
/// # Safety
///
/// F1 and F4 hold of `at`.
pub(super) unsafe fn validation<'call>(
    at: *const AUTH_VALIDATION_EX,
) -> Option<(AUTH_VALIDATION_EX, &'call [u8])> {
    if at.is_null() || !at.is_aligned() {
        return None;
    }
    let mut image = [0; size_of::<AUTH_VALIDATION_EX>()];
    let fixed = AUTH_VALIDATION_EX::AUTH_INFO_OFFSET;
    // SAFETY: F4: these bytes are there, however short the tail is.
    image[..fixed].copy_from_slice(unsafe { slice::from_raw_parts(at.cast::<u8>(), fixed) });
    let mut start = AUTH_VALIDATION_EX::read_from(&image);
    let tail = at.cast::<u8>().wrapping_add(fixed);
    let size = i32::try_from(start.AuthInfoSize).and_then(usize::try_from).unwrap_or(0);
    // SAFETY: F4: and so are as many as it says, if that is a size.
    let info = unsafe { slice::from_raw_parts(tail, size) };
    start.AuthInfo = [info.first().copied().unwrap_or(0)];
    Some((start, info))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{RAS_PORT_1, Structure};

    #[test]
    fn pointer_null_or_misaligned_is_none() {
        let bytes = [0_u64; 100];
        let odd = bytes.as_ptr().cast::<u8>().wrapping_add(1);
        // SAFETY: F1: null and misaligned pointers are never followed.
        let nothing = |at: *const u8| unsafe { structure::<RAS_PORT_1>(at.cast()) }.is_none();
        assert!(nothing(std::ptr::null()) && nothing(odd));
        // SAFETY: as above.
        assert!(unsafe { name(odd.cast()) }.is_none());
        // SAFETY: as above.
        assert!(unsafe { validation(odd.cast()) }.is_none());
        // SAFETY: as above.
        assert!(unsafe { room::<u32>(odd.cast_mut().cast()) }.is_none());
    }

    #[test]
    fn text_ends_at_its_nul_or_at_the_bound() {
        let text = [0x61, 0xD800, 0, 0x62];
        // SAFETY: F3: the text ends in NUL.
        assert_eq!(unsafe { name(text.as_ptr()) }, Some(Name::from_units(&text[..2])));
        let endless = vec![0x61; NAME_UNITS_MAX];
        // SAFETY: F3: the text has as many units as are read at most.
        assert_eq!(unsafe { name(endless.as_ptr()) }.map(|name| name.units().len()), Some(NAME_UNITS_MAX));
    }

    #[test]
    fn size_that_lies_is_none() {
        let lie = AUTH_VALIDATION_EX { AuthInfoSize: u32::MAX, ..AUTH_VALIDATION_EX::ZERO };
        // SAFETY: F4: that is no size.
        let (start, info) = unsafe { validation(&raw const lie) }.expect("it is there");
        assert_eq!((start.AuthInfoSize, info), (u32::MAX, &[][..]));
    }

    #[test]
    fn tail_of_a_validation_may_end_before_or_behind_the_structure() {
        let start = AUTH_VALIDATION_EX::AUTH_INFO_OFFSET;
        for length in [0_u32, 1, 3, 7, 40] {
            let filled = AUTH_VALIDATION_EX { AuthInfoSize: length, ..AUTH_VALIDATION_EX::ZERO };
            let mut words = [u64::MAX; 100];
            let image: Vec<u8> =
                filled.to_bytes()[..start].iter().copied().chain((0..length as u8).map(|n| n + 1)).collect();
            for (word, bytes) in words.iter_mut().zip(image.chunks(8)) {
                let mut eight = [0xFF; 8];
                eight[..bytes.len()].copy_from_slice(bytes);
                *word = u64::from_ne_bytes(eight);
            }
            // SAFETY: F4: the image has the fixed part and as many bytes as it says.
            let (validation, info) = unsafe { validation(words.as_ptr().cast()) }.expect("it is there");
            assert_eq!(info, (1..=length as u8).collect::<Vec<_>>());
            assert_eq!((validation.AuthInfoSize, validation.AuthInfo[0]), (length, u8::from(length > 0)));
        }
    }
}
