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
